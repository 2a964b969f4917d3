"""Facet joints and the nerves that supply them: "L3, L4 and L5 supply L4-5 and L5-S1". The table is knowledge
(``joints.yaml``); this file reads levels as notes write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor.errors import RulebookError
from extractor.facts import Procedure
from extractor.policy.rows import Row, checked, listed, texts

_LEVEL = re.compile(r"\b(TON|[CTLS])\s?(\d{1,2})?(?:\s*(?:-|\u2013|/|to)\s*([CTLS])?\s?(\d{1,2}))?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """One facet joint, the region whose codes it takes, and each set of nerves that supplies it by itself."""

    id: str
    region: str
    supply: tuple[frozenset[str], ...]

    @property
    def name(self) -> str:
        """As coders write it: L4-5, but L5-S1."""
        upper, lower = self.id.split("-")
        return f"{upper}-{lower[1:] if lower[0] == upper[0] else lower}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spine:
    """The joints from the top down; ``regions`` and ``nerves`` say what a nerve id alone tells."""

    joints: tuple[Joint, ...]
    regions: Mapping[str, str]
    nerves: Mapping[str, str]
    vertebrae: tuple[str, ...]

    def treated(self, procedure: Procedure) -> set[str]:
        """The nerves of the table that a procedure names, by level or by its own id."""
        nerves = self._read(procedure.levels)[1]
        own = self.nerves.get(procedure.nerve or "")
        return nerves | {own} if own else nerves

    def region_of(self, procedure: Procedure) -> str | None:
        """The region that the nerve id tells, where no level does."""
        return self.regions.get(procedure.nerve or "")

    def joints_of(self, levels: Iterable[str], nerves: Iterable[str]) -> tuple[tuple[Joint, ...], tuple[str, ...]]:
        """The joints that the levels name or the nerves supply, and the nerves that make no joint with another."""
        named, treated = self._read(levels)[0], frozenset(nerves)
        joints = tuple(
            joint for joint in self.joints if joint.id in named or any(group <= treated for group in joint.supply)
        )
        supplied = {nerve for joint in joints for group in joint.supply if group <= treated for nerve in group}
        spare = () if named else tuple(sorted(treated - supplied, key=self.position))
        return joints, spare

    def supplies(self, nerve: str, joints: Iterable[Joint], region: str | None) -> bool:
        return any(nerve in group for joint in joints if joint.region == region for group in joint.supply)

    def spelled_out(self, level: str) -> tuple[str, ...]:
        """A span of levels ("T5-T7") as each of its levels; any other words as they are."""
        found = _LEVEL.fullmatch(level.strip().upper())
        pair = _pairs(level)[0] if found and found[4] else None
        return self._between(*pair) if pair else (level,)

    def is_level(self, words: str) -> bool:
        return words in self.vertebrae

    def bodies_of(self, levels: Iterable[str]) -> tuple[str, ...]:
        """The vertebral bodies named; of a span such as L4-S1 every body from end to end."""
        bodies: set[str] = set()
        for level in levels:
            for upper, lower in _pairs(level):
                bodies.update(self._between(upper, lower))
        return tuple(sorted(bodies, key=self.position))

    def _read(self, levels: Iterable[str]) -> tuple[set[str], set[str]]:
        joints, nerves = set[str](), set[str]()
        ids = {joint.id for joint in self.joints}
        for level in levels:
            for upper, lower in _pairs(level):
                if lower and f"{upper}-{lower}" in ids:
                    joints.add(f"{upper}-{lower}")
                else:
                    nerves.update(self._between(upper, lower))
        return joints, nerves

    def _between(self, upper: str, lower: str | None) -> tuple[str, ...]:
        first, last = self.position(upper), self.position(lower or upper)
        return self.vertebrae[first : last + 1] if first < last < len(self.vertebrae) else (upper, lower or upper)

    def position(self, level: str) -> int:
        """The place of a level from the top down; after all others where the table does not hold it."""
        return self.vertebrae.index(level) if level in self.vertebrae else len(self.vertebrae)


@lru_cache(maxsize=4096)
def _pairs(level: str) -> tuple[tuple[str, str | None], ...]:
    """The levels in the words, each with the lower end of its span: "L4-5" is (L4, L5), "L4" is (L4, None)."""
    pairs: list[tuple[str, str | None]] = []
    for letter, number, lower_letter, lower_number in _LEVEL.findall(level.upper()):
        if letter == "TON":
            pairs.append(("TON", None))
        elif number:
            pairs.append((f"{letter}{number}", f"{lower_letter or letter}{lower_number}" if lower_number else None))
    return tuple(pairs)


def spine_of(data: Any, where: str) -> Spine:
    """The checked table. Raises RulebookError naming the entry."""
    top = checked(data, where, required=("vertebrae", "regions", "nerves", "joints"))
    joints = tuple(_joint(row, where, top["regions"]) for row in listed(top["joints"], where))
    return Spine(
        joints=joints,
        regions=dict(top["regions"]),
        nerves=dict(top["nerves"]),
        vertebrae=texts(top["vertebrae"], where),
    )


def _joint(row: Row, where: str, regions: Mapping[str, str]) -> Joint:
    where = f"{where}: entry {row.get('joint', '?')}"
    checked(row, where, required=("joint", "region", "supply"))
    if row["region"] not in regions.values():
        raise RulebookError(f"{where}: unknown region {row['region']}")
    supply = tuple(frozenset(texts(group, where)) for group in row["supply"])
    return Joint(id=row["joint"], region=row["region"], supply=supply)
