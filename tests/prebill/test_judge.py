"""Every kind of finding on claims and reports made by hand: what is told, how grave, and what is offered instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractor.facts import Gap, GapKind, NearMiss, NoCodeReason, Procedure, Report
from extractor.prebill.judge import judge
from extractor.rulebook import Rulebook
from tests.prebill.claims import PROOF, bench, done, findings, line, lines, report, told

FACET = done("radiofrequency", "facet-lumbar", levels=("L3", "L4", "L5"), side="right", imaging=["fluoroscopy"])
PULSED = done("pulsed", "lesser-occipital", side="left")
FROZEN = done("cryo", "sural", side="left")
GUIDED = done("radiofrequency", "saphenous", side="left", imaging=["ultrasound"])


def test_a_line_as_the_note_has_it_is_supported_with_its_guideline_and_evidence(rulebook: Rulebook) -> None:
    (found,) = findings(rulebook, lines("64640-LT"), report(["64640-LT"], [GUIDED]))
    assert told([found]) == {("1", "supported", "inform")}
    assert found.guideline == "a-guideline"
    assert found.sources == ("cpt-code-set",)
    assert found.evidence == (PROOF,)
    assert found.record() == {
        "schema": "1",
        "claim_id": "C1",
        "line": "1",
        "note_id": "n1",
        "kind": "supported",
        "severity": "inform",
        "code": "64640",
        "why": "The note supports 64640-LT x1. A reason.",
        "guideline": "a-guideline",
        "supported": [{"code": "64640", "units": 1, "modifiers": ["LT"]}],
        "evidence": [PROOF.record()],
        "amount": None,
    }


def test_a_supported_line_with_an_open_question_is_warned_about(rulebook: Rulebook) -> None:
    gap = Gap(kind=GapKind.TEMPERATURE, procedure=0, question="With what settings?")
    (found,) = findings(rulebook, lines("64635-RT"), report(["64635-RT"], [FACET], gaps=[gap]))
    assert told([found]) == {("1", "supported", "warn")}
    assert "With what settings?" in found.why


@pytest.mark.parametrize(
    ("carried", "why"),
    [
        (report([], no_code_reason=NoCodeReason.BLOCK_ONLY), "Block only."),
        (
            report([], gaps=[Gap(kind=GapKind.TECHNIQUE, procedure=None, question="Which technique?")]),
            "Which technique?",
        ),
        (report(["64624-LT"], near_misses=(NearMiss(code="64640", blocked_by="the knee"),)), "The knee."),
        (report(["64624-LT"]), "It carries 64624-LT x1."),
    ],
)
def test_a_line_that_the_note_does_not_carry_says_why(rulebook: Rulebook, carried: Report, why: str) -> None:
    (found, *_) = findings(rulebook, lines("64640-LT"), carried)
    assert told([found]) == {("1", "unsupported", "hold")}
    assert why in found.why


def test_what_could_be_billed_instead_is_offered_and_not_called_missed(rulebook: Rulebook) -> None:
    found = findings(rulebook, lines("64640-LT x3"), report(["64624-LT"]))
    assert told(found) == {("1", "unsupported", "hold")}
    assert [item.words for item in found[0].supported] == ["64624-LT x1"]


def test_what_nobody_billed_is_missed_once_and_not_where_another_claim_bills_it(rulebook: Rulebook) -> None:
    carried = report(["64635-RT", "64636-RT"], [FACET])
    assert told(findings(rulebook, lines("64635-RT"), carried)) == {
        ("1", "supported", "inform"),
        (None, "missed", "warn"),
    }
    assert len(findings(rulebook, lines("64635-RT"), carried, elsewhere=["64636"])) == 1
    second = replace(bench(rulebook, lines("64635-RT"), carried), first=False)
    assert len(list(judge(second))) == 1


@pytest.mark.parametrize("code", ["64640-LT", "64633-LT", "64624-LT"])
def test_a_destruction_code_for_a_pulsed_lesion_is_the_wrong_technique(rulebook: Rulebook, code: str) -> None:
    found = findings(rulebook, lines(code), report(["64999"], [PULSED]))
    assert told(found) == {("1", "wrong-technique", "hold")}
    assert [item.words for item in found[0].supported] == ["64999 x1"]
    assert found[0].sources == ("cpt-assistant-2019-64640",)


def test_pulsed_as_the_unlisted_code_is_right(rulebook: Rulebook) -> None:
    assert told(findings(rulebook, lines("64999"), report(["64999"], [PULSED]))) == {("1", "supported", "inform")}


def test_the_unlisted_code_for_cryoneurolysis_is_rescinded_advice_from_2019(rulebook: Rulebook) -> None:
    last, first = date(2018, 12, 31), date(2019, 1, 1)
    before = findings(rulebook, lines("64999", date_of_service=last), report(["64999"], [FROZEN], day=last))
    after = findings(rulebook, lines("64999", date_of_service=first), report(["64640-LT"], [FROZEN], day=first))
    assert told(before) == {("1", "supported", "inform")}
    assert told(after) == {("1", "rescinded-advice", "hold")}
    assert [item.words for item in after[0].supported] == ["64640-LT x1"]


def test_the_unlisted_code_beside_another_technique_is_only_unsupported(rulebook: Rulebook) -> None:
    assert told(findings(rulebook, lines("64999"), report(["64640-LT"], [GUIDED]))) == {("1", "unsupported", "hold")}


@pytest.mark.parametrize("code", ["20552", "20610-LT", "64450-LT", "64493-RT", "62323", "27096-RT", "96372"])
def test_injections_and_blocks_belong_to_the_treatment(rulebook: Rulebook, code: str) -> None:
    found = findings(rulebook, lines("64635-RT", "64636-RT", code), report(["64635-RT", "64636-RT"], [FACET]))
    assert ("3", "bundled", "hold") in told(found)


def test_a_modifier_that_calls_the_injection_distinct_softens_the_finding(rulebook: Rulebook) -> None:
    found = findings(rulebook, lines("64640-LT", "20552-59"), report(["64640-LT"], [GUIDED]))
    assert ("2", "bundled", "warn") in told(found)


def test_imaging_is_bundled_where_it_was_used_and_unsupported_where_it_was_not(rulebook: Rulebook) -> None:
    carried = report(["64635-RT", "64636-RT"], [FACET])
    found = findings(rulebook, lines("64635-RT", "64636-RT", "77003", "76942"), carried)
    assert {("3", "bundled", "hold"), ("4", "unsupported", "hold")} < told(found)


def test_ultrasound_without_a_kept_image_is_unsupported_and_says_so(rulebook: Rulebook) -> None:
    gap = Gap(kind=GapKind.IMAGE_NOT_SAVED, procedure=0, question="What became of the images?")
    found = findings(rulebook, lines("64640-LT", "76942"), report(["64640-LT"], [GUIDED], gaps=[gap]))
    second = next(item for item in found if item.line == "2")
    assert second.kind.value == "unsupported"
    assert "image" in second.why


def test_a_defensible_alternate_is_accepted_with_its_own_guidance(rulebook: Rulebook) -> None:
    guided = done("cryo", "sural", side="left", imaging=["ultrasound"], image_saved=True)
    carried = report(["0441T"], [guided], alternates=["64640"])
    assert told(findings(rulebook, lines("64640-LT", "76942"), carried)) == {
        ("1", "supported", "warn"),
        ("2", "supported", "warn"),
    }
    assert ("1", "wrong-units", "hold") in told(findings(rulebook, lines("64640-LT x2"), carried))


def test_guidance_beside_the_first_choice_stays_bundled(rulebook: Rulebook) -> None:
    guided = done("cryo", "sural", side="left", imaging=["ultrasound"], image_saved=True)
    carried = report(["0441T"], [guided], alternates=["64640"])
    assert ("2", "bundled", "hold") in told(findings(rulebook, lines("0441T", "76942"), carried))


@pytest.mark.parametrize(("code", "day"), [("64624-LT", date(2019, 12, 31)), ("64628", date(2021, 12, 31))])
def test_a_code_before_its_first_day_is_not_in_force(rulebook: Rulebook, code: str, day: date) -> None:
    found = findings(rulebook, lines(code, date_of_service=day), report(["64640-LT"], [GUIDED], day=day))
    assert told(found) == {("1", "not-in-force", "hold")}
    without_note = findings(rulebook, lines(code, date_of_service=day))
    assert told(without_note) == {("1", "not-in-force", "hold")}


@pytest.mark.parametrize(
    ("levels", "carried", "billed"),
    [
        (("L3", "L4", "L5"), ["64635-RT", "64636-RT"], ["64635-RT", "64636-RT x2"]),
        (("L4-L5", "L5-S1"), ["64635-RT", "64636-RT"], ["64635-RT", "64636-RT x2"]),
        (("L4", "L5"), ["64635-RT"], ["64635-RT", "64636-RT"]),
        (("L3", "L4", "L5"), ["64635-50", "64636-50"], ["64635-50", "64636-50 x2"]),
    ],
)
def test_nerves_counted_as_joints(
    rulebook: Rulebook, levels: tuple[str, ...], carried: list[str], billed: list[str]
) -> None:
    facet: Procedure = replace(FACET, levels=levels)
    found = findings(rulebook, lines(*billed), report(carried, [facet]))
    assert told(found) == {("1", "supported", "inform"), ("2", "nerves-counted-as-joints", "hold")}
    assert [item.words for item in found[-1].supported] == [f"{words} x1" for words in carried]


def test_other_wrong_counts_of_joints_are_wrong_units(rulebook: Rulebook) -> None:
    found = findings(rulebook, lines("64635-RT", "64636-RT x4"), report(["64635-RT", "64636-RT"], [FACET]))
    assert ("2", "wrong-units", "hold") in told(found)


def test_under_a_payers_own_rules_the_base_code_is_payer_policy(rulebook: Rulebook) -> None:
    own, base = report(["0441T"], [FROZEN], payer="cgs"), report(["64640-LT"], [FROZEN])
    found = findings(rulebook, lines("64640-LT"), own, base=[base], payer="cgs")
    assert told(found) == {("1", "payer-policy", "hold")}
    assert [item.words for item in found[0].supported] == ["0441T x1"]
    assert "cgs" in found[0].why


def test_what_neither_policy_carries_stays_unsupported_under_a_payer(rulebook: Rulebook) -> None:
    own, base = report(["0441T"], [FROZEN], payer="cgs"), report(["64640-LT"], [FROZEN])
    assert ("1", "unsupported", "hold") in told(findings(rulebook, lines("64681"), own, base=[base], payer="cgs"))


def test_a_note_of_another_day_carries_nothing(rulebook: Rulebook) -> None:
    (found,) = findings(rulebook, lines("64640-LT"), report(["64640-LT"], [GUIDED], day=date(2024, 3, 3)))
    assert told([found]) == {("1", "unsupported", "hold")}
    assert "2024-03-03" in found.why


def test_without_a_note_the_line_is_held(rulebook: Rulebook) -> None:
    (found,) = findings(rulebook, [line("64640-LT")])
    assert told([found]) == {("1", "no-note", "hold")}
    assert found.note_id is None


def test_a_reduced_service_is_billed_as_such(rulebook: Rulebook) -> None:
    short = report(["64624-52-LT"], [done("radiofrequency", "genicular", side="left")])
    assert told(findings(rulebook, lines("64624-LT"), short)) == {("1", "unsupported", "hold")}
    assert told(findings(rulebook, lines("64624-LT-52"), short)) == {("1", "supported", "inform")}
    whole = report(["64624-LT"], [done("radiofrequency", "genicular", side="left")])
    assert told(findings(rulebook, lines("64624-52-LT"), whole)) == {("1", "supported", "warn")}


def test_a_reduced_knee_beside_a_whole_one(rulebook: Rulebook) -> None:
    knees = report(["64624-RT", "64624-52-LT"])
    assert {item.kind.value for item in findings(rulebook, lines("64624-RT", "64624-52-LT"), knees)} == {"supported"}
    found = findings(rulebook, lines("64624-RT", "64624-LT"), knees)
    assert ("2", "unsupported", "hold") in told(found)
