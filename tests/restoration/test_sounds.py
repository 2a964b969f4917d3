"""What a speech recogniser wrote for words it did not know."""

from __future__ import annotations

import pytest

from extractor.restoration.sounds import Sounds
from extractor.restored import Restored

TRADE = [
    "radiofrequency",
    "genicular",
    "ablation",
    "cryoneurolysis",
    "phenol",
    "saphenous",
    "sural",
    "degrees",
    "plantar",
    "lesions",
]


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    return Sounds(
        TRADE,
        {"C-arm": ["sea arm"], "facet joint": ["faucet joint"]},
        ["nerve"],
        ["needle", "probe", "general", "planter"],
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the jeni cular nerves", "the genicular nerves"),
        ("a blation of it", "ablation of it"),
        ("fee nall was given", "phenol was given"),
        ("two liesions", "two lesions"),
        ("the Sea arm and the faucet joint", "the C-arm and the facet joint"),
        ("the sir all nerve at 80 the grease", "the sural nerve at 80 degrees"),
        ("Funnel was given, then funnel", "phenol was given, then phenol"),
        ("L for-5 and tea six", "L4-5 and tea six"),
        ("at L four, ell five and as one", "at L4, L5 and S1"),
    ],
)
def test_words_that_sound_alike(sounds: Sounds, written: str, read: str) -> None:
    assert put_right(sounds, written) == read


@pytest.mark.parametrize(
    "text",
    [
        "a planter and the probe",
        "Sir, all the grease is for L and Mr. Funnel",
        "He came as one of three, to see six others.",
        "The lesions at the first site",
        "An oblique view. Son was told.",
        "the final general needle",
        "radiofrequency ablation",
    ],
)
def test_words_that_mean_themselves(sounds: Sounds, text: str) -> None:
    assert put_right(sounds, text) == text


def put_right(sounds: Sounds, text: str) -> str:
    restored = Restored(text)
    restored.edit(sounds(text))
    return restored.text
