"""The rulebook loads, says what is in force, refuses what is wrong, and takes new knowledge without a line of code."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from extractor.advice.lines import brief
from extractor.errors import DateNotCovered, RulebookError
from extractor.facts import Note
from extractor.flow import Coder
from extractor.rulebook import Rulebook
from extractor.suggestions import suggest
from tests.procedures_for_tests import procedure

CRYO = {"technique": "cryo", "nerve": "sural", "laterality": "left"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped knowledge that a test may edit."""
    return Path(shutil.copytree(str(files("extractor") / "knowledge"), tmp_path / "knowledge"))


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], Path]:
    def changed(name: str, old: str, new: str) -> Path:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return changed


def append(folder: Path, name: str, text: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as stream:
        stream.write(text)


def lines(rulebook: Rulebook, facts: dict[str, object], day: date, payer: str | None = None) -> list[str]:
    advice = suggest([procedure(rulebook, dict(facts))], [], rulebook.on(day, payer), dated=True)
    return [brief(line.code, line.modifiers, line.units) for line in advice.suggestions]


def test_the_packaged_folder_is_the_default(rulebook: Rulebook, folder: Path) -> None:
    assert Rulebook.load(folder).hash == rulebook.hash
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", rulebook.hash)
    assert rulebook.concepts
    assert rulebook.data("sections.yaml")


def test_any_edit_changes_the_hash(rulebook: Rulebook, folder: Path) -> None:
    append(folder, "editions.yaml", "# a remark\n")
    assert Rulebook.load(folder).hash != rulebook.hash


def test_every_day_of_the_span_has_an_edition(rulebook: Rulebook) -> None:
    day, last = date(2017, 1, 1), date(2026, 12, 31)
    while day <= last:
        assert rulebook.on(day).id == str(day.year)
        day += timedelta(days=27)
    assert rulebook.on(None).date == last


@pytest.mark.parametrize("day", [date(2016, 12, 31), date(2027, 1, 1)])
def test_a_date_outside_says_what_is_covered(rulebook: Rulebook, day: date) -> None:
    with pytest.raises(DateNotCovered, match="2017-01-01 to 2026-12-31"):
        rulebook.on(day)


def test_a_payer_puts_its_own_guidelines_first(rulebook: Rulebook) -> None:
    assert rulebook.payers == ("cgs",)
    assert rulebook.on(date(2022, 1, 31), "CGS").guidelines[0].payer == "cgs"
    assert all(item.payer is None for item in rulebook.on(date(2022, 1, 30), "cgs").guidelines)
    assert rulebook.on(date(2022, 1, 31), "nobody").guidelines == rulebook.on(date(2022, 1, 31)).guidelines


def test_codes_begin_on_their_day(rulebook: Rulebook) -> None:
    assert "64624" not in rulebook.on(date(2019, 12, 31)).codes
    assert "64624" in rulebook.on(date(2020, 1, 1)).codes


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "guidelines/33-peripheral.yaml",
            'suggest: ["64632"]',
            'suggest: ["99999"]',
            "entry plantar-digital: unknown code",
        ),
        ("guidelines/33-peripheral.yaml", "group: pudendal", "group: tail", "entry pudendal: unknown group tail"),
        ("guidelines/33-peripheral.yaml", "group: pudendal", "colour: red", "entry pudendal: unknown condition colour"),
        (
            "guidelines/31-knee.yaml",
            "source: cpt-code-set",
            "source: hearsay",
            "entry genicular-complete: unknown source",
        ),
        ("guidelines/31-knee.yaml", "  trust: S", "  trust: X", "entry genicular-complete: trust must be one of"),
        ("guidelines/31-knee.yaml", "  policy:", "  polcy:", "entry genicular-complete: unknown key polcy"),
        (
            "guidelines/31-knee.yaml",
            "effective: 2020-01-01",
            "effective: 2019-06-01",
            "the code 64624 is not in force on every",
        ),
        ("guidelines/31-knee.yaml", "effective: 2020-01-01", "effective: soon", "must be dates"),
        (
            "guidelines/31-knee.yaml",
            "id: genicular-complete-cryo",
            "id: genicular-complete",
            "stands twice for dates that overlap",
        ),
        (
            "guidelines/40-chemodenervation.yaml",
            "gaps: [muscles-not-documented]",
            "gaps: [no-idea]",
            "no-idea is not one of",
        ),
        ("codes.yaml", '{id: "64632"', '{id: "64630"', "entry 64630: stands twice for dates that overlap"),
        ("codes.yaml", "unit: nerve", "unit: furlong", "unit must be one of"),
        (
            "editions.yaml",
            "{id: 2021, effective: 2021-01-01",
            "{id: 2021, effective: 2021-01-02",
            "entry 2021: must begin the day after",
        ),
        ("questions.yaml", "levels-not-documented:", "levels-unknown:", "unknown key levels-unknown"),
        ("lexicon/nerves.yaml", "kind: nerve", "sort: nerve", "unknown key sort"),
        ("edits/2024q3/mue.csv", "code,practitioner", "code,doctor", "the columns must be"),
        (
            "joints.yaml",
            "region: lumbar-sacral, supply: [[L3, L4]]",
            "region: tail, supply: [[L3, L4]]",
            "unknown region tail",
        ),
        ("measures.yaml", "lesion_minimum_c: 80", "lesion_minimum_c: 80\nlesion_minimum_c: 70", "stands twice"),
    ],
)
def test_wrong_knowledge_is_refused_by_file_and_entry(
    edit: Callable[[str, str, str], Path], name: str, old: str, new: str, says: str
) -> None:
    folder = edit(name, old, new)
    with pytest.raises(RulebookError) as error:
        Rulebook.load(folder)
    assert name.split("/")[-1].split(".")[0] in str(error.value)
    assert says in str(error.value)


def test_a_missing_file_and_an_empty_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "codes.yaml").unlink()
    with pytest.raises(RulebookError, match=r"codes\.yaml"):
        Rulebook.load(folder)
    (tmp_path / "nothing").mkdir()
    with pytest.raises(RulebookError, match="no knowledge files"):
        Rulebook.load(tmp_path / "nothing")


def test_a_new_nerve_with_a_code_of_its_own_is_an_edit(folder: Path) -> None:
    append(
        folder, "lexicon/nerves.yaml", "- {id: zonal, kind: nerve, group: zonal, region: trunk, terms: [zonal nerve]}\n"
    )
    append(
        folder,
        "codes.yaml",
        '- {id: "64699", short: "zonal nerve", effective: 2025-01-01, unit: nerve, bilateral: 1, source: cpt-code-set, '
        "trust: M}\n",
    )
    append(
        folder,
        "guidelines/33-peripheral.yaml",
        "- id: zonal\n  policy: local\n  effective: 2025-01-01\n  through: null\n"
        "  when: {group: zonal, technique: [cryo]}\n"
        '  suggest: ["64699"]\n  source: cpt-code-set\n  trust: M\n  says: The zonal nerve.\n  examples: []\n',
    )
    rulebook = Rulebook.load(folder)
    text = "Under ultrasound guidance the cryoprobe was advanced to the left zonal nerve; two freeze cycles of 106 seconds."
    note = Note(id="zonal", text=text, source="zonal.txt", date_of_service=date(2025, 1, 1))
    coder = Coder(rulebook)
    assert [(line.code, line.modifiers) for line in coder.code(note).suggestions] == [("64699", ("LT",))]
    assert coder.code(replace(note, date_of_service=date(2024, 12, 31))).suggestions == ()


def test_the_same_note_under_the_same_rulebook_gives_the_same_bytes(folder: Path) -> None:
    text = "The left sural nerve was frozen by landmarks with the cryoprobe, three freeze cycles."
    note = Note(id="sural", text=text, source="sural.txt", date_of_service=date(2024, 3, 2))
    first, second = (json.dumps(Coder(Rulebook.load(folder)).code(note).record()) for _ in range(2))
    assert first == second
    assert Rulebook.load(folder).hash in first


def test_a_new_payer_is_a_file(folder: Path) -> None:
    (folder / "guidelines" / "payer-acme.yaml").write_text(
        "- id: acme-cryo\n  policy: acme\n  payer: acme\n  effective: 2023-01-01\n  through: null\n"
        '  when: {group: somatic, technique: cryo}\n  suggest: ["64999"]\n  review: "decided by the payer"\n'
        "  source: common-knowledge\n  trust: M\n  says: Acme pays the unlisted code.\n  examples: []\n",
        "utf-8",
    )
    rulebook = Rulebook.load(folder)
    assert rulebook.payers == ("acme", "cgs")
    assert lines(rulebook, CRYO, date(2024, 1, 1), "acme") == ["64999"]
    assert lines(rulebook, CRYO, date(2022, 12, 31), "acme") == ["64640-LT"]
    assert lines(rulebook, CRYO, date(2024, 1, 1)) == ["64640-LT"]


def test_a_new_year_with_a_replaced_code_is_an_edit(folder: Path) -> None:
    append(folder, "editions.yaml", "- {id: 2027, effective: 2027-01-01, through: 2027-12-31}\n")
    append(
        folder,
        "codes.yaml",
        '- {id: "64641", short: "another nerve", effective: 2027-01-01, unit: nerve, bilateral: 1, source: cpt-code-set, '
        "trust: M}\n",
    )
    path = folder / "guidelines" / "33-peripheral.yaml"
    before, rule = path.read_text("utf-8").split("- id: somatic\n")
    body, after = rule.split("\n- id:", 1)
    old = body.replace("through: null", "through: 2026-12-31", 1)
    new = body.replace("effective: 2017-01-01", "effective: 2027-01-01", 1).replace(
        'suggest: ["64640"]', 'suggest: ["64641"]', 1
    )
    path.write_text(f"{before}- id: somatic\n{old}\n- id: somatic\n{new}\n- id:{after}", "utf-8")
    rulebook = Rulebook.load(folder)
    assert lines(rulebook, CRYO, date(2027, 1, 1)) == ["64641-LT"]
    assert lines(rulebook, CRYO, date(2026, 12, 31)) == ["64640-LT"]
