"""The gist overrules what was read where the whole note speaks against it, and no less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.facts import NoCodeReason, Note, Procedure, Status, Technique
from extractor.flow import Coder
from extractor.gist import TREATED, Gist, Gists
from extractor.rulebook import Rulebook
from extractor.vocabulary import ALWAYS

DONE = Procedure(technique=Technique.CRYO, nerve="sural")
MEANT = replace(DONE, status=Status.PLANNED)
# Sixty words that no table knows.
PADDING = " ".join(f"{first}{second}x" for first in "abcdef" for second in "ghijklmnop")


def gist(treated: float, reason: NoCodeReason = NoCodeReason.PLANNED, share: float = 0.9) -> Gist:
    return Gist(treated, reason, share)


def tables() -> dict[str, str]:
    return {
        TREATED: f"-1 {ALWAYS}\n3 froze\n-2 next\n",
        NoCodeReason.PLANNED.value: f"0 {ALWAYS}\n2 next\n",
        NoCodeReason.HISTORICAL.value: f"0 {ALWAYS}\n0.1 last\n",
    }


def test_words_tell_the_gist_whatever_their_case_and_number() -> None:
    found = Gists(tables())(f"{PADDING} FROZE froze")
    assert found is not None
    assert found.treated == pytest.approx(0.881, abs=0.001)
    assert found.tells_treatment
    assert not found.tells_none


def test_the_likeliest_reason_and_its_share() -> None:
    found = Gists(tables())(f"{PADDING} next")
    assert found is not None
    assert (found.tells_none, found.likely_reason) == (True, NoCodeReason.PLANNED)
    assert found.share == pytest.approx(0.881, abs=0.001)
    assert gist(0.5, share=0.4).likely_reason is None
    assert gist(0.1, share=0.4).likely_reason is NoCodeReason.PLANNED


def test_a_few_words_have_no_gist() -> None:
    assert Gists(tables())("Next week.") is None


@pytest.mark.parametrize("status", [Status.PERFORMED, Status.ABORTED])
def test_what_was_read_against_the_gist_is_withdrawn_and_said(status: Status) -> None:
    read = [replace(DONE, status=status)]
    assert [item.status for item in gist(0.1).settled(read)] == [Status.PLANNED]
    assert gist(0.1, NoCodeReason.OTHER_ORGAN).settled([*read, MEANT]) == [MEANT]
    assert "no treatment" in (gist(0.1).against(read, suspected=True) or "")


def test_a_treatment_that_was_not_read_is_said_where_a_technique_is_named() -> None:
    assert "none was read" in (gist(0.9).against([MEANT], suspected=True) or "")
    assert gist(0.9).against([], suspected=False) is None


@pytest.mark.parametrize(("treated", "read"), [(0.5, [DONE]), (0.5, [MEANT]), (0.9, [DONE]), (0.1, [MEANT])])
def test_else_nothing_is_said(treated: float, read: list[Procedure]) -> None:
    assert gist(treated).against(read, suspected=True) is None


REFERRAL = """\
Dear colleague,
Thank you for seeing this lady, whom I saw today in clinic with a year of burning pain at the outer side of her right thigh.
We discussed her options at length. She takes gabapentin, which helps little, and has stopped physiotherapy. On examination
sensation is reduced; strength and reflexes are normal. I would be grateful if you would consider her for treatment.
What I have in mind:
Cryoneurolysis of the right lateral femoral cutaneous nerve under ultrasound.
She understands the risks and benefits, would like to proceed, and will be scheduled once her insurer authorises it. I will
review her in clinic in three months. Kind regards
"""


def test_a_letter_that_proposes_supports_no_code(rulebook: Rulebook) -> None:
    report = Coder(rulebook).code(Note(id="n1", text=REFERRAL, source="n1.txt"))
    assert not report.suggestions
    assert report.no_code_reason
    assert any("tells of no treatment" in reason for reason in report.review_reasons)
