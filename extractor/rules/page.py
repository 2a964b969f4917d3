"""docs/rulebook.md: every guideline with its dates, condition, result, source and trust. A test keeps it in step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from extractor.policy.guidelines import TRUST, Guideline
from extractor.rulebook import Rulebook
from extractor.rules.listing import condition, option_words, result

_HEAD = """# The rulebook

This page is generated from the files under `extractor/knowledge/`; edit those, not this page, then run
`neurolysis rules list --format markdown > docs/rulebook.md`. Guidelines are asked in the order in which they stand
here, a payer's own before all others; the first that fits decides. Conditions are equality or membership; the table
of conditions says what they mean. Code numbers stand with the project's own short wording; CPT descriptors are the
American Medical Association's and are not shipped.
"""


def page(rulebook: Rulebook) -> str:
    """The whole page as Markdown."""
    return "\n".join(_parts(rulebook)) + "\n"


def _parts(rulebook: Rulebook) -> Iterator[str]:
    first, last = rulebook.editions[0].effective, rulebook.editions[-1].through
    yield _HEAD
    yield f"Dates of service covered: {first} to {last}.\n"
    for file, guidelines in groupby(rulebook.guidelines, key=lambda item: item.file):
        yield f"## {file}\n"
        yield from _table(
            ("guideline", "policy", "in force", "condition", "result", "source", "trust"),
            (_guideline(guideline) for guideline in guidelines),
        )
    yield "## Never a line of its own beside a suggested code\n"
    yield from _table(
        ("id", "policy", "says", "trust"), ((row.id, row.policy, row.says, row.trust) for row in rulebook.included)
    )
    yield "## Conditions\n"
    words = rulebook.data("conditions.yaml")
    yield from _table(("condition", "holds or is compared when"), ((name, row["says"]) for name, row in words.items()))
    yield "## Codes\n"
    codes = ((row.id, row.short, _span(row.effective, row.through), row.unit, row.trust) for row in rulebook.codes)
    yield from _table(("code", "own wording", "in force", "unit", "trust"), codes)
    yield "## Questions for what a note lacks\n"
    yield from _table(("gap", "question"), ((kind.value, text) for kind, text in rulebook.questions.items()))
    yield "## Sources and trust marks\n"
    yield from _table(("source", "title", "says"), ((row.id, row.title, row.says) for row in rulebook.sources.values()))
    yield from _table(("trust", "meaning"), TRUST.items())


def _guideline(guideline: Guideline) -> tuple[str, ...]:
    payer = f" (payer {guideline.payer})" if guideline.payer else ""
    given = [result(guideline)]
    given += [f"alternate {option_words(option.code)}" for option in guideline.alternates]
    given += [f"asks {kind.value} unless {name.replace('_', ' ')}" for name, kind in guideline.needs.items()]
    given += ["review"] if guideline.review else []
    span = _span(guideline.effective, guideline.through)
    source = ", ".join(guideline.source)
    return guideline.id + payer, guideline.policy, span, condition(guideline), "; ".join(given), source, guideline.trust


def _span(effective: object, through: object) -> str:
    return f"{effective} to {through}" if through else f"from {effective}"


def _table(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |"
    yield ""
