"""CMS's published layouts and a site's descriptors, kept by quarter outside the package, then preferred to the subset.
The rows are made up; only the layouts are CMS's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import InputError
from extractor.rulebook import Rulebook
from extractor.rules import listing
from extractor.rules.official import Imported, load

COPYRIGHT = '"CPT codes and descriptions only are copyright of the American Medical Association.",,,\n'
MUE = (
    COPYRIGHT
    + '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
    + "64640,7,3 Date of Service Edit: Clinical,Clinical: Data\n99213,1,2 Date of Service Edit: Policy,Nature of Service\n"
)
PTP = (
    "CPT only copyright American Medical Association.\t\t\t\t\t\t\n\n"
    "Column 1\tColumn 2\t*=in existence prior to 1996\tEffective Date\tDeletion Date *=no data\t"
    "Modifier 0=not allowed 1=allowed 9=not applicable\tPTP Edit Rationale\n"
    "64640\t64632\t\t20240101\t*\t1\tMisuse\n"
    "64640\t64630\t\t20200101\t20211231\t0\tMisuse\n"
    "64640\t64620\t\t20260101\t*\t0\tMisuse\n"
    "11111\t22222\t\t20200101\t*\t0\tMisuse\n"
)
ADDONS = (
    "CPT copyright,,,,,,,\n"
    "AOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,AOC_Edit_DelDT,Special_Instruction_Notes\n"
    "1,64634,,64633,,2012001,,\n1,64636,,64635,,2012001,2020366,\n2,77001,,CCCCC,,2013091,,\n"
)
FEES = (
    "2025 National Physician Fee Schedule Relative Value File,,,,,,\n"
    ",,,STATUS,GLOB,MULT,BILAT\n"
    "HCPCS,MOD,DESCRIPTION,CODE,DAYS,PROC,SURG\n"
    "64640,,text,A,010,2,0\n64640,26,text,A,010,2,1\n99213,,text,A,XXX,0,0\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def imported(tmp_path: Path, site: Path, rulebook: Rulebook, kind: str, text: str, **keys: Any) -> Imported:
    path = tmp_path / f"{kind}.txt"
    path.write_text(text, "utf-8")
    return load(kind, path, **{"quarter": "2025q1", "site": site, "rulebook": rulebook} | keys)


def test_unit_limits_by_setting(tmp_path: Path, site: Path, rulebook: Rulebook) -> None:
    result = imported(tmp_path, site, rulebook, "mue", MUE)
    assert (result.rows, result.read) == (1, 2)
    outpatient = MUE.replace("Practitioner Services", "Outpatient Hospital Services").replace("64640,7", "64640,4")
    imported(tmp_path, site, rulebook, "mue", outpatient, setting="outpatient")
    limit = Rulebook.load(site=site).on(date(2025, 2, 1)).edits.limits["64640"]
    assert (limit.practitioner, limit.outpatient) == (7, 4)


def test_pairs_with_their_dates(tmp_path: Path, site: Path, rulebook: Rulebook) -> None:
    assert imported(tmp_path, site, rulebook, "ptp", PTP).rows == 2
    pairs = Rulebook.load(site=site).on(date(2025, 2, 1)).edits.pairs
    assert {codes: pair.practitioner_status for codes, pair in pairs.items()} == {
        ("64640", "64632"): "active",
        ("64640", "64630"): "deleted 2021-12-31",
    }
    assert pairs["64640", "64632"].outpatient_status == "none"


def test_add_ons_that_stand(tmp_path: Path, site: Path, rulebook: Rulebook) -> None:
    assert imported(tmp_path, site, rulebook, "addons", ADDONS).rows == 1
    assert Rulebook.load(site=site).on(date(2025, 2, 1)).edits.addons == {"64634": frozenset({"64633"})}


def test_the_fee_schedule_under_its_stacked_heading(tmp_path: Path, site: Path, rulebook: Rulebook) -> None:
    assert imported(tmp_path, site, rulebook, "fees", FEES).rows == 1
    assert Rulebook.load(site=site).on(date(2025, 2, 1)).edits.bilateral == {"64640": "0"}


def test_a_quarter_is_in_force_from_its_first_day(tmp_path: Path, site: Path, rulebook: Rulebook) -> None:
    imported(tmp_path, site, rulebook, "mue", MUE)
    imported(tmp_path, site, rulebook, "mue", MUE.replace("64640,7", "64640,9"), quarter="2025q3")
    book = Rulebook.load(site=site)
    limits = [book.on(date(2025, month, 1)).edits.limits["64640"].practitioner for month in (1, 6, 7, 12)]
    assert limits == [7, 7, 9, 9]
    assert book.on(date(2025, 1, 1)).edits.quarter == "2024q3, 2025q1"


def test_the_shipped_subset_stands_where_nothing_was_imported(tmp_path: Path, site: Path, rulebook: Rulebook) -> None:
    imported(tmp_path, site, rulebook, "mue", MUE)
    book = Rulebook.load(site=site)
    assert book.on(date(2025, 2, 1)).edits.pairs == rulebook.on(date(2025, 2, 1)).edits.pairs
    assert book.hash != rulebook.hash


def test_descriptors_of_a_licensed_site(tmp_path: Path, site: Path, rulebook: Rulebook) -> None:
    result = imported(tmp_path, site, rulebook, "descriptors", "CPT Code\tLong Descriptor\n64640\tWords of the site\n")
    assert result.rows == 1
    assert "Words of the site" in listing.show(Rulebook.load(site=site), "64640")


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (
            "mue",
            MUE.replace("MUE Rationale", "Why"),
            "no column rationale. Found: hcpcs cpt code, practitioner services",
        ),
        ("mue", MUE.replace("64640,7,", "64640,seven,"), "line 4: column units: unexpected value"),
        ("mue", MUE.replace("64640,7,3", "6464,7,3"), "line 4: column code: unexpected value"),
        ("ptp", PTP.replace("Deletion Date", "Deleted"), "no column deletion date"),
        ("ptp", PTP.replace("20240101", "2024-1-1"), "line 4: column effective date: not a date"),
        ("ptp", PTP.replace("\t1\tMisuse", "\t7\tMisuse"), "line 4: column modifier: unexpected value"),
        ("addons", ADDONS.replace("Primary_Code,", "Code_Two,"), "no column primary code"),
        ("fees", FEES.replace("BILAT", "BOTH"), "no column bilat surg"),
        ("fees", "", "no heading"),
    ],
)
def test_a_wrong_layout_is_named_column_by_column(
    tmp_path: Path, site: Path, rulebook: Rulebook, kind: str, text: str, says: str
) -> None:
    with pytest.raises(InputError) as error:
        imported(tmp_path, site, rulebook, kind, text)
    assert says in str(error.value)
    assert f"{kind}.txt" in str(error.value)
    assert not site.exists()


@pytest.mark.parametrize(
    "keys", [{"quarter": "2025-Q1"}, {"quarter": "2025q5"}, {"setting": "dentist"}, {"kind": "prices"}]
)
def test_wrong_arguments(tmp_path: Path, site: Path, rulebook: Rulebook, keys: dict[str, str]) -> None:
    with pytest.raises(InputError, match="must be"):
        imported(tmp_path, site, rulebook, keys.pop("kind", "mue"), MUE, **keys)


def test_a_missing_file(tmp_path: Path, site: Path, rulebook: Rulebook) -> None:
    with pytest.raises(InputError, match=r"none\.csv"):
        load("mue", tmp_path / "none.csv", quarter="2025q1", site=site, rulebook=rulebook)
