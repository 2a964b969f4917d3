"""The progress bar: nothing for short runs, and never in the way of the records."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from extractor.outputs import progress
from tests.samples import RECORDS


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    out = io.StringIO()
    monkeypatch.setattr(progress, "Console", lambda stderr: Console(file=out, force_terminal=True, width=80))
    return out


def passed_through(paths: list[Path]) -> list[object]:
    with progress.bar(paths) as advance:
        return list(advance(RECORDS))


def test_a_short_run_draws_nothing(screen: io.StringIO, tmp_path: Path) -> None:
    assert passed_through([tmp_path]) == RECORDS
    assert screen.getvalue() == ""


def test_a_long_run_shows_how_many_of_how_many(
    screen: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).touch()
    assert passed_through([tmp_path]) == RECORDS
    assert "3/3" in screen.getvalue()


def test_the_total_is_open_where_a_file_holds_many(
    screen: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    (tmp_path / "many.jsonl").touch()
    assert passed_through([tmp_path]) == RECORDS
    assert "3/?" in screen.getvalue()
