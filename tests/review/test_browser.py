"""The whole path in a real headless Chromium: notes added, signed in, ten notes worked by keyboard alone, exported."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from extractor.review import people, workers
from extractor.review.desk import Desk
from extractor.review.intake import Billed, Submission, add
from extractor.review.server import house_codes
from extractor.review.store import Store
from extractor.review.web.app import create_app
from tests.review.house import note
from tests.review.services import free_port

PASSWORD = "correct horse battery"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SERIOUS = {"serious", "critical"}
SURAL = """Date of service: 2024-05-{day:02}

Procedure: Cryoneurolysis of the left sural nerve.

Under ultrasound guidance a cryoprobe was advanced to the left sural nerve. Two freeze cycles of 106 seconds were done and
an ice ball was seen around the nerve. <script>document.title = "taken over"</script>
"""
PHENOL = """Date of service: 2024-05-{day:02}

The right obturator nerve was found with ultrasound, images were saved. 4 ml of phenol 6% were injected at the nerve.
"""
BLOCK = """Date of service: 2024-05-{day:02}

The left sural nerve was blocked with 5 ml of bupivacaine 0.25% and 4 mg of dexamethasone. No neurolysis was done.
"""

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)"),
    # Playwright's own event loop leaves sockets to the garbage collector at the end.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Chromium's sandbox does not start for root, as which containers run.
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """A served queue of twelve notes, coded by the house's own coder."""
    url = f"sqlite:///{tmp_path_factory.mktemp('queue') / 'queue.db'}"
    store = Store(url)
    for name, role in (("ann", "code"), ("sue", "supervise")):
        people.add_user(store, name, PASSWORD, [role])
    list(add(store, _notes(), "tests"))
    assert workers.work(url, until_empty=True) == 12
    port = free_port()
    app = create_app(Desk(store=store, codes=house_codes()), hosts=("127.0.0.1",))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield store, f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
    store.close()


def _notes() -> Iterator[Submission]:
    for number, text in enumerate([SURAL, PHENOL, BLOCK] * 4):
        billed = (Billed(code="64640", modifiers=("LT",), charge=300.0),) if text is SURAL else ()
        yield Submission(note=note(f"n{number:02}", text.format(day=number + 1)), author="Dr. Sample", billed=billed)


@pytest.fixture
def page(browser: Browser, queue: tuple[Store, str]) -> Iterator[Page]:
    """A page on which nothing goes wrong unseen, and nothing is asked of any other server."""
    faults: list[str] = []
    context = browser.new_context(base_url=queue[1], viewport={"width": 1280, "height": 800}, accept_downloads=True)
    opened = context.new_page()

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "422" not in message.text:
            faults.append(message.text)

    def see(request: Request) -> None:
        if not request.url.startswith((queue[1], "data:")):
            faults.append(request.url)

    opened.on("console", hear)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", see)
    opened.on("dialog", lambda dialog: faults.append(dialog.message))
    yield opened
    context.close()
    assert faults == []


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.wait_for_selector("[name=name]:focus")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Work list')")


def press(page: Page, *keys: str) -> None:
    """Keys that send a form: the next page is awaited."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in found if item["impact"] in SERIOUS]


def test_ten_notes_are_worked_by_keyboard_and_exported(page: Page, queue: tuple[Store, str]) -> None:
    sign_in(page, "ann")
    press(page, "w")
    worked: list[str] = []
    while len(worked) < 10:
        worked.append(page.inner_text("#note-title"))
        assert "taken over" not in page.title()
        _decide(page, len(worked))
    assert len(set(worked)) == 10
    press(page, "u")
    assert page.inner_text("#note-title") == worked[-1]
    _decide(page, 10)
    press(page, "l")
    assert page.url.rstrip("/") == queue[1]
    page.context.clear_cookies()
    sign_in(page, "sue")
    page.goto("/supervise")
    with page.expect_download() as got:
        page.click("button[value=jsonl]")
    rows = [json.loads(row) for row in Path(got.value.path()).read_text("utf-8").splitlines()]
    assert {row["note_id"] for row in rows} == set(worked)
    assert {row["coder"] for row in rows} == {"ann"}
    kinds = {said["kind"] for row in rows for said in row["decisions"]}
    assert {"accept", "reject", "change", "add", "finish"} <= kinds


def _decide(page: Page, turn: int) -> None:
    """One note, by another set of keys each turn."""
    here = page.inner_text("#note-title")
    if not page.query_selector("article.line header"):
        press(page, "f")
    elif turn % 4 == 1:
        press(page, "A")
    elif turn % 4 == 2:
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.tagName") == "MARK"
        page.keyboard.press("b")
        assert page.evaluate("document.activeElement.className").startswith("line")
        press(page, "r", "3")
        _accept_the_rest(page, here)
    elif turn % 4 == 3:
        page.keyboard.press("c")
        page.keyboard.press("Tab")
        page.keyboard.type("2")
        press(page, "Enter")
        _accept_the_rest(page, here)
    else:
        page.keyboard.press("n")
        page.keyboard.type("64640")
        press(page, "Enter")
        _accept_the_rest(page, here)


def _accept_the_rest(page: Page, here: str) -> None:
    while page.query_selector("#note-title") and page.inner_text("#note-title") == here:
        press(page, "a" if page.query_selector("article.line.open") else "f")


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_hard_to_use(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 850})
    page.goto("/sign-in")
    assert serious(page) == []
    sign_in(page, "sue")
    for path in ("/", "/notes/1", "/notes/2", "/notes/12", "/?status=all", "/supervise", "/keyboard"):
        page.goto(path)
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/notes/11")
    for menu in page.query_selector_all("details"):
        menu.evaluate("element => { element.open = true; }")
    assert serious(page) == []
    page.keyboard.press("?")
    assert page.is_visible("#help")
    assert serious(page) == []


def test_on_a_phone_one_comes_back_from_the_evidence_to_the_same_place(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 500})
    sign_in(page, "sue")
    page.goto("/notes/12")
    page.goto("/notes/11")
    page.click("a[data-evidence] >> nth=0")
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    before = page.evaluate("scrollY")
    page.click("button.return")
    assert page.is_hidden("button.return")
    page.wait_for_function("() => document.activeElement.matches('article.line')")
    page.wait_for_function(f"() => scrollY > {before}")


def test_the_list_is_walked_by_keys(page: Page) -> None:
    sign_in(page, "sue")
    page.goto("/?status=all")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.textContent")
    assert second == page.inner_text("tr.row >> nth=1 >> a.open")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.type("jk")
    assert page.input_value("input[name=text]") == "jk"


def test_everything_goes_without_javascript(browser: Browser, queue: tuple[Store, str]) -> None:
    store, address = queue
    list(add(store, [Submission(note=note("plain", SURAL.format(day=20)))], "tests"))
    workers.work(store.url.render_as_string(hide_password=False), until_empty=True)
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "sue")
    page.goto("/?status=all")
    page.click("a.open:text-is('plain')")
    page.click("summary:has-text('Reject') >> nth=0")
    page.click("button[value=wrong-nerve] >> nth=0")
    assert "wrong nerve" in page.inner_text("article.line.reject")
    page.click("article.line.reject >> button:has-text('Undo')")
    assert page.query_selector("article.line.reject") is None
    context.close()
