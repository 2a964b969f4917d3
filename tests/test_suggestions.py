"""From facts to report lines: sides, units, merging, guidance, gaps, reasons; no note is read here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from extractor.advice.lines import brief
from extractor.facts import FindingKind, GapKind
from extractor.rulebook import Rulebook
from extractor.suggestions import Advice, suggest
from tests.procedures_for_tests import mention, procedure

DAY = date(2024, 3, 2)
RF = {"technique": "radiofrequency", "temperature_c": 80}
FLUORO = {**RF, "imaging": ["fluoroscopy"]}
FACET = {**FLUORO, "nerve": "facet-lumbar"}
CRYO = {"technique": "cryo"}
PHENOL = {"technique": "chemical", "agent": "phenol"}
TOXIN = {"technique": "chemodenervation"}

Facts = dict[str, Any]
Advise = Callable[..., Advice]


@pytest.fixture
def advise(rulebook: Rulebook) -> Advise:
    def run(*facts: Facts, day: date = DAY, payer: str | None = None, mentions: Any = (), dated: bool = True) -> Advice:
        found = [procedure(rulebook, item) for item in facts]
        return suggest(found, [mention(*item) for item in mentions], rulebook.on(day, payer), dated=dated)

    return run


def lines(advice: Advice) -> list[str]:
    return [brief(line.code, line.modifiers, line.units) for line in advice.suggestions]


def gaps(advice: Advice) -> list[str]:
    return [gap.kind.value for gap in advice.gaps]


LEFT, RIGHT, BOTH = {"laterality": "left"}, {"laterality": "right"}, {"laterality": "bilateral"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # indicator 1: sides carry modifiers, equal counts 50, the rest their side
        ([{**PHENOL, "nerve": "obturator", **LEFT}], ["64640-LT"]),
        ([{**PHENOL, "nerve": "obturator", **BOTH}], ["64640-50"]),
        ([{**PHENOL, "nerve": "obturator", **BOTH}, {**PHENOL, "nerve": "femoral", **LEFT}], ["64640-50", "64640-LT"]),
        ([{**PHENOL, "nerve": "obturator", **LEFT}, {**PHENOL, "nerve": "femoral", **RIGHT}], ["64640-50"]),
        ([{**PHENOL, "nerve": "obturator", **LEFT}, {**PHENOL, "nerve": "femoral", **LEFT}], ["64640-LT x2"]),
        (
            [{**FACET, "levels": ["L3", "L4", "L5"], **LEFT}, {**FACET, "levels": ["L4", "L5"], **RIGHT}],
            ["64635-50", "64636-LT"],
        ),
        # indicator 0: each side counts where the unit is a nerve, nothing is added for a session
        ([{**CRYO, "nerve": "intercostal", "levels": ["T5", "T6"], **BOTH}], ["64620 x4"]),
        ([{**PHENOL, "nerve": "pudendal", **BOTH}], ["64630 x2"]),
        ([{**PHENOL, "nerve": "celiac-plexus", **BOTH}], ["64680"]),
        ([{**PHENOL, "nerve": "stellate", **LEFT}, {**PHENOL, "nerve": "brachial-plexus", **LEFT}], ["64999"]),
        # indicator 2: both sides are one unit
        ([{**CRYO, "nerve": "supraorbital", **BOTH}], ["64600"]),
        ([{**CRYO, "nerve": "supraorbital", **LEFT}, {**CRYO, "nerve": "infraorbital", **LEFT}], ["64600 x2"]),
        ([{**TOXIN, "nerve": "muscle:migraine", **BOTH}], ["64615"]),
        # a midline target takes no side
        ([{**TOXIN, "nerve": "muscle:anal-sphincter", **BOTH}], ["46505"]),
    ],
)
def test_sides(advise: Advise, facts: list[Facts], expected: list[str]) -> None:
    assert lines(advise(*facts)) == expected


@pytest.mark.parametrize(
    ("facts", "units"),
    [
        ([{"levels": ["T5", "T6", "T5"]}], 2),
        ([{"levels": ["T5"]}, {"levels": ["T5"]}], 1),
        ([{"levels": ["T5-T7"]}], 3),
        ([{"sites": 4}], 4),
        ([{}], 1),
        ([{}, {"levels": ["T5", "T6"]}], 2),
    ],
)
def test_distinct_nerves_are_counted(advise: Advise, facts: list[Facts], units: int) -> None:
    advice = advise(*({**CRYO, "nerve": "intercostal", **LEFT, **item} for item in facts))
    assert [line.units for line in advice.suggestions] == [units]


def test_branches_named_apart_count_apart(advise: Advise) -> None:
    branches = {**PHENOL, "nerve": "tibial", "levels": ["branch to soleus", "branch to gastrocnemius"], **LEFT}
    assert lines(advise(branches)) == ["64640-LT x2"]


def test_two_regions_have_first_joints_of_their_own(advise: Advise) -> None:
    neck = {**FLUORO, "nerve": "facet-cervical", "levels": ["C4", "C5", "C6"], **LEFT}
    back = {**FACET, "levels": ["L4", "L5"], **LEFT}
    assert lines(advise(neck, back)) == ["64633-LT", "64634-LT", "64635-LT"]
    assert lines(advise({**FACET, "levels": ["T11", "T12", "L1"], **LEFT})) == ["64633-LT", "64635-LT"]


def test_the_arithmetic_is_spelled_out(advise: Advise) -> None:
    advice = advise({**FACET, "levels": ["L3", "L4", "L5"], **RIGHT})
    assert advice.suggestions[0].arithmetic == "L3, L4 and L5 supply L4-5 and L5-S1: 2 joints: 64635-RT + 64636-RT"
    named = advise({**FACET, "levels": ["L4-L5"], **BOTH})
    assert named.suggestions[0].arithmetic == "each side: L4-5: 1 joint: 64635-50"
    ribs = advise({**CRYO, "nerve": "intercostal", "levels": ["T5", "T6"], **LEFT})
    assert ribs.suggestions[0].arithmetic == "T5 + T6 = 2 nerves: 64620 x2"


def test_the_l5_dorsal_ramus_goes_with_the_si_joint_of_its_side(advise: Advise) -> None:
    joint, ramus = {**FLUORO, "nerve": "si-joint", "levels": ["S1", "S2"]}, {**FACET, "levels": ["L5"]}
    assert lines(advise({**joint, **LEFT}, {**ramus, **LEFT})) == ["64625-LT"]
    assert lines(advise({**joint, **LEFT}, {**ramus, **LEFT}, day=date(2019, 1, 1))) == ["64640-LT x3"]
    assert lines(advise({**joint, **LEFT}, {**ramus, **RIGHT})) == ["64625-LT", "64635-RT"]
    assert lines(advise({**joint, **LEFT}, {**ramus, "levels": ["L4", "L5"], **LEFT})) == ["64625-LT", "64635-LT"]


def test_a_single_medial_branch_is_one_joint_for_a_person_to_see(advise: Advise) -> None:
    advice = advise({**FACET, "levels": ["L4"], **LEFT})
    assert lines(advice) == ["64635-LT"]
    assert advice.review
    assert advice.review_reasons == ("L4 alone makes no whole joint; one joint is counted",)


def test_levels_left_blank_are_one_joint(advise: Advise) -> None:
    advice = advise({**FACET, **LEFT})
    assert (lines(advice), gaps(advice), advice.review) == (["64635-LT"], ["levels-not-documented"], True)


def test_vertebral_bodies(advise: Advise) -> None:
    bodies = {**FLUORO, "nerve": "basivertebral"}
    assert lines(advise({**bodies, "levels": ["L5"]})) == ["64628"]
    assert lines(advise({**bodies, "levels": ["L4", "L5"]})) == ["64628"]
    assert lines(advise({**bodies, "levels": ["L3-S1"]})) == ["64628", "64629 x2"]


def test_lines_with_the_same_modifiers_merge_and_others_do_not(advise: Advise) -> None:
    knee = {**FLUORO, "nerve": "genicular"}
    three, two = ["superolateral", "superomedial", "inferomedial"], ["superolateral", "superomedial"]
    assert lines(advise({**knee, "levels": three, **RIGHT}, {**knee, "levels": two, **LEFT})) == [
        "64624-RT",
        "64624-52-LT",
    ]
    assert lines(advise({**knee, "levels": three, **RIGHT}, {**knee, "levels": three, **LEFT})) == ["64624-50"]


ARM, LEG = {**TOXIN, "nerve": "muscle:upper-limb"}, {**TOXIN, "nerve": "muscle:lower-limb"}
MANY = ["gastrocnemius", "soleus", "tibialis posterior", "flexor hallucis longus", "flexor digitorum longus"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([{**ARM, "levels": ["biceps"], **LEFT}], ["64642"]),
        ([{**ARM, "levels": ["biceps"], **BOTH}], ["64642", "64643"]),
        ([{**ARM, "levels": ["biceps"], **LEFT}, {**LEG, "levels": ["soleus"], **LEFT}], ["64642", "64643"]),
        ([{**LEG, "levels": MANY, **LEFT}], ["64644"]),
        ([{**LEG, "levels": MANY, **BOTH}], ["64644", "64645"]),
        ([{**ARM, "levels": ["biceps"], **LEFT}, {**LEG, "levels": MANY, **LEFT}], ["64644", "64643"]),
        ([{**ARM, "levels": ["biceps"], **BOTH}, {**LEG, "levels": MANY, **BOTH}], ["64644", "64645", "64643 x2"]),
    ],
)
def test_one_base_for_all_limbs(advise: Advise, facts: list[Facts], expected: list[str]) -> None:
    assert sorted(lines(advise(*facts))) == sorted(expected)


def test_guidance_of_chemodenervation_stands_once_beside_permitted_primaries(advise: Advise) -> None:
    guided = {"traits": ["stimulation-guided"]}
    both = advise({**ARM, "levels": ["biceps"], **LEFT, **guided}, {**LEG, "levels": ["soleus"], **LEFT, **guided})
    assert lines(both) == ["64642", "64643", "95873"]
    either = {"traits": ["stimulation-guided", "emg-guided"]}
    assert lines(advise({**ARM, "levels": ["biceps"], **LEFT, **either})) == ["64642", "95873"]
    larynx = advise({**TOXIN, "nerve": "muscle:larynx", **LEFT, "traits": ["emg-guided"]})
    assert lines(larynx) == ["64617-LT"]
    assert [item.code for item in larynx.not_reported] == ["95874"]


@pytest.mark.parametrize(
    ("facts", "beside", "withheld"),
    [
        ({**RF, "nerve": "sural", "imaging": ["ultrasound"], "image_saved": True}, ["76942"], []),
        ({**RF, "nerve": "sural", "imaging": ["ultrasound"]}, [], ["76942"]),
        ({**RF, "nerve": "sural", "imaging": ["fluoroscopy"]}, [], ["77002"]),
        ({**RF, "nerve": "sural", "imaging": ["ct"]}, ["77012"], []),
        ({**RF, "nerve": "sural", "imaging": ["mri"]}, ["77021"], []),
        ({**RF, "nerve": "mental", "imaging": ["fluoroscopy"]}, ["77002"], []),
        ({**RF, "nerve": "mental", "imaging": ["ultrasound"], "image_saved": True}, ["76942"], []),
        ({**RF, "nerve": "intercostal", "imaging": ["fluoroscopy"]}, [], ["77002"]),
        ({**RF, "nerve": "intercostal", "imaging": ["ultrasound"], "image_saved": True}, ["76942"], []),
        ({**CRYO, "nerve": "sural", "imaging": ["ultrasound"], "image_saved": True}, [], ["76942"]),
        ({**RF, "nerve": "stellate", "imaging": ["fluoroscopy"]}, [], ["77002"]),
        ({**FACET, "levels": ["L4", "L5"]}, [], ["77002"]),
    ],
)
def test_imaging(advise: Advise, facts: Facts, beside: list[str], withheld: list[str]) -> None:
    advice = advise({**facts, **LEFT})
    assert [line.code for line in advice.suggestions][1:] == beside
    assert [item.code for item in advice.not_reported] == withheld


def test_an_unsaved_image_is_asked_for_only_where_it_would_count(advise: Advise) -> None:
    ultrasound = {"imaging": ["ultrasound"]}
    asked = advise({**RF, "nerve": "sural", **LEFT, **ultrasound})
    assert gaps(asked) == ["image-not-saved"]
    assert not asked.review
    assert gaps(advise({**CRYO, "nerve": "sural", **LEFT, **ultrasound})) == []
    one_saved = advise(
        {**RF, "nerve": "sural", **LEFT, **ultrasound, "image_saved": True},
        {**RF, "nerve": "tibial", **LEFT, **ultrasound},
    )
    assert lines(one_saved) == ["64640-LT x2", "76942"]
    assert gaps(one_saved) == []


def test_the_thermal_code_alone_where_one_nerve_was_pulsed_too(advise: Advise) -> None:
    thermal = {**FACET, "levels": ["L3", "L4"], **LEFT}
    pulsed = {"technique": "pulsed", "nerve": "facet-lumbar", "levels": ["L3"], "temperature_c": 42, **LEFT}
    advice = advise(thermal, pulsed)
    assert lines(advice) == ["64635-LT"]
    assert "included-pulsed" in {item.guideline for item in advice.not_reported}
    assert lines(advise(thermal, {**pulsed, **RIGHT})) == ["64635-LT", "64999"]
    assert lines(advise(thermal, {**pulsed, "levels": ["L1"]})) == ["64635-LT", "64999"]


def test_pulsed_is_never_a_destruction_code(advise: Advise, rulebook: Rulebook) -> None:
    for concept in rulebook.concepts:
        if concept.kind == "nerve":
            assert lines(advise({"technique": "pulsed", "nerve": concept.id, **LEFT})) == ["64999"], concept.id


@pytest.mark.parametrize("technique", ["cryo", "chemical", "radiofrequency"])
def test_every_nerve_of_the_lexicon_has_an_answer(advise: Advise, rulebook: Rulebook, technique: str) -> None:
    for concept in rulebook.concepts:
        if concept.kind == "nerve":
            advice = advise({"technique": technique, "agent": "phenol", "nerve": concept.id, **LEFT})
            assert advice.suggestions or advice.gaps, concept.id


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"technique": "unspecified", "nerve": "sural"}, ["technique-not-documented"]),
        ({**CRYO, "nerve": None}, ["nerve-not-documented"]),
        ({"technique": "unspecified", "nerve": None}, ["technique-not-documented", "nerve-not-documented"]),
        ({**CRYO, "nerve": "sural", "status": "aborted"}, ["procedure-aborted"]),
        ({**PHENOL, "nerve": "muscle:lower-limb"}, ["nerve-not-documented"]),
        ({**TOXIN, "nerve": "sural"}, ["muscles-not-documented"]),
        ({**CRYO, "nerve": "intercostal", "approach": "open"}, ["included-in-surgery"]),
    ],
)
def test_gaps_that_leave_no_code(advise: Advise, facts: Facts, kinds: list[str]) -> None:
    advice = advise(facts)
    assert (lines(advice), gaps(advice), advice.no_code_reason, advice.review) == ([], kinds, None, True)


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"technique": "chemical", "nerve": "sural", **LEFT}, ["agent-not-documented"]),
        ({**RF, "nerve": "sural"}, ["laterality-not-documented"]),
        ({**RF, "nerve": "intercostal"}, []),
        ({**CRYO, "nerve": "sural", **LEFT, "conflicts": ["laterality-conflict"]}, ["laterality-conflict"]),
        (
            {"technique": "radiofrequency", "nerve": "facet-lumbar", "levels": ["L4", "L5"], "imaging": ["ct"], **LEFT},
            ["temperature-not-documented"],
        ),
        ({**RF, "nerve": "facet-lumbar", "levels": ["L4", "L5"], **LEFT}, ["imaging-not-documented"]),
        ({**ARM, **LEFT}, ["muscles-not-documented"]),
    ],
)
def test_gaps_beside_a_code(advise: Advise, facts: Facts, kinds: list[str]) -> None:
    advice = advise(facts)
    assert advice.suggestions
    assert gaps(advice) == kinds


@pytest.mark.parametrize("status", ["planned", "historical", "negated"])
def test_only_what_was_performed_counts(advise: Advise, status: str) -> None:
    advice = advise({**CRYO, "nerve": "sural", **LEFT, "status": status})
    assert (lines(advice), gaps(advice), advice.review) == ([], [], False)
    assert advice.no_code_reason is not None
    assert advice.no_code_reason.value == status


@pytest.mark.parametrize(
    ("mentions", "statuses", "reason"),
    [
        ([], [], "not-mentioned"),
        ([("block",)], ["planned"], "block-only"),
        ([("steroid",)], [], "block-only"),
        ([("surgery",), ("block",)], [], "open-neurolysis"),
        ([("organ",), ("block",)], ["historical"], "other-organ"),
        ([("block", "planned")], ["historical", "planned"], "planned"),
        ([("technique", "historical")], ["negated"], "historical"),
        ([("technique", "hypothetical")], [], "not-mentioned"),
        ([("technique", "other")], [], "not-mentioned"),
        ([("anaesthetic",)], [], "not-mentioned"),
    ],
)
def test_reasons(advise: Advise, mentions: Any, statuses: list[str], reason: str) -> None:
    planned = ({**CRYO, "nerve": "sural", "status": status} for status in statuses)
    advice = advise(*planned, mentions=mentions)
    assert advice.no_code_reason is not None
    assert advice.no_code_reason.value == reason


def test_a_procedure_that_no_guideline_knows_goes_to_a_person(rulebook: Rulebook) -> None:
    stray = replace(procedure(rulebook, {**CRYO, "nerve": "sural", **LEFT}), group="unheard-of")
    advice = suggest([stray], [], rulebook.on(DAY), dated=True)
    assert (lines(advice), advice.no_code_reason, advice.review) == ([], None, True)
    assert advice.review_reasons == ("no guideline in force fits a procedure of the note",)


def test_a_guideline_may_give_the_reason(advise: Advise) -> None:
    nasal = {**CRYO, "nerve": "posterior-nasal", "approach": "endoscopic", **LEFT}
    before = advise(nasal, day=date(2023, 12, 31))
    assert lines(before) == []
    assert before.no_code_reason is not None
    assert before.no_code_reason.value == "other-organ"
    assert lines(advise(nasal, day=date(2024, 1, 1))) == ["31243"]


def test_included_services_are_listed(advise: Advise) -> None:
    advice = advise(
        {**CRYO, "nerve": "sural", **LEFT}, mentions=[("steroid",), ("block", "planned"), ("trigger-point",)]
    )
    assert [item.guideline for item in advice.not_reported] == ["included-steroid", "included-trigger-points"]
    assert advise(mentions=[("steroid",)]).not_reported == ()


def test_units_above_the_limit_are_kept_and_found(advise: Advise) -> None:
    advice = advise({**CRYO, "nerve": "intercostal", "levels": ["T3-T8"], **LEFT})
    assert lines(advice) == ["64620 x6"]
    assert advice.review
    assert [(item.kind, item.code) for item in advice.findings] == [(FindingKind.MUE_EXCEEDED, "64620")]


def test_pairs_are_shown_with_indicator_and_setting(advise: Advise) -> None:
    cold = {**CRYO, "nerve": "musculocutaneous", **LEFT, "imaging": ["ultrasound"]}
    advice = advise(cold, {**ARM, "levels": ["biceps"], **LEFT})
    assert lines(advice) == ["0440T", "64642"]
    assert advice.review
    [finding] = advice.findings
    assert finding.kind is FindingKind.NCCI_PAIR
    assert "practitioner: indicator" in finding.why
    assert "outpatient hospital" in finding.why
    assert "2024q3" in finding.why


def test_a_missing_date_is_asked_for_where_something_was_done(advise: Advise) -> None:
    assert gaps(advise({**CRYO, "nerve": "sural", **LEFT}, dated=False)) == [GapKind.DATE_MISSING]
    assert gaps(advise({**CRYO, "nerve": "sural", "status": "planned"}, dated=False)) == []


def test_open_conflicts_show_both_and_go_to_review(advise: Advise, rulebook: Rulebook) -> None:
    for guideline in rulebook.guidelines:
        assert not guideline.alternates or guideline.review, guideline.id


def test_an_overlay_decides_without_alternate_but_with_review(advise: Advise) -> None:
    cold = {**CRYO, "nerve": "sural", **LEFT, "imaging": ["ultrasound"]}
    assert [item.code for item in advise(cold).suggestions[0].alternates] == ["64640"]
    overlay = advise(cold, payer="cgs")
    assert (lines(overlay), overlay.suggestions[0].alternates, overlay.review) == (["0441T"], (), True)


def test_what_rests_on_common_knowledge_says_so(advise: Advise) -> None:
    advice = advise({**PHENOL, "nerve": "subarachnoid"})
    assert "[M]" in advice.suggestions[0].why
    assert "[M]" not in advise({**CRYO, "nerve": "sural", **LEFT}).suggestions[0].why


def test_the_same_facts_give_the_same_advice(advise: Advise) -> None:
    facts = ({**FACET, "levels": ["L3", "L4"], **BOTH}, {**CRYO, "nerve": "sural", **LEFT, "imaging": ["ultrasound"]})
    assert advise(*facts) == advise(*facts)
