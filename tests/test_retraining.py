"""Retraining: old and new on the same held-out notes, and what is refused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from extractor import retraining, trust
from extractor.doubts import DOUBTS
from extractor.errors import ModelError
from extractor.flow import Coder
from extractor.gold import is_held_out
from extractor.reviewed import read
from extractor.rulebook import Rulebook
from extractor.trust import Logistic
from tests import reviewed_notes


@pytest.fixture(scope="module")
def coder(rulebook: Rulebook) -> Coder:
    return Coder(rulebook)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviewed_notes.write(tmp_path_factory.mktemp("notes"))


@pytest.fixture
def site(tmp_path: Path, folder: Path) -> Path:
    """The same kind of notes under other ids, as a site reviewed them: codes alone."""
    rows = [
        {
            "note_id": f"site-{path.stem}",
            "text": f"{path.read_text()} Seen at the site.",
            "codes": [] if "HISTORY" in path.read_text() else [_line(path.read_text())],
            "author": path.stem[0],
        }
        for path in sorted(folder.glob("*.txt"))
    ]
    file = tmp_path / "site.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def _line(text: str) -> dict[str, object]:
    return {"code": "64640", "units": 1, "modifiers": ["LT" if "left" in text else "RT"]}


def test_training_leaves_models_a_card_and_a_page(folder: Path, tmp_path: Path, coder: Coder) -> None:
    card = retraining.train([folder], coder, "sha256:rules", tmp_path / "new", force=True)
    models, read_back = trust.load(tmp_path / "new")
    assert read_back["data"]["notes"] == card["data"]["notes"] == 36
    assert read_back["rulebook"] == "sha256:rules"
    assert set(read_back["artefacts"]) == {path.name for path in (tmp_path / "new").iterdir()} - {
        "card.json",
        "card.md",
    }
    assert "36 notes of 3 authors" in (tmp_path / "new" / "card.md").read_text()
    assert models.note.weights


def test_training_twice_gives_the_same_bytes(folder: Path, tmp_path: Path, coder: Coder) -> None:
    for name in ("one", "two", "two"):
        retraining.train([folder], coder, "sha256:rules", tmp_path / name, force=True)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_a_site_keeps_the_second_reader_and_compares_on_notes_that_nobody_had_seen(
    folder: Path, site: Path, tmp_path: Path, coder: Coder
) -> None:
    models = tmp_path / "models"
    retraining.train([folder], coder, "sha256:rules", models, force=True)
    before = (models / trust.SECOND_READER).read_bytes()
    card = retraining.train([site], coder, "sha256:rules", models)
    assert (models / trust.SECOND_READER).read_bytes() == before
    held = sum(is_held_out(item.id) for item in read([site], coder))
    assert card["compared"]["notes"] == held > 0
    assert card["compared"]["new"] <= card["compared"]["old"] + 1e-6


def test_worse_models_do_not_replace_better_ones(
    folder: Path, site: Path, tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    retraining.train([folder], coder, "sha256:rules", models, force=True)
    before = (models / trust.CONFIDENCE).read_bytes()
    # The rules are right on all of these notes: to be sure of the contrary is worse.
    learn = retraining.learn
    hopeless = Logistic(-4.0, [0.0] * len(DOUBTS))

    def spoilt(*arguments: object) -> object:
        learned, trials = learn(*arguments)  # type: ignore[arg-type]
        return replace(learned, note=hopeless), trials

    monkeypatch.setattr(retraining, "learn", spoilt)
    with pytest.raises(ModelError, match="worse on the same") as refused:
        retraining.train([site], coder, "sha256:rules", models)
    assert refused.value.kind == "worse"
    assert (models / trust.CONFIDENCE).read_bytes() == before
    retraining.train([folder], coder, "sha256:rules", models, force=True)
    assert (models / trust.CONFIDENCE).read_bytes() != before


def test_models_that_have_seen_all_cannot_be_compared(folder: Path, tmp_path: Path, coder: Coder) -> None:
    models, fewer = tmp_path / "models", tmp_path / "fewer"
    retraining.train([folder], coder, "sha256:rules", models, force=True)
    reviewed_notes.write(fewer)
    for path in fewer.glob("c*"):
        path.unlink()
    with pytest.raises(ModelError, match="no held-out note that the old models have not seen"):
        retraining.train([fewer], coder, "sha256:rules", models)


def test_the_same_notes_again_are_no_worse(folder: Path, tmp_path: Path, coder: Coder) -> None:
    models = tmp_path / "models"
    retraining.train([folder], coder, "sha256:rules", models, force=True)
    card = retraining.train([folder], coder, "sha256:rules", models)
    assert card["compared"]["old"] == card["compared"]["new"]


def test_models_judge_directly_only_what_they_have_not_seen(
    folder: Path, site: Path, tmp_path: Path, coder: Coder
) -> None:
    models = tmp_path / "models"
    retraining.train([folder], coder, "sha256:rules", models, force=True)
    seen, new = read([folder], coder), read([site], coder)
    assert retraining.trials_of(seen, models)[1] is None
    trials, evidence = retraining.trials_of(new, models)
    assert evidence == trust.load(models)[0].outcomes
    assert len(trials) == len(new)
