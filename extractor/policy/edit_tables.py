"""CMS's edit tables of one quarter as records: units of service (MUE), code pairs (PTP), add-ons, fee-schedule sides.
Pure data; read by ``rulebook``, asked by ``edits``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractor.errors import RulebookError

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "mue": ("code", "practitioner", "outpatient", "adjudication", "rationale"),
    "ptp": (
        "column1",
        "column2",
        "practitioner_status",
        "practitioner_indicator",
        "outpatient_status",
        "outpatient_indicator",
        "rationale",
    ),
    "addons": ("addon", "primary", "type"),
    "fees": ("code", "status", "global_days", "multiple", "bilateral"),
}
ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Most units of one line on one day; None where CMS publishes none for the setting."""

    practitioner: int | None
    outpatient: int | None
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An NCCI pair. Status is "active", "deleted DATE" or "none"; indicator 0 no modifier allowed, 1 allowed, 9 n/a."""

    column1: str
    column2: str
    practitioner_status: str
    practitioner_indicator: str
    outpatient_status: str
    outpatient_indicator: str
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTables:
    """The tables of one quarter, as "2024q3"."""

    quarter: str
    limits: Mapping[str, Limit]
    pairs: Mapping[tuple[str, str], Pair]
    addons: Mapping[str, frozenset[str]]
    bilateral: Mapping[str, str]


def tables(quarter: str, rows: Mapping[str, Iterable[Mapping[str, str]]], source: str) -> EditTables:
    """The tables of a quarter from the rows of its files (keys of COLUMNS). Raises RulebookError on a wrong number."""
    addons: dict[str, set[str]] = {}
    for row in rows.get("addons", ()):
        addons.setdefault(row["addon"], set()).add(row["primary"])
    return EditTables(
        quarter=quarter,
        limits={row["code"]: _limit(row, source) for row in rows.get("mue", ())},
        pairs={(row["column1"], row["column2"]): Pair(**row) for row in rows.get("ptp", ())},
        addons={addon: frozenset(primaries) for addon, primaries in addons.items()},
        bilateral={row["code"]: row["bilateral"] for row in rows.get("fees", ())},
    )


def _limit(row: Mapping[str, str], source: str) -> Limit:
    try:
        numbers = [int(row[key]) if row[key] else None for key in ("practitioner", "outpatient")]
    except ValueError as error:
        raise RulebookError(f"{source}: entry {row['code']}: the unit limits must be whole numbers") from error
    return Limit(practitioner=numbers[0], outpatient=numbers[1], rationale=row["rationale"])
