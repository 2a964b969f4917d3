"""Notes from files into the queue, with the claim lines that belong to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from extractor import readers
from extractor.errors import InputError
from extractor.facts import Note
from extractor.note import Failure
from extractor.review import intake
from extractor.review.intake import Billed, Submission
from extractor.review.people import LOCAL
from extractor.review.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is known of all the notes; ``payer`` and ``day`` stand where a note has none of its own."""

    author: str | None = None
    payer: str | None = None
    day: date | None = None
    claims: Path | None = None


@dataclass(slots=True)
class Tally:
    queued: int = 0
    known: int = 0
    failed: int = 0


def add_paths(store: Store, paths: Iterable[Path], options: Options, tell: Callable[[str], None]) -> Tally:
    """Queues every note below the paths; ``tell`` hears of each input that fails. Raises ClaimError, RulebookError."""
    tally = Tally()
    billed = _billed(options.claims, tally, tell) if options.claims else {}
    for receipt in intake.add(store, _submissions(paths, options, billed, tally, tell), LOCAL):
        tally.queued += receipt.queued
        tally.known += not receipt.queued
    return tally


def _submissions(
    paths: Iterable[Path],
    options: Options,
    billed: dict[str, list[Billed]],
    tally: Tally,
    tell: Callable[[str], None],
) -> Iterator[Submission]:
    for item in readers.read(paths):
        try:
            if isinstance(item, Failure):
                raise item.error
            found = Submission(note=_known(item, options), author=options.author, billed=tuple(billed.get(item.id, ())))
            intake.check(found)
            yield found
        except InputError as error:
            tally.failed += 1
            tell(str(error))


def _known(note: Note, options: Options) -> Note:
    return replace(note, payer=note.payer or options.payer, date_of_service=note.date_of_service or options.day)


def _billed(path: Path, tally: Tally, tell: Callable[[str], None]) -> dict[str, list[Billed]]:
    """Claim lines by the note they name, else by their claim's id."""
    from extractor.prebill import readers as claim_readers
    from extractor.prebill.policy import Policy
    from extractor.rulebook import Rulebook

    found: dict[str, list[Billed]] = defaultdict(list)
    for line in claim_readers.read([path], Policy.of(Rulebook.load())):
        if isinstance(line, Failure):
            tally.failed += 1
            tell(str(line.error))
            continue
        charge = float(line.charge) if line.charge is not None else None
        billed = Billed(code=line.code, units=line.units, modifiers=line.modifiers, charge=charge)
        found[line.note_id or line.claim_id].append(billed)
    return found
