"""Records in words."""

from dataclasses import replace

import pytest

from extractor.facts import Gap, GapKind, NoCodeReason
from extractor.outputs import words
from tests.samples import DONE, NOTHING, REPORT


def test_a_procedure_is_one_line() -> None:
    full = replace(DONE, image_saved=True, temperature_c=-60.0, agent="nitrous-oxide").record()
    assert words.procedure(full) == (
        "cryo of intercostal T5, T6; left; ultrasound, image saved; percutaneous; -60 \u00b0C; nitrous oxide"
    )
    bare = replace(DONE, nerve=None, levels=(), laterality=None, imaging=()).record()
    assert words.procedure(bare) == "cryo of a nerve not named; percutaneous"


def test_a_code_carries_its_modifiers() -> None:
    assert words.line(REPORT.record()["suggestions"][0]) == "0442T-LT"


@pytest.mark.parametrize("reason", list(NoCodeReason))
def test_every_reason_for_no_code_has_words(reason: NoCodeReason) -> None:
    said = words.why_no_code(replace(NOTHING, no_code_reason=reason).record())
    assert said == words.NO_CODE[reason.value]


def test_gaps_stand_for_the_reason_and_a_code_needs_none() -> None:
    gap = Gap(kind=GapKind.NERVE, procedure=None, question="?")
    record = replace(NOTHING, no_code_reason=None, gaps=(gap, gap)).record()
    assert words.why_no_code(record) == "not documented well enough: nerve not documented"
    assert words.why_no_code(REPORT.record()) == ""


def test_quotes_are_the_first_words_that_a_line_rests_on() -> None:
    record = REPORT.record()
    line = record["suggestions"][0]
    assert words.quotes(line, record) == (
        "\u201cultrasound\u201d, \u201ccryoprobe\u201d, \u201cleft\u201d, \u201cT5 intercostal nerve\u201d, \u201cT5\u201d, \u201cT6\u201d"
    )
    record["procedures"][0]["evidence"] += [{"text": f"word\n{n}", "start": 500 + n} for n in range(3)]
    assert words.quotes(line, record).endswith("\u201cT6\u201d and 3 more")


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert words.shown("a\x1b[31mb\r\nc\td\re\x07") == "a\ufffd[31mb\nc\td\ne\ufffd"
