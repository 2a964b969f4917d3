from __future__ import annotations

import shutil
import time
from importlib.resources import files
from pathlib import Path

import pytest

from extractor.rulebook import Rulebook
from extractor.rules.checking import check

RULE = """
- id: {id}
  policy: test
  effective: {effective}
  through: null
  when: {when}
  suggest: ["64999"]
  source: common-knowledge
  trust: M
  says: A rule of a test.
  examples: [{{date: 2024-01-01, note: A note., expect: "64999"}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(str(files("extractor") / "knowledge"), tmp_path / "knowledge"))


def problems(folder: Path) -> set[tuple[str, str]]:
    return {(item.kind, item.where.rsplit(" ", 1)[-1]) for item in check(Rulebook.load(folder))}


def add(folder: Path, **keys: str) -> None:
    rule = RULE.format(**{"id": "extra", "effective": "2017-01-01", "when": "{group: pudendal}"} | keys)
    (folder / "guidelines" / "99-test.yaml").write_text(rule, "utf-8")


def test_the_shipped_rulebook_is_clean_and_quick_to_check(rulebook: Rulebook) -> None:
    began = time.perf_counter()
    assert check(rulebook) == ()
    assert time.perf_counter() - began < 2


def test_a_guideline_behind_a_wider_one_is_shadowed(folder: Path) -> None:
    add(folder, when="{group: pudendal, technique: cryo}")
    assert ("shadowed", "extra") in problems(folder)


def test_a_guideline_behind_several_that_leave_it_nothing_is_shadowed(folder: Path) -> None:
    add(folder, when="{group: genicular, technique: cryo, imaged: true}")
    assert ("shadowed", "extra") in problems(folder)


def test_a_guideline_that_some_case_reaches_is_not(folder: Path) -> None:
    add(folder, when="{group: pudendal, technique: chemodenervation}")
    assert ("shadowed", "extra") in problems(folder)
    add(folder, when="{group: neuraxial, technique: unspecified}")
    assert ("shadowed", "extra") not in problems(folder)


def test_a_guideline_after_the_span_is_dead(folder: Path) -> None:
    add(folder, effective="2031-01-01", when="{group: neuraxial, technique: unspecified}")
    assert ("dead", "extra") in problems(folder)


def test_two_that_ask_the_same_overlap(folder: Path) -> None:
    add(folder, when="{group: pudendal, technique: [radiofrequency, chemical, cryo]}")
    assert ("overlapping", "extra") in problems(folder)


def test_a_nerve_that_no_guideline_knows(folder: Path) -> None:
    with (folder / "lexicon" / "nerves.yaml").open("a", encoding="utf-8") as stream:
        stream.write("- {id: zonal, kind: nerve, group: zonal, terms: [zonal nerve]}\n")
        stream.write("- {id: zonal-two, kind: nerve, group: somatic, terms: [Zonal nerve]}\n")
    assert {("unreachable", "zonal"), ("ambiguous", "zonal-two")} <= problems(folder)


def test_a_guideline_needs_examples_on_both_sides_of_its_dates(folder: Path) -> None:
    path = folder / "guidelines" / "31-knee.yaml"
    path.write_text(path.read_text("utf-8").replace("date: 2019-12-31", "date: 2019-12-30"), "utf-8")
    assert ("examples", "genicular-complete") in problems(folder)


def test_guidance_beside_a_code_that_is_no_permitted_primary(folder: Path) -> None:
    path = folder / "guidelines" / "50-guidance.yaml"
    path.write_text(
        path.read_text("utf-8").replace('beside: ["64600", "64605"]', 'beside: ["64600", "64640"]'), "utf-8"
    )
    assert ("primary", "fluoroscopy-beside-trigeminal") in problems(folder)


def test_a_code_that_no_guideline_names_is_idle(folder: Path) -> None:
    with (folder / "codes.yaml").open("a", encoding="utf-8") as stream:
        stream.write(
            '- {id: "64698", short: "x", effective: 2017-01-01, unit: nerve, source: cpt-code-set, trust: M}\n'
        )
    assert ("idle", "64698") in problems(folder)
