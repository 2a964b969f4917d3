"""How fast notes are coded, as ratios to spaCy's stock tokenizer in the same run. Prints; asserts nothing.

usage: python benchmarks/speed.py [--notes FOLDER] [--offtopic FILE.jsonl] [--seconds N]
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import spacy

from extractor import readers
from extractor.batch import Settings, code_notes
from extractor.errors import DateNotCovered
from extractor.facts import Note
from extractor.flow import Coder

ROOT = Path(__file__).parent.parent
VISIT = (
    "SUBJECTIVE: The patient returns for follow-up of {0}. No fever or chills. Appetite is fair, sleep is poor.\n"
    "OBJECTIVE: Blood pressure 1{1}/8{1}. Lungs are clear. The abdomen is soft. The left knee has a small effusion.\n"
    "ASSESSMENT: Stable {0}, day {1}{1}.\nPLAN: Continue the present medicines; see again in {1} weeks.\n\n"
)
ILLNESSES = ("hypertension", "asthma", "gout", "diabetes", "migraine", "anemia", "back pain")


def main() -> None:
    options = _options()
    procedure_notes = [item for item in readers.read([options.notes]) if isinstance(item, Note)]
    offtopic = (
        [item for item in readers.read([options.offtopic]) if isinstance(item, Note)] if options.offtopic else VISITS
    )
    tokenizer = spacy.blank("en")
    coder = Settings().coder()
    print(
        f"{len(procedure_notes)} procedure notes, {len(offtopic)} off-topic notes, {options.seconds:g} s each, notes/s"
    )
    for name, notes in (("procedure", procedure_notes), ("off-topic", offtopic)):
        stock = _rate(lambda note: tokenizer(note.text), _varied(notes), options.seconds)
        ours = _rate(partial(_code, coder), _varied(notes), options.seconds)
        print(f"  {name:<10} stock tokenizer {stock:8.0f}   neurolysis {ours:8.0f}   ratio {ours / stock:6.2f}")
    one, two = (_pool_rate(procedure_notes, jobs) for jobs in (1, 2))
    print(f"  two processes {two:.0f}, one {one:.0f}: ratio {two / one:.2f}")
    for words in (["-c", "import extractor.cli"], ["-m", "extractor", "--help"]):
        print(f"  python {' '.join(words):<28} {_seconds(words):.2f} s")
    print(f"  first note, from a cold start: {_seconds(['-m', 'extractor', 'code', procedure_notes[0].source]):.2f} s")
    print(f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


VISITS = [
    Note(id=str(n), source="", text="".join(VISIT.format(ILLNESSES[(n + k) % 7], k + 2) for k in range(6)))
    for n in range(200)
]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, default=ROOT / "annotated_notes")
    parser.add_argument("--offtopic", type=Path)
    parser.add_argument("--seconds", type=float, default=5.0)
    return parser.parse_args()


def _varied(notes: list[Note]) -> Iterator[Note]:
    """The notes without end, as of other patients each round."""
    for turn in itertools.count():
        for note in notes:
            yield Note(id=note.id, source=note.source, text=f"{note.text}\nAccount {turn:07}-{note.id}\n")


def _code(coder: Coder, note: Note) -> None:
    with contextlib.suppress(DateNotCovered):
        coder.code(note)


def _rate(work: Callable[[Note], object], notes: Iterable[Note], seconds: float) -> float:
    """Notes a second of this process's own time, so that what else the machine does counts less."""
    rest = iter(notes)
    for note in itertools.islice(rest, 50):
        work(note)
    began, done = time.process_time(), 0
    while (spent := time.process_time() - began) < seconds:
        work(next(rest))
        done += 1
    return done / spent


def _pool_rate(notes: list[Note], jobs: int) -> float:
    """Once the workers are up: timed from the first record on."""
    records = code_notes(itertools.islice(_varied(notes), 6_000), Settings(), jobs)
    for _ in itertools.islice(records, 500):
        pass
    began = time.perf_counter()
    return sum(1 for _ in records) / (time.perf_counter() - began)


def _seconds(words: list[str]) -> float:
    """The best of three runs of Python with these arguments."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], check=True, capture_output=True, cwd=ROOT)
        best = min(best, time.perf_counter() - began)
    return best


if __name__ == "__main__":
    main()
