"""Procedures and mentions written as short mappings, with the nerve's group and region from the lexicon."""

from __future__ import annotations

from typing import Any

from extractor.facts import GapKind, Imaging, Mention, Procedure, Side, Status, Technique
from extractor.rulebook import Rulebook


def procedure(rulebook: Rulebook, facts: dict[str, Any]) -> Procedure:
    """A Procedure from the keys of its fields; what is not given is not documented."""
    given = dict(facts)
    nerve = given.pop("nerve", None)
    concept = next((item for item in rulebook.concepts if item.kind == "nerve" and item.id == nerve), None)
    muscle = bool(nerve) and nerve.startswith(("muscle:", "gland:"))
    group = concept.group if concept else nerve if muscle else "somatic" if nerve else None
    side = given.pop("laterality", None)
    return Procedure(
        technique=Technique(given.pop("technique")),
        nerve=nerve,
        group=group,
        region=concept.region if concept else None,
        laterality=Side(side) if side else None,
        levels=tuple(given.pop("levels", ())),
        imaging=tuple(Imaging(item) for item in given.pop("imaging", ())),
        status=Status(given.pop("status", "performed")),
        traits=frozenset(given.pop("traits", ())),
        conflicts=tuple(GapKind(item) for item in given.pop("conflicts", ())),
        **given,
    )


def mention(kind: str, assertion: str = "performed") -> Mention:
    return Mention(kind=kind, concept=kind, text=kind, start=0, end=len(kind), section="procedure", assertion=assertion)
