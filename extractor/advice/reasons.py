"""Why a note supports no code, where no gap explains it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts import Mention, NoCodeReason, Procedure
from extractor.policy.guidelines import Silence


def no_code_reason(
    procedures: Sequence[Procedure], mentions: Sequence[Mention], silences: Sequence[Silence]
) -> NoCodeReason | None:
    """The first of the rulebook's reasons that the note shows."""
    return next((item.reason for item in silences if _fits(item, procedures, mentions)), None)


def _fits(silence: Silence, procedures: Sequence[Procedure], mentions: Sequence[Mention]) -> bool:
    if silence.assertion is None:
        return True
    if silence.procedures and any(procedure.status == silence.assertion for procedure in procedures):
        return True
    return any(item.kind in silence.mentions and item.assertion == silence.assertion for item in mentions)
