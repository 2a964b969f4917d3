"""The tables and the figure of risk against coverage, and the card as a page."""

import io
import sys
from pathlib import Path

import pytest

from extractor import risk_coverage
from extractor.errors import NeurolysisError
from extractor.outputs import model_card
from extractor.outputs import risk_coverage as output
from extractor.risk_coverage import Trial

TRIALS = [
    Trial(
        id=f"n{n}",
        fold=n % 3,
        stratum="clean",
        unseen=n % 2 == 0,
        due=True,
        held=n % 7 == 0,
        right=n % 5 != 0,
        confidence=0.5 + n / 100,
    )
    for n in range(40)
]
SUMMARY = risk_coverage.summary(TRIALS, TRIALS)


def test_the_tables_show_shares_intervals_and_counts() -> None:
    out = io.StringIO()
    output.write(SUMMARY, out)
    text = out.getvalue()
    row = SUMMARY["lines"]["all"][0]["right"]
    assert f"{row['part']} of {row['of']}" in text
    assert "Burns 2020" in text
    assert "notes that the rules were made without" in text


@pytest.mark.parametrize(("name", "start"), [("curve.png", b"\x89PNG"), ("curve.svg", b"<?xml")])
def test_the_figure_is_png_or_svg(tmp_path: Path, name: str, start: bytes) -> None:
    output.plot(TRIALS, TRIALS, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NeurolysisError, match=r"\.png or \.svg"):
        output.plot(TRIALS, TRIALS, tmp_path / "curve.pdf")


def test_a_figure_without_matplotlib_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(NeurolysisError, match=r"neurolysis\[plot\]"):
        output.plot(TRIALS, TRIALS, tmp_path / "curve.png")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(NeurolysisError, match="cannot write"):
        output.plot(TRIALS, TRIALS, tmp_path / "nowhere" / "curve.png")


def test_the_page_of_the_card_shows_what_is_measured() -> None:
    data = {"notes": 40, "authors": 3, "unseen_by_the_rules": 20, "line_evidence": 17, "hash": "sha256:0"}
    card = {
        "use": "To decide.",
        "limits": ["Few notes."],
        "versions": {"numpy": "2"},
        "rulebook": "sha256:1",
        "data": data,
        "scores": SUMMARY | {"contradictions_that_were_wrong": risk_coverage.Share(1, 2).record()},
    }
    page = model_card.markdown(card)
    assert "| line for 99% | - | 0.0 %" in page
    assert "- Few notes." in page
    assert page.count("## Passing without review") == 2
