from __future__ import annotations

import html
import re
from collections.abc import Callable

from starlette.testclient import TestClient

from extractor.review.intake import Billed, Submission
from tests.review.conftest import Queue
from tests.review.house import WordCoder, note
from tests.review.web.conftest import post

SCRIPT = 'cryoprobe <script>alert(1)</script> <img src=x onerror=alert(2)> </div> {{ 7 * 7 }} & "quoted"'


def put(queue: Queue, *submissions: Submission) -> None:
    queue.add(*submissions)
    queue.code()


def text_of(page: str) -> str:
    """The note's text as a browser would show it."""
    inside = re.search(r'<div class="text">(.*?)</div>', page, re.DOTALL)
    assert inside is not None
    return html.unescape(re.sub(r"</?mark[^>]*>", "", inside[1]))


def test_a_note_of_html_and_script_is_shown_as_text(ann: TestClient, queue: Queue) -> None:
    put(queue, Submission(note=note("<b>n1", SCRIPT, payer="<i>acme</i>"), author="<u>Dr.</u>"))
    page = ann.get("/notes/1").text
    assert text_of(page) == SCRIPT
    for dangerous in ("<script>alert", "<img src=x", "<b>n1", "<i>acme", "<u>Dr", "onclick", "style="):
        assert dangerous not in page
        assert dangerous not in ann.get("/").text


def test_a_note_is_shown_exactly_with_its_evidence_marked(ann: TestClient, queue: Queue) -> None:
    text = "\n\n  Left sural nerve:\n\tthe cryoprobe.  \n\nEnd\n"
    put(queue, Submission(note=note("n1", text)))
    page = ann.get("/notes/1").text
    assert text_of(page) == text
    assert re.search(rf'<mark class="place technique" id="at-{text.index("cryoprobe")}"[^>]*>cryoprobe</mark>', page)
    assert f'href="#at-{text.index("cryoprobe")}"' in page


def test_deciding_the_last_line_opens_the_next_note_under_the_same_filters(ann: TestClient, queue: Queue) -> None:
    put(queue, *(Submission(note=note(f"n{number}", payer=payer)) for number, payer in ((1, "a"), (2, "b"), (3, "a"))))
    opened = post(ann, "/next?payer=a")
    assert opened.headers["location"] == "/notes/1?payer=a"
    answer = post(ann, "/notes/1/decisions?payer=a", kind="accept", line=0)
    assert answer.headers["location"] == "/notes/3?payer=a&finished=1"
    assert "The last note is done" in ann.get(answer.headers["location"]).text
    answer = post(ann, "/notes/3/decisions?payer=a", kind="accept", line=0)
    assert answer.headers["location"] == "/?payer=a&finished=3"
    assert post(ann, "/notes/2/undo").headers["location"] == "/notes/3"
    post(ann, "/notes/3/undo")
    nothing = post(ann, "/notes/2/undo")
    assert nothing.status_code == 404
    assert "nothing of yours to undo" in nothing.text
    assert '<div class="text">' in nothing.text


def test_a_refused_decision_comes_back_with_its_reason_on_the_note(ann: TestClient, queue: Queue) -> None:
    put(queue, Submission(note=note("n1")))
    for form, status, said in [
        ({"kind": "add", "code": "64999", "units": 1}, 422, "not in force"),
        ({"kind": "change", "line": 0, "code": "64640", "units": "many"}, 422, "A number is missing"),
        ({"kind": "accept", "line": 0, "report": 77}, 409, "coded again"),
    ]:
        answer = post(ann, "/notes/1/decisions", **form)
        assert answer.status_code == status
        assert said in answer.text
        assert '<div class="text">' in answer.text


def test_modifiers_are_taken_as_people_write_them(ann: TestClient, queue: Queue) -> None:
    put(queue, Submission(note=note("n1", "cryoprobe and ultrasound")))
    post(ann, "/notes/1/decisions", kind="change", line=0, code=" 64640 ", units="2", modifiers="rt, 59")
    assert "64640-RT-59, 2 units" in ann.get("/notes/1").text


def test_another_coders_note_can_be_looked_at_and_not_decided_on(
    signed_in: Callable[[str], TestClient], queue: Queue
) -> None:
    put(queue, Submission(note=note("n1")))
    signed_in("ann").get("/notes/1")
    bob, sue = signed_in("bob"), signed_in("sue")
    seen = bob.get("/notes/1").text
    assert "ann is working on this note" in seen
    assert 'data-action="accept"' not in seen
    answer = post(bob, "/notes/1/decisions", kind="accept", line=0)
    assert answer.status_code == 409
    assert post(bob, "/notes/1/release").status_code == 409
    assert "Take it from ann" in sue.get("/notes/1").text
    post(sue, "/notes/1/release")
    assert 'data-action="accept"' in bob.get("/notes/1").text


def test_billed_lines_stand_beside_the_suggested(ann: TestClient, queue: Queue) -> None:
    put(queue, Submission(note=note("n1"), billed=(Billed(code="64640", units=3, charge=1200.0), Billed(code="20610"))))
    page = " ".join(re.sub(r"<[^>]+>", " ", ann.get("/notes/1").text).split())
    assert "64640 3 1,200.00 64640-LT, 1 unit" in page
    assert "20610 1 \N{EN DASH} not suggested" in page
    assert "claim differs" in ann.get("/").text


def test_questions_are_drafted_for_the_physician(ann: TestClient, queue: Queue) -> None:
    put(queue, Submission(note=note("n1", "cryoprobe, no side")))
    page = ann.get("/notes/1").text
    draft = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert draft is not None
    assert "On which side was the nerve treated?" in draft[1]
    assert "64640" not in draft[1]
    post(ann, "/notes/1/decisions", kind="ask", line=0)
    assert "n1" in ann.get("/?status=pended").text


def test_a_note_that_would_now_differ_says_so_and_can_be_reopened(ann: TestClient, queue: Queue) -> None:
    put(queue, Submission(note=note("n1")))
    post(ann, "/notes/1/accept-all")
    queue.code(WordCoder(rulebook="sha256:second", units=4))
    assert "64640-LT, 4 units" in ann.get("/notes/1").text
    assert "n1" in ann.get("/?status=changed").text
    post(ann, "/notes/1/reopen")
    assert "\N{MULTIPLICATION SIGN} 4" in ann.get("/notes/1").text


def test_notes_that_are_not_coded_yet_or_cannot_be_are_said_so(ann: TestClient, queue: Queue) -> None:
    queue.add(Submission(note=note("n1", "refuse")))
    assert "not coded yet" in ann.get("/notes/1").text
    queue.code()
    page = ann.get("/notes/1").text
    assert "It could not be coded: the note is not about a procedure" in page
    assert post(ann, "/notes/1/decisions", kind="finish").status_code == 303


def test_the_list_filters_and_pages(ann: TestClient, queue: Queue) -> None:
    put(queue, *(Submission(note=note(f"n{number:03}", payer="acme")) for number in range(60)))
    first, second = ann.get("/?payer=acme").text, ann.get("/?payer=acme&page_number=2").text
    assert (first.count('class="open"'), second.count('class="open"')) == (50, 10)
    assert 'href="/?payer=acme&amp;page_number=2"' in first
    assert "Nothing here under these filters" in ann.get("/?payer=other").text
    assert ann.get("/?page_number=-3&text=%00").status_code == 200


def test_keys_can_be_changed_and_switched_off(ann: TestClient) -> None:
    assert post(ann, "/keyboard", accept="y").status_code == 303
    assert "&#34;accept&#34;: &#34;y&#34;" in ann.get("/").text
    for wrong, said in [({"accept": "r"}, "given twice"), ({"accept": "1"}, "no digit")]:
        answer = post(ann, "/keyboard", **wrong)
        assert answer.status_code == 422
        assert said in answer.text
    post(ann, "/keyboard", off="yes")
    assert 'data-keys="{}"' in ann.get("/").text


def test_the_supervisor_sees_measures_and_takes_decisions_out(
    signed_in: Callable[[str], TestClient], queue: Queue
) -> None:
    put(
        queue,
        Submission(note=note("n1"), author="Dr. Sample"),
        Submission(note=note("n2", "side?"), author="Dr. Sample"),
    )
    post(signed_in("ann"), "/notes/1/accept-all")
    sue = signed_in("sue")
    page = sue.get("/supervise?days=7").text
    assert "guideline-64640" in page
    assert "Dr. Sample" in page
    assert "<svg" in page
    export = post(sue, "/export", format="csv")
    assert export.text.splitlines()[1].startswith("n1,")
    assert "attachment" in export.headers["content-disposition"]
    assert post(sue, "/export", format="exe").status_code == 422
