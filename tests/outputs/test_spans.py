"""Spans for other tools: nothing lost on the way out and back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as Tokens

from extractor.errors import NeurolysisError
from extractor.facts import Evidence
from extractor.outputs import spans
from extractor.outputs.spans import Marked, Span
from tests.samples import DONE, REPORT

TEXT = "Left T5\r\nintercostal  nerve (60\u00b0C),\nthen T6."
OFF = Span("evidence", "temperature_c", "0", TEXT.index("0\u00b0"), TEXT.index("\u00b0") + 1)


@pytest.fixture
def doc() -> Doc:
    doc = spacy.blank("en")(TEXT)
    nerve = doc.char_span(TEXT.index("T5"), TEXT.index(" (60"))
    doc.spans["neurolysis"] = [
        Tokens(doc, nerve.start, nerve.end, label="nerve", span_id="intercostal"),
        Tokens(doc, nerve.start, nerve.start + 1, label="level"),
    ]
    doc.spans["sections"] = [Tokens(doc, 0, len(doc), label="body")]
    return doc


@pytest.fixture
def note(doc: Doc) -> Marked:
    return Marked("k1", doc, [*spans.spans_of(doc), OFF])


def test_groups_and_evidence_are_gathered(doc: Doc) -> None:
    proof = Evidence(fact="temperature_c", start=OFF.start, end=OFF.end, text="0\u00b0", section="body")
    report = replace(REPORT, procedures=(replace(DONE, evidence=(proof,)),))
    found = spans.spans_of(doc, report)
    assert [(item.group, item.label, item.id) for item in found] == [
        ("neurolysis", "nerve", "intercostal"),
        ("neurolysis", "level", ""),
        ("sections", "body", ""),
        ("evidence", "temperature_c", "0"),
    ]
    assert TEXT[found[0].start : found[0].end] == "T5\r\nintercostal  nerve"


def test_misaligned_spans_are_named(note: Marked) -> None:
    assert spans.misaligned(note.doc, note.spans) == [OFF]


def test_a_docbin_gives_text_and_spans_back(note: Marked, tmp_path: Path) -> None:
    spans.write("docbin", [note, note], tmp_path / "notes.spacy")
    back, _ = DocBin().from_disk(tmp_path / "notes.spacy").get_docs(spacy.blank("en").vocab)
    assert back.text == TEXT
    assert back.user_data["note_id"] == "k1"
    *same, widened = spans.spans_of(back)
    assert same == note.spans[:-1]
    assert widened.start <= OFF.start
    assert widened.end >= OFF.end


def test_prodigy_gives_text_and_spans_back(note: Marked, tmp_path: Path) -> None:
    spans.write("prodigy", [note, note], tmp_path / "notes.jsonl")
    task, _ = map(json.loads, (tmp_path / "notes.jsonl").read_text("utf-8").splitlines())
    assert task["text"] == TEXT
    assert [
        Span(*(row[key] for key in ("group", "label", "id", "start", "end"))) for row in task["spans"]
    ] == note.spans
    for row in task["spans"][:-1]:
        first, last = task["tokens"][row["token_start"]], task["tokens"][row["token_end"]]
        assert (first["start"], last["end"]) == (row["start"], row["end"])
    assert "token_start" not in task["spans"][-1]
    assert all(TEXT[token["start"] : token["end"]] == token["text"] for token in task["tokens"])


def test_brat_gives_text_and_spans_back(note: Marked, tmp_path: Path) -> None:
    spans.write("brat", [note], tmp_path / "brat")
    assert (tmp_path / "brat" / "k1.txt").read_bytes().decode() == TEXT
    rows = [line.split("\t") for line in (tmp_path / "brat" / "k1.ann").read_text("utf-8").splitlines()]
    notes = [json.loads(row[2]) for row in rows if row[0].startswith("#")]
    assert [Span(**kept) for kept in notes] == note.spans
    bound = [row for row in rows if row[0].startswith("T")]
    assert bound[0][1:] == ["nerve 5 7;9 27", "T5 intercostal  nerve"]
    for _, head, words in bound:
        places = [place.split() for place in head.split(" ", 1)[1].split(";")]
        assert " ".join(TEXT[int(start) : int(end)] for start, end in places) == words


def test_nothing_is_written_over_and_what_cannot_be_written_is_named(note: Marked, tmp_path: Path) -> None:
    with pytest.raises(NeurolysisError, match=r"k1\.txt: it is there already"):
        spans.write("brat", [note, note], tmp_path / "brat")
    with pytest.raises(NeurolysisError, match="nowhere"):
        spans.write("prodigy", [note], tmp_path / "nowhere" / "notes.jsonl")
