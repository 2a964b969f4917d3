"""``train``, and ``code`` with the models it leaves."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from tests import reviewed_notes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviewed_notes.write(tmp_path_factory.mktemp("notes") / "notes")


@pytest.fixture(scope="module")
def models(folder: Path) -> Path:
    place = folder.parent / "models"
    done = CliRunner().invoke(app, ["train", str(folder), "--models", str(place), "--force"])
    assert done.exit_code == 0, done.stderr
    assert "learned from 36 notes of 3 authors" in done.stderr
    assert "Brier score" in done.stdout
    return place


def coded(folder: Path, *options: str) -> tuple[list[dict[str, object]], str]:
    done = CliRunner().invoke(app, ["code", str(folder), "--format", "jsonl", *options])
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_at_the_default_target_few_notes_let_nothing_pass(folder: Path, models: Path) -> None:
    records, said = coded(folder, "--models", str(models))
    assert all(record["review"] for record in records)
    assert "no note passes without review" in said


def test_a_lower_target_lets_sure_notes_pass(folder: Path, models: Path) -> None:
    records, said = coded(folder, "--models", str(models), "--target-precision", "0.8")
    assert any(not record["review"] for record in records)
    assert "notes pass without review from" in said


def test_without_models_the_rules_judge_alone_and_it_is_said(folder: Path) -> None:
    records, said = coded(folder, "--rules-alone")
    assert not any(record["review"] for record in records)
    lines = [line for record in records for line in record["suggestions"]]  # type: ignore[attr-defined]
    assert {line["confidence"] for line in lines} == {None}
    assert "no model: the rules alone judge" in said


def test_models_that_were_changed_are_refused(folder: Path, models: Path, tmp_path: Path) -> None:
    for path in models.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "confidence.json").write_text("{}")
    done = CliRunner().invoke(app, ["code", str(folder), "--models", str(tmp_path)])
    assert done.exit_code == 2
    assert "confidence.json is not what its card describes" in done.stderr


def test_risk_coverage_is_printed_and_plotted(folder: Path, models: Path, tmp_path: Path) -> None:
    figures = [str(tmp_path / name) for name in ("curve.svg", "curve.png")]
    asked = [
        "evaluate",
        str(folder),
        "--risk-coverage",
        "--models",
        str(models),
        "--plot",
        figures[0],
        "--plot",
        figures[1],
    ]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.stderr
    assert "line for 99%" in done.stdout
    assert "learned without each author's notes" in done.stderr
    assert all(Path(figure).stat().st_size > 1000 for figure in figures)
