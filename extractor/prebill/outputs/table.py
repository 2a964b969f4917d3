"""A table for the terminal; what the notes support is counted below it, not listed."""

from __future__ import annotations

from decimal import Decimal
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.outputs.words import shown
from extractor.prebill.records import ClaimFinding, Severity
from extractor.prebill.review import Totals
from extractor.prebill.store import Store

_STYLES = {Severity.HOLD: "bold red", Severity.WARN: "yellow", Severity.INFORM: "dim"}


def write(store: Store, totals: Totals, out: TextIO) -> None:
    console = Console(file=out)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("severity", no_wrap=True)
    table.add_column("claim", style="cyan", overflow="fold")
    table.add_column("line", justify="right")
    table.add_column("note", overflow="fold")
    table.add_column("code", no_wrap=True)
    table.add_column("finding", overflow="fold")
    table.add_column("why", ratio=3, overflow="fold")
    priced = bool(totals.at_stake or totals.unbilled)
    if priced:
        table.add_column("at stake", justify="right", no_wrap=True)
    for finding in store.findings():
        if finding.severity is not Severity.INFORM:
            table.add_row(*_cells(finding, priced=priced))
    if table.row_count:
        console.print(table)
    for failure in store.failures():
        console.print(Text(f"not read: {shown(str(failure.error))}", "red"))
    for words in summary(totals):
        console.print(words, highlight=False)


def summary(totals: Totals) -> list[str]:
    """The counts and the dollars in lines."""
    lines = [f"{totals.lines} claim lines against {totals.notes} notes"]
    for severity in Severity:
        kinds = {kind: count for (rank, kind), count in totals.kinds.items() if rank is severity}
        if kinds:
            listed = ", ".join(f"{count} {kind.value}" for kind, count in sorted(kinds.items()))
            stake = totals.at_stake.get(severity)
            lines.append(f"{severity.value}: {listed}" + (f"; {dollars(stake)} at stake" if stake else ""))
    if totals.unbilled:
        lines.append(f"supported and not billed: {dollars(totals.unbilled)}")
    if totals.unjudged:
        listed = ", ".join(f"{why} ({count})" for why, count in totals.unjudged.most_common())
        lines.append(f"not judged: {listed}")
    if totals.failed:
        lines.append(f"not read: {totals.failed} claims, lines or notes")
    return lines


def dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"


def _cells(finding: ClaimFinding, *, priced: bool) -> list[Text]:
    style = _STYLES[finding.severity]
    cells = [
        Text(finding.severity.value, style),
        Text(shown(finding.claim_id or "none")),
        Text(shown(finding.line or "")),
        Text(shown(finding.note_id or "")),
        Text(shown(finding.code), "bold"),
        Text(finding.kind.value, style),
        Text(shown(finding.why)),
    ]
    if priced:
        cells.append(Text("" if finding.amount is None else dollars(finding.amount)))
    return cells
