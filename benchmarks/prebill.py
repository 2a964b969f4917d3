"""Pre-bill review at scale: 10,000 claim lines against 2,000 notes, then three times as many of both; seconds and peak
memory of each run, in a process of its own. Run by hand: python benchmarks/prebill.py"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from extractor import gold

NOTES = Path(__file__).parent.parent / "annotated_notes"
LINES, TEXTS, A_CLAIM = 10_000, 2_000, 5
RUN = """
import resource, sys
from extractor.cli import app
try:
    app(["prebill", *sys.argv[1:]])
except SystemExit:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def write(folder: Path, times: int) -> tuple[Path, Path]:
    """Notes and claims: the annotated notes over and over, each claim with its note's gold lines, repeated to five."""
    claims, notes = folder / "claims.csv", folder / "notes.jsonl"
    pairs = list(islice(cycle(enumerate(gold.load(NOTES))), times * TEXTS))
    with notes.open("w", encoding="utf-8") as out:
        for number, (_, item) in enumerate(pairs):
            out.write(json.dumps({"id": f"n{number}", "text": item.path.read_text("utf-8")}) + "\n")
    with claims.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["claim_id", "patient_id", "note_id", "date_of_service", "code", "modifiers", "units"])
        for number, (place, item) in enumerate(islice(cycle(pairs), times * LINES // A_CLAIM)):
            lines = item.reading.lines or {("64640", 1, ("LT",)): 1}
            for code, units, modifiers in islice(cycle(lines), A_CLAIM):
                day = item.reading.date_of_service or "2024-01-05"
                key = f"n{number % len(pairs)}"
                rows.writerow([f"C{number}", f"P{place}", key, day, code, " ".join(modifiers), units])
    return claims, notes


def main() -> None:
    for times in (1, 3):
        with tempfile.TemporaryDirectory() as folder:
            claims, notes = write(Path(folder), times)
            began = time.perf_counter()
            words = [str(claims), str(notes), "--output", str(Path(folder) / "out.jsonl")]
            done = subprocess.run([sys.executable, "-c", RUN, *words], capture_output=True, text=True, check=True)
            seconds = time.perf_counter() - began
            print(f"{times * LINES} lines, {times * TEXTS} notes: {seconds:.1f} s, peak {done.stdout.split()[-1]} MB")


if __name__ == "__main__":
    main()
