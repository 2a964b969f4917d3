"""The procedures of a note as a whole: form by form, and with the words that prove them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Read
from tests.marked import done, wrong

FACET = ["radiofrequency facet-lumbar L4,L5 right"]
FORMS = [
    ("No complications occurred and cryoablation of the left sural nerve was completed.", ["cryo sural left"]),
    ("CRYONEUROLYSIS OF THE LEFT SURAL NERVE WAS PERFORMED.", ["cryo sural left"]),
    ("cryoneurolysis of the left sural nerve was performed", ["cryo sural left"]),
    ("cryoneurolisis of the left saphenouss nerve was performed", ["cryo saphenous left"]),
    (
        "200 units of Botox were injected into the left biceps under EMG, listening for the spastic burst. The nerves were "
        "spared. Lot 88C.",
        ["chemodenervation muscle:upper-limb biceps left"],
    ),
    ("Cryo-\nneurolysis of the\nleft sural\nnerve was performed.", ["cryo sural left"]),
    ("[ ] Phenol [x] Cryoneurolysis\nNerve: left sural nerve", ["cryo sural left"]),
    ("Technique: Cryoneurolysis\nNerve: sural\nSide: left\nFluoroscopy: No", ["cryo sural left"]),
    ("Technique\tCryoneurolysis\nNerve\tsural nerve\nSide\tleft", ["cryo sural left"]),
    (
        "Pulsed: No\nThermal: Yes\nNerve: left sural nerve\nA radiofrequency lesion at 80 C was made.",
        ["radiofrequency sural left"],
    ),
    (
        "PREOP DX: facet pain POSTOP DX: same PROCEDURE PERFORMED: RFA right L4 and L5 medial branches ANESTHESIA: local "
        "DESCRIPTION OF PROCEDURE: The patient was placed prone. The right L4 and L5 medial branches were lesioned at 80 C. "
        "PLAN: pulsed RF of the left side next month",
        FACET,
    ),
    (
        "Mrs. Sample comes back with foot pain. She had phenol of the left sural nerve two years ago. I placed her prone, "
        "prepped the skin with alcohol, and froze the left sural nerve with the cryoprobe.",
        ["cryo sural left"],
    ),
    (
        "Dear colleague, thank you for sending Mr. Sample. Blocks of the left suprascapular nerve helped for a week only. "
        "He was seated, the shoulder was prepped, and pulsed radiofrequency was delivered at 42 C.",
        ["pulsed suprascapular left"],
    ),
    ("Lesion at 80 for 90 sec at right L4, L5 MBs under fluoro.", FACET),
    ("RFA R L4, L5 medial branches 80C x 90 s", FACET),
    (
        "Nerve\tSide\tTechnique\nSural\tL\tcryo\nSaphenous\tR\tcryo",
        ["cryo saphenous right", "cryo sural left"],
    ),
    (
        "| Nerve | Side | Agent |\n| obturator | left | phenol 3 mL |\n| tibial | right | phenol 2 mL |",
        ["chemical obturator left", "chemical tibial right"],
    ),
    (
        "Left: sural nerve. Right: saphenous nerve. Each was frozen with a cryoprobe.",
        ["cryo saphenous right", "cryo sural left"],
    ),
    (
        "RFA of the right L4 and L5 medial branches was performed on 02/02/2022 with relief. No procedure today.",
        [],
    ),
    ("Left sural nerve block with 5 mL of bupivacaine and triamcinolone.", []),
    ("Follow-up visit. Walking better. Left sural nerve not tender.", []),
    ("", []),
    ("\n \t\n", []),
    (
        "RFA of the right L4 and L5 medial branches was performed on 02/02/2022. Seen 05/03/2024; no procedure today.",
        [],
    ),
    (
        "DIAGNOSIS: Lumbar facet arthropathy\nProcedure: RFA\nLevels: L4, L5\nSide: Right\nGuidance: Fluoroscopy\nTemp: 80C",
        FACET,
    ),
    wrong(
        "a denied branch of a list denies the nerve",
        "Genicular nerve RFA: superolateral - done, superomedial - done, inferomedial - not done, right knee, 80 C.",
        ["radiofrequency genicular superolateral,superomedial right"],
    ),
    wrong(
        "only is not heard",
        "Radiofrequency ablation of the right L4 and L5 medial branches: only L4 was lesioned at 80 C, then the procedure was stopped.",
        ["radiofrequency facet-lumbar L4 right"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_form(read: Read, text: str, expected: list[str]) -> None:
    day = None if "05/03/2024" in text else date(2024, 5, 3)
    assert done(read(text, day)) == expected


NOTE = (
    "DATE OF SERVICE: 05/03/2024\nPROCEDURE: Cryoneurolysis, left T5 and T6 intercostal nerves\n\nUnder ultrasound the "
    "cryoprobe was brought to the left T5 intercostal nerve; two cycles. Repeated at T6. Images were saved to PACS."
)


def test_each_fact_is_proved_by_words_of_the_note(read: Read) -> None:
    (procedure,) = read(NOTE)
    facts = {item.fact for item in procedure.evidence}
    assert {"technique", "nerve", "levels", "laterality", "imaging", "image_saved"} <= facts
    assert all(item.text == NOTE[item.start : item.end] for item in procedure.evidence)


def test_group_and_region_come_from_the_lexicon(read: Read) -> None:
    (procedure,) = read(NOTE)
    assert (procedure.group, procedure.region) == ("intercostal", "trunk")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n", "  \n"])
def test_line_ends_change_nothing(read: Read, ends: str) -> None:
    (procedure,) = read(NOTE.replace("\n", ends))
    assert (procedure.levels, procedure.laterality) == (("T5", "T6"), "left")


def test_offsets_count_code_points(read: Read) -> None:
    text = "\U0001f9e0\u00b5\u2013 caf\u00e9: " + NOTE
    (procedure,) = read(text)
    assert all(item.text == text[item.start : item.end] for item in procedure.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Cryoballoon of the right superior pulmonary vein, -49 C; phrenic nerve captured from the SVC, its response kept.",
        "CT-guided cryoablation of a left renal mass, two cycles. Genitofemoral nerve displaced by hydrodissection.",
        "RF ablation of an osteoid osteoma of the left femoral neck, 90 C. Sciatic nerve 3 cm away.",
        "Radiofrequency ablation of a thyroid nodule. D5W to protect the vagus nerve.",
        "Great saphenous vein closed by RFA at 120 C; the saphenous nerve runs with it below the knee.",
        "Sacral metastasis, CT-guided cryoablation. Carbon dioxide was put between the ball and the sciatic nerve.",
        "Pulmonary vein isolation. We paced the right phrenic nerve throughout while the right-sided veins were being frozen.",
        "Left lower pole renal mass. Three cryoprobes, 10-8-10. The genitofemoral nerve lay inside the predicted isotherm, so "
        "140 mL of D5W pushed the gland and nerve apart.",
    ],
)
def test_a_nerve_near_another_organ_is_not_treated(read: Read, text: str) -> None:
    assert done(read(text)) == []


def test_a_nerve_treated_beside_an_organ_is(read: Read) -> None:
    spared = "The great saphenous vein was spared. Left saphenous nerve: RF at 80 C, 2 mm away from the vein."
    assert done(read(spared)) == ["radiofrequency saphenous left"]
    text = "For pain after renal cell surgery the left T11 intercostal nerve, near the kidney, was frozen with a cryoprobe."
    assert done(read(text)) == ["cryo intercostal T11 left"]


SHEETS = [
    ("KNEE RF LOG\n\ntarget         motor   lido   set   sec\nsuperolateral  neg     1      80    90\nsuperomedial   neg     1      80    90\n"
     "inferomedial   neg     1      80    90\n\nconventional RF, left knee",
     ["radiofrequency genicular superolateral,superomedial,inferomedial left"]),
    ("TOXIN SHEET\nL leg        units   EMG\n soleus (med)   75     y\n gastroc        50     y\nbleed: a little ooze at the FCR",
     ["chemodenervation muscle:lower-limb soleus,gastroc left"]),
    ("guide  [x]needle EMG   [ ]e-stim   [ ]US\nMode  [x] cooled 60 C   [ ] pulsed     system: Coolief\n"
     "Nerves: left superolateral, superomedial and inferomedial genicular nerves lesioned",
     ["radiofrequency genicular superolateral,superomedial,inferomedial left"]),
    ("Nerve: [x] GON  [ ] LON\nSide: [x] B/L\nDrug: [x] bupi 0.5%\nRFA: [ ] pulsed  [ ] thermal\nblock done", []),
    ("Medial branch RF grid, lumbar, C-arm\n\n      L4     L5\nR     done   done\nL     done   done\n\ntemp 80 / time 90 s",
     ["radiofrequency facet-lumbar L4,L5 bilateral"]),
    ("DPM: prepped, 0.5 ml 4% alcohol sol into the right 2nd interspace neuroma",
     ["chemical plantar-common-digital second interspace right"]),
    ("Alcohol neurolysis of the T6 intercostal nerve, levels: L T6\ndesc: pt R lat decub. needle to T6, EtOH 98% 1.5 cc",
     ["chemical intercostal T6 left"]),
    ("DOS 4/4/2022\nNerve:      R saphenous, adductor canal\nTemp: 80 C\nMode: conventional RF", ["radiofrequency saphenous right"]),
    ("DOS 2/11/2020\nDYSPORT\nR leg   units  EMG\n soleus  100   ++\n gastroc 100   ++\n\n"
     "arms: not now (L FDS/FDP 8/2019 helped hygiene, will redo prn)",
     ["chemodenervation muscle:lower-limb soleus,gastroc right"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHEETS)
def test_sheets(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


COPIES = [
    # quoted lines that open with another day's date
    "Telephone note\nDate: 6/4/2024\nCaller asks about her bill. Read to her:\n>> 5/14/2024 OPERATIVE NOTE <<\n"
    ">> Left L3, L4 and L5 medial branch radiofrequency at 80 C for 90 sec under fluoroscopy.\n>> Needles removed intact.\nNo charge.",
    # a framed heading reaches to the next heading in the same frame, whatever headings lie between
    "Visit date: 9/14/2022\n== Today ==\nWalks well.\n== Old text (carried forward from 8/23/2021) ==\n"
    "Technique: thermal radiofrequency of the left sural nerve.\nTwo lesions at 80 C for 90 seconds.\n== Exam ==\nGait normal.",
    "Visit date: 03/28/2023\n*** Brought in from outside chart ***\nPROCEDURE: RFA left C5 and C6 medial branches\n"
    "DESCRIPTION: Prone. Lesions at 80 C for 90 seconds each under fluoroscopy.\n*** end ***\nExam: rotation full.",
    # rows by year
    "Encounter Aug 7, 2024\n\nTIMELINE\n  2016   Radiofrequency lesion of the left gasserian ganglion, 75 C x 60 s\n"
    "  2019   Alcohol injection, left infraorbital nerve\n\nEXAM\nNumb cheek.",
    "HISTORY & PHYSICAL     2/2/2023\nPSHx  2019 cryoablation of the infrapatellar saphenous nerve R\n"
    "      2020 genicular RFA R, 3 sites, 80 deg\nMeds none.",
]
ONLY_NUMBED = [
    "Procedure: Genicular nerve RFA right knee (per order)\nDate of procedure: 2023-10-19\n"
    "Narrative: Supine. Fluoroscopy used to place three 25g needles at the SL, SM and IM genicular nerves. "
    "1 ml 2% lidocaine each. Generator not used.",
    "DOS 02/11/2025\nScheduled procedure: cryoneurolysis, right intercostal nerves 5-7\n"
    "Actual procedure: right intercostal nerve blocks 5-7\n\n"
    "Lateral decubitus. Ultrasound, ribs 5, 6 and 7 at the angle. 22G needle, 3 mL ropivacaine 0.5% beneath each rib.",
]
NOT_TODAY = [
    "Seen 14/05/2021\nHer blocks worked. I have listed her for radiofrequency denervation of the right L4/5 facet joint. "
    "It will be under X-ray, 80 degrees for ninety seconds at each site.",
    "DOS 5/5/2022\nThe order reads radiofrequency ablation of the left sural nerve. Left sural nerve block with 5 mL of "
    "ropivacaine was given.",
    "2/3/2022\nTopics covered with Mr. Lind:\n - what a rhizotomy is: the tip warms to 80 degrees and the medial branch "
    "stops carrying pain\n - cold treatment (cryo) leaves the nerve intact\nHe has no appointment.",
    "2/2/2022\nLeft greater occipital nerve: 2 mL 0.5% ropivacaine. That burned like fire during injection, then settled.",
    "Admission med rec & hx 11/11/2022. Botox for migraine q12wk last 10/1. Here for pneumonia.",
    "TELEPHONE ENCOUNTER 6/1/2023\nCryoablation of the left sural nerve at our office, two cycles, was asked about.",
    "2/2/2024\nHospital course: cryoablation of the right T5 intercostal nerve at Mercy before transfer. Oxygen weaned.",
    "1/9/2024\nPlanned phenol to the left obturator nerve. A test block only: 5 mL bupivacaine 0.5% to the left obturator "
    "nerve, US guided. Phenol when the right vial arrives.",
]


@pytest.mark.parametrize("text", [*COPIES, *ONLY_NUMBED, *NOT_TODAY])
def test_what_is_copied_listed_or_only_numbed_is_not_performed(read: Read, text: str) -> None:
    assert not [item for item in read(text) if item.status.value == "performed"]


def test_times_of_the_clock_are_no_years(read: Read) -> None:
    text = "DOS 2/3/2022\n1430 prone\n2015 left sural nerve frozen with a cryoprobe\n2025 probe out"
    assert {item.status.value for item in read(text, date(2022, 2, 3))} == {"performed"}


def test_a_title_counts_where_the_account_tells_a_lesion_without_its_technique(read: Read) -> None:
    text = (
        "Procedure: RFA of the left sural nerve\nNarrative: Prone. Lidocaine 1 mL at the nerve. Two lesions were made."
    )
    assert {str(item.technique) for item in read(text)} == {"radiofrequency"}


def test_what_an_unnamed_device_did_for_so_long_is_what_the_title_names(read: Read) -> None:
    text = (
        "Procedure: Cryoneurolysis, right sural nerve\nDOS: 3/3/2023\nProne. Skin wheal with lidocaine 1%. The device was "
        "used per protocol at the ankle, 106 sec x 2."
    )
    assert done(read(text)) == ["cryo sural right"]


def test_a_second_console_ends_what_the_first_would_not(read: Read) -> None:
    text = (
        "9/1/2023 Console A alarmed and would not cool. Changed to console B and completed: two 106 s cycles with the "
        "cryoprobe at the left sural nerve."
    )
    assert done(read(text)) == ["cryo sural left"]


def test_the_no_of_a_ticked_box_denies_nothing_behind_it(read: Read) -> None:
    text = (
        "ultrasound? [ ] yes [x] no\ntechnique [ ] PRF [x] RF 80C [ ] cryo\nnerve: left ulnar nerve   lesions: 2 x 60 s"
    )
    assert done(read(text)) == ["radiofrequency ulnar left"]
