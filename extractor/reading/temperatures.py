"""At which temperature: what the lesion really had, not what the generator was set to and did not reach."""

from __future__ import annotations

from extractor.facts import Technique
from extractor.reading.scene import DONE, NAMED, SUMMED, Item, Scene

_HOT, _WARM, _PULSED = 60, 45, 38


def temperature(scene: Scene, technique: Technique) -> float | None:
    """Degrees Celsius of the lesions of a technique: the highest of radiofrequency, the first of another."""
    values = [float(item.concept) for item in _real(scene)]
    if technique is Technique.RADIOFREQUENCY:
        hot = [value for value in values if value >= _HOT]
        return max(hot) if hot else next((value for value in values if value > _WARM), None)
    if technique is Technique.PULSED:
        return next((value for value in values if _PULSED < value <= _WARM), None)
    return next((value for value in values if value < 0), None) if technique is Technique.CRYO else None


def _real(scene: Scene) -> list[Item]:
    """The temperatures of today, without those only aimed at where another is told as attained."""
    told = [item for item in scene.of("temperature") if item.tier in {DONE, NAMED, SUMMED} and item.today]
    attained = [item for item in told if _attained(scene, item) and float(item.concept) > _WARM]
    return [item for item in told if item in attained or not _aimed(scene, item)] if attained else told


def _attained(scene: Scene, item: Item) -> bool:
    return scene.cues["attained"].search(scene.clause(item)) is not None


def _aimed(scene: Scene, item: Item) -> bool:
    return scene.cues["aimed"].search(scene.clause(item)) is not None
