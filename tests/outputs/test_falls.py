"""Falls and lost notes for the terminal."""

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

from extractor import robustness
from extractor.evaluation import Comparison
from extractor.facts import Note
from extractor.gold import Gold, Reading, Stratum
from extractor.outputs import falls
from extractor.robustness import Trial

RIGHT = Reading(date_of_service="2024-03-02", lines=Counter([("64640", 2, ("LT",))]))
WRONG = replace(RIGHT, lines=Counter([("64640", 1, ("LT",))]))


def trial(kind: str | None, **found: tuple[str, Reading]) -> Trial:
    golds = {
        name: Gold(
            id=name, path=Path(name), stratum=Stratum.MESSY, payer=None, reading=RIGHT, evidence=(), why="Row 3."
        )
        for name in found
    }
    return Trial(
        kind=kind,
        notes=tuple(Note(id=name, text=text, source=name) for name, (text, _) in found.items()),
        comparisons=tuple(Comparison(gold=golds[name], found=reading) for name, (_, reading) in found.items()),
    )


PLAIN = trial(None, k1=("The left sural nerve.", RIGHT), k2=("The right one.", RIGHT))
NOISE = trial("typos-5", k1=("The left surral nerve.", WRONG), k2=("The rigth one.", RIGHT))


def test_each_perturbation_shows_how_far_it_falls() -> None:
    out = io.StringIO()
    falls.write(robustness.summary([PLAIN, NOISE]), out)
    rows = {line.split()[0]: line.split()[1:] for line in out.getvalue().splitlines() if line.strip()}
    assert "Whole notes: 2" in out.getvalue()
    assert rows["typos-5"] == ["-", "-", "-", "-", "-", "-", "0.0", "50.0"]
    assert ["typos-5", "2", "1", "50.0", "50.0", "1", "0", "0"] in [
        line.split() for line in out.getvalue().splitlines()
    ]


def test_lost_notes_come_with_the_words_that_cost_them() -> None:
    out = io.StringIO()
    falls.write_errors([PLAIN, NOISE], out)
    text = out.getvalue()
    assert "typos-5: 1 of 2 notes lost" in text
    assert "expected  64640-LT x2" in text
    assert "found     64640-LT x1" in text
    assert "noise     sural → surral" in text
    assert "rigth" not in text


def test_a_change_of_nearly_every_word_is_not_written_out() -> None:
    many = " ".join(f"w{at} same" for at in range(60))
    out = io.StringIO()
    falls.write_errors([trial(None, k1=(many, RIGHT)), trial("upper-case", k1=(many.replace("w", "W"), WRONG))], out)
    assert "k1" in out.getvalue()
    assert "noise" not in out.getvalue()
