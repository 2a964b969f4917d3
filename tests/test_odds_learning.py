"""The odds are learned from what notes name, and whether it was done."""

from __future__ import annotations

from pathlib import Path

from extractor import gold
from extractor.odds_learning import Sample, done, learn, samples
from extractor.policy import strict_yaml
from extractor.reading.odds import KINDS
from extractor.regression import written
from extractor.vocabulary import score, weights

SAMPLES: list[Sample] = [
    (("nerve", "sural"), {"near frozen", "is sural"}, True),
    (("nerve", "tibial"), {"near spared", "is tibial"}, False),
    (("side", "left"), {"near frozen"}, True),
] * 9


def test_words_beside_what_was_done_speak_for_it() -> None:
    table = weights(strict_yaml.parse(written(learn(SAMPLES)), "odds.yaml")["nerve"])
    assert score(table, {"near frozen"}) > 0 > score(table, {"near spared"})


def test_each_kind_is_learned_by_itself_and_what_is_always_so_tells_nothing() -> None:
    learned = learn(SAMPLES)
    assert list(learned) == list(KINDS)
    assert "near frozen" not in learned["side"]
    assert learned["technique"] == {"always": 0.0}


def test_features_of_fewer_than_five_are_left_out() -> None:
    seldom: Sample = (("nerve", "sural"), {"near seldom"}, True)
    assert "near seldom" not in learn([*SAMPLES, *[seldom] * 4])["nerve"]
    assert "near seldom" in learn([*SAMPLES, *[seldom] * 5])["nerve"]


def test_the_same_notes_give_the_same_bytes() -> None:
    assert written(learn(SAMPLES)) == written(learn(SAMPLES))


def test_what_an_annotation_says_was_done() -> None:
    item = {"technique": "pulsed", "nerve": "sural", "laterality": "bilateral", "levels": [], "imaging": ["ct"]}
    facts = [gold.fact(item | {"status": status}) for status in ("performed", "planned")]
    assert done(facts[1:]) == set()
    assert done(facts) == {
        ("technique", "radiofrequency"),
        ("nerve", "sural"),
        ("side", "left"),
        ("side", "right"),
        ("imaging", "ct"),
    }


NOTES = Path(__file__).parent.parent / "annotated_notes"


def test_the_held_out_part_teaches_nothing(tmp_path: Path) -> None:
    for item in list(gold.load(NOTES))[:12]:
        for path in (item.path, item.path.with_suffix(".yaml")):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    everything = {item.id for item in gold.load(tmp_path)}
    assert any(map(gold.is_held_out, everything))
    assert not all(map(gold.is_held_out, everything))
    count = len(list(samples(tmp_path)))
    for path in list(tmp_path.iterdir()):
        if gold.is_held_out(path.stem):
            path.unlink()
    assert len(list(samples(tmp_path))) == count > 0
