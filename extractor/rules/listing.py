"""The rulebook for people: its guidelines as rows, one rule in full, and the page that documents them all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any

from extractor.errors import RulebookError
from extractor.policy.guidelines import FOLLOWING, TRUST, Code, Example, Guideline, Included
from extractor.policy.speech import listed
from extractor.rulebook import Rulebook

COLUMNS = (
    "id",
    "policy",
    "payer",
    "effective",
    "through",
    "condition",
    "result",
    "alternates",
    "asks",
    "review",
    "source",
    "trust",
    "says",
)


def rows(rulebook: Rulebook, day: date | None = None, payer: str | None = None) -> tuple[dict[str, str], ...]:
    """The guidelines as rows of COLUMNS, in the order in which they are asked; with a day only those in force on it for
    the payer. Raises DateNotCovered."""
    if day is None:
        chosen: Iterable[Guideline] = rulebook.guidelines
    else:
        edition = rulebook.on(day, payer)
        chosen = (*edition.guidelines, *edition.companions)
    return tuple(_row(guideline) for guideline in chosen)


def as_csv(listing: Iterable[dict[str, str]]) -> str:
    """The rows as CSV with a header, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(listing)
    return out.getvalue()


def show(rulebook: Rulebook, name: str) -> str:
    """A guideline, an included service, a code or a source, by its id. Raises RulebookError with the nearest ids."""
    guidelines = [item for item in rulebook.guidelines if item.id == name]
    if guidelines:
        return "\n\n".join("\n".join(_guideline(item, rulebook)) for item in guidelines)
    codes = [item for item in rulebook.codes if item.id == name.upper()]
    if codes:
        return "\n\n".join("\n".join(_code(item, rulebook)) for item in codes)
    for included in rulebook.included:
        if included.id == name:
            return "\n".join(_included(included, rulebook))
    if name in rulebook.sources:
        source = rulebook.sources[name]
        return f"{source.id}\n  {source.title}\n  {source.says}"
    known = [*(item.id for item in rulebook.guidelines), *(item.id for item in rulebook.included), *rulebook.sources]
    near = get_close_matches(name, [*known, *(code.id for code in rulebook.codes)], n=3)
    raise RulebookError(f"no rule, code or source named {name}" + (f"; near it: {', '.join(near)}" if near else ""))


def condition(guideline: Guideline) -> str:
    """The guideline's conditions in one line: "technique: cryo; region: trunk or head; imaged"."""
    parts = [f"beside {listed(guideline.beside, 'or')}"] if guideline.beside else []
    for name, accepted in guideline.when.items():
        words = name.replace("_", " ")
        if accepted <= {True, False}:
            parts.append(words if True in accepted else f"not {words}")
        else:
            values = sorted("unknown" if item is None else str(item) for item in accepted)
            parts.append(f"{words}: {listed(values, 'or')}")
    return "; ".join(parts)


def result(guideline: Guideline) -> str:
    """What the guideline gives: "CODE + FURTHER for each further", or why there is no line."""
    if guideline.suggest:
        return "; ".join(_suggested(guideline))
    if guideline.withholds:
        return f"not reported: {guideline.withholds}"
    return f"no code ({guideline.reason.value})" if guideline.reason else "no code"


def _suggested(guideline: Guideline) -> Iterator[str]:
    for line in guideline.suggest:
        text = "-".join((line.code, *line.modifiers))
        text += f" + {line.further} for each further" if line.further else ""
        yield f"{line.region}: {text}" if line.region else text


def _row(guideline: Guideline) -> dict[str, str]:
    values: dict[str, Any] = {
        "id": guideline.id,
        "policy": guideline.policy,
        "payer": guideline.payer or "",
        "effective": guideline.effective.isoformat(),
        "through": guideline.through.isoformat() if guideline.through else "",
        "condition": condition(guideline),
        "result": result(guideline),
        "alternates": ", ".join(option_words(option.code) for option in guideline.alternates),
        "asks": ", ".join(kind.value for kind in guideline.needs.values()),
        "review": guideline.review or "",
        "source": ", ".join(guideline.source),
        "trust": guideline.trust,
        "says": guideline.says,
    }
    return {column: values[column] for column in COLUMNS}


def _guideline(guideline: Guideline, rulebook: Rulebook) -> Iterator[str]:
    row = _row(guideline)
    yield guideline.id
    yield f"  {guideline.says}"
    yield f"  policy:     {row['policy']}" + (f", payer {row['payer']}" if row["payer"] else "")
    yield f"  in force:   {row['effective']} to {row['through'] or 'further notice'}"
    yield f"  when:       {row['condition']}"
    yield f"  gives:      {row['result']}"
    for key, label in (("alternates", "alternates"), ("asks", "asks for"), ("review", "review")):
        if row[key]:
            yield f"  {label + ':':<11} {row[key]}"
    yield f"  trust:      {guideline.trust}, {TRUST[guideline.trust]}"
    yield from _sources(guideline.source, rulebook)
    for example in guideline.examples:
        yield from _example(example)


def _example(example: Example) -> Iterator[str]:
    payer = f", payer {example.payer}" if example.payer else ""
    outcome = ", ".join(example.expect) or "no code"
    reason = f" ({example.reason.value})" if example.reason else ""
    yield f"  example:    {example.date}{payer}: {example.note}"
    yield f"              -> {outcome}{reason}" + (f"; asks {', '.join(example.gaps)}" if example.gaps else "")


def _sources(names: Iterable[str], rulebook: Rulebook) -> Iterator[str]:
    for name in names:
        yield f"  source:     {name}: {rulebook.sources[name].title}"


def _code(code: Code, rulebook: Rulebook) -> Iterator[str]:
    yield f"{code.id}  {rulebook.descriptors.get(code.id, code.short)}"
    yield f"  in force:   {code.effective} to {code.through or 'further notice'}"
    yield f"  unit:       {code.unit}" + (f", the first {code.covers} in one" if code.covers > 1 else "")
    yield f"  trust:      {code.trust}, {TRUST[code.trust]}"
    yield from _sources(code.source, rulebook)
    naming = dict.fromkeys(item.id for item in rulebook.guidelines if code.id in item.codes)
    yield f"  guidelines: {', '.join(naming) or 'none'}"


def _included(included: Included, rulebook: Rulebook) -> Iterator[str]:
    yield included.id
    yield f"  {included.says}"
    yield f"  policy:     {included.policy}"
    yield f"  trust:      {included.trust}, {TRUST[included.trust]}"
    yield from _sources(included.source, rulebook)


def option_words(code: str) -> str:
    """An alternate as people read it."""
    return "the code of the next fitting guideline" if code == FOLLOWING else code
