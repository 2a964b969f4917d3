"""What toxin went into, by body part and side."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done, wrong

INJECTED = [
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
    ("Botox 100 units was injected into the left leg.", ["muscle:lower-limb left"]),
    (
        "The biceps was spastic, Ashworth 3. Botox 50 units was injected into the left brachialis.",
        ["muscle:upper-limb brachialis left"],
    ),
    ("Botox 50 units was injected into the axillae for hyperhidrosis.", ["gland:axillary-sweat axillae bilateral"]),
    ("Botox will be injected into the left biceps next month.", []),
    ("No botulinum toxin was injected into the left biceps.", []),
    ("The left biceps was weak. Botox was discussed.", []),
    wrong(
        "each is not read as both",
        "Botox 50 units was injected into each axilla for hyperhidrosis.",
        ["gland:axillary-sweat axilla bilateral"],
    ),
    wrong(
        "each is not read as both",
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
        ("under electrical stimulation", "stimulation-guided"),
        ("by palpation", None),
    ],
)
def test_guidance_that_is_no_imaging(read: Read, guided: str, trait: str | None) -> None:
    (procedure,) = read(f"Botox 50 units was injected into the right biceps {guided}.")
    assert procedure.traits & {"emg-guided", "stimulation-guided"} == ({trait} if trait else set())
    assert procedure.imaging == ()
