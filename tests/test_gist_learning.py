"""The gist is learned from the words of notes whose gist is known."""

from __future__ import annotations

from extractor.facts import NoCodeReason
from extractor.gist import TREATED, Gists
from extractor.gist_learning import Sample, learn
from extractor.policy import strict_yaml
from extractor.regression import written

# Enough different words that a text has a gist.
PADDING = " ".join(f"{first}{second}x" for first in "abcdef" for second in "ghijklmnop")
SAMPLES: list[Sample] = [
    (f"{PADDING} {words}", told)
    for words, told in [
        ("the nerve was frozen", TREATED),
        ("next month the nerve will be frozen", NoCodeReason.PLANNED.value),
        ("years ago the nerve had been frozen", NoCodeReason.HISTORICAL.value),
    ]
    for _ in range(8)
]


def test_what_was_learned_tells_the_gist_of_another_note() -> None:
    gists = Gists(strict_yaml.parse(written(learn(SAMPLES)), "gist.yaml"))
    done, meant = gists(f"{PADDING} it was frozen"), gists(f"{PADDING} next week it will be frozen")
    assert done is not None
    assert meant is not None
    assert done.treated > 0.6 > 0.4 > meant.treated
    assert meant.reason is NoCodeReason.PLANNED


def test_a_reason_that_no_note_gives_tells_nothing() -> None:
    assert learn(SAMPLES)[NoCodeReason.OTHER_ORGAN.value] == {"always": 0.0}


def test_words_of_fewer_than_three_notes_are_left_out() -> None:
    learned = learn([*SAMPLES, (f"{PADDING} seldom", TREATED)])
    assert "seldom" not in learned[TREATED]
    assert "next" in learned[TREATED]


def test_the_same_notes_give_the_same_bytes() -> None:
    assert written(learn(SAMPLES)) == written(learn(SAMPLES))
