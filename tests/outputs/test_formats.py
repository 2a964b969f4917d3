"""The formats for many notes: table, JSON lines, CSV and page."""

import csv as library
import io
import json
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from types import ModuleType

import pytest

from extractor.outputs import csv, html, jsonl, table
from tests.samples import FAILED, NOTHING, RECORDS, REPORT

FORMATS = [table, jsonl, csv, html]


def written(way_out: ModuleType, records: Iterable[dict[str, object]]) -> str:
    out = io.StringIO()
    way_out.write(records, out)
    return out.getvalue()


@pytest.mark.parametrize("way_out", FORMATS)
def test_every_format_shows_codes_reasons_and_failures(way_out: ModuleType) -> None:
    text = written(way_out, RECORDS)
    for words in ("s001", "0442T", "64620", "2024-05-03", "s002", "bad.txt", "empty"):
        assert words in text


@pytest.mark.parametrize("way_out", FORMATS)
def test_no_notes_give_an_empty_document(way_out: ModuleType) -> None:
    assert "s001" not in written(way_out, [])


def test_json_lines_are_the_records() -> None:
    assert [json.loads(line) for line in written(jsonl, RECORDS).splitlines()] == RECORDS
    assert "caf\u00e9" in written(jsonl, [FAILED | {"source": "caf\u00e9.txt"}])


@pytest.mark.parametrize("way_out", [jsonl, csv, html])
def test_records_are_written_as_they_come(way_out: ModuleType) -> None:
    taken = []

    def slowly() -> Iterator[dict[str, object]]:
        for number in range(2_000):
            taken.append(len(out.getvalue()))
            yield NOTHING.record() | {"note_id": f"n{number}"}

    out = io.StringIO()
    way_out.write(slowly(), out)
    assert taken[-1] > taken[0] + 10_000


def test_csv_has_a_row_for_each_line_and_for_each_note_without() -> None:
    second = REPORT.record()
    second["suggestions"] = second["suggestions"] * 2
    rows = list(library.DictReader(io.StringIO(written(csv, [second, *RECORDS[1:]]))))
    assert [(row["note_id"], row["code"], row["units"], row["modifiers"]) for row in rows] == [
        *[("s001", "0442T", "2", "LT")] * 2,
        ("s002", "", "", ""),
        ("", "", "", ""),
    ]
    assert rows[0]["alternates"] == "64620"
    assert rows[0]["gaps"] == "image-not-saved"
    assert rows[2]["no_code_reason"] == "block-only"
    assert rows[3]["error"] == "empty: bad.txt: it is empty"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", "\t=1"])
def test_csv_gives_a_spreadsheet_no_formula(name: str) -> None:
    (row,) = library.DictReader(io.StringIO(written(csv, [NOTHING.record() | {"note_id": name}])))
    assert row["note_id"] == "'" + name


def test_the_table_obeys_no_control_characters_and_no_markup() -> None:
    text = written(table, [NOTHING.record() | {"note_id": "\x1b[2J[red]x"}])
    assert "\x1b" not in text
    assert "[red]x" in text


def test_the_page_shows_what_it_is_given_as_text(parsed: Callable[[str], set[str]]) -> None:
    page = written(html, [FAILED | {"source": "<script>alert(1)</script>"}])
    assert "script" not in parsed(page)
    assert "&lt;script&gt;" in page


@pytest.fixture
def parsed() -> Callable[[str], set[str]]:
    """The tags of a page."""

    def tags(page: str) -> set[str]:
        seen: set[str] = set()

        class Tags(HTMLParser):
            def handle_starttag(self, tag: str, attrs: object) -> None:
                seen.add(tag)

        Tags().feed(page)
        return seen

    return tags
