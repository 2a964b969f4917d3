"""Perturbations: what typing, scanning, dictation and other hands do to a note without changing what it says.

Each is a pure function of a text and a context (tables, random generator, date of service); the same seed gives the
same text. A rate is a share of the words of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from random import Random

from extractor.perturbation import layout, wording
from extractor.perturbation.identities import names_and_dates
from extractor.perturbation.tables import Context, Tables

PERTURBATIONS: Mapping[str, Callable[[str, Context], str]] = {
    "typos-2": partial(wording.typos, rate=0.02),
    "typos-5": partial(wording.typos, rate=0.05),
    "scanned": partial(wording.scanned, rate=0.02),
    "words-split": partial(wording.words_split, rate=0.02),
    "words-joined": partial(wording.words_joined, rate=0.02),
    "misheard": wording.misheard,
    "synonyms": wording.synonyms,
    "upper-case": layout.upper_case,
    "lower-case": layout.lower_case,
    "line-wraps": layout.line_wraps,
    "newlines-removed": layout.newlines_removed,
    "headings-renamed": layout.headings_renamed,
    "headings-removed": layout.headings_removed,
    "sections-reordered": layout.sections_reordered,
    "names-and-dates": names_and_dates,
}


def perturbed(kind: str, text: str, tables: Tables, *, seed: str, service: date | None = None) -> str:
    """The text under one of ``PERTURBATIONS``. ``service``, the date of service, stays as it is written."""
    return PERTURBATIONS[kind](text, Context(tables=tables, rng=Random(f"{kind}:{seed}"), service=service))
