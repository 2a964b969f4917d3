"""Small tables for the tests, so that each test sees what may be exchanged."""

from dataclasses import replace
from datetime import date
from random import Random

from extractor.perturbation.tables import Context, Headings, Tables

TABLES = Tables(
    keys={"e": "r", "t": "y"},
    misspellings={},
    scanned={"rn": "m", "l": "1", "0": "O"},
    misheard={},
    synonyms={},
    headings=(
        Headings(names=("procedure", "procedure performed"), others=("intervention",), keep=False),
        Headings(names=("findings",), others=("what was found",), keep=False),
        Headings(names=("plan",), others=("way forward",), keep=True),
    ),
    ordered=("as above",),
    names=("Frost", "Oduya"),
    not_names=frozenset({"mrn"}),
)


def context(seed: int = 0, service: date | None = None, **tables: object) -> Context:
    return Context(tables=replace(TABLES, **tables), rng=Random(seed), service=service)  # type: ignore[arg-type]
