"""How fast the work list answers with 100,000 notes in the store: the whole page, over HTTP, as a coder gets it.

    python benchmarks/worklist.py [--notes N] [--store URL]

The store is a new SQLite file unless a URL of an empty PostgreSQL database is given. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from starlette.testclient import TestClient

from extractor.facts import GapKind, Technique
from extractor.review.desk import Desk
from extractor.review.store import Store
from extractor.review.tables import choices, documents, facets, notes
from extractor.review.web.app import create_app

CHUNK = 2000
CODES = [f"{number:05}" for number in range(40)]
PAYERS = [f"payer {number}" for number in range(25)]
PAGES = {
    "open": "/",
    "finished": "/?status=done",
    "all": "/?status=all",
    "page 100": "/?page_number=100",
    "technique (a fifth of all)": "/?technique=cryo",
    "code (2 %)": "/?code=00007",
    "payer and code": "/?payer=payer 3&code=00007",
    "reason, finished": "/?status=done&reason=levels-not-documented",
    "text that is common": "/?text=laterality",
    "text that is nowhere": "/?text=nowhere at all",
    "text and code": "/?text=laterality&code=00007",
    "next note": "POST /next",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--store")
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(asked.store or f"sqlite:///{Path(folder) / 'queue.db'}")
        begun = time.perf_counter()
        fill(store, asked.notes)
        print(f"{asked.notes:,} notes in {store.engine.dialect.name}, made in {time.perf_counter() - begun:.0f} s")
        measure(store, asked.rounds)
        store.close()


def fill(store: Store, number: int) -> None:
    draw = random.Random(7)
    for first in range(0, number, CHUNK):
        rows = [row(draw, id) for id in range(first + 1, min(first + CHUNK, number) + 1)]
        with store.write() as db:
            db.execute(insert(notes), rows)
            text = "A procedure note of some length. " * 60
            db.execute(insert(documents), [{"note": item["id"], "text": text, "billed": "[]"} for item in rows])
            db.execute(insert(facets), [facet for item in rows for facet in facets_of(draw, item)])
    menu = {
        "technique": list(Technique),
        "code": CODES,
        "payer": PAYERS,
        "reason": list(GapKind),
        "coder": ["ann", "bob"],
        "why": [*GapKind, "two codes are defensible", *(f"remark {number}" for number in range(5000))],
    }
    with store.write() as db:
        db.execute(insert(choices), [{"kind": kind, "value": str(value)} for kind in menu for value in menu[kind]])
        db.exec_driver_sql("analyze")


def row(draw: random.Random, id: int) -> dict[str, Any]:
    done = draw.random() < 0.6
    gaps = [draw.choice(list(GapKind)).value] if draw.random() < 0.4 else []
    return {
        "id": id,
        "note_id": f"note-{id:07}",
        "content": f"sha256:{id}",
        "source": f"note-{id:07}.txt",
        "payer": draw.choice(PAYERS),
        "service": f"2024-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
        "amount": round(draw.uniform(50, 4000), 2),
        "received": 1_700_000_000_000 + id,
        "state": "done" if done else "ready",
        "urgency": 0 if gaps else 1,
        "confidence": round(draw.uniform(0.3, 1), 3),
        "reasons": "; ".join([*gaps, "two codes are defensible"]) if gaps else "",
        "generation": 1,
        "coder": draw.choice(["ann", "bob"]) if done else None,
        "claim": 0,
    }


def facets_of(draw: random.Random, item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"note": item["id"], "kind": "technique", "value": draw.choice(list(Technique)[:5]).value}
    yield {"note": item["id"], "kind": "code", "value": draw.choice(CODES)}
    yield {"note": item["id"], "kind": "payer", "value": item["payer"]}
    if item["reasons"]:
        for phrase in item["reasons"].split("; "):
            yield {"note": item["id"], "kind": "why", "value": phrase}
        yield {"note": item["id"], "kind": "reason", "value": item["reasons"].split(";")[0]}
    if item["coder"]:
        yield {"note": item["id"], "kind": "coder", "value": item["coder"]}


def measure(store: Store, rounds: int) -> None:
    browser = TestClient(
        create_app(Desk(store=store, codes=lambda day, payer: {}), sign_in=False), follow_redirects=True
    )
    page = browser.get("/").text
    token = page.split('name="csrf" value="')[1].split('"')[0]
    print(f"{'page':32}{'median':>10}{'slowest':>10}   (ms, {rounds} requests each)")
    for name, path in PAGES.items():
        spent = []
        for _ in range(rounds):
            begun = time.perf_counter()
            if path == "POST /next":
                answer = browser.post("/next", data={"csrf": token}, follow_redirects=False)
            else:
                answer = browser.get(path)
            spent.append(1000 * (time.perf_counter() - begun))
            answer.raise_for_status() if answer.status_code != 303 else None
        print(f"{name:32}{statistics.median(spent):10.1f}{max(spent):10.1f}")


if __name__ == "__main__":
    main()
