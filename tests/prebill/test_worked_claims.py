"""The worked claims over the annotated notes: every seeded error is found, no right claim is held, in both formats."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from extractor import readers
from extractor.facts import FindingKind
from extractor.flow import Coder
from extractor.prebill import readers as claim_readers
from extractor.prebill import scoring
from extractor.prebill.policy import Policy
from extractor.prebill.records import ClaimFinding, ClaimLine
from extractor.prebill.review import Reviewer
from extractor.prebill.store import Store
from extractor.rulebook import Rulebook
from tests.prebill.x12 import interchange

ROOT = Path(__file__).parents[2]
WORKED, NOTES = ROOT / "worked_claims", ROOT / "annotated_notes"


@cache
def coder() -> Coder:
    return Coder(Rulebook.load())


def found(name: str, rulebook: Rulebook, policy: Policy) -> list[ClaimFinding]:
    with Store() as store:
        made = Reviewer(rulebook=rulebook, policy=policy, coder=coder(), store=store)
        made.run(claim_readers.read([WORKED / name], policy), readers.read([NOTES]))
        assert made.totals.failed == 0
        return list(store.findings())


@pytest.mark.parametrize("name", ["claims.csv", "claims.837"])
def test_every_seeded_error_is_found_and_no_right_claim_is_held(name: str, rulebook: Rulebook, policy: Policy) -> None:
    expected = scoring.read(WORKED / "expected.csv")
    scores = scoring.score(found(name, rulebook, policy), expected)
    print(*scores.lines, sep="\n")
    assert scores.wrongly_held == ()
    assert {kind: item.recall for kind, item in scores.kinds.items() if item.recall < 1} == {}
    assert scores.kinds["all"].precision >= 0.95


def test_both_files_hold_the_same_claims(policy: Policy) -> None:
    rows = [item for item in claim_readers.read([WORKED / "claims.csv"], policy) if isinstance(item, ClaimLine)]
    assert (WORKED / "claims.837").read_text("utf-8") == interchange(rows)


def test_the_set_is_large_and_wrong_in_every_way(policy: Policy) -> None:
    rows = [item for item in claim_readers.read([WORKED / "claims.csv"], policy) if isinstance(item, ClaimLine)]
    claims = {item.claim_id for item in rows}
    expected = scoring.read(WORKED / "expected.csv")
    wrong = {claim for claim, _, _ in expected}
    assert len(claims) >= 60
    assert len(claims - wrong) >= 30
    assert wrong <= claims
    assert {kind for _, _, kind in expected} == set(FindingKind) - {FindingKind.SUPPORTED}
