"""The main job end to end, as a person runs it: a folder of notes in, records of the contract out."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from typer.testing import CliRunner

from extractor.cli import app
from extractor.note import read_text

SCHEMA = json.loads((files("extractor") / "schema.json").read_text("utf-8"))
CRYO = (
    "PROCEDURE: Cryoneurolysis, left T5 and T6 intercostal nerves. DATE OF SERVICE: 03/02/2024. Under real-time "
    "ultrasound guidance a cryoprobe was advanced to the left T5 intercostal nerve; two 106-second freeze cycles. "
    "Repeated at T6. Images were saved. 1 mL of 0.25% bupivacaine with 20 mg triamcinolone was injected at each level."
)
BLIND = CRYO.replace("Under real-time ultrasound guidance a", "A").replace(" Images were saved.", "")
PULSED = "Pulsed radiofrequency of the left suprascapular nerve, 42 degrees, 120 seconds"
FACET = "RFA of right L3, L4 medial branches and L5 dorsal ramus at 80 C under fluoroscopy"
KNEE = (
    "DATE OF SERVICE: {}. Cryoneurolysis of the infrapatellar branch of the right saphenous nerve. By landmarks the "
    "cryoprobe was placed at the nerve and three freeze cycles were given."
)


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def coded(folder: Path, **notes: str) -> dict[str, dict[str, Any]]:
    for name, text in notes.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    done = run("code", folder)
    assert done.exit_code == 0, done.stderr
    return {record["note_id"]: record for record in map(json.loads, done.stdout.splitlines())}


def lines(record: dict[str, Any]) -> list[tuple[str, int]]:
    return [("-".join([item["code"], *item["modifiers"]]), item["units"]) for item in record["suggestions"]]


def test_imaged_cryoneurolysis_is_category_iii_with_its_alternate_and_goes_to_review(tmp_path: Path) -> None:
    record = coded(tmp_path, k=CRYO)["k"]
    assert lines(record) == [("0442T", 2)]
    assert [other["code"] for other in record["suggestions"][0]["alternates"]] == ["64620"]
    assert record["review"]
    (procedure,) = record["procedures"]
    assert {"technique", "nerve", "levels", "laterality", "imaging"} <= {item["fact"] for item in procedure["evidence"]}


def test_without_imaging_it_is_the_code_of_the_nerve(tmp_path: Path) -> None:
    assert lines(coded(tmp_path, k=BLIND)["k"]) == [("64620", 2)]


def test_pulsed_is_no_destruction_and_nerves_are_counted_as_joints(tmp_path: Path) -> None:
    records = coded(tmp_path, pulsed=PULSED, facet=FACET)
    assert lines(records["pulsed"]) == [("64999", 1)]
    assert lines(records["facet"]) == [("64635-RT", 1), ("64636-RT", 1)]


def test_the_advice_in_force_on_the_day_decides(tmp_path: Path) -> None:
    records = coded(tmp_path, after=KNEE.format("06/01/2019"), before=KNEE.format("06/01/2018"))
    assert [line[0].partition("-")[0] for line in lines(records["after"])] == ["64640"]
    assert lines(records["before"]) == [("64999", 1)]
    assert [other["code"] for other in records["before"]["suggestions"][0]["alternates"]] == ["64640"]


def test_the_date_and_the_payer_may_be_given(tmp_path: Path) -> None:
    (tmp_path / "k.txt").write_text(BLIND, "utf-8")
    codes = {}
    for name, options in {"base": (), "cgs": ("--payer", "cgs"), "early": ("--date-of-service", "2018-01-01")}.items():
        codes[name] = lines(json.loads(run("code", tmp_path, *options).stdout))
    assert codes == {"base": [("64620", 2)], "cgs": [("0442T", 2)], "early": [("64620", 2)]}


@pytest.mark.parametrize("end", ["", "\n", "\r\n\r\n", "\n\nSigned by the physician.\n"])
def test_how_the_file_ends_changes_no_code(tmp_path: Path, end: str) -> None:
    assert lines(coded(tmp_path, k=CRYO + end)["k"]) == [("0442T", 2)]


@pytest.mark.parametrize("change", ["\r\n", "\ufeff", "\u00b5\u00b0 ", "\U0001f489 "])
def test_evidence_stands_where_it_is_said_to_stand(tmp_path: Path, change: str) -> None:
    text = CRYO.replace(". ", ".\r\n") if change == "\r\n" else change + CRYO
    path = tmp_path / "k.txt"
    path.write_bytes(text.encode())
    (record,) = map(json.loads, run("code", path).stdout.splitlines())
    assert lines(record) == [("0442T", 2)]
    note = read_text(path)
    for item in record["procedures"][0]["evidence"]:
        assert note[item["start"] : item["end"]] == item["text"]


def test_bad_input_is_named_and_the_rest_of_the_folder_is_done(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(PULSED)
    (tmp_path / "latin.txt").write_bytes(f"{FACET}, 80 \xb0C".encode("cp1252"))
    (tmp_path / "empty.txt").touch()
    (tmp_path / "huge.txt").write_bytes(b"a " * 10_000_000)
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "old.txt").write_text(f"DATE OF SERVICE: 05/05/2015. {FACET}")
    (tmp_path / "loop").symlink_to(tmp_path)
    done = run("code", tmp_path, tmp_path / "missing")
    assert done.exit_code == 1
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    kinds = {}
    for record in map(json.loads, done.stdout.splitlines()):
        validator.validate(record)
        kinds[Path(record["source"]).stem] = record["error"]["kind"] if "error" in record else lines(record)[0][0]
        if "error" in record:
            assert Path(record["source"]).name in record["error"]["message"]
    assert kinds == {
        "good": "64999",
        "latin": "64635-RT",
        "empty": "empty",
        "huge": "too-large",
        "binary": "binary",
        "old": "date-not-covered",
        "loop": "link-loop",
        "missing": "missing",
    }


def test_a_date_that_is_not_covered_stops_the_run_with_the_dates_that_are(tmp_path: Path) -> None:
    (tmp_path / "k.txt").write_text(FACET)
    done = run("code", tmp_path, "--date-of-service", "2015-05-05")
    assert done.exit_code == 2
    assert "2017-01-01 to 2026-12-31" in done.stderr


def test_the_same_note_and_rulebook_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CRYO)
    (tmp_path / "b.txt").write_text(FACET)
    assert run("code", tmp_path).stdout == run("code", tmp_path, "--jobs", 2).stdout == run("code", tmp_path).stdout


def test_explain_answers_in_words_and_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "k.txt").write_text(CRYO)
    said = run("explain", tmp_path / "k.txt").stdout
    for words in ("cryoprobe", "0442T \u00d72", "or 64620", "CPT Assistant", "76942"):
        assert words in said
    assert run("explain", tmp_path / "k.txt", "--html", tmp_path / "k.html").exit_code == 0
    assert "0442T" in (tmp_path / "k.html").read_text("utf-8")


@pytest.mark.parametrize("tool", ["docbin", "prodigy", "brat"])
def test_spans_are_written_for_other_tools(tmp_path: Path, tool: str) -> None:
    (tmp_path / "k.txt").write_text(CRYO)
    done = run("spans", tmp_path / "k.txt", "--format", tool, "--output", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert done.stderr.endswith("1 written to " + f"{tmp_path / 'out'}; 0 failed\n")
