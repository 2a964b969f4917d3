"""A self-contained page per claim, for an auditor who opens it offline: what was billed against what is supported, the
findings, each note with its evidence marked, the rules with their sources, and the hashes of notes and rulebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from extractor.errors import NeurolysisError
from extractor.facts import Report
from extractor.outputs import marks
from extractor.outputs.templates import template
from extractor.policy.guidelines import TRUST, Guideline
from extractor.prebill.policy import Policy, Rule
from extractor.prebill.records import ClaimFinding, ClaimLine
from extractor.prebill.store import Store
from extractor.rulebook import Rulebook

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A rule as the page shows it."""

    id: str
    says: str
    sources: tuple[str, ...]
    trust: str


def write(store: Store, rulebook: Rulebook, policy: Policy, folder: Path) -> int:
    """One page per claim into the folder, which is made; gives their number. Raises NeurolysisError where it cannot be
    written."""
    rules = {guideline.id: guideline for guideline in rulebook.guidelines}
    cases = {rule.id: rule for rule in policy.rules.values()}
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for claim in store.claims():
            page = _page(store, rulebook, claim, {**cases, **rules})
            with (folder / _file_name(claim)).open("w", encoding="utf-8") as out:
                out.writelines(template("packet.html").generate(**page))
            written += 1
    except OSError as error:
        raise NeurolysisError(f"{folder}: cannot write the packets ({error.strerror})", kind="output") from None
    return written


def _page(store: Store, rulebook: Rulebook, claim: str, rules: dict[str, Guideline | Rule]) -> dict[str, Any]:
    lines = store.claim_lines(claim)
    findings = list(store.findings(claim))
    stored = [store.note(key) for key in dict.fromkeys(key for _, keys in lines for key in keys)]
    notes = [(item.note, item.report) for item in stored if item.report]
    cited = list(_cited(findings, [report for _, report in notes], rules, rulebook))
    numbers = count()
    return {
        "claim": claim,
        "lines": [(line, _verdicts(line, findings)) for line, _ in lines],
        "others": [item for item in findings if item.line is None],
        "unjudged": {item.line.line: item.why for item in store.unjudged(claim)},
        "notes": [_note(note.text, report, next(numbers)) for note, report in notes],
        "supported": [item for _, report in notes for item in report.suggestions],
        "rules": cited,
        "sources": [
            rulebook.sources[name]
            for name in dict.fromkeys(name for rule in cited for name in rule.sources)
            if name in rulebook.sources
        ],
        "rulebook": rulebook.hash,
    }


def _note(text: str, report: Report, number: int) -> dict[str, Any]:
    record = report.record()
    return {
        "record": record,
        "number": number,
        "pieces": list(marks.pieces(text, record)),
        "facts": marks.facts(record),
    }


def _verdicts(line: ClaimLine, findings: Iterable[ClaimFinding]) -> list[ClaimFinding]:
    return [item for item in findings if item.line == line.line]


def _cited(
    findings: Iterable[ClaimFinding], reports: Iterable[Report], rules: dict[str, Guideline | Rule], rulebook: Rulebook
) -> Iterator[Cited]:
    """Every rule that a finding or a suggestion rests on, once."""
    named = [item.guideline for item in findings]
    named += [item.guideline for report in reports for item in report.suggestions]
    for name in dict.fromkeys(named):
        if isinstance(rule := rules.get(name), Guideline):
            says, sources = f"{rule.says} (policy {rule.policy})", rule.source
        elif rule is not None:
            says, sources = rule.says, rule.sources
        else:
            continue
        yield Cited(id=name, says=says, sources=sources, trust=TRUST[rule.trust])


def _file_name(claim: str) -> str:
    """The claim's number as a file name; one that loses something by it gets a hash, so that no two claims meet."""
    name = _UNSAFE.sub("_", claim)[:_NAME].strip(".") or "claim"
    return f"{name}.html" if name == claim else f"{name}-{sha256(claim.encode()).hexdigest()[:8]}.html"
