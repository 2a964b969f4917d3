"""Words are put right where English and the rulebook know them otherwise only."""

from __future__ import annotations

import pytest

from extractor.restoration.wording import Wording
from extractor.restored import Restored


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording(
        {
            "fluoroscopy": 3,
            "genicular": 5,
            "genicul": 0,
            "nerves": 2,
            "phenol": 2,
            "phenols": 0,
            "lumbar": 3,
            "cryo": 2,
        },
        {"performed": 4, "procedure": 9, "midline": 1},
        core=["left", "right", "the", "nerve", "of", "no"],
        misread={"rn": ["m"], "0": ["o"], "1": ["l", "i"], "|": ["l", "i"]},
        affixes=["pre", "ly"],
        keep=["phenyl"],
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the lefft nervve", "the left nerve"),
        ("Rihgt GENICUALR nerves", "Right GENICULAR nerves"),
        ("phenole 6%", "phenol 6%"),
        ("fluoro scopy was per formed, then", "fluoroscopy was performed, then"),
        ("leftgenicular nerve in themidline", "left genicular nerve in the midline"),
        ("lurnbar, phen0l and genicu1ar", "lumbar, phenol and genicular"),
        ("f1uor0scopy, m1d1ine", "fluoroscopy, midline"),
        ("waist of the pi11ar, i11egib1e, 1id0caine", "waist of the pillar, illegible, lidocaine"),
        ("1O  mm tip, rnidline", "10  mm tip, midline"),
        ("|eft |umbar nerve 0f phen0|", "left lumbar nerve of phen0|"),
        ("|left|right|", "|left|right|"),
        ("on 08/l2/2O2l, n0 phenol", "on 08/12/2021, no phenol"),
        ("Nov 9, 2O23", "Nov 9, 2023"),
        ("9O s at B0 degrees, 1BG, at L4, LS", "90 s at 80 degrees, 18G, at L4, L5"),
        ("Sl and Tl", "S1 and T1"),
    ],
)
def test_words_put_right(wording: Wording, written: str, read: str) -> None:
    assert put_right(wording, written) == read


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Nerveh saw Mr. Lefft.",
        "phenyl, preprocedure and lumbarly",
        "the general funnel was left in the right lung",
        "Size 8B, vitamin B6, SI joint, LS spine, B2 and O2",
        "CryoStar",
    ],
)
def test_what_is_right_or_may_be_a_name_stays(wording: Wording, text: str) -> None:
    assert put_right(wording, text) == text


def put_right(wording: Wording, text: str) -> str:
    restored = Restored(text)
    restored.edit(wording(text))
    return restored.text
