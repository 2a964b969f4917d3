"""What changes between two dates: in the rulebook, in words; and in what it suggests for a set of notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from extractor.advice.lines import brief
from extractor.facts import Note, Report
from extractor.policy.guidelines import Guideline
from extractor.rulebook import Edition, Rulebook
from extractor.rules.listing import condition, result


class Coding(Protocol):
    def code(self, note: Note) -> Report: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A note whose suggestions differ; the lines as coders write them."""

    note_id: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def says(self) -> str:
        return f"{self.note_id}: {', '.join(self.before) or 'no code'} -> {', '.join(self.after) or 'no code'}"


def diff(rulebook: Rulebook, before: date, after: date, payer: str | None = None) -> tuple[str, ...]:
    """What begins, ends or changes between the two days, one sentence each. Raises DateNotCovered."""
    old, new = rulebook.on(before, payer), rulebook.on(after, payer)
    return (*_codes(old, new), *_guidelines(old, new), *_edits(old, new))


def changes(
    coder: Coding, notes: Iterable[Note], before: date, after: date, payer: str | None = None
) -> Iterator[Change]:
    """The notes that would be coded differently had the service been on the other day."""
    for note in notes:
        payer_of = payer or note.payer
        first, second = (
            _lines(coder.code(replace(note, date_of_service=day, payer=payer_of))) for day in (before, after)
        )
        if first != second:
            yield Change(note_id=note.id, before=first, after=second)


def _lines(report: Report) -> tuple[str, ...]:
    return tuple(brief(line.code, line.modifiers, line.units) for line in report.suggestions)


def _codes(old: Edition, new: Edition) -> Iterator[str]:
    for code in sorted(set(new.codes) - set(old.codes)):
        yield f"code {code} begins ({new.codes[code].short})"
    for code in sorted(set(old.codes) - set(new.codes)):
        yield f"code {code} ends ({old.codes[code].short})"


def _guidelines(old: Edition, new: Edition) -> Iterator[str]:
    was, now = _rules(old), _rules(new)
    for name, rule in now.items():
        if name not in was:
            yield f"guideline {name} begins on {rule.effective}: {condition(rule)} gives {result(rule)}"
        elif rule is not was[name]:
            yield f"guideline {name} changes on {rule.effective}: {condition(rule)} gives {result(rule)}"
    for name, rule in was.items():
        if name not in now:
            yield f"guideline {name} ends on {rule.through}: {condition(rule)} gave {result(rule)}"


def _rules(edition: Edition) -> dict[str, Guideline]:
    return {rule.id: rule for rule in (*edition.guidelines, *edition.companions)}


def _edits(old: Edition, new: Edition) -> Iterator[str]:
    for code in sorted(new.codes):
        was, now = old.edits.limits.get(code), new.edits.limits.get(code)
        if was and now and was.practitioner != now.practitioner:
            yield f"MUE of {code} changes from {was.practitioner} to {now.practitioner} units (practitioner)"
        sides = old.edits.bilateral.get(code), new.edits.bilateral.get(code)
        if None not in sides and sides[0] != sides[1]:
            yield f"bilateral indicator of {code} changes from {sides[0]} to {sides[1]}"
    active = [
        {codes for codes, pair in edition.edits.pairs.items() if pair.practitioner_status == "active"}
        for edition in (old, new)
    ]
    for first, second in sorted(active[1] - active[0]):
        yield f"NCCI pair {first} with {second} begins"
    for first, second in sorted(active[0] - active[1]):
        yield f"NCCI pair {first} with {second} ends"
