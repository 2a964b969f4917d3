"""Which words tell a technique, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done, wrong

TECHNIQUES = [
    (
        "The electrode sat by the left sural nerve, the generator was set to 80 and run 90 seconds.",
        "radiofrequency sural left",
    ),
    ("Tip at the left sural nerve. The display read 85 degrees, held for a minute.", "radiofrequency sural left"),
    ("Left sural nerve: bare tip, ninety seconds at 80.", "radiofrequency sural left"),
    ("RF cannula at the left sural nerve; the tip was kept at no more than 42, 20 ms, 240 s.", "pulsed sural left"),
    ("Left sural nerve, two balls of ice were grown for three minutes.", "cryo sural left"),
    ("Applications of nitrous at the left sural nerve, three of a minute, frost seen.", "cryo sural left"),
    ("Phenol was drawn up and I trickled 3 mL round the left obturator nerve.", "chemical obturator left"),
    ("Pulsed had failed before, so 80 C for 90 s was applied at the left sural nerve.", "radiofrequency sural left"),
    ("The left sural nerve was frozen with a cryoprobe under ultrasound.", "cryo sural left"),
    ("Iovera treatment of the left sural nerve was performed.", "cryo sural left"),
    ("Two freeze-thaw cycles were made at the left sural nerve and an ice ball was seen.", "cryo sural left"),
    ("3 mL of 6% phenol was injected at the left obturator nerve.", "chemical obturator left"),
    ("2 mL of dehydrated alcohol was injected around the left sural nerve.", "chemical sural left"),
    ("2 mL of 100% ethanol was injected around the left sural nerve.", "chemical sural left"),
    ("Chemical neurolysis of the left sural nerve was carried out.", "chemical sural left"),
    ("RF at 80 degrees was applied to the left sural nerve for 90 seconds.", "radiofrequency sural left"),
    ("RF at 42 degrees was applied to the left sural nerve for 120 seconds.", "pulsed sural left"),
    ("The left sural nerve was treated with water-cooled radiofrequency at 60 C.", "radiofrequency sural left"),
    ("Radiofrequency thermocoagulation of the left sural nerve was done.", "radiofrequency sural left"),
    ("The left sural nerve was ablated at 42 C, 20 ms, 2 Hz, 4 minutes with an RF probe.", "pulsed sural left"),
    ("A lesion was made at the left sural nerve.", "unspecified sural left"),
    ("Ablation of the left sural nerve was performed.", "unspecified sural left"),
    wrong(
        "the temperature alone does not tell cryo",
        "The probe was cooled to -88 C at the left sural nerve for two minutes.",
        "cryo sural left",
    ),
]
LOOK_ALIKES = [
    "Frozen shoulder, now in the thawing phase; axillary nerve sensation intact. Cold packs for 10 minutes.",
    "A cryo cuff was put on over the left sural nerve scar.",
    "Rheumatoid factor (RF) titer was 1:80 and the left sural nerve was intact.",
    "Serum RF 40 IU/mL, anti-CCP negative. Median nerve at the left wrist tender.",
    "RF positive rheumatoid arthritis; the left median nerve was compressed.",
    "PRF clot was placed in the socket near the mental nerve after centrifugation.",
    "Platelet rich fibrin (PRF) membrane was laid over the inferior alveolar nerve.",
    "The skin was wiped with alcohol and 2 mL of lidocaine was injected at the left sural nerve.",
    "After an alcohol swab the left sural nerve was blocked with 3 mL of bupivacaine.",
    "Isopropyl alcohol prep. The left sural nerve was injected with 2 mL of ropivacaine.",
    "Drinks alcohol socially. The left sural nerve was injected with triamcinolone.",
    "The vial holds phenol as a preservative; the left sural nerve was injected with 2 mL of ropivacaine.",
    "Phenol matricectomy of the left hallux nail was performed after a block of the digital nerve.",
    "EMG showed active denervation of the left tibialis anterior; the peroneal nerve was slow.",
    "Needle EMG: chronic denervation in the median nerve distribution with fibrillation potentials.",
    "Cryoprecipitate 10 units was transfused and the left femoral nerve catheter was removed.",
    "Frozen section of the left sural nerve biopsy was negative.",
    "Frozen shoulder. The left suprascapular nerve was blocked with bupivacaine.",
    "The wart over the radial nerve was frozen off with liquid nitrogen.",
    "A skin lesion near the left sural nerve was biopsied.",
    "MRI showed a lesion in the brain and the trigeminal nerve was normal.",
    "Tetanus toxin immunity was checked; the left biceps was tender.",
    "The cryo machine was in the room. The left sural nerve was blocked with lidocaine.",
]
AGENTS = [
    ("3 mL of 6% phenol was injected at the left obturator nerve.", "phenol"),
    ("2 mL of dehydrated alcohol was injected around the left sural nerve.", "alcohol"),
    ("0.3 mL of glycerol was injected at the gasserian ganglion through the left foramen ovale.", "glycerol"),
    ("3 mL of phenol in glycerin was injected at the left obturator nerve.", "phenol"),
    ("Chemical neurolysis of the left obturator nerve was carried out.", None),
]


@pytest.mark.parametrize(("text", "expected"), TECHNIQUES)
def test_technique(read: Read, text: str, expected: str) -> None:
    assert done(read(text)) == [expected]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes(read: Read, text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(("text", "agent"), AGENTS)
def test_agent(read: Read, text: str, agent: str | None) -> None:
    assert [item.agent for item in read(text)] == [agent]


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("RF at 80 C was applied to the left sural nerve.", 80),
        ("RF at 176 F was applied to the left sural nerve.", 80),
        ("RF at eighty degrees was applied to the left sural nerve.", 80),
        ("The left sural nerve was lesioned with radiofrequency at 75\u00b0C for 90 s.", 75),
        ("The left sural nerve was lesioned with radiofrequency for 90 s.", None),
        ("Pulsed RF at 42 degrees was applied to the left sural nerve.", 42),
        ("The left sural nerve was frozen with a cryoprobe at -70 C.", -70),
        ("The C-arm was tilted 60 degrees and the left sural nerve was lesioned with radiofrequency.", None),
    ],
)
def test_temperature(read: Read, text: str, degrees: float | None) -> None:
    assert [item.temperature_c for item in read(text)] == [degrees]


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("Cooled radiofrequency of the left sural nerve was done.", {"cooled", "thermal"}),
        ("Conventional radiofrequency of the left sural nerve was done.", {"thermal"}),
        ("Radiofrequency ablation of the left sural nerve was done.", set()),
        ("Left L4 and L5 MB RFA, cooled 60C, fluoro.", {"cooled", "thermal"}),
        ("The gasserian ganglion was lesioned with RF at 80 C through the left foramen ovale.", {"foramen-ovale"}),
        ("RF at 80 C of the left S1-S3 lateral branches was done with the Simplicity probe.", {"single-probe"}),
    ],
)
def test_traits(read: Read, text: str, traits: set[str]) -> None:
    assert [item.traits for item in read(text)] == [traits]


@pytest.mark.parametrize(
    "text",
    [
        "The left sural nerve was freed; cryopreserved amnion was thawed and wrapped around the nerve.",
        "The left sural nerve was blocked with ropivacaine. Cryo-cuff to the ankle.",
        "Skin frozen with ethyl chloride, then the left sural nerve was blocked with bupivacaine.",
        "RFA stick site soft. The femoral nerve is normal, RFA patent on duplex.",
        "RF for stroke: smoker. The left sural nerve is numb.",
        "The screen froze twice while the left sural nerve was scanned.",
        "Toenail border avulsed, phenol on the matrix. The digital nerve was numbed with lidocaine.",
    ],
)
def test_a_lookalike_is_no_technique(read: Read, text: str) -> None:
    assert done(read(text)) == []


def test_a_technique_stands_beside_a_lookalike(read: Read) -> None:
    text = "The left sural nerve was frozen with a cryoprobe, two cycles. Cryo-cuff in recovery."
    assert done(read(text)) == ["cryo sural left"]


@pytest.mark.parametrize(
    "text",
    [
        "The ulnar nerve was freed. Small vessels were sealed with the RF bipolar.",
        "The ulnar nerve was freed. Bleeders were burned with the bipolar, well away from the nerve.",
        "Radiofrequency forceps for hemostasis. The median nerve was seen.",
        "Skin edges were touched with the radiofrequency pencil. The median nerve was seen.",
        "Neuralgia of the supraorbital nerve. Smoothies give her brain freeze. The video froze twice.",
    ],
)
def test_what_seals_a_vessel_or_only_sounds_cold_treats_no_nerve(read: Read, text: str) -> None:
    assert not done(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Frost Macready, 36, had the left sural nerve blocked with lidocaine.",
        "Frost Miller, 61. The left sural nerve was blocked with lidocaine 2 ml.",
        "Dr. Frost blocked the left sural nerve with 2 ml of lidocaine.",
    ],
)
def test_a_name_is_no_technique(read: Read, text: str) -> None:
    assert not done(read(text))
