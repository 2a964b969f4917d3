"""Facet joints and the nerves that supply them: "L3, L4 and L5 supply L4-5 and L5-S1". The table is knowledge
(``joints.yaml``); this file reads levels as notes write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.errors import RulebookError
from extractor.rows import Row, checked, listed, texts

_LEVEL = re.compile(r"\b(TON|[CTLS])\s?(\d{1,2})?(?:\s*(?:-|–|/|to)\s*([CTLS])?\s?(\d{1,2}))?\b", re.IGNORECASE)


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

    def joints_of(self, levels: Iterable[str], nerve: str = "") -> tuple[tuple[Joint, ...], tuple[str, ...]]:
        """The joints that the levels make, and the nerves among the levels that make no joint with another."""
        named, nerves = self._read(levels)
        if nerve in self.nerves:
            nerves.add(self.nerves[nerve])
        joints = tuple(
            joint for joint in self.joints if joint.id in named or any(group <= nerves for group in joint.supply)
        )
        supplied = {nerve for joint in joints for group in joint.supply if group <= nerves for nerve in group}
        spare = tuple(sorted(nerves - supplied, key=self._position))
        return joints, spare

    def nerves_of(self, levels: Iterable[str], nerve: str = "") -> tuple[str, ...]:
        """The nerves named, from the top down; empty where the note names joints only."""
        nerves = self._read(levels)[1] | ({self.nerves[nerve]} if nerve in self.nerves else set())
        return tuple(sorted(nerves, key=self._position))

    def bodies_of(self, levels: Iterable[str]) -> tuple[str, ...]:
        """The vertebral bodies named; of a span such as L4-S1 every body from end to end."""
        bodies: set[str] = set()
        for level in levels:
            for upper, lower in _pairs(level):
                bodies.update(self._between(upper, lower) if lower else [upper])
        return tuple(sorted(bodies, key=self._position))

    def _read(self, levels: Iterable[str]) -> tuple[set[str], set[str]]:
        joints, nerves = set[str](), set[str]()
        ids = {joint.id for joint in self.joints}
        for level in levels:
            for upper, lower in _pairs(level):
                if lower and f"{upper}-{lower}" in ids:
                    joints.add(f"{upper}-{lower}")
                else:
                    nerves.update(self._between(upper, lower) if lower else [upper])
        return joints, nerves

    def _between(self, upper: str, lower: str) -> tuple[str, ...]:
        first, last = self._position(upper), self._position(lower)
        return self.vertebrae[first : last + 1] if first < last < len(self.vertebrae) else (upper, lower)

    def _position(self, level: str) -> int:
        return self.vertebrae.index(level) if level in self.vertebrae else len(self.vertebrae)


def _pairs(level: str) -> list[tuple[str, str | None]]:
    pairs: list[tuple[str, str | None]] = []
    for letter, number, lower_letter, lower_number in _LEVEL.findall(level.upper()):
        if letter == "TON":
            pairs.append(("TON", None))
        elif number:
            pairs.append((f"{letter}{number}", f"{lower_letter or letter}{lower_number}" if lower_number else None))
    return pairs


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
