"""What one component hands to the next beside the span groups: text, words and groups as plain records.

Reading a span's label and offsets back costs more than finding it; so each component leaves its records in
``user_data`` too, and asks there first. A Doc that lost them (read from disk, say) gives the same from its spans. A
``Page`` has the records only: building a Doc and its spans takes longer than the tokenizer that is the measure of speed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.components.words import Word, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

# The span group that every later component reads.
SECTIONS = "sections"
Record = tuple[str, str, int, int]

_TEXT, _WORDS, _STARTS, _GROUP = "neurolysis_text", "neurolysis_words", "neurolysis_starts", "neurolysis_group_"


class Page:
    """A text that components read as they do a Doc, where only their records are asked for."""

    __slots__ = ("text", "user_data")

    def __init__(self, text: str) -> None:
        self.text = text
        self.user_data: dict[str, Any] = {}


Read = TypeVar("Read", "Doc", Page)


def remember(doc: Doc, text: str, starts: list[int]) -> None:
    """Keep the text a Doc was made from, and where its tokens begin, so that neither need be put together again."""
    doc.user_data[_TEXT] = text
    doc.user_data[_STARTS] = starts


def text_of(doc: Doc | Page) -> str:
    """The text of a Doc, put together once."""
    text = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return str(text)


def words_of(doc: Doc | Page) -> list[Word]:
    """The words of a Doc, read once."""
    found: list[Word] | None = doc.user_data.get(_WORDS)
    if found is None:
        found = doc.user_data[_WORDS] = words(text_of(doc))
    return found


def put(doc: Doc | Page, name: str, records: Sequence[Record]) -> None:
    """Set a span group from (label, id, start, end); a record that no token bounds is widened to the tokens that hold
    it."""
    doc.user_data[_GROUP + name] = records
    if not isinstance(doc, Page):
        from spacy.tokens import SpanGroup

        doc.spans[name] = SpanGroup(doc, name=name, spans=list(_spans(doc, records)))


def group(doc: Doc | Page, name: str) -> Sequence[Record]:
    """The records of a span group."""
    records: Sequence[Record] = doc.user_data.get(_GROUP + name, ())
    if not isinstance(doc, Page) and _GROUP + name not in doc.user_data:
        return [(span.label_, span.id_, span.start_char, span.end_char) for span in doc.spans[name]]
    return records


def moved(doc: Doc, onto: Doc, place: Callable[[int, int], tuple[int, int]]) -> Doc:
    """Another Doc with the span groups of this one, each span at the place that its offsets lead to."""
    for name in doc.spans:
        put(onto, name, [(label, identity, *place(start, end)) for label, identity, start, end in group(doc, name)])
    return onto


def _spans(doc: Doc, records: Iterable[Record]) -> Iterator[Span]:
    from spacy.tokens import Span

    starts = _starts(doc)
    for label, identity, start, end in records:
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end)
        if 0 <= first < last:
            yield Span(doc, first, last, label=label, span_id=identity)


def _starts(doc: Doc) -> list[int]:
    """Offsets at which the tokens begin, found once."""
    starts: list[int] | None = doc.user_data.get(_STARTS)
    if starts is None:
        starts = doc.user_data[_STARTS] = [token.idx for token in doc]
    return starts
