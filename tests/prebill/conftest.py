from __future__ import annotations

import pytest

from extractor.prebill.policy import Policy
from extractor.rulebook import Rulebook


@pytest.fixture(scope="session")
def policy(rulebook: Rulebook) -> Policy:
    return Policy.of(rulebook)
