"""Reviewed notes as examples: annotated folders and JSON lines."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import InputError
from extractor.facts import Note
from extractor.flow import Coder
from extractor.reviewed import folds, read
from extractor.rulebook import Rulebook
from tests.reviewed_notes import examples

TEXT = "DATE OF SERVICE: 05/03/2024\nPROCEDURE: Cryoneurolysis, left sural nerve. Two freeze cycles by cryoprobe, left sural nerve."


@pytest.fixture(scope="module")
def coder(rulebook: Rulebook) -> Coder:
    return Coder(rulebook)


def lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_an_annotated_note_tells_facts_and_acts(tmp_path: Path, coder: Coder) -> None:
    done, *_, visit = sorted(examples(tmp_path, coder), key=lambda item: not item.facts)
    assert done.facts == {"cryo", "treated"}
    assert done.acts is not None
    told = [text for text, act in zip(done.sentences, done.acts, strict=True) if act]
    assert len(told) == 1
    assert "freeze cycles" in told[0]
    assert (visit.facts, any(visit.acts or ())) == (frozenset(), False)


def test_an_example_is_exact_where_its_lines_are_those_reviewed(tmp_path: Path, coder: Coder) -> None:
    first = examples(tmp_path, coder)[0]
    assert first.exact
    assert not replace(first, lines=Counter({("64640", 2, ("LT",)): 1})).exact


def test_reviewed_lines_tell_codes_alone(tmp_path: Path, coder: Coder) -> None:
    codes = [{"code": "64640", "units": 1, "modifiers": ["LT"]}]
    path = lines(tmp_path / "r.jsonl", {"note_id": "n7", "text": TEXT, "codes": codes, "author": "dr", "report": {}})
    (item,) = read([path], coder)
    assert (item.id, item.family, item.unseen, item.facts, item.exact) == ("n7", "dr", True, None, True)


def test_a_note_without_any_word_of_the_field_teaches_nothing(tmp_path: Path, coder: Coder) -> None:
    with pytest.raises(InputError, match="no reviewed note"):
        read([lines(tmp_path / "r.jsonl", {"text": "All is well.", "codes": []})], coder)


@pytest.mark.parametrize("codes", [None, "64640", [{"code": "64640"}], [{"code": "64640", "units": "many"}]])
def test_wrong_codes_are_named_by_line(tmp_path: Path, coder: Coder, codes: Any) -> None:
    path = lines(tmp_path / "r.jsonl", {"text": TEXT, "codes": []}, {"text": TEXT, "codes": codes})
    with pytest.raises(InputError, match=r"r\.jsonl:2: its \"codes\""):
        read([path], coder)


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, coder: Coder) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text("{\n")
    with pytest.raises(InputError, match=r"r\.jsonl:1"):
        read([path], coder)


def test_another_file_is_refused(tmp_path: Path, coder: Coder) -> None:
    (tmp_path / "r.txt").write_text(TEXT)
    with pytest.raises(InputError, match="neither a folder nor a JSON lines file"):
        read([tmp_path / "r.txt"], coder)


def test_a_family_is_never_split(tmp_path: Path, coder: Coder) -> None:
    (item, *_) = examples(tmp_path, coder)
    few = [replace(item, family=name) for name in "cab"]
    assert folds(few) == {"a": 0, "b": 1, "c": 2}
    many = [replace(item, family=f"doctor {n}", note=Note(id=str(n), text="", source="")) for n in range(100)]
    assert 5 < len(set(folds(many).values())) <= 10
