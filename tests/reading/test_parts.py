"""A session's parts are read each for itself; what a part leaves out it takes from the others."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done

SESSIONS = [
    (
        "All of it right-sided.\nFirst: C-arm, L2, L3 and L4 medial branches, RF at 80 C for 90 s.\nSecond: the middle cluneal nerve by "
        "palpation, one burn of 60 s at 80 C.\nSitting up she mentioned her left calf.",
        ["radiofrequency facet-lumbar L2,L3,L4 right", "radiofrequency middle-cluneal right"],
    ),
    (
        "Side (whole session): R\n\n1) Facets. Left lateral decubitus, R side up. C-arm. L3 and L4 medial branches, 85 C for 90 s.\n\n"
        "2) Shoulder. Ultrasound. Needle to the suprascapular nerve, pulsed RF, 42 C for 6 min.",
        ["pulsed suprascapular right", "radiofrequency facet-lumbar L3,L4 right"],
    ),
    (
        "1. Right L3 and L4 medial branches under C-arm, RF at 80 C for 90 s.\n"
        "2. Same side, lateral branches of S1, S2 and S3, RF at 80 C for 90 s, C-arm.\nAsk her next year re left.",
        ["radiofrequency facet-lumbar L3,L4 right", "radiofrequency si-joint S1,S2,S3 right"],
    ),
    (
        "Cryoablation of the pudendal nerves. History: pudendal neuralgia on both sides.\nDETAILS OF PROCEDURE:\n"
        "Rt: probe to Alcock canal beside the pudendal nerve. Freeze 8 min, thaw, freeze 8 min.\nLt: same steps, second probe.",
        ["cryo pudendal bilateral"],
    ),
    (
        "A. RIGHT ANKLE\nUltrasound. The sural nerve was frozen with a cryoprobe, 2 minutes twice.\n\n"
        "B. LEFT LOW BACK\nC-arm. The L4 and L5 medial branches were lesioned with RF at 80 C.",
        ["cryo sural right", "radiofrequency facet-lumbar L4,L5 left"],
    ),
    (
        "R KNEE - three needles under C-arm to the superolateral, superomedial and inferomedial genicular nerves, cooled RF.\n\n"
        "L KNEE - cryoprobe to the infrapatellar branch of the saphenous nerve, two freezes.",
        ["cryo infrapatellar-saphenous left", "radiofrequency genicular superolateral,superomedial,inferomedial right"],
    ),
    (
        "The right sural nerve was injected with 3 mL of 6% phenol. The left tibial nerve was frozen with a cryoprobe.",
        ["chemical sural right", "cryo tibial left"],
    ),
    (
        "Part one, phenol\n3 mL of 6% phenol to the left obturator nerve. The right had the same.\n\n"
        "Part two, toxin\nBotox, dose in units.\n\nmuscle     right     left\nsoleus      50       --",
        ["chemical obturator bilateral", "chemodenervation muscle:lower-limb soleus right"],
    ),
    (
        "1. Left axillary nerve: RF needle, 80 C for 90 s.\n2. Left suprascapular nerve: the same.",
        ["radiofrequency axillary left", "radiofrequency suprascapular left"],
    ),
    (
        "PROCEDURES PERFORMED: Cooled RF of the left genicular nerves and of the right suprascapular nerve.\n\n"
        "PROCEDURE, SHOULDER: Prone. Under fluoroscopy an introducer was set on the floor of the right supraspinous fossa. "
        "Cooled lesion, 60 C, 150 s.\n\n"
        "PROCEDURE, KNEE: Supine. Under fluoroscopy introducers were placed at the left superolateral, superomedial and "
        "inferomedial points. Cooled lesion at each, 60 C, 150 s.",
        [
            "radiofrequency genicular superolateral,superomedial,inferomedial left",
            "radiofrequency suprascapular right",
        ],
    ),
    (
        "OPERATION: RF ablation right lateral femoral cutaneous nerve; phenol left ilioinguinal nerve\n\n"
        "Thigh\nUltrasound. A 22G RF needle was placed just medial to the right ASIS. Thermal lesion at 80 C for 90 s.\n\n"
        "Groin\nUltrasound. The needle lay between the muscle layers on the left. 3 mL of 6% phenol was injected.",
        ["chemical ilioinguinal left", "radiofrequency lateral-femoral-cutaneous right"],
    ),
    (
        "Two things were done under one sedation. Part one: the left greater occipital nerve was found with ultrasound and "
        "frozen with a cryoprobe. Part two: 2 mL of 6% phenol was injected at the right pudendal nerve under CT.",
        ["chemical pudendal right", "cryo greater-occipital left"],
    ),
    (
        "Right side only. Fluoroscopy.\n\nI. Facet. The C4 and C5 medial branches were lesioned at 80 C for 90 s each.\n\n"
        "II. Greater occipital nerve. Pulsed RF, 42 C, 240 s.",
        ["pulsed greater-occipital right", "radiofrequency facet-cervical C4,C5 right"],
    ),
    (
        "## Procedure 1: right stellate ganglion\nPulsed RF at 42 C for 4 minutes under fluoroscopy.\n\n"
        "## Procedure 2: right third occipital nerve\nThermal RF at 80 C for 90 s under fluoroscopy.\n\n"
        "## Closing\nBoth under one prep. No complications.",
        ["pulsed stellate right", "radiofrequency third-occipital right"],
    ),
    (
        "1) SHOULDER\nThe suprascapular nerve on the left was lesioned under ultrasound, 80 C, 90 seconds.\n\n"
        "2) KNEE\nLeft. The genicular nerves at the superolateral, superomedial and inferomedial points were lesioned, 80 C, "
        "90 seconds, C-arm.\n\n3) HIP\nNot today.",
        ["radiofrequency genicular superolateral,superomedial,inferomedial left", "radiofrequency suprascapular left"],
    ),
    (
        "Intercostal neurolysis with dehydrated alcohol\nLEFT: ribs 5, 6 and 7, 2 mL below each rib, ultrasound.\n"
        "RIGHT: ribs 6 and 7, 2 mL below each rib, ultrasound.",
        ["chemical intercostal T5,T6,T7 left", "chemical intercostal T6,T7 right"],
    ),
    (
        "DESCRIPTION OF PROCEDURE:\nPart 1. Left sural nerve. Cryoprobe to the nerve; two freezes of 120 s.\n"
        "Part 2. Left saphenous nerve. The probe was brought to the nerve but we stopped before any freeze was made.",
        ["cryo sural left"],
    ),
    (
        "PROCEDURE NOTE\nPart A. Right suprascapular nerve: thermal RF 80 C for 90 s after motor testing.\n"
        "Part B. Right axillary nerve, articular branch: thermal RF 80 C for 90 s.\n"
        "Part C. Right lateral pectoral nerve: not done, she asked to stop here.",
        ["radiofrequency axillary right", "radiofrequency suprascapular right"],
    ),
    (
        "Cryoneurolysis by landmarks, iovera.\n\nR knee:\n- anterior femoral cutaneous n., 7 treatments\n"
        "- infrapatellar branch saphenous n., 6 treatments\nL knee:\n- infrapatellar branch saphenous n., 6 treatments",
        [
            "cryo anterior-femoral-cutaneous right",
            "cryo infrapatellar-saphenous bilateral",
        ],
    ),
    (
        "Part one: right median nerve, conventional RF, 80 C, 90 s\nPart two: left ulnar nerve, ultrasound, 90 s\n",
        ["radiofrequency median right", "radiofrequency ulnar left"],
    ),
    (
        "PROCEDURE: thermal RF\n\nRIGHT\n | site | stim | lesion\n | suprascapular n. | ache | 80 C / 90 s\n"
        " | axillary n. | no twitch | 80 C / 90 s\n\nLEFT\n Suprascapular n. only, PULSED, 42 deg, 6 min.",
        ["pulsed suprascapular left", "radiofrequency axillary right", "radiofrequency suprascapular right"],
    ),
    (
        "RIGHT ANKLE\n(i) Sural n. Cryoprobe, freeze 2 min x 2.\n(ii) Deep peroneal n. Scanned, no pain to probe. Not treated.",
        ["cryo sural right"],
    ),
    (
        "On the right the sural nerve and the saphenous nerve were found and frozen with the cryoprobe. "
        "On the left only the sural nerve was frozen.",
        ["cryo saphenous right", "cryo sural bilateral"],
    ),
    (
        "1. RIGHT L5-S1 FACET DENERVATION\nC-arm. Cannulae to the right L4 medial branch and L5 dorsal ramus. 80 C, 90 s.\n\n"
        "2. RIGHT SI JOINT DENERVATION\nThe medial branch blocks had not touched this pain. The S1, S2 and S3 lateral branches "
        "were lesioned, 80 C, 90 s.",
        ["radiofrequency facet-lumbar L4,L5 right", "radiofrequency si-joint S1,S2,S3 right"],
    ),
    (
        "Morton's neuromas. Phenol 5% under ultrasound.\n   Left foot    second space   0.4 mL\n"
        "   Right foot   second space   0.4 mL\n   Right foot   third space    0.4 mL\n\n"
        "Right heel. RF needle to the inferior calcaneal nerve, 80 C for 90 s.",
        [
            "chemical plantar-common-digital second interspace left",
            "chemical plantar-common-digital second interspace,third interspace right",
            "radiofrequency inferior-calcaneal right",
        ],
    ),
    (
        "RF of the spine after two good MBBs\n\nNECK, RIGHT\nC4-5. Cannulae on both pillars under fluoroscopy. 80 C, 75 s.\n\n"
        "LOW BACK, RIGHT\nL3-4 and L4-5. Cannulae at the three notches under fluoroscopy. 80 C, 90 s.\n\n"
        "LOW BACK, LEFT\nL4-5 alone. All else to match the right.",
        [
            "radiofrequency facet-cervical C4-C5 right",
            "radiofrequency facet-lumbar L3-L4,L4-L5 right",
            "radiofrequency facet-lumbar L4-L5 left",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SESSIONS)
def test_parts(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


def test_a_part_found_by_hand_has_no_imaging_of_another(read: Read) -> None:
    text = (
        "1. Right third interspace neuroma under ultrasound, 0.5 mL of 4% alcohol.\n"
        "2. Left sural nerve found by palpation, cryoprobe, two freezes."
    )
    assert {item.nerve: bool(item.imaging) for item in read(text)} == {"plantar-common-digital": True, "sural": False}


def test_a_shared_agent_line_and_an_announced_part(read: Read) -> None:
    text = (
        "He was laid supine and the groins were scanned with ultrasound.\n\nPhenol 6%\n  Right: obturator nerve, 3 mL.\n  Left: obturator nerve, 3 mL.\n\n"
        "Botulinum toxin A\n  100 units to the left arm."
    )
    assert done(read(text)) == ["chemical obturator bilateral", "chemodenervation muscle:upper-limb left"]


def test_a_part_that_does_the_same_again_takes_over_nerve_and_technique(read: Read) -> None:
    text = (
        "PROCEDURE: thermal RF of the suprascapular nerves\n\n"
        "a) Right shoulder. Ultrasound, suprascapular nerve lesioned at 80 C for 90 s.\n"
        "b) Left shoulder. Same steps, same settings."
    )
    assert done(read(text)) == ["radiofrequency suprascapular bilateral"]


def test_a_toxin_is_for_muscles_and_phenol_for_nerves(read: Read) -> None:
    text = (
        "Drugs: onabotulinumtoxinA 200 U and phenol 6%.\n\nNERVE\nLeft musculocutaneous nerve, phenol 3 mL through an "
        "insulated needle.\n\nHAND\nLeft FDS 50 U, FDP 50 U."
    )
    assert done(read(text)) == ["chemical musculocutaneous left", "chemodenervation muscle:upper-limb FDS,FDP left"]


def test_regions_of_the_spine_are_parts(read: Read) -> None:
    text = (
        "She lay prone under the C-arm.\n\n"
        "Left neck: cannulas at the C3 and C4 medial branches; lesions at 80 C.\n\n"
        "Right low back: cannulas at the L4 and L5 medial branches. Same temperature."
    )
    assert done(read(text)) == ["radiofrequency facet-cervical C3,C4 left", "radiofrequency facet-lumbar L4,L5 right"]


def test_what_the_patient_decided_against_is_not_done(read: Read) -> None:
    text = (
        "Scheduled as: cryoneurolysis left sural nerve\n\nShe decided against the freezing. Supine, ultrasound. "
        "8 mL of ropivacaine was placed around the left sural nerve."
    )
    assert done(read(text)) == []


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("PART TWO, left neck\nOnly C4 and C5 were needled. 80 C.", "radiofrequency facet-cervical C4,C5 left"),
        ("PART TWO, left neck\nAgain the third occipital nerve. 80 C.", "radiofrequency third-occipital bilateral"),
    ],
)
def test_a_part_of_levels_alone_has_nerves_of_its_own(read: Read, second: str, expected: str) -> None:
    first = "Prone, under the C-arm.\n\nPART ONE, right neck\nThird occipital nerve, C3 medial branch and C4 lesioned. RF 80 C x 90 s.\n\n"
    told = [" ".join(one.split()) for one in done(read(f"{first}{second}"))]
    assert {"radiofrequency facet-cervical C3,C4 right", expected} <= set(told)


def test_what_is_told_for_all_parts_reaches_the_first(read: Read) -> None:
    text = "1. Right C4, C5, C6 MB RFA\n2. Right L4 MB + L5 DR RFA\nFluoro for both. 80 C x 90 s."
    assert all(item.imaging for item in read(text))


def test_a_field_below_a_row_that_was_left_out_belongs_to_all(read: Read) -> None:
    text = (
        "LUMBAR RF   SIDE R\nLEVEL    TEMP  SEC  DONE\nL3 MB    80    90   Y\nL4 MB    80    90   Y\n"
        "L5 DR    --    --   N (too sore)\nXR guidance: AP/OBL/LAT\n"
    )
    found = read(text)
    assert done(found) == ["radiofrequency facet-lumbar L3,L4 right"]
    assert [str(one) for one in found[0].imaging] == ["fluoroscopy"]


JOTTED = [
    (
        "Right foot: cryo of the 3rd webspace neuroma and of the 2nd. Left foot: 3rd only. US, images saved.",
        [
            "cryo plantar-common-digital third interspace left",
            "cryo plantar-common-digital third interspace,second interspace right",
        ],
    ),
    (
        "Alcohol 30%, 0.5 mL a space. Morton's L 2nd, L 3rd, R 3rd.",
        [
            "chemical plantar-common-digital second interspace,third interspace left",
            "chemical plantar-common-digital third interspace right",
        ],
    ),
    (
        "R SIJ: cooled RF L5 DR + S1-3 LB. L: L3, L4 MB + L5 DR thermal RF 80 C. C-arm throughout.",
        ["radiofrequency facet-lumbar L3,L4,L5 left", "radiofrequency si-joint L5,S1,S2,S3 right"],
    ),
    (
        "iovera, landmark only. R: ISN + AFCN. L: ISN.",
        ["cryo anterior-femoral-cutaneous right", "cryo infrapatellar-saphenous bilateral"],
    ),
    (
        "US cryo: suprascapular R + L; LFCN L. 2 cycles each, pics stored.",
        ["cryo lateral-femoral-cutaneous left", "cryo suprascapular bilateral"],
    ),
    (
        "PRF both suprascapular nn 42 C; thermal RF R axillary articular br 80 C. US, no pics kept.",
        ["pulsed suprascapular bilateral", "radiofrequency axillary right"],
    ),
    ("LFCN phenol L 3 mL. R LFCN: lidocaine only, diagnostic.", ["chemical lateral-femoral-cutaneous left"]),
    (
        "Fluoro. RF 80 C R C4, C5, C6 MB. C7 not done - could not see it.",
        ["radiofrequency facet-cervical C4,C5,C6 right"],
    ),
    (
        "Cryo intercostals, US. L: T5, T6, T7. R: T6 only. Two cycles each.",
        ["cryo intercostal T5,T6,T7 left", "cryo intercostal T6 right"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), JOTTED)
def test_jottings_tell_each_side_its_own(read: Read, text: str, expected: list[str]) -> None:
    assert sorted(done(read(text))) == sorted(expected)
