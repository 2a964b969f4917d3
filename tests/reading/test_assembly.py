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


RF = "Lumbar medial branch RFA, 80 C, 90 seconds each."
DIFFERENT_SIDES = [
    (
        f"{RF}\nRight side: L2, L3, L4 medial branches lesioned.\nLeft side: same except L2 could not be reached.",
        ["radiofrequency facet-lumbar L2,L3,L4 right", "radiofrequency facet-lumbar L3,L4 left"],
    ),
    (
        f"{RF}\nRight: L3, L4 medial branches lesioned.\nLeft: these two and also L2.",
        ["radiofrequency facet-lumbar L3,L4 right", "radiofrequency facet-lumbar L3,L4,L2 left"],
    ),
    (
        f"{RF}\nRight: L3, L4 and L5 DR lesioned.\nLeft: same, except that L5 took a second burn.",
        ["radiofrequency facet-lumbar L3,L4,L5 bilateral"],
    ),
    (
        f"{RF} On the left the nerves to L3-4, L4-5 were lesioned; on the right only those to L4-5.",
        ["radiofrequency facet-lumbar L4-L5 right", "radiofrequency facet-lumbar L3-L4,L4-L5 left"],
    ),
    (
        "Phenol 6%, intercostal nerves. Right 8, 9, 10 and left 9, 10. 1 cc apiece.",
        ["chemical intercostal T8,T9,T10 right", "chemical intercostal T9,T10 left"],
    ),
    (
        "Alcohol 4%, 0.5 cc per space, Morton neuromas.\nL foot 2nd + 3rd webspaces\nR foot 3rd",
        [
            "chemical plantar-common-digital third interspace right",
            "chemical plantar-common-digital second interspace,third interspace left",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), DIFFERENT_SIDES)
def test_sides_that_differ(read: Read, text: str, expected: list[str]) -> None:
    assert sorted(done(read(text))) == sorted(expected)
