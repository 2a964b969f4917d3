from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest

from extractor.errors import RulebookError
from extractor.policy.guidelines import guideline_of
from extractor.policy.strict_yaml import parse
from extractor.rulebook import Rulebook
from extractor.rules import listing
from extractor.rules.page import page

ROOT = Path(__file__).parents[2]


def test_the_page_is_in_step_with_the_knowledge_files(rulebook: Rulebook) -> None:
    assert (ROOT / "docs" / "rulebook.md").read_text("utf-8") == page(rulebook)


def test_the_page_names_every_guideline_code_and_source(rulebook: Rulebook) -> None:
    text = page(rulebook)
    named = [
        item.id for item in (*rulebook.guidelines, *rulebook.codes, *rulebook.included, *rulebook.sources.values())
    ]
    assert [name for name in named if f"| {name} " not in text] == []


def test_rows_of_a_date_and_payer(rulebook: Rulebook) -> None:
    ids = {row["id"] for row in listing.rows(rulebook, date(2019, 12, 31))}
    assert "genicular-before-2020" in ids
    assert "genicular-complete" not in ids
    assert listing.rows(rulebook, date(2024, 1, 1), "cgs")[0]["payer"] == "cgs"
    assert len(listing.rows(rulebook)) == len(rulebook.guidelines)


def test_csv_for_a_spreadsheet(rulebook: Rulebook) -> None:
    rows = listing.rows(rulebook)
    assert list(csv.DictReader(io.StringIO(listing.as_csv(rows)))) == list(rows)


def test_a_guideline_in_full(rulebook: Rulebook) -> None:
    text = listing.show(rulebook, "cryo-imaged-trunk")
    for part in ("0442T", "following", "CPT Assistant", "trust:", "example:", "-> 0442T x2", "7.1", "imaged"):
        assert part in text or part == "following"
    assert "the code of the next fitting guideline" in text


@pytest.mark.parametrize("name", ["64640", "0440t", "included-steroid", "cgs-2022"])
def test_codes_services_and_sources_show_too(rulebook: Rulebook, name: str) -> None:
    assert listing.show(rulebook, name).lower().startswith(name)


def test_an_unknown_name_gets_its_neighbours(rulebook: Rulebook) -> None:
    with pytest.raises(RulebookError, match=r"near it: .*facet-thermal"):
        listing.show(rulebook, "facet-termal")


def test_the_guide_shows_a_guideline_that_loads() -> None:
    guide = (ROOT / "docs" / "editing-the-rulebook.md").read_text("utf-8")
    [block] = re.findall(r"```yaml\n(.+?)```", guide, re.DOTALL)
    [row] = parse(block, "guide")
    assert guideline_of(row, "guide", "guide").examples[0].expect == ("64632-RT",)


def test_the_guide_names_every_key_of_a_guideline() -> None:
    guide = (ROOT / "docs" / "editing-the-rulebook.md").read_text("utf-8")
    files = sorted((ROOT / "extractor" / "knowledge" / "guidelines").glob("*.yaml"))
    keys = {key for file in files for row in parse(file.read_text("utf-8"), file.name) for key in row}
    assert [key for key in sorted(keys) if key not in guide] == []
