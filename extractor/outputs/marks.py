"""A note's text cut into pieces, each with the facts that it is evidence of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor.outputs.words import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the note under which the evidence does not change.

    ``facts`` are empty for plain text, those of the shortest evidence first; ``closes`` are those whose evidence ends
    here; ``procedures`` are indices into the report's procedures; ``done`` says that one of them was performed in
    this encounter; ``opens`` says that a piece of evidence starts here.
    """

    text: str
    start: int
    facts: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    procedures: tuple[int, ...] = ()
    done: bool = False
    opens: bool = False


def pieces(text: str, record: Record) -> Iterator[Piece]:
    """The whole text in order: joined, the pieces give the text again."""
    marks = sorted(_marks(record), key=lambda mark: mark[1] - mark[0])
    cuts = sorted({0, len(text)} | {cut for start, end, _, _ in marks for cut in (start, end)})
    for start, end in pairwise(cuts):
        over = [mark for mark in marks if mark[0] <= start and end <= mark[1]]
        numbers = tuple(sorted({number for *_, number in over if number is not None}))
        yield Piece(
            text=text[start:end],
            start=start,
            facts=_once(fact for _, _, fact, _ in over),
            closes=_once(fact for _, stop, fact, _ in over if stop == end),
            procedures=numbers,
            done=not numbers or any(record["procedures"][number]["status"] == "performed" for number in numbers),
            opens=any(mark[0] == start for mark in over),
        )


def facts(record: Record) -> list[str]:
    """The facts that have evidence, in the order in which the procedures give them."""
    return list(_once(fact for _, _, fact, _ in _marks(record)))


def _marks(record: Record) -> list[tuple[int, int, str, int | None]]:
    owners: list[tuple[int | None, Record]] = [*enumerate(record["procedures"])]
    owners += [(None, miss) for miss in record["near_misses"]]
    return [
        (item["start"], item["end"], item["fact"], number) for number, owner in owners for item in owner["evidence"]
    ]


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
