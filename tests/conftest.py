from __future__ import annotations

import pytest

from extractor.rulebook import Rulebook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return Rulebook.load()
