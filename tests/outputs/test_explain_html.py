"""One note explained on one page."""

import io
import re
from html.parser import HTMLParser

from extractor.facts import Report
from extractor.outputs import explain_html
from tests.samples import NOTHING, REPORT, TEXT


class Page(HTMLParser):
    """Tags with their attributes, and the text of the note."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.depth, self.small, self.note = 0, False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if self.depth or dict(attrs).get("class") == "note card":
            self.depth += tag == "div"
            self.small = tag == "small"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= self.depth > 0 and tag == "div"
        self.small = False

    def handle_data(self, data: str) -> None:
        self.note += data if self.depth and not self.small else ""


def written(report: Report, text: str = TEXT) -> str:
    out = io.StringIO()
    explain_html.write(report.record(), text, out)
    return out.getvalue()


def test_the_note_stands_on_the_page_unchanged() -> None:
    assert Page(written(REPORT)).note == TEXT


def test_each_link_leads_to_its_evidence() -> None:
    tags = Page(written(REPORT)).tags
    links = [attrs["href"] for tag, attrs in tags if tag == "a"]
    targets = [f"#{attrs['id']}" for tag, attrs in tags if tag == "mark" and "id" in attrs]
    assert len(links) == sum(len(item.evidence) for item in (*REPORT.procedures, *REPORT.near_misses))
    assert set(links) <= set(targets)
    assert len(set(targets)) == len(targets)


def test_the_page_is_whole_in_itself() -> None:
    page = written(REPORT)
    tags = {tag for tag, _ in Page(page).tags}
    assert not tags & {"script", "link", "img", "iframe"}
    assert not re.search(r"https?://|@import|url\(", page)
    assert "prefers-color-scheme: dark" in page
    assert '<html lang="en">' in page


def test_a_note_that_holds_html_is_shown_as_text() -> None:
    text = "</div><script>alert(1)</script><b>T5</b>"
    page = Page(written(NOTHING, text))
    assert page.note == text
    assert not {"script", "b"} & {tag for tag, _ in page.tags}


def test_everything_that_is_said_of_the_note_is_shown() -> None:
    page = written(REPORT)
    for words in ("0442T-LT", "T5 + T6 = 2 nerves", "64620", "cryo-imaged-trunk", "own-test", "Was an image kept?"):
        assert words in page
    for words in ("the nerve is named", "Ultrasound is included.", "mue exceeded", "two codes are defensible"):
        assert words in page
    assert "only a block or an injection was done" in written(NOTHING)
