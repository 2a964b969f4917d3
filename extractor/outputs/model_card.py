"""The card of the models as a page (Markdown): what they are for, what they were made from, how they did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from extractor.outputs.risk_coverage import LITERATURE, PARTS


def markdown(card: Mapping[str, Any]) -> str:
    """Shares in per cent with 95 % intervals (Wilson) and the counts they rest on."""
    data, scores = card["data"], card["scores"]
    return "\n".join(
        [
            "# The models: what they are for, and how they did",
            "",
            card["use"],
            "",
            f"Learned from {data['notes']} notes of {data['authors']} authors; the rules were made without "
            f"{data['unseen_by_the_rules']} of them. The line rests on {data['line_evidence']} of those, which neither the "
            "rules nor the second reader send to a person. Data "
            f"`{data['hash']}`, rulebook `{card['rulebook']}`, {_versions(card['versions'])}.",
            "",
            "Every note was judged by models that had not seen any note of its author. *Right*: all its code lines are, with "
            "units and modifiers. *Let through*: of the notes that the policy itself does not send to a person.",
            *(line for part in PARTS for line in _part(scores, part)),
            "",
            f"Bag of words: a plain classifier from words to codes, judged on the set of codes alone. {LITERATURE} These are "
            "written notes, not a hospital's: the two can be compared only loosely.",
            "",
            f"## Confidence and outcome, {PARTS['unseen']}",
            "",
            *_rows(
                ("confidence", "mean", "right"),
                (
                    (f"{row['from']:.2f} to {row['to']:.2f}", _mean(row["confidence"]), share(row["right"]))
                    for row in scores["reliability"]
                ),
            ),
            "",
            "Brier score (0 is perfect): "
            + ", ".join(f"{PARTS[part]} {value}" for part, value in scores["brier"].items())
            + ".",
            "",
            "## By stratum: right of the notes that neither rules nor second reader send to a person",
            "",
            *_rows(("stratum", "right"), ((name, share(row)) for name, row in scores["strata"].items())),
            "",
            f"Notes sent to a person only because the second reader contradicts: wrong were "
            f"{share(scores['contradictions_that_were_wrong'])}.",
            "",
            "## Limits",
            "",
            *(f"- {limit}" for limit in card["limits"]),
            "",
        ]
    )


def share(record: Mapping[str, Any]) -> str:
    if record["share"] is None:
        return "-"
    low, high = record["interval"]
    return f"{100 * record['share']:.1f} % ({100 * low:.0f}-{100 * high:.0f}), {record['part']} of {record['of']}"


def _part(scores: Mapping[str, Any], part: str) -> list[str]:
    groups = (("lines", "line for {}"), ("surest", "the surest {}"), ("baseline", "bag of words, surest {}"))
    rows = [
        (
            row["name"] if row["name"] == "no line" else name.format(row["name"]),
            share(row["right"]),
            share(row["through"]),
        )
        for group, name in groups
        for row in scores[group][part]
    ]
    return ["", f"## Passing without review, {PARTS[part]}", "", *_rows(("", "right", "let through"), rows)]


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _mean(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _versions(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())
