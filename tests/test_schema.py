"""The contract's JSON schema: it fits the records, the closed lists of ``facts``, and lets nothing else pass."""

import json
from collections.abc import Callable
from enum import StrEnum
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from extractor.facts import FindingKind, GapKind, Imaging, NoCodeReason, Side, Status, Technique
from tests.samples import FAILED, RECORDS, REPORT

SCHEMA = json.loads((files("extractor") / "schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def test_the_schema_itself_is_sound() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("record", RECORDS, ids=["report", "no code", "failure"])
def test_records_fit(record: dict[str, Any]) -> None:
    VALIDATOR.validate(record)


def _without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda record: record.pop(key)


@pytest.mark.parametrize(
    "spoil",
    [
        *[_without(key) for key in REPORT.record()],
        lambda record: record.update(extra=1),
        lambda record: record.update(schema="2"),
        lambda record: record.update(date_of_service="yesterday"),
        lambda record: record.update(no_code_reason="other"),
        lambda record: record["procedures"][0].update(extra=1),
        lambda record: record["procedures"][0].pop("agent"),
        lambda record: record["procedures"][0]["evidence"][0].pop("section"),
        lambda record: record["suggestions"][0].update(units=0),
        lambda record: record["suggestions"][0].update(code=64640),
        lambda record: record["suggestions"][0].pop("confidence"),
        lambda record: record["gaps"][0].update(kind="side-missing"),
        lambda record: record["findings"][0].pop("why"),
        lambda record: record["near_misses"][0].update(extra=1),
        lambda record: record["not_reported"][0].pop("guideline"),
    ],
)
def test_exactly_the_keys_of_the_contract_are_allowed(spoil: Callable[[dict[str, Any]], object]) -> None:
    record = json.loads(json.dumps(REPORT.record()))
    spoil(record)
    with pytest.raises(ValidationError):
        VALIDATOR.validate(record)


def test_a_failure_has_a_kind_and_a_message() -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(FAILED | {"error": {"kind": "empty"}})
    with pytest.raises(ValidationError):
        VALIDATOR.validate(FAILED | {"note_id": "x"})


@pytest.mark.parametrize(
    ("listed", "kinds"),
    [
        (SCHEMA["$defs"]["gap_kind"]["enum"], GapKind),
        (SCHEMA["$defs"]["finding_kind"]["enum"], FindingKind),
        (SCHEMA["$defs"]["report"]["properties"]["no_code_reason"]["enum"], NoCodeReason),
        (SCHEMA["$defs"]["procedure"]["properties"]["technique"]["enum"], Technique),
        (SCHEMA["$defs"]["procedure"]["properties"]["laterality"]["enum"], Side),
        (SCHEMA["$defs"]["procedure"]["properties"]["imaging"]["items"]["enum"], Imaging),
        (SCHEMA["$defs"]["procedure"]["properties"]["status"]["enum"], Status),
    ],
)
def test_the_closed_lists_are_those_of_the_facts(listed: list[str | None], kinds: type[StrEnum]) -> None:
    assert {value for value in listed if value} == {kind.value for kind in kinds}
