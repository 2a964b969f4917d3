"""What neighbours mean: levels counted from the one told before."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done

ACCOUNTS = [
    (
        "Cryoneurolysis: the left 6th intercostal nerve was frozen. I moved up one rib and did the same, then one above that.",
        ["cryo intercostal T6,T5,T4 left"],
    ),
    (
        "The right L4 medial branch was lesioned with RF at 80 C, then the one above, and last the L5 dorsal ramus.",
        ["radiofrequency facet-lumbar L4,L3,L5 right"],
    ),
    (
        "The right L3-4 facet joint was denervated by RF at 80 C. The joint below was treated in the same way.",
        ["radiofrequency facet-lumbar L3-L4,L4-L5 right"],
    ),
    (
        "The right C6 and C5 medial branches were lesioned with RF at 80 C, then the next level likewise.",
        ["radiofrequency facet-cervical C6,C5,C4 right"],
    ),
    (
        "Freezing was begun at the left fourth intercostal nerve and carried on, rib by rib, as far as the seventh intercostal.",
        ["cryo intercostal T4,T5,T6,T7 left"],
    ),
    (
        "The right T7 intercostal nerve was frozen with a cryoprobe. The rib below was spared.",
        ["cryo intercostal T7 right"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ACCOUNTS)
def test_neighbours_are_levels(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected
