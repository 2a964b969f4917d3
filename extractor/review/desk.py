"""The desk at which notes are worked: the store, the codes in force, and the house's settings."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from extractor.review.store import Store

CodesInForce = Callable[[date | None, str | None], Mapping[str, str]]
"""Date of service and payer to the codes that may be reported then, each with its wording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """``claim_ms`` is how long an untouched note stays with its coder; ``second_review`` the share of finished notes
    that a second coder works blind; ``draw`` gives numbers in [0, 1)."""

    store: Store
    codes: CodesInForce
    claim_ms: int = 15 * 60_000
    second_review: float = 0.0
    draw: Callable[[], float] = random.random
