"""A session's parts are read each for itself; what a part leaves out it takes from the others."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done

SESSIONS = [
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
