"""Where the account of what was done begins in prose under no heading."""

import pytest

from extractor.components.account import told_until
from extractor.components.sentences import sentences

HISTORY = "He has had knee pain for years. An earlier block at the clinic helped. "


@pytest.mark.parametrize(
    "account",
    [
        "He was placed prone. The nerve was frozen.",
        "The inf. med. br. and the sup. lat. br. were lesioned at 80 C.",
        "We used a cryoprobe on the nerve.",
        "Betadine was used. Two cycles followed.",
    ],
)
def test_the_account_begins_with_its_first_sentence(account: str) -> None:
    text = HISTORY + account
    starts = [start for start, _ in sentences(text, 0, len(text))]
    assert text[told_until(text, [("body", 0, len(text))], starts) :] == account


def test_what_is_only_told_has_no_account() -> None:
    starts = [start for start, _ in sentences(HISTORY, 0, len(HISTORY))]
    assert told_until(HISTORY, [("body", 0, len(HISTORY))], starts) == 0
