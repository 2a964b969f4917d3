"""At which levels: those of nerves and joints, not of the bones that a needle was steered by."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done

LEVELS = [
    (
        "Morton's.\nR 3rd web space - dehydrated alcohol, 1 mL.\nL 3rd web space - as right.\n2nd spaces quiet in both feet.",
        ["chemical plantar-common-digital third interspace bilateral"],
    ),
    (
        "Chest wall pain.\n\nFluoroscopy. Angle of rib, R 9th + R 10th. 2 mL of phenol to each intercostal nerve.",
        ["chemical intercostal T9,T10 right"],
    ),
    (
        "Chest wall pain.\n\nUltrasound. Cryoprobe under the L 10th rib, intercostal bundle, two freezes. Moved under the L 11th, intercostal nerve frozen twice.",
        ["cryo intercostal T10,T11 left"],
    ),
    (
        "Neck pain, both sides.\n\nSession one, right neck. Fluoroscopy. TON, C3 deep medial branch, C4 and C5 each lesioned at 85 C for 90 s.\n"
        "Session two, left neck. New drape, same posture. Only C4 and C5 were done here. 85 C for 90 s, fluoroscopy.",
        [
            "radiofrequency facet-cervical C3,C4,C5 right",
            "radiofrequency facet-cervical C4,C5 left",
            "radiofrequency third-occipital right",
        ],
    ),
    (
        "Neck pain, both sides.\n\nLeft side first. C-arm. Cannulas to the waists of C4, C5 and C6, medial branch of each, 80 C for 90 s. "
        "Then the right side. Here C5 and C6 alone, 80 C for 90 s.",
        ["radiofrequency facet-cervical C4,C5,C6 left", "radiofrequency facet-cervical C5,C6 right"],
    ),
    (
        "Right L3 and L4 medial branches and L5 dorsal ramus were lesioned with RF at 80 C.",
        ["radiofrequency facet-lumbar L3,L4,L5 right"],
    ),
    (
        "RF neurotomy of the right L4-5 and L5-S1 facet joints was performed at 80 C.",
        ["radiofrequency facet-lumbar L4-L5,L5-S1 right"],
    ),
    (
        "The needle was placed at the waist of the C4, C5 and C6 pillars and the left C4, C5 and C6 medial branches were lesioned with RF.",
        ["radiofrequency facet-cervical C4,C5,C6 left"],
    ),
    (
        "The L4 transverse process was contacted and the left L3 medial branch was lesioned with RF at 80 C.",
        ["radiofrequency facet-lumbar L3 left"],
    ),
    (
        "Counting down from the T12 rib, the right L2 medial branch was lesioned with RF at 80 C.",
        ["radiofrequency facet-lumbar L2 right"],
    ),
    (
        "The T6, T7 and T8 medial branches on the right were lesioned with RF at 80 C.",
        ["radiofrequency facet-thoracic T6,T7,T8 right"],
    ),
    (
        "The left T5 and T6 intercostal nerves were frozen; the cryoprobe was passed under the T5 and T6 ribs.",
        ["cryo intercostal T5,T6 left"],
    ),
    (
        "The fifth through seventh intercostal nerves on the left were injected with 2 mL of absolute alcohol each.",
        ["chemical intercostal T5,T6,T7 left"],
    ),
    ("The left T6-T7 intercostal nerves were frozen with a cryoprobe.", ["cryo intercostal T6,T7 left"]),
    *(
        (f"The left {written} intercostal nerves were frozen with a cryoprobe.", [f"cryo intercostal {levels} left"])
        for written, levels in (("T6-7", "T6,T7"), ("T6-8", "T6,T7,T8"), ("T6/7", "T6,T7"), ("T5, 6 and 7", "T5,T6,T7"))
    ),
    (
        "The left S1, S2 and S3 lateral branches and the L5 dorsal ramus were lesioned with RF at 80 C.",
        ["radiofrequency si-joint S1,S2,S3,L5 left"],
    ),
    ("The right C2 dorsal root ganglion was treated with pulsed RF at 42 C.", ["pulsed dorsal-root-ganglion C2 right"]),
    (
        "The superolateral, superomedial and inferomedial genicular nerves of the right knee were ablated with RF at 80 C.",
        ["radiofrequency genicular superolateral,superomedial,inferomedial right"],
    ),
    (
        "RF lesions were made at the superolateral, superomedial, and inferomedial corners of the right knee at 80 C.",
        ["radiofrequency genicular superolateral,superomedial,inferomedial right"],
    ),
    (
        "DOS 01/02/2024. Right knee, fluoroscopy. The inferior medial genicular nerve, the sup. lat. and the upper inner one were lesioned at 80 C for 90 s.",
        ["radiofrequency genicular inferior medial,superolateral,superomedial right"],
    ),
    (
        "Cryo of the right intercostals. Ribs 4 through 8, one 2 min freeze per nerve, ultrasound. Rib 6 was left.",
        ["cryo intercostal T4,T5,T7,T8 right"],
    ),
    (
        "Cryo of the right intercostals. Ribs 4 through 8, one 2 min freeze per nerve, ultrasound. We left the sixth alone.",
        ["cryo intercostal T4,T5,T7,T8 right"],
    ),
    (
        "Cryo of the right intercostals. Ribs 4 through 8, one 2 min freeze per nerve, ultrasound. T6 omitted.",
        ["cryo intercostal T4,T5,T7,T8 right"],
    ),
    (
        "Cryo of the right intercostals. Ribs 4 through 8, one 2 min freeze per nerve, ultrasound. We spared the 6th.",
        ["cryo intercostal T4,T5,T7,T8 right"],
    ),
    (
        "Cryo of the right intercostals. Ribs 4 through 8, one 2 min freeze per nerve, ultrasound. The nerve under rib 6 was not treated.",
        ["cryo intercostal T4,T5,T7,T8 right"],
    ),
    (
        "Cryo of the right intercostals. Ribs 4 through 8, one 2 min freeze per nerve, ultrasound. A second freeze was not made at rib 6.",
        ["cryo intercostal T4,T5,T6,T7,T8 right"],
    ),
    (
        "Cryo of the right intercostals. Ribs 4 through 8, one 2 min freeze per nerve, ultrasound. No bleeding at rib 6.",
        ["cryo intercostal T4,T5,T6,T7,T8 right"],
    ),
    (
        "Phenol 6% to R obturator ant & post div, 2 ml each; L obturator - anterior only, by stimulator.",
        ["chemical obturator anterior division left", "chemical obturator anterior division,posterior division right"],
    ),
    (
        "Superior cluneal nn. left x3 (med, interm, lat): RF 80C 60s each, fluoro, picture saved.",
        ["radiofrequency superior-cluneal medial branch,intermediate branch,lateral branch left"],
    ),
    (
        "RFA of the genicular nerves at 80 C under fluoroscopy. Right: all three. Left: superior lateral and superior medial only.",
        [
            "radiofrequency genicular superior lateral,superior medial left",
            "radiofrequency genicular superolateral,superomedial,inferomedial right",
        ],
    ),
    (
        "The three genicular nerves on the right were heated to 80 C under fluoroscopy. On the left only the two upper ones were done.",
        [
            "radiofrequency genicular superolateral,superomedial left",
            "radiofrequency genicular superolateral,superomedial,inferomedial right",
        ],
    ),
    (
        "The third interspace nerve of the right foot (Morton's neuroma) was injected with 4% alcohol.",
        ["chemical plantar-common-digital third interspace right"],
    ),
    ("Basivertebral nerve ablation at L4 and L5 was performed.", ["radiofrequency basivertebral L4,L5"]),
    (
        "The second and third interspace neuromas of the right foot were injected with 4% alcohol.",
        ["chemical plantar-common-digital second interspace,third interspace right"],
    ),
    (
        "Both the anterior and posterior branches of the right obturator nerve were injected with phenol, 3 mL each.",
        ["chemical obturator anterior branch,posterior branch right"],
    ),
    (
        "Right obturator nerve: phenol 2 mL to the anterior division and 2 mL to the posterior. Left obturator nerve: anterior division 2 mL, posterior division not injected.",
        ["chemical obturator anterior division left", "chemical obturator anterior division,posterior division right"],
    ),
    (
        "Phenol 6%, 3 mL, was given to both divisions of the left obturator nerve.",
        ["chemical obturator anterior division,posterior division left"],
    ),
    (
        "The left medial, intermediate and lateral superior cluneal branches were frozen, one after the other.",
        ["cryo superior-cluneal medial branch,intermediate branch,lateral branch left"],
    ),
    (
        "The right third interspace neuroma was injected with 4% alcohol, 0.5 mL. The second interspace was scanned, not injected.",
        ["chemical plantar-common-digital third interspace right"],
    ),
    (
        "Left foot. The neuroma between the 2nd and 3rd metatarsal heads was injected with 4% alcohol in the 2/3 interspace.",
        ["chemical plantar-common-digital second interspace left"],
    ),
    *(
        (
            "Left lumbar radiofrequency neurotomy, 80 C, fluoroscopy.\n" + rows,
            ["radiofrequency facet-lumbar L4,L5 left"],
        )
        for rows in (
            "  L3 med. branch   -- not done --  (block negative)\n  L4 med. branch   80 C   90 s\n  L5 dorsal ramus  80 C   90 s",
            "L3 MB ..... omitted, hardware\nL4 MB ..... 80 C x 90 s\nL5 DR ..... 80 C x 90 s",
            "L3 MB | no needle |\nL4 MB | 80 C | 90 s\nL5 DR | 80 C | 90 s",
            "L3 MB: not attempted\nL4 MB: 80 C, 90 s\nL5 DR: 80 C, 90 s",
            "Nerve   Time   Done\nL3      --     no\nL4      90     yes\nL5 DR   90     yes",
            "L4 MB   90 s\nL5 DR   90 s\nL3   scarred, could not pass, skipped",
        )
    ),
    (
        "The left L4 and L5 medial branches were lesioned with RF at 80 C. The L3 cannula could not be advanced and this level was abandoned.",
        ["radiofrequency facet-lumbar L4,L5 left"],
    ),
    (
        "The left L4 and L5 medial branches were lesioned with RF at 80 C; the left L3 block had been negative.",
        ["radiofrequency facet-lumbar L4,L5 left"],
    ),
    (
        "RF neurotomy at 80 C under fluoroscopy.\n        LEFT      RIGHT\nL3 MB   x         -\nL4 MB   x         x\nL5 DR   x         x",
        ["radiofrequency facet-lumbar L3,L4,L5 left", "radiofrequency facet-lumbar L4,L5 right"],
    ),
    (
        "Left lumbar RF at 80 C. Treated: L4 MB, L5 DR. Not treated: L3 MB, L2 MB.",
        ["radiofrequency facet-lumbar L4,L5 left"],
    ),
    (
        "Left knee. A cryoprobe froze the superomedial, the superolateral, then the inferolateral, no scratch that, the inferomedial genicular nerve.",
        ["cryo genicular superomedial,superolateral,inferomedial left"],
    ),
    (
        "Absolute alcohol, 1 mL, was injected at the right intercostal nerves of ribs seven, eight and nine.",
        ["chemical intercostal T7,T8,T9 right"],
    ),
    ("Phenol 6%, 0.8 mL, was injected into the subarachnoid space at L5-S1.", ["chemical subarachnoid L5-S1"]),
]


@pytest.mark.parametrize(("text", "expected"), LEVELS)
def test_levels(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


def test_an_enumeration_goes_on_in_the_kind_of_its_first_level(read: Read) -> None:
    text = (
        "A cannula was walked to the waist of the pillar at C4, another at C5 and a third at C6, all on the right. "
        "The medial branches there were lesioned with RF at 80 C."
    )
    assert done(read(text)) == ["radiofrequency facet-cervical C4,C5,C6 right"]


def test_a_rib_told_by_its_ordinal_in_the_sentence_of_the_act(read: Read) -> None:
    text = "I left 2 mL of 6% phenol at the right eighth intercostal nerve and 2 mL at the ninth."
    assert done(read(text)) == ["chemical intercostal T8,T9 right"]


RIGHT = "Right lumbar medial branch RFA at 80 C."
ENUMERATED = [
    ("The first needle went to L2 and the second to L3, the third to L4 medial branch.", "L2,L3,L4"),
    ("L3: 80C 90 s. L4: 80C 90 s. L5 (DR): 80C 90 s. L2: attempted, impedance error, abandoned.", "L3,L4,L5"),
    ("L4 MB and L5 DR burned. L3 MB attempted; paresthesia down the leg at 0.3 V and not lesioned.", "L4,L5"),
]


@pytest.mark.parametrize(("text", "levels"), ENUMERATED)
def test_levels_told_one_by_one(read: Read, text: str, levels: str) -> None:
    assert done(read(f"{RIGHT} {text}")) == [f"radiofrequency facet-lumbar {levels} right"]


@pytest.mark.parametrize(
    "text",
    [
        "Space 5 .... 1 ml\nSpace 6 .... 1 ml\nSpace 7 .... 1 ml",
        "The last three intercostals (5th, 6th, 7th), 1 cc each.",
        "ICN levels 5-7, 1 mL per nerve.",
    ],
)
def test_ribs_by_figures(read: Read, text: str) -> None:
    text = f"Phenol 7%, right intercostal neurolysis.\n{text}"
    assert done(read(text)) == ["chemical intercostal T5,T6,T7 right"]


def test_what_was_done_in_another_month(read: Read) -> None:
    text = (
        "The right C4/5 facet joint was lesioned by RF at 80 C. His left side, done in January at C3/4, is comfortable."
    )
    assert done(read(text)) == ["radiofrequency facet-cervical C4-C5 right"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("medial branches at the C4, C5 and C6 waists, 80 C 90 s.", "radiofrequency facet-cervical C4,C5,C6 left"),
        ("medial branches of the C4 and C5 articular pillars, 80 C 90 s.", "radiofrequency facet-cervical C4,C5 left"),
    ],
)
def test_in_the_neck_the_pillar_has_the_number_of_its_nerve(read: Read, text: str, told: str) -> None:
    text = f"Left neck RF. Fluoroscopy. Third occipital nerve burned across the C2-3 joint line, then the {text}"
    assert done(read(text)) == [told, "radiofrequency third-occipital left"]


def test_rows_that_do_the_same_as_the_first(read: Read) -> None:
    text = "Phenol, left, ultrasound.\nT7 intercostal, 1 mL of 7% phenol\nT8 ditto\nT9 same dose\n"
    assert done(read(text)) == ["chemical intercostal T7,T8,T9 left"]


def test_the_subcostal_nerve_has_no_level_but_its_own(read: Read) -> None:
    text = (
        "Pain on the right:\n - ninth and tenth intercostal\n - subcostal\n\nUltrasound.\n\n"
        "| target           | heat        |\n| intercostal, 9th | 80 C / 75 s |\n| subcostal, 12th  | 80 C / 75 s |\n"
    )
    assert "radiofrequency subcostal right" in done(read(text))
