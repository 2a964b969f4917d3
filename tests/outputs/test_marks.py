"""The note cut into pieces of evidence."""

from dataclasses import replace

from extractor.outputs import marks
from tests.samples import BEFORE, DONE, NOTHING, REPORT, TEXT


def test_the_pieces_give_the_text_again() -> None:
    assert "".join(piece.text for piece in marks.pieces(TEXT, REPORT.record())) == TEXT
    assert [piece.text for piece in marks.pieces(TEXT, NOTHING.record())] == [TEXT]
    assert list(marks.pieces("", NOTHING.record())) == []


def test_each_piece_knows_its_facts_the_closest_first() -> None:
    pieces = {
        piece.text: piece for piece in marks.pieces(TEXT, replace(REPORT, near_misses=()).record()) if piece.facts
    }
    assert pieces["T5"].facts == ("levels", "nerve")
    assert pieces["T5"].closes == ("levels",)
    assert pieces["T5"].opens
    assert pieces[" intercostal nerve"].closes == ("nerve",)
    assert not pieces[" intercostal nerve"].opens
    assert [pieces["cryoprobe"].done, pieces["pulsed radiofrequency"].done] == [True, False]
    assert pieces["pulsed radiofrequency"].procedures == (1,)


def test_evidence_of_several_procedures_is_done_when_one_was() -> None:
    again = replace(BEFORE, evidence=DONE.evidence)
    pieces = marks.pieces(TEXT, replace(REPORT, procedures=(again, DONE), near_misses=()).record())
    assert all(piece.done and piece.procedures == (0, 1) for piece in pieces if piece.facts)


def test_facts_stand_in_the_order_of_the_procedures() -> None:
    assert marks.facts(REPORT.record()) == ["technique", "nerve", "levels", "laterality", "imaging"]
