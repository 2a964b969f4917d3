"""The rulebook that the components of a pipeline share. A component's config names it by folder, or by the hash of one
already read, so that configs stay plain data."""

from __future__ import annotations

from pathlib import Path

from extractor.rulebook import Rulebook

_SHARED: dict[str, Rulebook] = {}


def share(rulebook: Rulebook) -> str:
    """Make a rulebook known under its hash; returns the name for a component's config."""
    _SHARED[rulebook.hash] = rulebook
    return rulebook.hash


def load(name: str | None) -> Rulebook:
    """A shared rulebook, else that of a knowledge folder, else the packaged one. Raises RulebookError."""
    name = name or ""
    if name not in _SHARED:
        _SHARED[name] = Rulebook.load(Path(name) if name else None)
    return _SHARED[name]
