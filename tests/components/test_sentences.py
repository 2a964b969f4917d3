"""Where sentences end: at stops and list items, not at abbreviations, figures, or wrapped lines."""

from __future__ import annotations

import pytest

from tests.conftest import Parse

# Sentences are parted by "||".
TEXTS = [
    "The nerve was frozen. || It was thawed.",
    "The needle was placed. ||The probe was placed! ||Was it? || It was.",
    "Dr. Sample froze the n. suralis with approx. 2 mL of fluid. || Done.",
    "A volume of 1.5 mL was injected vs. 2.5 mL before. || Done.",
    "The left sural nerve was approached under ultrasound guidance and\na cryoprobe was advanced to it.",
    "1. The left sural nerve was frozen\n||2. The right sural nerve was frozen",
    "- left sural nerve\n||- right sural nerve",
    "The nerve was frozen\n\n||Images were saved",
    "Patient tolerated it well (no bleeding). || Next visit in June.",
    "HISTORY: RFA in the past\n||PROCEDURE PERFORMED: cryoneurolysis",
    "The sural nerve was frozen period || new line ||It was thawed period",
    "Fluoroscopy: No\n||Ultrasound: Yes",
    "Left biceps 100 U. || Right biceps 80 U. || The stimulator was left alone.",
    "The nerve no. 5 was frozen. || Done.",
    "Fluoroscopy was needed: No. || The nerve was frozen.",
    "seen w/ fellow, sural nerve pain\n||blocks helped\n||cryo today, sural n.\n||froze two times, 2 min each, ice seen\n||home",
    "Dr A: probe on the sup. peroneal n. of the right leg. || froze twice\n||all fine. || home\n||numb after",
    "Seen by Dr Fox. || the probe was laid on the nerve and\nfrozen twice\n||ok after\n||went home with a friend at noon",
]


@pytest.mark.parametrize("marked", TEXTS)
def test_sentences(parse: Parse, marked: str) -> None:
    doc = parse(marked.replace("||", ""))
    assert [span.text for span in doc.spans["sentences"]] == [part.strip() for part in marked.split("||")]


def test_no_sentence_reaches_over_the_edge_of_a_section(parse: Parse) -> None:
    doc = parse(
        "INDICATION: long knee pain PROCEDURE PERFORMED: Cryoneurolysis of the sural nerve PLAN: Return in June"
    )
    edges = {span.start for span in doc.spans["sections"]}
    assert len(edges) == 3
    assert not [span for span in doc.spans["sentences"] if any(span.start < edge < span.end for edge in edges)]
