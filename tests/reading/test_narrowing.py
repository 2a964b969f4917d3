"""Broad targets narrowed: facet, sympathetic and epidural to their region, sacroiliac against lumbar, hip branches."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done, wrong

RF = "{} lesioned with RF at 80 C."
NARROWED = [
    (RF.format("The left C5-6 facet joint was"), ["radiofrequency facet-cervical C5-C6 left"]),
    (RF.format("The left T7-8 facet joint was"), ["radiofrequency facet-thoracic T7-T8 left"]),
    (RF.format("The left L4-5 facet joint was"), ["radiofrequency facet-lumbar L4-L5 left"]),
    (
        RF.format("The left T11, T12 and L1 medial branches were"),
        ["radiofrequency facet-lumbar L1 left", "radiofrequency facet-thoracic T11,T12 left"],
    ),
    (
        RF.format("The left third occipital nerve and the C3 medial branch were"),
        ["radiofrequency facet-cervical C3 left", "radiofrequency third-occipital left"],
    ),
    (
        RF.format("The left L5 dorsal ramus and S1-S3 lateral branches were"),
        ["radiofrequency si-joint L5,S1,S2,S3 left"],
    ),
    (
        RF.format("The patient has sacroiliac joint pain. The left L4 and L5 medial branches were"),
        ["radiofrequency facet-lumbar L4,L5 left"],
    ),
    (
        RF.format("The articular branches of the femoral and obturator nerves of the left hip were"),
        ["radiofrequency femoral-articular left", "radiofrequency obturator-articular left"],
    ),
    (
        "Sympathetic chain neurolysis at L2 and L3 on the left with phenol 6% was performed.",
        ["chemical lumbar-sympathetic L2,L3 left"],
    ),
    (
        "Sympathetic chain neurolysis at T2 and T3 on the left with phenol 6% was performed.",
        ["chemical thoracic-sympathetic T2,T3 left"],
    ),
    ("Epidural injection of 6% phenol at C7-T1 was performed.", ["chemical epidural-cervicothoracic C7-T1"]),
    ("Epidural injection of 6% phenol at L4-5 was performed.", ["chemical epidural-lumbosacral L4-L5"]),
    (
        "Facet pain. RFA at L3, L4 and L5 on the right was performed at 80 C.",
        ["radiofrequency facet-lumbar L3,L4,L5 right"],
    ),
    (
        "A cryoprobe was advanced to the left T5, T6 and T7 ribs and each was frozen.",
        ["cryo intercostal T5,T6,T7 left"],
    ),
    (
        "The left digital nerve in the second web space of the foot was frozen with a cryoprobe.",
        ["cryo plantar-common-digital second interspace left"],
    ),
    ("The right digital nerve of the index finger was frozen with a cryoprobe.", ["cryo digital-hand right"]),
    wrong(
        "the dorsal ramus that closes a lumbar list is given to the sacroiliac joint",
        "The left L3 and L4 medial branches and L5 dorsal ramus were lesioned with RF at 80 C, then the S1, S2 and S3 lateral branches.",
        ["radiofrequency facet-lumbar L3,L4,L5 left", "radiofrequency si-joint S1,S2,S3 left"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), NARROWED)
def test_narrowed(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


@pytest.mark.parametrize(
    ("nerve", "group", "region"),
    [
        ("left L4 medial branch", "facet", "lumbar-sacral"),
        ("left C4 medial branch", "facet", "cervical-thoracic"),
        ("left sural nerve", "somatic", "lower-extremity"),
        ("left suprascapular nerve", "somatic", "upper-extremity"),
        ("left dorsal scapular nerve", "somatic", None),
    ],
)
def test_group_and_region(read: Read, nerve: str, group: str, region: str | None) -> None:
    (procedure,) = read(f"The {nerve} was lesioned with RF at 80 C.")
    assert (procedure.group, procedure.region) == (group, region)


def test_thoracic_levels_between_ribs_are_intercostal_nerves(read: Read) -> None:
    text = "Supine. Ribs 6 and 7 on the left were broken.\nT6   cryoprobe in plane, ice ball seen, left\nT7   same freeze, left"
    assert [(item.nerve, item.levels) for item in read(text)] == [("intercostal", ("T6", "T7"))]


def test_waists_at_which_a_lesion_is_burned_tell_medial_branches(read: Read) -> None:
    text = (
        "Prone. Three cannulae were placed on the right pillars, the first at the waist of C3, the next at C4, the last at C5. "
        "Burned at 80 for 90, all three."
    )
    assert done(read(text)) == ["radiofrequency facet-cervical C3,C4,C5 right"]


def test_the_dorsal_ramus_treated_with_sacral_levels_is_one_of_the_sacroiliac_joint(read: Read) -> None:
    text = (
        "Prone. On the right the ala was reached for the L5 dorsal ramus, and cooled probes were placed around the S1, S2 and "
        "S3 foramina. 60 degrees at each."
    )
    assert [(item.nerve, item.levels) for item in read(text)] == [("si-joint", ("L5", "S1", "S2", "S3"))]
