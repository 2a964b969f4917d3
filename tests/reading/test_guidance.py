"""Under which imaging, by which approach, with which images kept."""

from __future__ import annotations

import pytest

from extractor.facts import Imaging
from tests.conftest import Read

ACT = "The left sural nerve was frozen with a cryoprobe{}"
GUIDED = [
    (". Supine, prepped. The low frequency probe lay over the groin.", ["ultrasound"]),
    (". Disease on CT is stable.", []),
    (". Encasement seen on the CT. Found by palpation.", []),
    (", the tip confirmed on CT.", ["ct"]),
    (" under ultrasound.", ["ultrasound"]),
    (" under live US.", ["ultrasound"]),
    (". I found it by scanning down the calf.", ["ultrasound"]),
    (". The form was scanned into the chart.", []),
    (". Scanned from the paper original.", []),
    (". [scanned from outside carbon copy]", []),
    (". It was scanned from the ankle up.", ["ultrasound"]),
    (", C-arm.", ["fluoroscopy"]),
    (" under CT guidance.", ["ct"]),
    (" under MR guidance.", ["mri"]),
    (" under ultrasound and fluoroscopy.", ["fluoroscopy", "ultrasound"]),
    (" by landmarks. No ultrasound was available.", []),
    (" without ultrasound.", []),
    (" under ultrasound. No hernia on coughing (US).", ["ultrasound"]),
    (" by palpation; the ultrasound machine was upstairs.", []),
    (". The scanner would not boot, so it was found by landmarks.", []),
    (". US was tied up in the trauma bay. Landmarks only.", []),
    (". The C-arm was in use elsewhere, so ultrasound was used.", ["ultrasound"]),
    (". Fluoroscope with ortho until four; sonography instead.", ["ultrasound"]),
    (". The ultrasound was wheeled in and the nerve was found with it.", ["ultrasound"]),
    (". A chest x-ray was obtained afterwards.", []),
    (". Each tip was checked in two planes.", ["fluoroscopy"]),
    (". The transducer showed it in two planes.", ["ultrasound"]),
    (". Spot films confirmed the position.", ["fluoroscopy"]),
    (". The lateral picture showed the tip beside the fibula.", ["fluoroscopy"]),
    (", roentgenographic control.", ["fluoroscopy"]),
    (". Radiation time: 0.8 min.", ["fluoroscopy"]),
    (". The tube was tilted until the bone was seen.", ["fluoroscopy"]),
    (", seen on axial cuts.", ["ct"]),
    (". I scanned along the calf and found it beside the vein.", ["ultrasound"]),
    (". A curved-array probe showed it beside the vein.", ["ultrasound"]),
    (", echo guidance.", ["ultrasound"]),
    (" under the scanner.", ["ultrasound"]),
    (". Doppler pulses were normal beforehand.", []),
    (". An ankle x-ray on file was normal.", []),
    (". She will have an ultrasound of the foot next week.", []),
    (". A nerve stimulator had been used to find it.", []),
    (". She told us that it helped us.", []),
]
SAVED = [
    ("Images were saved to PACS.", True),
    ("A still image was printed for the chart.", True),
    ("Pictures were stored.", True),
    ("Frames were kept on the screen; nothing stored.", False),
    ("Permanent images were archived.", True),
    ("A thermal strip was stapled to the chart.", True),
    ("Two grabs were sent over to PACS.", True),
    ("Screen capture stored in Epic: Y", True),
    ("Image stored: N", False),
    ("Image capture was archived in the permanent record.", True),
    ("No images were saved.", False),
    ("Images were not archived.", False),
    ("Images will be archived.", False),
    ("The prior MRI images were stored in PACS.", False),
    ("The needle was seen on the image.", False),
    ("She was still sore and was placed in the recovery room.", False),
    ("Pictures on the chart.", True),
    ("Image x1 in Media tab.", True),
    ("Printout taped to the sheet in her folder.", True),
    ("Representative image available in the picture archiving system.", True),
    ("Sonographic documentation was archived.", True),
    ("Image archiving: done", True),
    ("We recorded a short film of the injection.", True),
    ("Pictures: none kept.", False),
    ("Permanent image storage: No", False),
    ("The frames were stored but then lost.", False),
    ("She kept still throughout.", False),
    ("A photo of the skin was placed in the chart.", False),
    ("The video interpreter was kept on the line.", False),
    ("Pictures from March are in the archive.", False),
]
WAYS = [
    ("The left sural nerve was frozen with a cryoprobe.", "percutaneous"),
    ("Under VATS the left T5, T6 and T7 intercostal nerves were frozen with a cryoSPHERE probe.", "thoracoscopic"),
    ("Through the thoracotomy incision the left T5 and T6 intercostal nerves were frozen with a cryoprobe.", "open"),
    ("The linear echoendoscope was passed. 20 mL of absolute alcohol was injected at the celiac plexus.", "endoscopic"),
    (
        "The echoendoscope could not be passed. Under CT 20 mL of absolute alcohol was injected at the celiac plexus.",
        "percutaneous",
    ),
    (
        "Post-thoracotomy pain. Under ultrasound the left T5 intercostal nerve was frozen with a cryoprobe.",
        "percutaneous",
    ),
    ("EUS-guided celiac plexus neurolysis with 10 mL of absolute alcohol was performed.", "endoscopic"),
    (
        "For pain after last year's thoracotomy the left T5 intercostal nerve was frozen with a cryoprobe.",
        "percutaneous",
    ),
    ("After thoracotomy. Under ultrasound the left T5 intercostal nerve was frozen with a cryoprobe.", "percutaneous"),
    ("After thoracotomy the left T5 intercostal nerve was frozen with a cryoprobe under sight.", "open"),
]


@pytest.mark.parametrize(("rest", "imaging"), GUIDED)
def test_guidance(read: Read, rest: str, imaging: list[str]) -> None:
    (procedure,) = read(ACT.format(rest))
    assert sorted(procedure.imaging) == imaging


def test_imaging_told_of_another_day_does_not_guide(read: Read) -> None:
    text = "HISTORY: An ultrasound showed a neuroma.\nDETAILS OF PROCEDURE: The left sural nerve was frozen with a cryoprobe."
    (procedure,) = read(text)
    assert procedure.imaging == ()


TWO = "The left sural nerve was frozen with a cryoprobe under ultrasound.{}The right L4 medial branch was lesioned at 80 C under fluoroscopy."


@pytest.mark.parametrize("between", ["\n\n", "\n2. ", " "])
def test_each_nerve_has_its_own_guidance(read: Read, between: str) -> None:
    found = {item.nerve: item.imaging for item in read(TWO.format(between))}
    assert found == {"sural": (Imaging.ULTRASOUND,), "facet-lumbar": (Imaging.FLUOROSCOPY,)}


@pytest.mark.parametrize(("sentence", "saved"), SAVED)
def test_saved_images(read: Read, sentence: str, saved: bool) -> None:
    (procedure,) = read(ACT.format(f" under ultrasound. {sentence}"))
    assert procedure.image_saved is saved


@pytest.mark.parametrize(("text", "way"), WAYS)
def test_approach(read: Read, text: str, way: str) -> None:
    assert [item.approach for item in read(text)] == [way]


def test_stimulation_that_found_a_nerve_for_phenol_guides_no_toxin(read: Read) -> None:
    text = (
        "Phenol 5%, 3 mL, was given to the left obturator nerve, found with a nerve stimulator.\n\n"
        "Botulinum toxin: left biceps 50 U and left brachialis 50 U were injected by palpation."
    )
    (toxin,) = (item for item in read(text) if item.technique == "chemodenervation")
    assert not toxin.traits & {"stimulation-guided", "emg-guided"}
