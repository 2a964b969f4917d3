"""How far the measures fall, with a coder that a typo throws off."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor import gold, robustness
from extractor.batch import Settings
from extractor.facts import NoCodeReason, Note, Report
from extractor.gold import Gold
from tests.samples import NOTHING, REPORT, FakeCoder

SAID = "Cryoneurolysis of the left intercostal nerves T5 and T6 was carried out with great care this morning by us."


class Careless(FakeCoder):
    """Gives codes where it sees the very word, in lower case."""

    def code(self, note: Note) -> Report:
        known = replace(REPORT, procedures=(), gaps=(), date_of_service=None)
        return known if "intercostal" in note.text else replace(NOTHING, no_code_reason=NoCodeReason.BLOCK_ONLY)


class CarelessSettings(Settings):
    def coder(self) -> Any:
        return Careless()


@pytest.fixture
def golds(tmp_path: Path) -> list[Gold]:
    given = '- {code: "0442T", units: 2, modifiers: [LT]}'
    for note_id, text, codes in (("k1", SAID, given), ("k2", "Nothing was done.", ""), ("k3", SAID, "")):
        (tmp_path / f"{note_id}.txt").write_text(text)
        (tmp_path / f"{note_id}.yaml").write_text(
            f"id: {note_id}\nstratum: clean\ndate_of_service: null\npayer: null\nprocedures: []\ncodes:\n  {codes or '[]'}\n"
            "alternates: []\ngaps: []\nno_code_reason: null\nreview: false\nwhy: Own test.\n"
        )
    return gold.load(tmp_path)


def test_what_is_lost_won_and_recoded_is_told_from_the_plain_notes(golds: list[Gold]) -> None:
    plain, upper, names = robustness.run(golds, ["upper-case", "names-and-dates"], CarelessSettings())
    assert (plain.kind, upper.kind) == (None, "upper-case")
    assert [upper.comparisons[at].gold.id for at in upper.lost(plain)] == ["k1"]
    assert [upper.comparisons[at].gold.id for at in plain.lost(upper)] == ["k3"]
    assert (upper.altered(plain), upper.recoded(plain)) == (3, 2)
    assert (names.altered(plain), names.recoded(plain), names.lost(plain)) == (0, 0, [])


def test_falls_are_in_points_and_against_the_plain_notes(golds: list[Gold]) -> None:
    summary = robustness.summary(robustness.run(golds[:2], ["upper-case"], CarelessSettings()))
    row = summary["perturbations"]["upper-case"]
    assert summary["plain"]["exact"] == 1.0
    assert row["exact"] == 0.5
    assert row["fall"]["exact"] == 50.0
    assert row["fall"]["code_lines"] == 100.0
    assert row["fall"]["levels"] is None


def test_noise_depends_on_the_seed_and_the_note_alone(golds: list[Gold]) -> None:
    first, again, alone, other = (
        robustness.run(notes, ["typos-5"], CarelessSettings(), seed=seed)[1].notes
        for notes, seed in ((golds, 0), (golds, 0), (golds[2:], 0), (golds, 1))
    )
    assert first == again
    assert first[2] == alone[0]
    assert first != other


def test_a_note_that_cannot_be_read_stays_a_failure(golds: list[Gold], tmp_path: Path) -> None:
    missing = replace(golds[0], path=tmp_path / "gone.txt")
    _, other = robustness.run([missing], ["typos-2"], CarelessSettings())
    assert other.comparisons[0].error == "missing"
