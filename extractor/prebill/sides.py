"""Units of a line by side, so that "-50 x1" and "-LT x1" beside "-RT x1" come out the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from extractor.rulebook import Edition

BOTH, LEFT, RIGHT = "50", "LT", "RT"
_TAKES_SIDES = "1"


class Billable(Protocol):
    """A claim line, or a line that a note supports."""

    @property
    def code(self) -> str: ...
    @property
    def units(self) -> int: ...
    @property
    def modifiers(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Sides:
    left: int = 0
    right: int = 0
    none: int = 0

    @classmethod
    def of(cls, lines: Iterable[Billable], edition: Edition) -> Sides:
        """The units of the lines, added up."""
        return sum((cls._of_line(line, edition) for line in lines), cls())

    @classmethod
    def _of_line(cls, line: Billable, edition: Edition) -> Sides:
        held = set(line.modifiers)
        if not takes_sides(line.code, edition):
            return cls(none=2 * line.units if BOTH in held else line.units)
        if BOTH in held or {LEFT, RIGHT} <= held:
            return cls(left=line.units, right=line.units)
        if LEFT in held:
            return cls(left=line.units)
        return cls(right=line.units) if RIGHT in held else cls(none=line.units)

    @property
    def total(self) -> int:
        return self.left + self.right + self.none

    @property
    def a_side(self) -> int:
        """The units of the side that has most."""
        return max(self.left, self.right, self.none)

    @property
    def named(self) -> frozenset[str]:
        return frozenset(name for name, units in ((LEFT, self.left), (RIGHT, self.right)) if units)

    def __add__(self, other: Sides) -> Sides:
        return Sides(self.left + other.left, self.right + other.right, self.none + other.none)

    def __sub__(self, other: Sides) -> Sides:
        """What is left, never below zero."""
        return Sides(max(self.left - other.left, 0), max(self.right - other.right, 0), max(self.none - other.none, 0))

    def within(self, other: Sides) -> bool:
        return (self - other).total == 0


def takes_sides(code: str, edition: Edition) -> bool:
    """Whether LT, RT and 50 mean something on the code: bilateral indicator 1, or a code of which nothing is known."""
    known = edition.codes.get(code)
    indicator = known.bilateral if known and known.bilateral is not None else edition.edits.bilateral.get(code)
    return indicator in (None, _TAKES_SIDES) and not (known and known.midline)
