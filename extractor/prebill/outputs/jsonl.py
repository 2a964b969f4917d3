"""A JSON object a finding; what could not be read follows as error records."""

from __future__ import annotations

import json
from typing import TextIO

from extractor.prebill.store import Store


def write(store: Store, out: TextIO) -> None:
    out.writelines(json.dumps(finding.record(), ensure_ascii=False) + "\n" for finding in store.findings())
    out.writelines(json.dumps(failure.record(), ensure_ascii=False) + "\n" for failure in store.failures())
