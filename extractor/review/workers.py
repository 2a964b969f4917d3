"""The processes that work beside the server: they code notes, and look after a watched folder.

Each can be killed at any moment: what it had taken runs out, and ``Crew`` starts another in its place.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Self

from extractor.review import coding
from extractor.review.store import Store
from extractor.review.watch import Watch

_REST_SECONDS = 0.5
_LOG = logging.getLogger("neurolysis.review")

MakeCoder = Callable[[], tuple[coding.Codes, str]]
"""Builds a coder and names its rulebook's hash."""


def house_coder() -> tuple[coding.Codes, str]:
    """The product's own coder, with the models of NEUROLYSIS_MODELS or the shipped ones; spaCy is loaded here."""
    from extractor.flow import Coder
    from extractor.places import shipped_models
    from extractor.rulebook import Rulebook
    from extractor.trust import Trust

    rulebook = Rulebook.load()
    models = Path(os.environ["NEUROLYSIS_MODELS"]) if "NEUROLYSIS_MODELS" in os.environ else shipped_models()
    return Coder(rulebook, trust=Trust.load(models) if models else None), rulebook.hash


def work(url: str, make: MakeCoder = house_coder, *, until_empty: bool = False, lease_ms: int = coding.LEASE_MS) -> int:
    """Codes what is due, for as long as its parent lives, or until nothing is left; how many notes it coded."""
    coder, rulebook = make()
    store, name, done = Store(url), f"{os.uname().nodename}:{os.getpid()}", 0
    generation = coding.enrol(store, rulebook)
    while not _orphaned():
        tasks = coding.take(store, name, generation, lease_ms)
        coded = [(task, coding.code(coder, task)) for task in tasks]
        done += coding.put(store, name, generation, rulebook, coded)
        if until_empty and not tasks:
            break
        if not tasks:
            time.sleep(_REST_SECONDS)
    store.close()
    return done


def watch(url: str, folder: Path) -> None:
    """Brings in what is put into the folder, for as long as its parent lives."""
    store = Store(url)
    watched = Watch(store, folder)
    while not _orphaned():
        watched.scan()
        time.sleep(4 * _REST_SECONDS)


class Crew:
    """Child processes, each started again when it ends, until the block is left."""

    def __init__(self, *jobs: tuple[Callable[..., Any], tuple[Any, ...]]) -> None:
        self._jobs = jobs
        self._children: list[SpawnProcess] = []
        self._leaving = threading.Event()
        self._guard = threading.Thread(target=self._replace_the_dead, daemon=True)

    def __enter__(self) -> Self:
        self._children = [self._start(job) for job in self._jobs]
        self._guard.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        self._guard.join()
        for child in self._children:
            child.terminate()
        for child in self._children:
            child.join()

    def _start(self, job: tuple[Callable[..., Any], tuple[Any, ...]]) -> SpawnProcess:
        child = multiprocessing.get_context("spawn").Process(target=_run, args=job, daemon=True)
        child.start()
        return child

    def _replace_the_dead(self) -> None:
        while not self._leaving.wait(2 * _REST_SECONDS):
            for number, child in enumerate(self._children):
                if not child.is_alive():
                    _LOG.warning("%s ended with %s; starting another", self._jobs[number][0].__name__, child.exitcode)
                    self._children[number] = self._start(self._jobs[number])


def _run(job: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    # Ctrl-C reaches the whole group; the parent ends its children itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job(*arguments)


def _orphaned() -> bool:
    parent = multiprocessing.parent_process()
    return parent is not None and not parent.is_alive()
