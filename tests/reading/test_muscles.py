"""What toxin went into, by body part and side."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done

INJECTED = [
    (
        "Dysport 250 units was injected: left biceps 150, left brachialis 100. A further 300 units went into the right leg.",
        ["muscle:lower-limb right", "muscle:upper-limb biceps,brachialis left"],
    ),
    (
        "Botox.\nmuscle        planned   given\nL biceps      50        50\nL brachialis  25        25\nL FDS         50        0\n",
        ["muscle:upper-limb biceps,brachialis left"],
    ),
    (
        "Botox 100 units was injected: left biceps 50 units, left brachialis 50 units.",
        ["muscle:upper-limb biceps,brachialis left"],
    ),
    (
        "Botox was injected into the left gastrocnemius 100 units and left soleus 50 units; right gastrocnemius 100 units.",
        ["muscle:lower-limb gastrocnemius right", "muscle:lower-limb gastrocnemius,soleus left"],
    ),
    (
        "Dysport was injected into the left splenius capitis 200 units and left sternocleidomastoid 100 units for cervical dystonia.",
        ["muscle:neck splenius capitis,sternocleidomastoid left"],
    ),
    (
        "Botox 20 units was injected into the left orbicularis oculi for blepharospasm.",
        ["muscle:face orbicularis oculi left"],
    ),
    (
        "Botox 2.5 units was injected into the left thyroarytenoid for spasmodic dysphonia.",
        ["muscle:larynx thyroarytenoid left"],
    ),
    ("Botox 100 units was injected into the detrusor through the cystoscope.", ["muscle:bladder detrusor"]),
    (
        "I went through the skin into the right vocal fold: 1.5 units of Botox. The same was done on the left.",
        ["muscle:larynx vocal fold bilateral"],
    ),
    (
        "Botox 40 units was injected into the left masseter. The right was treated likewise.",
        ["muscle:face masseter bilateral"],
    ),
    (
        "Botox 40 units was injected into the left masseter. The right was quiet.",
        ["muscle:face masseter left"],
    ),
    ("Botox 100 units was injected into the left leg.", ["muscle:lower-limb left"]),
    (
        "The biceps was spastic, Ashworth 3. Botox 50 units was injected into the left brachialis.",
        ["muscle:upper-limb brachialis left"],
    ),
    ("Botox 50 units was injected into the axillae for hyperhidrosis.", ["gland:axillary-sweat axillae bilateral"]),
    ("Botox will be injected into the left biceps next month.", []),
    ("No botulinum toxin was injected into the left biceps.", []),
    ("The left biceps was weak. Botox was discussed.", []),
    ("Botox 50 units was injected into each axilla for hyperhidrosis.", ["gland:axillary-sweat axilla bilateral"]),
    (
        "Xeomin 30 units was injected into each parotid and 20 units into each submandibular gland.",
        ["gland:salivary parotid,submandibular gland bilateral"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), INJECTED)
def test_injected(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == [f"chemodenervation {line}" for line in expected]


def test_the_migraine_protocol_is_one_target_with_all_its_muscles(read: Read) -> None:
    text = "Botox 155 units for chronic migraine: frontalis 20, corrugator 10, procerus 5, temporalis 40, occipitalis 30, trapezius 30 units."
    (procedure,) = read(text)
    assert (procedure.nerve, procedure.laterality, len(procedure.levels)) == ("muscle:migraine", "bilateral", 6)


@pytest.mark.parametrize(
    ("guided", "trait"),
    [
        ("with EMG guidance", "emg-guided"),
        ("by feel. Her spinal cord stimulator was switched off first", None),
        ("by feel. The stimulator was interrogated, its battery is good", None),
        ("under electrical stimulation", "stimulation-guided"),
        ("by palpation", None),
    ],
)
def test_guidance_that_is_no_imaging(read: Read, guided: str, trait: str | None) -> None:
    (procedure,) = read(f"Botox 50 units was injected into the right biceps {guided}.")
    assert procedure.traits & {"emg-guided", "stimulation-guided"} == ({trait} if trait else set())
    assert procedure.imaging == ()


SESSIONS = [
    (
        "The last round of Dysport to the left arm wore off in March.\n\nPROCEDURE: 500 units in 2.5 mL; left biceps 200, left "
        "brachioradialis 300. Palpation only. Next visit in May.",
        ["muscle:upper-limb biceps,brachioradialis left"],
    ),
    (
        "Blepharospasm: left orbicularis oculi 10 units of Xeomin. For the neck left splenius capitis 40 units.",
        ["muscle:face orbicularis oculi left", "muscle:neck splenius capitis left"],
    ),
    (
        "DOS 3/4/2023. Botox visit, two indications.\n1. Chronic migraine, PREEMPT. Corrugators 10 U, procerus 5 U, frontalis 20 U, temporalis 40 U, occipitalis 30 U, paraspinals 20 U, traps 30 U. 155 U in all.\n2. Left cervical dystonia. EMG guided. Left splenius capitis 40 U, left levator scapulae 30 U.",
        [
            "muscle:migraine Corrugators,procerus,frontalis,temporalis,occipitalis,paraspinals,traps bilateral",
            "muscle:neck splenius capitis,levator scapulae left",
        ],
    ),
    (
        "5 May 2024. Xeomin today.\nNeck: R SCM 50u, L splenius 75u, L semispinalis 25u, with EMG.\nEyes: left orbicularis oculi, four points, 2.5 u each.",
        ["muscle:face orbicularis oculi left", "muscle:neck SCM right", "muscle:neck splenius,semispinalis left"],
    ),
    (
        "Date: 2022-08-09\nTwo problems. For the torticollis, rimabotulinumtoxinB under EMG: right splenius capitis 2500 units, left sternocleidomastoid 1000 units. For the drooling, each parotid 1000 units and each submandibular 500 units, by ultrasound.",
        [
            "gland:salivary parotid,submandibular bilateral",
            "muscle:neck splenius capitis right",
            "muscle:neck sternocleidomastoid left",
        ],
    ),
    (
        "Procedure date 01/05/2021. Under EMG the left thyroarytenoid took 1.5 units of onabotulinumtoxinA. Then the salivary glands: 20 u to each parotid, 10 u to each submandibular.",
        ["gland:salivary parotid,submandibular bilateral", "muscle:larynx thyroarytenoid left"],
    ),
    (
        "06-Feb-2020. Botulinum toxin A. Left medial rectus 2.5 U under EMG via conjunctiva. Right hemifacial spasm: orbicularis oculi, zygomaticus and risorius on the right, 17.5 U in all, no EMG.",
        ["muscle:extraocular medial rectus left", "muscle:face orbicularis oculi,zygomaticus,risorius right"],
    ),
    (
        "Seen 6/2/22. Dysport 1500 u. EMG needle all muscles.\nRT ARM biceps 150, brachialis 100, pron teres 75, FCR 75, FDS 100, FDP 100\nRT LEG rect fem 100, gastroc 150, soleus 75\nLT LEG add longus 75, add magnus 75, semitend 75, semimemb 75, gastroc 150, soleus 75, TP 50\nLT ARM nothing",
        [
            "muscle:lower-limb add longus,add magnus,semitend,semimemb,gastroc,soleus,TP left",
            "muscle:lower-limb rect fem,gastroc,soleus right",
            "muscle:upper-limb biceps,brachialis,pron teres,FCR,FDS,FDP right",
        ],
    ),
    (
        "On 12 March 2019 she came for her toxin. I put 100 units into the left biceps and 50 into the brachioradialis, and then, in the left leg, 75 units each into the medial and the lateral gastrocnemius and 50 into tibialis posterior, finding every one by electrical stimulation.",
        [
            "muscle:lower-limb lateral gastrocnemius,tibialis posterior left",
            "muscle:upper-limb biceps,brachioradialis left",
        ],
    ),
    (
        "10/10/2020: Botox for sweaty hands. 100 units to the right palm and 100 units to the left palm, intradermal.",
        ["gland:other-sweat palm bilateral"],
    ),
    (
        "2021-04-03 Cystoscopy with injection of 200 units of onabotulinumtoxinA into the detrusor at 20 sites for neurogenic detrusor overactivity.",
        ["muscle:bladder detrusor"],
    ),
    (
        "Operative note 2/2/2018. Chronic posterior anal fissure. Under sedation 50 units of botulinum toxin were injected into the internal sphincter at 3 and 9 o'clock.",
        ["muscle:anal-sphincter internal sphincter"],
    ),
    (
        "Date 9/9/2022. Camptocormia. Under EMG the rectus abdominis was injected with Botox, 100 U left and 100 U right, then external oblique both sides 50 U each, iliocostalis 25 U each.",
        ["muscle:trunk rectus abdominis,external oblique,iliocostalis bilateral"],
    ),
    (
        "Date 9/9/2022. Left arm: biceps 100 U, FDS 50 U Botox, E-stim. Right arm was examined and not injected. Left leg: soleus declined today.",
        ["muscle:upper-limb biceps,FDS left"],
    ),
    (
        "Botulinum Toxin Procedure  08/15/2023\nMuscle            Right   Left\nBiceps             50      75\nFDS                25      50\nGastroc            --      100\nEMG guidance: yes",
        ["muscle:lower-limb Gastroc left", "muscle:upper-limb Biceps,FDS bilateral"],
    ),
    (
        "DOS: 01 Feb 2022   Botox 155 U chronic migraine\nFrontalis 4 sites 20u; corrugator 2 sites 10u; procerus 1 site 5u; occipitalis 6 sites 30u; temporalis 8 sites 40u; trapezius 6 sites 30u; cerv paraspinals 4 sites 20u. No EMG.",
        ["muscle:migraine Frontalis,corrugator,procerus,occipitalis,temporalis,trapezius,cerv paraspinals bilateral"],
    ),
    (
        "4/4/2022 bruxism. Botox 25 U into each masseter, 15 U into each temporalis.",
        ["muscle:face masseter,temporalis bilateral"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SESSIONS)
def test_a_session_of_several_indications(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == [f"chemodenervation {line}" for line in expected]
