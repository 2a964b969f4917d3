"""Events put together: stated numbers, levels by side, and the proof of each fact."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done, wrong


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("Three genicular nerves of the right knee were lesioned with RF at 80 C.", 3),
        ("Four intercostal nerves on the left were frozen with the cryoprobe.", 4),
        ("The left T5 and T6 intercostal nerves were frozen with the cryoprobe.", None),
        ("The left sural nerve was frozen with a cryoprobe.", None),
    ],
)
def test_a_number_counts_where_no_name_does(read: Read, text: str, sites: int | None) -> None:
    assert [item.sites for item in read(text)] == [sites]


BY_SIDE = [
    (
        "The genicular nerves of both knees were lesioned with RF at 80 C: superolateral, superomedial, inferomedial on the "
        "right; superolateral and superomedial on the left.",
        [
            "radiofrequency genicular superolateral,superomedial left",
            "radiofrequency genicular superolateral,superomedial,inferomedial right",
        ],
    ),
    (
        "The superolateral, superomedial and inferomedial genicular nerves of both knees were lesioned with RF at 80 C.",
        ["radiofrequency genicular superolateral,superomedial,inferomedial bilateral"],
    ),
    (
        "The left L4 and L5 medial branches were lesioned with RF at 80 C. The same was done on the right.",
        ["radiofrequency facet-lumbar L4,L5 bilateral"],
    ),
    (
        "The left L3, L4 and L5 medial branches were lesioned with RF at 80 C. Then the right L4 and L5 medial branches were lesioned.",
        ["radiofrequency facet-lumbar L3,L4,L5 left", "radiofrequency facet-lumbar L4,L5 right"],
    ),
    wrong(
        "two motor branches under one noun are one branch",
        "The left tibial nerve motor branches to soleus and gastrocnemius were injected with phenol, 2 mL each.",
        ["chemical tibial motor branch to soleus,motor branch to gastrocnemius left"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), BY_SIDE)
def test_levels_by_side(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


def test_evidence_stands_in_the_order_of_the_note_without_repeats(read: Read) -> None:
    (procedure,) = read(
        "Under ultrasound the left sural nerve was frozen with the cryoprobe at -70 C; images were saved."
    )
    places = [(item.start, item.fact) for item in procedure.evidence]
    assert places == sorted(set(places))
    assert {"technique", "nerve", "laterality", "imaging", "image_saved", "temperature"} == {fact for _, fact in places}
