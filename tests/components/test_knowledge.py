"""The rulebook that a component's config names: shared, of a folder, or the packaged one."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import spacy

from extractor.components.knowledge import load, share
from extractor.errors import RulebookError
from extractor.rulebook import Rulebook


def test_a_shared_rulebook_is_found_by_its_hash(rulebook: Rulebook) -> None:
    assert load(share(rulebook)) is rulebook


def test_the_packaged_one_is_read_once() -> None:
    assert load(None) is load(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The packaged knowledge with a nerve of our own."""
    with as_file(files("extractor") / "knowledge") as packaged:
        shutil.copytree(packaged, tmp_path / "own")
    nerve = "- {id: wobble, kind: nerve, group: somatic, region: trunk, terms: [wobble nerve]}\n"
    (tmp_path / "own" / "lexicon" / "own.yaml").write_text(nerve, "utf-8")
    return tmp_path / "own"


def test_a_folder_may_be_named(folder: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("neurolysis_mentions", config={"knowledge": str(folder)})
    doc = nlp("The wobble nerve")
    assert [(span.label_, span.id_) for span in doc.spans["mentions"]] == [("nerve", "wobble")]


def test_a_folder_that_is_none_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises((RulebookError, OSError), match="nowhere"):
        load(str(tmp_path / "nowhere"))
