"""Services that are included, only block, or treat another organ."""

from __future__ import annotations

import pytest

from tests.conftest import Services

TEXTS = [
    ("The left sural nerve was blocked with 5 mL of bupivacaine and 40 mg of triamcinolone.", "block", "performed"),
    ("The left sural nerve was injected with 40 mg of triamcinolone.", "steroid", "performed"),
    ("A left sural nerve block was planned for June.", "block", "planned"),
    ("She had a left sural nerve block in 2021.", "block", "historical"),
    ("Radiofrequency ablation of the liver tumor was performed.", "organ", "performed"),
    ("Neurolysis of the median nerve with open carpal tunnel release was performed.", "surgery", "performed"),
    ("Botox was injected into the left biceps, 50 units, with EMG guidance.", "emg", "performed"),
]


@pytest.mark.parametrize(("text", "kind", "assertion"), TEXTS)
def test_service(services: Services, text: str, kind: str, assertion: str) -> None:
    assert (kind, assertion) in {(item.kind, item.assertion) for item in services(text)}


def test_a_service_quotes_its_words(services: Services) -> None:
    for text, _, _ in TEXTS:
        assert all(item.text == text[item.start : item.end] for item in services(text))


@pytest.mark.parametrize("text", ["Walking better.", "HISTORY: steroid injections failed.\nPLAN: none."])
def test_what_is_only_told_is_no_service(services: Services, text: str) -> None:
    assert [item for item in services(text) if item.assertion == "performed"] == []
