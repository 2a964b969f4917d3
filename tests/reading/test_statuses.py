"""Told versus done: aborted, planned, historical and negated procedures beside those of today."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.facts import Status
from tests.conftest import Read
from tests.marked import told, wrong

DAY = date(2024, 5, 3)
FROZEN = "cryo sural left"
ACT = "The left sural nerve was frozen with a cryoprobe."
STATUSES = [
    ("We will perform cryoneurolysis of the left sural nerve next month.", [f"planned {FROZEN}"]),
    ("PLAN: Cryoneurolysis of the left sural nerve in June.", [f"planned {FROZEN}"]),
    ("Schedule cryoneurolysis of the left sural nerve.", [f"planned {FROZEN}"]),
    ("Cryoneurolysis of the left sural nerve was discussed and she wishes to think about it.", [f"planned {FROZEN}"]),
    ("The left sural nerve could be treated with cryoneurolysis if symptoms persist.", [f"planned {FROZEN}"]),
    (
        "I examined her, reviewed the films and explained cryoneurolysis of the left sural nerve.",
        [f"planned {FROZEN}"],
    ),
    ("We went through the risks and described cryoneurolysis of the left sural nerve.", [f"planned {FROZEN}"]),
    (f"I explained the steps. {ACT}", [FROZEN]),
    ("The patient declined cryoneurolysis of the left sural nerve.", [f"negated {FROZEN}"]),
    ("Cryoneurolysis of the left sural nerve was cancelled because of fever.", [f"negated {FROZEN}"]),
    ("Left sural nerve cryoneurolysis (not performed today).", [f"negated {FROZEN}"]),
    ("She denies previous cryoneurolysis of the left sural nerve.", [f"negated {FROZEN}"]),
    ("The left sural nerve was frozen with a cryoprobe in 2022 at another hospital.", [f"historical {FROZEN}"]),
    ("HISTORY: Cryoneurolysis of the left sural nerve on 02/02/2022 helped.", [f"historical {FROZEN}"]),
    ("Cryoneurolysis of the left sural nerve was done on 02/02/2022.", [f"historical {FROZEN}"]),
    ("Cryoneurolysis of the left sural nerve 3/2022 helped. No procedure today.", [f"historical {FROZEN}"]),
    ("Cryoneurolysis of the left sural nerve was done on 05/03/2024.", [FROZEN]),
    ("Repeat cryoneurolysis of the left sural nerve was performed today; the last one helped.", [FROZEN]),
    ("His mother had cryoneurolysis of the left sural nerve.", []),
    ("CONSENT: Risks of cryoneurolysis of the left sural nerve were explained.", []),
    ("PATIENT EDUCATION: Cryoneurolysis of the sural nerve freezes the nerve.", []),
    (f"Images saved: Yes. {ACT}", [FROZEN]),
    (f"Ultrasound was not needed. {ACT}", [FROZEN]),
    (f"She does not want phenol, so {ACT[0].lower()}{ACT[1:]}", [FROZEN]),
    (f"No evidence of infection; {ACT[0].lower()}{ACT[1:]}", [FROZEN]),
    ("Cryoneurolysis was performed on the left sural nerve, not the saphenous nerve.", [FROZEN]),
    ("The left sural nerve was frozen with a cryoprobe; saphenous deferred.", [FROZEN]),
    ("There were no complications with cryoneurolysis of the left sural nerve.", [FROZEN]),
    (
        f"Status post pulsed RF of the right suprascapular nerve. {ACT}",
        [FROZEN, "historical pulsed suprascapular right"],
    ),
    (
        f"HISTORY: Pulsed RF of the right suprascapular nerve failed.\nDETAILS OF PROCEDURE: {ACT}",
        [FROZEN, "historical pulsed suprascapular right"],
    ),
    (
        f"--- Copied forward from 01/02/2023 ---\nThe right obturator nerve was injected with phenol.\n"
        f"--- end of carried forward text ---\nDETAILS OF PROCEDURE: {ACT}",
        [FROZEN, "historical chemical obturator right"],
    ),
    (
        "The cryoprobe was brought to the left sural nerve. The procedure was aborted before any freeze cycle.",
        [f"aborted {FROZEN}"],
    ),
    (
        "RF cannula was placed at the left L4 medial branch. She could not tolerate it; procedure terminated before lesioning.",
        ["aborted radiofrequency facet-lumbar L4 left"],
    ),
    (
        "The left sural nerve was frozen for two minutes with the cryoprobe; the procedure was then stopped for pain.",
        [FROZEN],
    ),
]
WRONG = [
    (
        "Two years ago phenol injection of the left obturator nerve was given by Dr. Sample.",
        ["historical chemical obturator left"],
    ),
    ("Her last cryoneurolysis of the left sural nerve lasted nine months.", [f"historical {FROZEN}"]),
    ("The left sural nerve was frozen with a cryoprobe, as it was in 2022.", [FROZEN]),
    (
        "Cryoneurolysis was performed on the left sural nerve but not on the saphenous nerve.",
        [FROZEN, "negated cryo saphenous"],
    ),
    wrong(
        "a denial reaches over the comma and a subject of its own",
        "The patient could not tolerate sedation, and cryoneurolysis of the left sural nerve was performed awake.",
        [FROZEN],
    ),
    ("Ultrasound guidance was not used for the left sural nerve cryoneurolysis.", [FROZEN]),
    (f"After failing to respond to phenol, {ACT[0].lower()}{ACT[1:]}", [FROZEN]),
    wrong(
        "an act left to be understood is not read",
        "The saphenous nerve was not frozen with the cryoprobe but the left sural nerve was.",
        [FROZEN],
    ),
    ("Unable to visualize the sural nerve on the left; it was frozen by landmarks with the cryoprobe.", [FROZEN]),
    (f"Images saved: No. {ACT}", [FROZEN]),
    (f"[ ] Images saved. {ACT}", [FROZEN]),
    ("Insurance approved cryoneurolysis of the left sural nerve.", [f"planned {FROZEN}"]),
    wrong(
        "what the patient came for is taken for done",
        "The patient came for cryoneurolysis of the left sural nerve, but had fever and was sent home.",
        [f"planned {FROZEN}"],
    ),
    (
        "TITLE: Cryoneurolysis of the left sural nerve\nThe procedure was not performed because the patient ate breakfast.",
        [f"negated {FROZEN}"],
    ),
    (
        "A needle was brought to the left obturator nerve. The patient moved and the procedure was stopped; no phenol was injected.",
        ["aborted chemical obturator left"],
    ),
    (
        "1. The cryoprobe was placed at the right ilioinguinal nerve. Three freezes of 2 min.\n2. Right iliohypogastric nerve. "
        "A probe was introduced. He went grey. We withdrew the probe, and no freeze was made at the iliohypogastric.",
        ["cryo ilioinguinal right", "aborted cryo iliohypogastric"],
    ),
    (
        "BILATERAL SURAL CRYONEUROLYSIS\nThe right sural nerve was frozen with a cryoprobe. On the left the probe was placed, "
        "but she asked us to stop and no freeze was made on the left.",
        ["cryo sural right", "aborted cryo sural left"],
    ),
    (
        "Left GON RF. The cannula was placed at the left greater occipital nerve. The face twitched at every spot, so we "
        "pulled out without lesioning.",
        ["aborted radiofrequency greater-occipital left"],
    ),
    (
        "PROCEDURE: ALCOHOL NEUROLYSIS OF THE CELIAC PLEXUS\nNeedles were advanced. Contrast filled a vessel. It was decided "
        "to stop. Neither anesthetic nor alcohol was injected.",
        ["aborted chemical celiac-plexus"],
    ),
    wrong(
        "the nerve of a denied freeze is lost",
        "The procedure was aborted: no freeze was made at the left sural nerve because of pain. The cryoprobe was removed.",
        [f"aborted {FROZEN}"],
    ),
    wrong(
        "history keeps no levels",
        f"RFA of the left L4 and L5 medial branches in 2021 helped. {ACT}",
        [FROZEN, "historical radiofrequency facet-lumbar L4,L5 left"],
    ),
    wrong(
        "an earlier facet denervation is lumbar whatever its levels",
        f"RFA of the left C4 and C5 medial branches in 2021 helped. {ACT}",
        [FROZEN, "historical radiofrequency facet-cervical C4,C5 left"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*STATUSES, *WRONG])
def test_status(read: Read, text: str, expected: list[str]) -> None:
    assert sorted(told(item) for item in read(text, DAY)) == sorted(expected)


ENDED = [
    (
        "Phenol was drawn up for the left obturator nerve, but no twitch came below 1.5 mA and we gave up. Syringe discarded.",
        "aborted",
    ),
    ("Cryoneurolysis of the left sural nerve planned. Prone, numbed, probe in. Console alarmed. Probe out.", "aborted"),
    ("Left sural nerve. He could not lie flat, so he sat; frozen twice with the cryoprobe, 2 min each.", "performed"),
    ("I meant to freeze the left sural nerve with the cryoprobe, but his INR was 3.9 and I sent him home.", "negated"),
    ("Scheduled for cryoneurolysis of the left sural nerve. She changed her mind. Nothing was done.", "negated"),
    ("Here for cryoneurolysis of the left sural nerve. Pressure 210/110, so we did not go ahead. Rebook.", "planned"),
    ("He came for cryoneurolysis of the left sural nerve; INR 4.1. Not done. Return when it is below 2.", "planned"),
    (
        "She was to have cryoneurolysis of the left sural nerve. Fever, said no thank you. No needle left the tray.",
        "negated",
    ),
    ("Left sural cryoneurolysis. Probe at the nerve, the gas ran out before the first freeze. Withdrawn.", "aborted"),
    ("Left sural cryoneurolysis. Probe beside the nerve, console would not start. Probe removed.", "aborted"),
    ("Left sural cryoneurolysis. Probe in, he asked us to stop. Out without treating.", "aborted"),
    ("Left sural cryoneurolysis. Console would not start at first; probe in, 2 cycles of 2 min.", "performed"),
    ("Cryoneurolysis of the left sural nerve, frozen twice. We stopped at noon.", "performed"),
]


@pytest.mark.parametrize(("text", "status"), ENDED)
def test_how_a_session_ended(read: Read, text: str, status: str) -> None:
    assert [item.status.value for item in read(text, DAY)] == [status]


NO_ACT = [
    "HOW RADIOFREQUENCY WORKS\nA needle is set beside the left sural nerve and heated to 80 C.\n\nTODAY\nExam only.",
    "ABOUT NERVE FREEZING\nA cryoprobe freezes the left sural nerve.\n\nTODAY\nExam only.",
    "Some centers freeze the left sural nerve with a cryoprobe.",
    "Phenol is reserved for patients with spasticity of the obturator nerve.",
    "Choices that I went over, the options:\n- radiofrequency of the left sural nerve\n- cryoneurolysis of the sural nerve",
    "The resident gave a talk on cryoneurolysis of the left sural nerve.",
    "Radiofrequency ablation of the left sural nerve. No procedure was done at this visit.",
    "Seen once, as an examiner. No treatment was given. Cryoneurolysis of the left sural nerve is on record.",
    "If this wears off, then cryoneurolysis of the left sural nerve at the calf is what I would propose.",
    'p. 14  Dr. Roe, 2/3/2019: "the left sural nerve was found with the stimulator and frozen with the cryoprobe for 120 s."',
]


@pytest.mark.parametrize("text", NO_ACT)
def test_what_is_only_spoken_of_was_not_performed(read: Read, text: str) -> None:
    assert not [item for item in read(text, DAY) if item.status in {Status.PERFORMED, Status.ABORTED}]


@pytest.mark.parametrize(
    "text",
    [
        "No steroid was given today. The left sural nerve was frozen with a cryoprobe.",
        "The left sural nerve was frozen with a cryoprobe. Nothing was injected today.",
        "The left sural nerve was frozen with a cryoprobe. The saphenous was quiet and nothing was done there today.",
        "What was done in the room:\n- left sural nerve, cryoprobe, two freezes of 120 s before any block",
    ],
)
def test_a_denial_of_one_thing_denies_no_other(read: Read, text: str) -> None:
    assert FROZEN in [told(item) for item in read(text, DAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Radiofrequency of the left sural nerve is planned for June. I explained how it is done: a needle is placed under ultrasound and the tip is heated to 80 C.", []),
        ("He was seen for cryoablation of the left sural nerve. We got as far as cleaning the skin. He felt faint and we called it a day. The probe never went in.", ["aborted cryo sural left"]),
        ("Mrs. B, knee replaced in February 2024, attended on 3 May 2024 and we froze her left sural nerve.", [FROZEN]),
        (f"{ACT} The saphenous nerve, which we had also talked of, I thought better of.", [FROZEN]),
        ("Dad had his sural nerve frozen with a cryoprobe.", []),
    ],
)  # fmt: skip
def test_prose_tells_what_was_done_today(read: Read, text: str, expected: list[str]) -> None:
    found = [told(item) for item in read(text, DAY)]
    assert [one for one in found if not one.startswith(("planned", "negated"))] == expected
