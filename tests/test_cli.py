"""The command: formats, messages, exit statuses."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from extractor import batch, cli
from tests.samples import REPORT, TEXT, FakeCoder

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]


class SampleCoder(FakeCoder):
    def code(self, note: Any) -> Any:
        return REPORT if note.text == TEXT else super().code(note)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(batch.Settings, "coder", lambda self: SampleCoder())
    return _real


def _real(*arguments: object) -> Any:
    """The command in this process; with ``run`` the coder is the sample's."""
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "s001.txt").write_text(TEXT)
    (notes / "s002.txt").write_text("quiet")
    return notes


def test_in_a_pipe_the_records_come_as_json_lines(run: Any, folder: Path) -> None:
    done = run("code", folder)
    assert done.exit_code == 0
    assert [json.loads(line)["note_id"] for line in done.stdout.splitlines()] == ["s001", "s002"]
    assert done.stderr.splitlines()[0] == "neurolysis: 2 coded: 1 with codes, 1 for review; 0 failed"


@pytest.mark.parametrize(("form", "start"), [("table", " \n"), ("csv", "note_id,"), ("html", "<!doctype html>")])
def test_other_formats_are_asked_for(run: Any, folder: Path, form: str, start: str) -> None:
    done = run("code", folder, "--format", form)
    assert done.stdout.lstrip(" ").startswith(start.lstrip(" "))
    assert "0442T" in done.stdout


@pytest.mark.parametrize(
    ("suffix", "start"), [("csv", "note_id,"), ("html", "<!doctype"), ("jsonl", "{"), ("out", "{")]
)
def test_the_suffix_of_the_output_file_tells_its_format(run: Any, folder: Path, suffix: str, start: str) -> None:
    out = folder.parent / f"codes.{suffix}"
    done = run("code", folder, "--output", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert out.read_text("utf-8").startswith(start)


def test_what_cannot_be_read_costs_nothing_else_and_gives_status_1(run: Any, folder: Path) -> None:
    (folder / "a.txt").touch()
    (folder / "b.txt").write_bytes(b"x" * 20_000_000)
    (folder / "c.txt").write_bytes(b"\x7fELF\x00\x01")
    (folder / "d.txt").write_bytes(b"60 \xb0C")
    (folder / "e").symlink_to(folder)
    (folder / "old.txt").write_text("an old note")
    (folder / "x.pdf").touch()
    done = run("code", folder, folder / "none")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    kinds = [record["error"]["kind"] if "error" in record else record["note_id"] for record in records]
    assert kinds == ["empty", "too-large", "binary", "d", "link-loop", "date-not-covered", "s001", "s002", "missing"]
    assert done.exit_code == 1
    assert "6 failed" in done.stderr
    assert "passed over, as no notes: 1 .pdf" in done.stderr


def test_several_jobs_are_asked_for(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(batch, "_in_pool", lambda inputs, settings, jobs: asked.append(jobs) or iter(()))
    run("code", folder, "--jobs", 2)
    assert asked == [2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("code",),
        ("code", ".", "--format", "xml"),
        ("code", ".", "--jobs", "0"),
        ("code", ".", "--date-of-service", "March"),
        ("code", ".", "--rulebook", "/nowhere"),
        ("rules", "diff", "2019-12-31"),
        ("rules", "diff", "1999-12-31", "2020-01-01"),
        ("code", ".", "--output", "/nowhere/at/all.csv"),
        ("evaluate", "/nowhere"),
        ("evaluate", ".", "--held-out", "--tuning"),
        ("evaluate", "annotated_notes", "--perturb", "sandstorm"),
        ("evaluate", "annotated_notes", "--perturb", "all", "--second-reader", "."),
        ("explain",),
        ("fly",),
    ],
)
def test_what_cannot_run_says_so_with_status_2(run: Any, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr
    assert "Traceback" not in done.output


def test_explain_shows_the_note_and_its_codes(run: Any, folder: Path) -> None:
    done = run("explain", folder / "s001.txt")
    assert done.exit_code == 0
    assert "[technique: cryoprobe]" in done.stdout
    assert "0442T-LT" in done.stdout


def test_explain_writes_a_page(run: Any, folder: Path) -> None:
    page = folder / "s001.html"
    assert run("explain", folder / "s001.txt", "--html", page).exit_code == 0
    assert "<mark" in page.read_text("utf-8")


def test_explain_finds_a_note_in_a_file_of_several(run: Any, folder: Path) -> None:
    rows = folder / "many.jsonl"
    rows.write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in (("a", "b"), ("c", TEXT))))
    assert "0442T-LT" in run("explain", rows, "--id", "c").stdout
    assert run("explain", rows, "--id", "z").exit_code == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no such file"), (b"", "empty"), (b"an old note", "not covered"), (b"fault", "please report")],
)
def test_explain_names_what_is_wrong_with_the_note(run: Any, folder: Path, content: bytes | None, said: str) -> None:
    path = folder / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    done = run("explain", path)
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stdout == ""


def test_the_rulebook_is_listed_shown_and_compared(run: Any) -> None:
    listed = run("rules", "list", "--date", "2019-06-01")
    assert "genicular-before-2020" in listed.stdout
    assert "genicular-before-2020" not in run("rules", "list", "--date", "2020-06-01").stdout
    assert run("rules", "list", "--format", "csv").stdout.startswith("id,policy,")
    assert run("rules", "list", "--format", "markdown").stdout.startswith("# The rulebook")
    assert "common coding knowledge" in run("rules", "show", "genicular-before-2020").stdout
    assert "code 64624 begins" in run("rules", "diff", "2019-12-31", "2020-01-01").stdout
    unknown = run("rules", "show", "genicular")
    assert unknown.exit_code == 2
    assert "genicular-complete" in unknown.stderr


def test_a_payer_brings_its_own_rules_only(run: Any) -> None:
    payers = {
        row["payer"]
        for row in csv.DictReader(run("rules", "list", "--payer", "CGS", "--format", "csv").stdout.splitlines())
    }
    assert payers == {"", "cgs"}


def test_a_rulebook_with_a_fault_is_refused_and_one_with_a_flaw_is_named(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "knowledge"
    shutil.copytree(ROOT / "extractor" / "knowledge", own)
    assert _real("rules", "check", "--rulebook", own).exit_code == 0
    nerves = own / "lexicon" / "nerves.yaml"
    nerves.write_text(nerves.read_text("utf-8") + "\n- {id: spare, kind: nerve, terms: [genicular]}\n", "utf-8")
    flawed = _real("rules", "check", "--rulebook", own)
    assert flawed.exit_code == 1
    assert "spare" in flawed.stdout
    (own / "codes.yaml").write_text("- {id: 64640, colour: red}\n")
    assert _real("rules", "check", "--rulebook", own).exit_code == 2
    assert _real("code", folder, "--rulebook", own).exit_code == 2


def test_a_comparison_names_the_notes_that_change(folder: Path) -> None:
    note = folder / "knee.txt"
    note.write_text("Radiofrequency ablation of the left genicular nerves was performed under fluoroscopy at 80 C.")
    done = _real("rules", "diff", "2019-12-31", "2020-01-01", note, folder / "none")
    assert "knee: 64640" in done.stdout
    assert done.exit_code == 1


@pytest.fixture
def annotated(folder: Path) -> Path:
    gold = (
        "id: {id}\nstratum: offtopic\ndate_of_service: null\npayer: null\nprocedures: []\ncodes: []\nalternates: []\n"
        "gaps: []\nno_code_reason: {reason}\nreview: false\nwhy: Own test.\n"
    )
    for note_id, reason in (("k1", "block-only"), ("k3", "planned"), ("k6", "negated")):
        (folder / f"{note_id}.txt").write_text("quiet")
        (folder / f"{note_id}.yaml").write_text(gold.format(id=note_id, reason=reason))
    return folder


def test_evaluate_prints_scores_or_json(run: Any, annotated: Path) -> None:
    assert "whole notes exact" in run("evaluate", annotated).stdout
    parts = json.loads(run("evaluate", annotated, "--json").stdout)["parts"]
    assert [parts[name]["notes"] for name in ("all", "tuning", "held-out")] == [3, 2, 1]


def test_errors_of_held_out_notes_are_shown_only_when_asked_for(run: Any, annotated: Path) -> None:
    tuning, held_out = run("evaluate", annotated, "--errors"), run("evaluate", annotated, "--errors", "--held-out")
    assert "k3" in tuning.stdout
    assert "k6" not in tuning.stdout
    assert "k6" in held_out.stdout
    assert "k3" not in held_out.stdout


def test_evaluate_scores_a_second_reader(run: Any, annotated: Path, tmp_path: Path) -> None:
    done = run("evaluate", annotated, "--second-reader", annotated, "--json")
    assert json.loads(done.stdout)["parts"]["all"]["measures"]["no_code_reason"]["f1"] == 1.0
    (annotated / "agreement.json").write_text(done.stdout)
    assert "second reader" in run("evaluate", annotated).stdout


def test_evaluate_shows_how_far_scores_fall_under_noise(run: Any, annotated: Path) -> None:
    table = run("evaluate", annotated, "--perturb", "typos-2", "--perturb", "upper-case").stdout
    assert "Whole notes: 3" in table
    assert "lower-case" not in table
    whole = json.loads(run("evaluate", annotated, "--perturb", "all", "--tuning", "--json").stdout)
    assert whole["notes"] == 2
    assert whole["perturbations"]["upper-case"]["altered"] == 2
    assert len(whole["perturbations"]) > 10
    assert "upper-case: 0 of 2 notes lost" in run("evaluate", annotated, "--perturb", "upper-case", "--errors").stdout


def test_no_message_and_no_traceback_quotes_the_note(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fault(record: object, text: str, out: object, glossary: object) -> None:
        raise ValueError(text)

    monkeypatch.setattr("extractor.outputs.explain.write", fault)
    monkeypatch.setattr(sys, "argv", ["neurolysis", "explain", str(folder / "s001.txt")])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert "ValueError: a fault of the program" in said
    assert "intercostal" not in said


def test_every_command_and_every_option_is_documented() -> None:
    text = " ".join(page.read_text("utf-8") for page in DOCS)
    for name, command in commands(typer.main.get_command(cli.app), "neurolysis"):
        assert command.help, name
        assert re.search(rf"^#+ {name}\b", text, re.MULTILINE), name
        options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        assert {option for option in options - {"--help"} if f"`{option}" not in text} == set(), name


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    for child, found in getattr(command, "commands", {}).items():
        yield from commands(found, f"{name} {child}") if hasattr(found, "commands") else [(f"{name} {child}", found)]


@pytest.mark.parametrize("words", [[], ["code"], ["explain"], ["evaluate"], ["spans"], ["rules"], ["rules", "list"]])
def test_help_answers_without_reading_a_note(words: list[str]) -> None:
    script = (
        f"import sys; from extractor import cli; sys.argv[1:] = {[*words, '--help']}; cli.app(standalone_mode=False)"
    )
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", script], capture_output=True, text=True)
    assert "Usage" in done.stdout
    assert not re.search(r"\|\s+(spacy|numpy|sklearn|jinja2|yaml)$", done.stderr, re.MULTILINE)
