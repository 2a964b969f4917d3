"""What was put right leads back to where it is written."""

from __future__ import annotations

import pytest

from extractor.restored import Edit, Restored


def put_right(text: str, *rounds: list[tuple[str, str]]) -> Restored:
    """A text in which words are exchanged for others, round after round."""
    restored = Restored(text)
    for words in rounds:
        at = [(restored.text.index(old), old, new) for old, new in words]
        restored.edit(Edit(start, start + len(old), new) for start, old, new in at)
    return restored


def back(restored: Restored, words: str) -> str:
    start = restored.text.index(words)
    return restored.original[slice(*restored.written(start, start + len(words)))]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Left", "Left"),
        ("genicular", "genic ular"),
        ("ablation", "oblashun"),
        ("genicular nerve ablation", "genic ular nerve oblashun"),
        ("nerve", "nerve"),
        (" done", " done"),
        ("cul", "genic ular"),
    ],
)
def test_words_lead_back_to_what_was_written_for_them(words: str, written: str) -> None:
    restored = put_right("Left genic ular nerve oblashun done", [("genic ular", "genicular"), ("oblashun", "ablation")])
    assert restored.text == "Left genicular nerve ablation done"
    assert back(restored, words) == written


def test_round_after_round() -> None:
    restored = put_right("a bb ccc dddd", [("bb", "xxxxx")], [("ccc", "y"), ("a ", "")])
    assert restored.text == "xxxxx y dddd"
    assert [back(restored, words) for words in ("xxxxx", "y", "dddd")] == ["bb", "ccc", "dddd"]


def test_of_edits_that_overlap_the_first_counts() -> None:
    restored = Restored("abcdef")
    restored.edit([Edit(2, 5, "-"), Edit(0, 3, "+")])
    assert restored.text == "+def"


def test_a_text_in_order_is_left_as_it_is() -> None:
    restored = Restored("The nerve was frozen.")
    restored.edit([])
    assert not restored.changed
    assert restored.written(4, 9) == (4, 9)
