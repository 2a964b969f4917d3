"""Annotated notes: reading gold, the held-out rule, and one form for names and levels."""

from pathlib import Path

import pytest

from extractor import gold
from extractor.errors import InputError
from extractor.gold import Stratum
from tests.samples import FAILED, REPORT

YAML = """
id: k1
stratum: clean
date_of_service: 2024-03-02
payer: null
procedures:
  - technique: cryo
    nerve: other:a nerve of the scalp
    levels: ["L4-5", "superior medial", "t5"]
    laterality: bilateral
    imaging: [ultrasound]
    status: performed
    evidence: ["a cryoprobe"]
codes:
  - {code: 64640, units: 2, modifiers: ["RT", "59"]}
  - {code: 01996, units: 1, modifiers: []}
alternates: []
gaps: [image-not-saved]
no_code_reason: null
review: false
why: Because.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "k1.txt").write_text("a cryoprobe")
    (tmp_path / "k1.yaml").write_text(YAML)
    return tmp_path


def test_gold_is_read(folder: Path) -> None:
    (item,) = gold.load(folder)
    assert (item.id, item.stratum, item.payer, item.evidence) == ("k1", Stratum.CLEAN, None, ("a cryoprobe",))
    (fact,) = item.reading.facts
    assert fact.nerve == "other"
    assert fact.levels == {"L4-L5", "superomedial", "t5"}
    assert fact.sides == {"left", "right"}
    assert item.reading.lines == {("64640", 2, ("59", "RT")): 1, ("01996", 1, ()): 1}
    assert item.reading.date_of_service == "2024-03-02"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("technique: cryo", "technique: freezing", "freezing"),
        ("gaps: [image-not-saved]", "gaps: [no-picture]", "no-picture"),
        ("stratum: clean", "stratum: tidy", "tidy"),
        ("review: false", "", "review is missing"),
        ("date_of_service: 2024-03-02", "date_of_service: in March", "date_of_service"),
        ("id: k1", "id: k1\nid: k2", "twice"),
        (YAML, "- a list", "not a mapping"),
    ],
)
def test_what_is_not_in_the_closed_lists_is_refused_by_name(folder: Path, old: str, new: str, said: str) -> None:
    (folder / "k1.yaml").write_text(YAML.replace(old, new))
    with pytest.raises(InputError, match=rf"k1\.yaml.*{said}"):
        gold.load(folder)


def test_an_id_stands_once(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "k1.yaml").write_text(YAML)
    with pytest.raises(InputError, match="k1 stands twice"):
        gold.load(folder)


@pytest.mark.parametrize("name", ["none", "empty"])
def test_a_folder_without_annotated_notes_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError):
        gold.load(tmp_path / name)


def test_the_held_out_third_depends_on_the_id_alone() -> None:
    ids = [f"n{number}" for number in range(3_000)]
    assert 900 < sum(map(gold.is_held_out, ids)) < 1_100
    assert [note_id for note_id in ("k1", "k2", "k3", "k4", "k5", "k6") if gold.is_held_out(note_id)] == ["k2", "k6"]


@pytest.mark.parametrize(
    ("given", "form"),
    [
        *[
            ("L4-5", "L4-L5"),
            ("l4/L5", "L4-L5"),
            ("L5 - S1", "L5-S1"),
            ("T12", "t12"),
            ("superior medial", "superomedial"),
        ],
        *[
            ("Inferomedial", "inferomedial"),
            ("supero-lateral", "superolateral"),
            ("third interspace", "third interspace"),
            ("3rd web space", "third interspace"),
            ("Second", "second interspace"),
        ],
    ],
)
def test_levels_have_one_form(given: str, form: str) -> None:
    assert gold.level(given) == form


def test_a_report_reads_like_gold() -> None:
    reading = gold.found(REPORT.record())
    assert reading.lines == {("0442T", 2, ("LT",)): 1}
    assert reading.alternates == {"64620"}
    assert reading.gaps == {"image-not-saved"}
    assert [fact.status for fact in reading.facts] == ["performed", "historical"]


def test_a_failure_reads_as_nothing_for_review() -> None:
    reading = gold.found(FAILED)
    assert (reading.codes, reading.review) == (frozenset(), True)


def test_known_failures_are_a_list_of_ids(folder: Path) -> None:
    assert gold.known_failures(folder) == frozenset()
    (folder / gold.KNOWN_FAILURES).write_text("- k1\n- k2\n")
    assert gold.known_failures(folder) == {"k1", "k2"}
    assert [item.id for item in gold.load(folder)] == ["k1"]
