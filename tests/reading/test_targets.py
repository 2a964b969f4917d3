"""Which nerves were treated, and which are landmarks, bystanders, parts of speech or another organ's."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done, wrong

TREATED = [
    (
        "The greater and lesser occipital nerves on the left were frozen with a cryoprobe.",
        ["cryo greater-occipital left", "cryo lesser-occipital left"],
    ),
    (
        "The superficial and deep peroneal nerves on the right were ablated with radiofrequency at 80 C.",
        ["radiofrequency deep-peroneal right", "radiofrequency superficial-peroneal right"],
    ),
    (
        "The right median and ulnar nerves were treated with cryoneurolysis.",
        ["cryo median right", "cryo ulnar right"],
    ),
    (
        "Cryoneurolysis of the left ilioinguinal, iliohypogastric, and genitofemoral nerves was performed.",
        ["cryo genitofemoral left", "cryo iliohypogastric left", "cryo ilioinguinal left"],
    ),
    (
        "The left sural nerve was frozen with a cryoprobe. The saphenous nerve lies close; it was seen and avoided.",
        ["cryo sural left"],
    ),
    (
        "Prone. Genicular and saphenous blocks had been useless. The left sural nerve was frozen with a cryoprobe.",
        ["cryo sural left"],
    ),
    ("Left GON and LON: cryo 2 min x 3.", ["cryo greater-occipital left", "cryo lesser-occipital left"]),
    (
        "1. Left sural nerve: frozen with the cryoprobe\n2. Left saphenous nerve: frozen with the cryoprobe",
        ["cryo saphenous left", "cryo sural left"],
    ),
    ("The left supraclavicular nerve was frozen with a cryoprobe.", ["cryo other:supraclavicular left"]),
    ("The left ankle nerve was frozen with a cryoprobe.", ["cryo ? left"]),
    ("The involved nerve of the left ankle was frozen with a cryoprobe.", ["cryo ? left"]),
    ("The left dorsal scapular nerve was frozen with a cryoprobe.", ["cryo other:dorsal scapular left"]),
    (
        "The left infrapatellar branch of the saphenous nerve was frozen with iovera.",
        ["cryo infrapatellar-saphenous left"],
    ),
    ("Celiac plexus neurolysis with 20 mL of absolute alcohol was performed.", ["chemical celiac-plexus"]),
    ("Cryoneurolysis of the nerve was performed on the left.", ["cryo ? left"]),
    ("The left third occipital nerve was lesioned with RF at 80 C.", ["radiofrequency third-occipital left"]),
]
BYSTANDERS = [
    (
        "The right saphenous nerve was frozen with a cryoprobe. Tibial and sural nerves tested afterwards: intact.",
        ["cryo saphenous right"],
    ),
    (
        "The right ilioinguinal nerve was burned with RF at 80 C. The iliohypogastric I could find no pain with and did not lesion.",
        ["radiofrequency ilioinguinal right"],
    ),
    (
        "Right infraorbital nerve: 0.5 mL of absolute alcohol. Mental nerve: numb since dental work, so nothing put there.",
        ["chemical infraorbital right"],
    ),
    (
        "Superior hypogastric plexus, fluoroscopy, 10 mL of 10% phenol. Ganglion impar thought of, he preferred to wait.",
        ["chemical superior-hypogastric"],
    ),
    (
        "Left suprascapular nerve lesioned with RF at 80 C. Axillary branch discussed, she would think it over.",
        ["radiofrequency suprascapular left"],
    ),
    (
        "Left foot, cold therapy with the handheld iovera. Sural nerve behind the fibula: 3 cycles. The deep peroneal nerve was "
        "on the request. Its strip was not sore on testing, and we agreed to leave it be.",
        ["cryo sural left"],
    ),
    (
        "The left sural nerve was burned with RF at 80 C. I looked for the saphenous nerve as well; it had been numb since the graft "
        "and was left alone.",
        ["radiofrequency sural left"],
    ),
    (
        "Left sural nerve: 1 mL of 6% phenol. Saphenous nerve: stimulated, no ache that he knew, so left.",
        ["chemical sural left"],
    ),
    (
        "The left sural nerve was frozen with a cryoprobe. The saphenous nerve was tested too. It was silent and we moved on "
        "without treating it.",
        ["cryo sural left"],
    ),
    (
        "The left sural nerve carries no muscle, so it was not spared: needle to it, then RF at 80 C.",
        ["radiofrequency sural left"],
    ),
    (
        "Left obturator nerve, 4 mL of 6% phenol. Intrathecal phenol - raised with her son, NOT wanted.",
        ["chemical obturator left"],
    ),
    (
        "Tumor encasing the celiac trunk. Needles to T12 on both sides; 99% alcohol, 8 mL each = splanchnic neurolysis.",
        ["chemical splanchnic T12 bilateral"],
    ),
    (
        "The left obturator nerve was identified and avoided; the left femoral nerve was injected with 3 mL of phenol.",
        ["chemical femoral left"],
    ),
    (
        "The cryoprobe was advanced lateral to the femoral nerve and the left lateral femoral cutaneous nerve was frozen.",
        ["cryo lateral-femoral-cutaneous left"],
    ),
    ("The left sural nerve was frozen; the saphenous nerve was not treated.", ["cryo sural left"]),
    ("The left sural nerve was frozen, sparing the tibial nerve.", ["cryo sural left"]),
    (
        "There was no weakness of the femoral nerve. The left sural nerve was frozen with a cryoprobe.",
        ["cryo sural left"],
    ),
    ("Radial deviation of the wrist was noted. The left sural nerve was frozen with a cryoprobe.", ["cryo sural left"]),
    ("The median age is 60. The left sural nerve was frozen with a cryoprobe.", ["cryo sural left"]),
    ("Mr. Femoral was seen. The left sural nerve was frozen with a cryoprobe.", ["cryo sural left"]),
    (
        "The needle was advanced beside the femoral artery and the left genitofemoral nerve was injected with 2 mL of alcohol.",
        ["chemical genitofemoral left"],
    ),
]
OTHER_ORGANS = [
    "Radiofrequency ablation of the liver tumor was performed under CT guidance.",
    "The left great saphenous vein was treated with radiofrequency ablation.",
    "Cryotherapy of the cervix was performed.",
    "Neurolysis of the left median nerve: the nerve was decompressed by open carpal tunnel release.",
    "Cardiac cryoablation of the pulmonary veins was performed; the phrenic nerve was paced.",
    wrong(
        "a nerve that is blocked is taken for the target",
        "Cryotherapy of the prostate was performed; the pudendal nerve was blocked with lidocaine.",
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*TREATED, *BYSTANDERS])
def test_targets(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


@pytest.mark.parametrize("text", OTHER_ORGANS)
def test_other_organs_and_open_surgery_are_no_targets(read: Read, text: str) -> None:
    assert read(text) == []


PLACES = [
    (
        "Left foot. Under ultrasound a needle was brought between the third and fourth metatarsal heads and 0.5 mL of 4% "
        "dehydrated alcohol injected.",
        ["chemical plantar-common-digital third interspace left"],
    ),
    (
        "Right forefoot: 1 mL of 30% ethanol into the intermetatarsal space, dorsal approach.",
        ["chemical plantar-common-digital right"],
    ),
    (
        "1   L 8th intercostal    6% phenol  1 ml\n2   L 9th intercostal    6% phenol  1 ml",
        ["chemical intercostal T8,T9 left"],
    ),
    (
        "NOTE\nR 7th intercostal | cryo 2 min x 2 | cryoprobe\nR 8th intercostal | cryo 2 min x 2 | cryoprobe",
        ["cryo intercostal T7,T8 right"],
    ),
    (
        "1.5 mL of dehydrated alcohol was put about the left ilioinguinal nerve. At the left genitofemoral nerve I left the same "
        "amount of alcohol.",
        ["chemical genitofemoral left", "chemical ilioinguinal left"],
    ),
    (
        "The block of the left suprascapular nerve had carried her a month. She sat on a stool and had a drip of propofol. I "
        "lesioned the left axillary nerve at 80 C for 90 seconds.",
        ["radiofrequency axillary left"],
    ),
    (
        "A sural block bought him a week. The man lay face down and had oxygen. The left saphenous nerve was frozen with a "
        "cryoprobe.",
        ["cryo saphenous left"],
    ),
    ("EMG and nerve conduction: sural amplitudes absent on the left, denervation in tibialis anterior.", []),
    ("Denervation was found in the gastrocnemius; peroneal conduction velocity 34 m/s.", []),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_targets_by_place_and_by_the_start_of_the_account(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


def test_a_nerve_that_its_paragraph_leaves_out_is_no_target(read: Read) -> None:
    text = (
        "Prone, ultrasound.\n\n#1 left sural nerve, cryoprobe, two freezes.\n\n"
        "#2 on the list was the left saphenous nerve. The block of it did nothing, so I did not freeze it."
    )
    assert done(read(text)) == ["cryo sural left"]


NAMED_OTHERWISE = [
    (
        "NOTE\nno   nerve                 freeze    ice\n1    left T8 intercostal   3 min     14 mm\n2    left subcostal        3 min     12 mm\n\n"
        "CryoProbe 17G under CT.",
        ["cryo intercostal T8 left", "cryo subcostal left"],
    ),
    (
        "Lying face down. The right T6 intercostal was frozen with a cryoprobe for two minutes.",
        ["cryo intercostal T6 right"],
    ),
    (
        "1. Celiac plexus, L1. Two needles, contrast in front of the aorta. Then 15 mL of absolute alcohol each side.\n"
        "2. Intercostal T9, T10, RIGHT, at the rib angle. 6% phenol 1 mL at each.",
        ["chemical celiac-plexus bilateral", "chemical intercostal T9,T10 right"],
    ),
]
ONLY_SEEN = [
    (
        "5 mL of lidocaine 1% was put around the left tibial nerve for comfort. A cryoprobe was laid on the left sural nerve and "
        "frozen for two minutes.",
        ["cryo sural left"],
    ),
    (
        "The left sural nerve was frozen with a cryoprobe. The saphenous nerve was seen on the way in, looking healthy; blocks of "
        "that one had never touched her pain.",
        ["cryo sural left"],
    ),
    (
        "Glycerol 0.3 mL into the cistern of the right trigeminal ganglion. V2 tingled, V3 tingled, cornea kept.",
        ["chemical gasserian right"],
    ),
    (
        "Right sural nerve frozen with a cryoprobe for two minutes.\n\nHe had also been put down for the saphenous nerve. He "
        "said no thanks; not done.",
        ["cryo sural right"],
    ),
    (
        "R groin. Diagnostic blocks: ilioinguinal +, genitofemoral -, iliohypogastric -. Today under US a cryoprobe was brought to "
        "the positive one (ilioinguinal), 3 min x 2.",
        ["cryo ilioinguinal right"],
    ),
    (
        "I laid the iovera on the supraorbital nerve of the left side for two cycles; the supratrochlear, which sits 1 cm "
        "medially, I let be.",
        ["cryo supraorbital left"],
    ),
    (
        "Right knee. SLGN, SMGN and IMGN: RF needles at the three sites, common peroneal nerve mapped with ultrasound and "
        "avoided; 80 C 90 s each.",
        ["radiofrequency genicular superolateral,superomedial,inferomedial right"],
    ),
    (
        "Pudendal neuralgia, right. Cryoprobe under CT at the ischial spine. Sciatic nerve 2 cm lateral - no twitch. Two freezes "
        "of the pudendal nerve.",
        ["cryo pudendal right"],
    ),
    (
        "NERVE   SIDE  CYCLES\nsural   L     2\nsaph    L     2\ntibial  L     -\n\nall cryo, US guided",
        ["cryo saphenous left", "cryo sural left"],
    ),
]
NUMBED = [
    (
        "The left genicular nerves were lesioned with RF at 80 C at three points. The saphenous nerve was infiltrated with "
        "lidocaine beforehand for comfort.",
        ["radiofrequency genicular left"],
    ),
    (
        "Block of the left tibial and saphenous nerves for the ankle. Then the left sural nerve was frozen with a cryoprobe.",
        ["cryo sural left"],
    ),
    (
        "5% phenol 3 mL to the left tibial nerve. The common peroneal gave eversion at the first pass, so the needle was moved.",
        ["chemical tibial left"],
    ),
]
HALVES = [
    (
        "PROCEDURE: Cryoneurolysis on the right.\n\nThe greater occipital nerve was frozen for two cycles. The lesser had the same.",
        ["cryo greater-occipital right", "cryo lesser-occipital right"],
    ),
    (
        "Left foot. The superficial peroneal nerve was frozen with a cryoprobe. The deep was not treated.",
        ["cryo superficial-peroneal left"],
    ),
    ("Painful stump of the left index. Radial and ulnar digital nerves: cryo 90 s each.", ["cryo digital-hand left"]),
    (
        "Neuroma, right foot. Third interspace: 0.5 mL of 4% alcohol from the dorsum.",
        ["chemical plantar-common-digital third interspace right"],
    ),
]
LONG_NOTES = [
    (
        "Procedure: Phenol to stump neuromata\nDescription: Sites on the left: tibial neuroma behind, saphenous neuroma medial. 1 mL of 6% "
        "phenol each.",
        ["chemical saphenous left", "chemical tibial left"],
    ),
    (
        "Dx R trigeminal neuralgia V2\nDone: alcohol neurolysis of right infraorbital nerve\nSeated. Dehydrated alcohol 0.5 mL slowly.",
        ["chemical infraorbital right"],
    ),
    (
        "Interventions proposed: cryoneurolysis of the right tibial and right obturator nerves\nConsent: signed.\nExecution\nThe right tibial "
        "nerve was isolated. Probe in, frozen for 90 seconds. The right obturator nerve had the same dose of cold.",
        ["cryo obturator right", "cryo tibial right"],
    ),
    (
        "Planned procedures: RFA left saphenous nerve, RFA left sural nerve\nProcedures carried out: RFA left saphenous nerve\n"
        "Description: Supine. The left saphenous nerve was lesioned at 80 C for 90 s. At the sural no response was had and it was "
        "left without treatment.",
        ["radiofrequency saphenous left"],
    ),
    (
        "Procedure: bilateral thermal RFA of the ilioinguinal and iliohypogastric nerves\nDescription: Supine. On the right the "
        "ilioinguinal nerve was lesioned at 80 C for 90 seconds. A second cannula was brought to the iliohypogastric nerve and a "
        "lesion made at 80 C. Then on the left both were treated in like manner. The genitofemoral nerves were not treated.",
        ["radiofrequency iliohypogastric bilateral", "radiofrequency ilioinguinal bilateral"],
    ),
    (
        "Procedure: RF of the left saphenous nerve\nDescription: A sural nerve injection of 2 mL lidocaine was given for comfort. The "
        "left saphenous nerve was lesioned at 80 C.",
        ["radiofrequency saphenous left"],
    ),
    (
        "Procedure: left musculocutaneous phenol\nDescription: 3 mL of 6% phenol was injected at the left musculocutaneous nerve. Median, "
        "ulnar and radial nerves were seen around the artery and kept at a distance.",
        ["chemical musculocutaneous left"],
    ),
    (
        "Procedure: iovera, right knee\nDetails: The anterior femoral cutaneous branches were frozen with the Smart Tip. Next the right "
        "infrapatellar branch of the saphenous nerve was identified; 5 cycles of 60 s.",
        ["cryo anterior-femoral-cutaneous right", "cryo infrapatellar-saphenous right"],
    ),
    (
        "Procedures: A) bilateral C5 and C6 medial branch RFA B) right L3, L4, L5 RFA (L5 = dorsal ramus)\nDescription:\nA) Prone, fluoroscopy. R C5, "
        "C6 waist, 80 C 90 s. L C5, C6 same way.\nB) R L4 and L5 SAP and R ala, 80 C 90 s each.",
        ["radiofrequency facet-cervical C5,C6 bilateral", "radiofrequency facet-lumbar L3,L4,L5 right"],
    ),
]
RECALLED = [
    (
        "Blocks of the left superior cluneal nerves helped. Prone. Needle to the superior cluneal nerve, three lesions with RF at "
        "80 C. The middle cluneal nerves were tender but no more than that.",
        ["radiofrequency superior-cluneal left"],
    ),
    (
        "The left ilioinguinal block in May was useless. Supine, skin prepped. The cryoprobe was set in the cord and run twice on "
        "the left nerve.",
        ["cryo ? left"],
    ),
    (
        "The neuroma of the left median nerve was my target; the ulnar one looked quiescent and I let it be. 1.5 mL of alcohol was "
        "infiltrated.",
        ["chemical median left"],
    ),
    (
        "Supine. I found the left medial calcaneal nerve and pushed 1 mL of 6% phenol in; then the medial plantar as it dives, "
        "another 1 mL.",
        ["chemical medial-calcaneal left", "chemical medial-plantar left"],
    ),
    (
        "Subjective: both feet. Mulder softer.\nTreatment: Prepped. 0.5 cc 4% alcohol delivered into the third interspace of the "
        "left foot. Tolerated.",
        ["chemical plantar-common-digital third interspace left"],
    ),
    (
        "Blocks of the left LFCN gave him days of peace. Supine, skin prepped, ultrasound. The smart tip of the iovera was slid "
        "up to the nerve and three cycles were run.",
        ["cryo lateral-femoral-cutaneous left"],
    ),
    (
        "Blocks of the LFCN and of the femoral nerve helped him. Supine, skin prepped. The smart tip of the iovera was slid up to "
        "the nerve on the left and three cycles were run.",
        ["cryo ? left"],
    ),
    (
        "Left great auricular neuralgia and left lesser occipital pain. Supine. Both nerves were found with the "
        "stimulator and each was given an RF lesion at 80 C.",
        ["radiofrequency great-auricular left", "radiofrequency lesser-occipital left"],
    ),
    (
        "Pudendal neuralgia and genitofemoral neuralgia on the left. Supine, prepped. The two nerves were frozen in turn with a "
        "cryoprobe.",
        ["cryo genitofemoral left", "cryo pudendal left"],
    ),
    (
        "Pudendal neuralgia and genitofemoral neuralgia on the left. Supine, prepped. The three nerves were frozen with a cryoprobe.",
        ["cryo ?"],
    ),
    (
        "Tinel over the left sural nerve. I palpated the branch behind the malleolus and gave it 1 mL of phenol.",
        ["chemical sural left"],
    ),
    (
        "Left lateral. A needle entered the sacral hiatus and the spread was epidural. 8 mL of 6% phenol was then instilled.",
        ["chemical epidural-lumbosacral"],
    ),
    (
        "The needle lay in the epidural space, with none in the subarachnoid space. 5 mL of 6% phenol was then injected at L4.",
        ["chemical epidural-lumbosacral L4"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*NAMED_OTHERWISE, *ONLY_SEEN, *NUMBED, *HALVES, *LONG_NOTES, *RECALLED])
def test_nerves_in_lists_nerves_only_seen_and_nerves_recalled(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


def test_names_side_by_side_with_nerves(read: Read) -> None:
    text = "Phenol 6%, 1 mL at each site.\nLeft saphenous (adductor canal), left sural nerve and right 3rd interspace."
    assert "chemical saphenous left" in done(read(text))


def test_a_label_behind_its_interspace(read: Read) -> None:
    text = "Phenol 6%, 1 mL at each site.\n* L sural nerve\n* R 3rd interspace common digital"
    assert set(done(read(text))) == {"chemical sural left", "chemical plantar-common-digital third interspace right"}
