"""What the queue asks of a report's record (schema 1), or of an error's record in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.outputs.words import plain

Line = tuple[str, int, tuple[str, ...]]
"""Code, units, modifiers."""


def line(row: Mapping[str, Any]) -> Line:
    return row["code"], row["units"], tuple(row["modifiers"])


def lines(rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Suggestions or billed lines in one order, so that two sets of them can be compared."""
    return sorted((code, units, tuple(sorted(modifiers))) for code, units, modifiers in map(line, rows))


def claim_differs(record: Mapping[str, Any], billed: Sequence[Mapping[str, Any]]) -> bool:
    return bool(billed) and lines(billed) != lines(record.get("suggestions", ()))


def reasons(record: Mapping[str, Any], billed: Sequence[Mapping[str, Any]] = ()) -> list[str]:
    """The closed words that say why a person should look: gaps, findings, no code, an error, a claim that differs."""
    words = [gap["kind"] for gap in record.get("gaps", ())]
    words += [finding["kind"] for finding in record.get("findings", ())]
    words += [record["no_code_reason"]] if record.get("no_code_reason") else []
    words += [f"error:{record['error']['kind']}"] if record.get("error") else []
    words += ["claim-differs"] if claim_differs(record, billed) else []
    return list(dict.fromkeys(words))


def phrases(record: Mapping[str, Any], billed: Sequence[Mapping[str, Any]] = ()) -> list[str]:
    """The same in plain words, then the report's own sentences on why it asks for review."""
    return list(dict.fromkeys([*map(plain, reasons(record, billed)), *record.get("review_reasons", ())]))


def judgement(record: Mapping[str, Any], billed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the work list shows and sorts by. A note is urgent (0) where its report asks for review, could not
    be made, or says otherwise than its claim."""
    hold = record.get("error") or record.get("review") or claim_differs(record, billed)
    trust = min((item["confidence"] or 0.0 for item in record.get("suggestions", ())), default=0.0)
    return {
        "urgency": 0 if hold else 1,
        "confidence": trust,
        "reasons": "; ".join(phrases(record, billed)),
        "service": record.get("date_of_service"),
    }
