"""One note explained on the terminal."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from extractor.facts import Report
from extractor.outputs import explain
from tests.samples import NOTHING, REPORT, TEXT


def plain(report: Report, text: str = TEXT) -> str:
    out = io.StringIO()
    explain.write(report.record(), text, out)
    return out.getvalue()


def test_evidence_is_named_where_there_is_no_colour() -> None:
    text = plain(REPORT)
    for words in ("[technique: cryoprobe]", "[imaging: ultrasound]", "[side: left]", "[levels: T6]"):
        assert words in text


def test_evidence_is_coloured_and_in_the_legend_where_there_is_colour() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=100)
    console.print(explain.explained(REPORT.record(), TEXT, {}, coloured=True))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[30;48;2;255;179;167mcryoprobe" in text
    assert "\x1b[3;4mpulsed radiofrequency" in text
    assert "not done in this encounter" in text


@pytest.mark.parametrize(
    "words",
    [
        *(
            "0442T-LT \u00d72",
            "T5 + T6 = 2 nerves",
            "A trunk nerve was frozen",
            "or 64620: the code of the nerve itself",
        ),
        *("rule cryo-imaged-trunk", "source: own-test", "confidence 93%", "64640  the nerve is named"),
        *("76942  Ultrasound is included.", "?  Was an image kept?", "(mue exceeded)", "two codes are defensible"),
        *("1.  cryo of intercostal T5, T6", "performed", "historical", "date of service 2024-05-03"),
    ],
)
def test_everything_that_is_said_of_the_note_is_shown(words: str) -> None:
    assert words in plain(REPORT)


def test_a_note_without_codes_says_why_and_shows_no_empty_headings() -> None:
    text = plain(NOTHING)
    assert "none  only a block or an injection was done" in text
    assert "nothing here asks for one" in text
    for heading in ("Why not", "Findings", "Questions", "Not reported"):
        assert heading not in text


def test_the_note_is_shown_whole_and_safely() -> None:
    text = plain(replace(NOTHING, note_id="x"), "one\r\n[bold]two\x1b[2J three")
    assert "[bold]two\ufffd[2J three" in text
    assert "\x1b" not in text
