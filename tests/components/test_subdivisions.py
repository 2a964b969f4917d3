"""Interspaces of the forefoot and divisions of a nerve, in every way that they are written."""

from __future__ import annotations

import pytest

from extractor.components.subdivisions import subdivisions

SPACES = [
    ("common digital nerve of the 3rd web space", ["third"]),
    ("interdigital neuroma, 2/3 interspace", ["second"]),
    ("neuroma in the 3-4 webspace", ["third"]),
    ("neuroma between the third and fourth metatarsal heads", ["third"]),
    ("neuroma between toes 2 and 3", []),
    ("neuroma of the 3rd/4th interspace", ["third"]),
    ("neuromas, second and third intermetatarsal spaces", ["second", "third"]),
    ("neuromas of the 2nd & 3rd webs", ["second", "third"]),
    ("neuroma, web space #2", ["second"]),
    ("neuroma, interspace 3", ["third"]),
    ("neuroma: 0.5 mL in the 2nd interspace, then 0.5 mL in the 3rd.", ["second", "third"]),
    ("neuroma: interspace 0.5 mL", []),
    ("the third and fourth toes are numb after the neuroma injection", []),
]
DIVISIONS = [
    ("anterior and posterior divisions of the obturator nerve", ["anterior", "posterior"]),
    ("obturator nerve, ANT. branch", ["anterior"]),
    ("the anterior obturator branch", ["anterior"]),
    ("both divisions of the obturator nerve", ["both"]),
    ("the medial, middle and lateral branches of the superior cluneal nerve", ["medial", "intermediate", "lateral"]),
    ("motor branch to the soleus was frozen", ["motor branch to soleus"]),
    ("motor branch to medial gastroc   2 mL", ["motor branch to medial gastroc"]),
    ("motor branch to soleus 2 mL", ["motor branch to soleus"]),
    ("the anterior approach to the posterior wall", []),
]


@pytest.mark.parametrize(("text", "expected"), SPACES)
def test_interspaces(text: str, expected: list[str]) -> None:
    assert [concept for kind, concept, *_ in subdivisions(text) if kind == "interspace"] == expected


@pytest.mark.parametrize(("text", "expected"), DIVISIONS)
def test_divisions(text: str, expected: list[str]) -> None:
    found = [concept for kind, concept, *_ in subdivisions(text) if kind == "division"]
    assert [concept for concept in found if not concept.startswith("branches of")] == expected
