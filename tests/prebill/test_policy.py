"""``prebill.yaml`` is whole, and what is wrong with it is named."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from extractor.errors import RulebookError
from extractor.facts import FindingKind
from extractor.prebill.policy import Case, Policy
from extractor.rulebook import Rulebook


def test_every_case_has_a_rule_and_every_kind_a_case(policy: Policy) -> None:
    assert set(policy.rules) == set(Case)
    assert {rule.kind for rule in policy.rules.values()} == set(FindingKind)


def test_every_rule_is_worded_with_what_a_finding_fills_in(policy: Policy) -> None:
    for rule in policy.rules.values():
        words = rule.why.format(billed="<billed>", supported="<supported>", detail="<detail>")
        assert "<" in words, rule.id


def test_the_codes_named_are_codes_of_the_rulebook(policy: Policy, rulebook: Rulebook) -> None:
    known = {code.id for code in rulebook.codes}
    assert policy.destruction <= known
    assert policy.unlisted in known
    assert {code for item in policy.facet for code in (item.first, item.further)} <= policy.destruction


def test_ranges_hold_their_ends_and_nothing_beyond(policy: Policy) -> None:
    family = policy.family("0213T")
    assert family is not None
    assert {"0218T", "64400", "64455"} <= family.codes
    assert not {"0219T", "64399", "64456"} & family.codes


@pytest.mark.parametrize(
    ("named", "overlay"),
    [("CGS ADMINISTRATORS LLC", "cgs"), ("Cgs", "cgs"), ("MCGSON HEALTH", None), ("Acme", None), (None, None)],
)
def test_a_payer_belongs_to_its_overlay_by_whole_words(policy: Policy, named: str | None, overlay: str | None) -> None:
    assert policy.overlay(named) == overlay


def _drop_rule(data: Any) -> None:
    data["rules"].pop()


def _grave(data: Any) -> None:
    data["rules"][0]["severity"] = "grave"


def _unknown_source(data: Any) -> None:
    data["rules"][0]["source"] = ["hearsay"]


def _unknown_key(data: Any) -> None:
    data["surprise"] = 1


def _bad_range(data: Any) -> None:
    data["included"][0]["codes"] = ["a-b"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_drop_rule, "no-note is missing"),
        (_grave, "rule documented: 'grave'"),
        (_unknown_source, "unknown source hearsay"),
        (_unknown_key, "unknown key surprise"),
        (_bad_range, "a-b is no range"),
    ],
)
def test_what_is_wrong_is_named(rulebook: Rulebook, spoil: Callable[[Any], None], said: str) -> None:
    data = copy.deepcopy(rulebook.data("prebill.yaml"))
    spoil(data)
    with pytest.raises(RulebookError, match=r"prebill\.yaml") as raised:
        Policy.of(replace(rulebook, files={**rulebook.files, "prebill.yaml": data}))
    assert said in str(raised.value)
