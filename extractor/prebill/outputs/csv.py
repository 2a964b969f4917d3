"""CSV for spreadsheets: a row a finding; what could not be read follows with its error."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, TextIO

from extractor.outputs.csv import cell
from extractor.prebill.records import ClaimFinding
from extractor.prebill.store import Store

COLUMNS = [
    *("severity", "claim_id", "line", "note_id", "kind", "code", "supported", "why", "amount"),
    *("guideline", "sources", "evidence", "error"),
]


def write(store: Store, out: TextIO) -> None:
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows(store):
        writer.writerow({key: cell(value) for key, value in row.items()})


def rows(store: Store) -> Iterator[dict[str, Any]]:
    for finding in store.findings():
        yield row(finding)
    for failure in store.failures():
        yield {"error": str(failure.error)}


def row(finding: ClaimFinding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "claim_id": finding.claim_id,
        "line": finding.line,
        "note_id": finding.note_id,
        "kind": finding.kind.value,
        "code": finding.code,
        "supported": ", ".join(item.words for item in finding.supported),
        "why": finding.why,
        "amount": None if finding.amount is None else float(finding.amount),
        "guideline": finding.guideline,
        "sources": ", ".join(finding.sources),
        "evidence": " | ".join(item.text for item in finding.evidence),
    }
