from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from extractor.facts import Mention, Note, Procedure
from extractor.flow import Coder
from extractor.rulebook import Rulebook

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extractor.procedures import Reader

Parse = Callable[..., "Doc"]
Read = Callable[..., list[Procedure]]
Services = Callable[..., list[Mention]]


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="session")
def parse(rulebook: Rulebook) -> Parse:
    """The Doc of a text, one pipeline for all tests."""
    coder = Coder(rulebook)

    def doc(text: str, day: date | None = None) -> Doc:
        return coder.doc(Note(id="t", text=text, source="t", date_of_service=day))

    return doc


@pytest.fixture(scope="session")
def reader(rulebook: Rulebook) -> Reader:
    from extractor.procedures import Reader

    return Reader({item.id: item for item in rulebook.concepts}, rulebook.data("cues.yaml"))


@pytest.fixture(scope="session")
def read(parse: Parse, reader: Reader) -> Read:
    """The procedures of a text."""
    return lambda text, day=None: reader(parse(text, day))[0]


@pytest.fixture(scope="session")
def services(parse: Parse, reader: Reader) -> Services:
    """The other services of a text."""
    return lambda text, day=None: reader(parse(text, day))[1]
