"""The rulebook alone: facts of annotated notes in, the policy's answer out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.advice.lines import brief
from extractor.policy.strict_yaml import parse
from extractor.rulebook import Rulebook
from extractor.suggestions import suggest
from tests.procedures_for_tests import mention, procedure

FILE = Path(__file__).parent / "gold_procedures.yaml"
GOLD = parse(FILE.read_text(encoding="utf-8"), FILE.name)


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["id"])
def test_annotated_facts_give_the_annotated_codes(gold: dict[str, Any], rulebook: Rulebook) -> None:
    procedures = [procedure(rulebook, facts) for facts in gold["procedures"]]
    mentions = [mention(*item) for item in gold["mentions"]]
    advice = suggest(procedures, mentions, rulebook.on(gold["date"], gold["payer"]), dated=gold["date"] is not None)
    assert [brief(line.code, line.modifiers, line.units) for line in advice.suggestions] == gold["expect"]
    assert list(dict.fromkeys(a.code for line in advice.suggestions for a in line.alternates)) == gold["alternates"]
    assert sorted({gap.kind.value for gap in advice.gaps}) == sorted(gold["gaps"])
    assert advice.no_code_reason == gold["reason"]
    assert advice.review == gold["review"], advice.review_reasons
