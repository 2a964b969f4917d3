from __future__ import annotations

import pytest

from extractor.facts import Procedure, Technique
from extractor.policy.spine import Spine
from extractor.rulebook import Rulebook


@pytest.fixture(scope="module")
def spine(rulebook: Rulebook) -> Spine:
    return rulebook.spine


def treated(spine: Spine, levels: str, nerve: str = "facet-lumbar") -> tuple[list[str], list[str]]:
    procedure = Procedure(technique=Technique.RADIOFREQUENCY, nerve=nerve, levels=tuple(levels.split()))
    joints, spare = spine.joints_of(procedure.levels, spine.treated(procedure))
    return [joint.name for joint in joints], list(spare)


@pytest.mark.parametrize(
    ("levels", "joints"),
    [
        ("L3 L4 L5", ["L4-5", "L5-S1"]),
        ("L5 L4 L3", ["L4-5", "L5-S1"]),
        ("L4 L5 S1", ["L5-S1"]),
        ("C4 C5 C6", ["C4-5", "C5-6"]),
        ("C7 C8", ["C7-T1"]),
        ("T6 T7 T8", ["T7-8", "T8-9"]),
        ("T11 T12", ["T12-L1"]),
        ("T12 L1", ["L1-2"]),
        ("L4-L5 L5-S1", ["L4-5", "L5-S1"]),
        ("L4-5", ["L4-5"]),
        ("L4/5", ["L4-5"]),
        ("L2-L5", ["L3-4", "L4-5", "L5-S1"]),
        ("C2 C3", ["C2-3"]),
        ("TON C3", ["C2-3"]),
    ],
)
def test_joints(spine: Spine, levels: str, joints: list[str]) -> None:
    assert treated(spine, levels) == (joints, [])


def test_the_third_occipital_nerve_supplies_a_joint_by_itself(spine: Spine) -> None:
    assert treated(spine, "", "third-occipital") == (["C2-3"], [])
    assert treated(spine, "C3 C4", "third-occipital") == (["C2-3", "C3-4"], [])


def test_a_nerve_without_neighbour_makes_no_joint(spine: Spine) -> None:
    assert treated(spine, "L2") == ([], ["L2"])
    assert treated(spine, "L2 L4 L5") == (["L5-S1"], ["L2"])


def test_regions_follow_the_joint_not_the_nerve(spine: Spine) -> None:
    joints, _ = spine.joints_of((), {"T11", "T12", "L1"})
    assert [(joint.name, joint.region) for joint in joints] == [
        ("T12-L1", "cervical-thoracic"),
        ("L1-2", "lumbar-sacral"),
    ]


@pytest.mark.parametrize(
    ("levels", "bodies"), [(["L4-S1"], ("L4", "L5", "S1")), (["L5", "L4"], ("L4", "L5")), (["L5-S1"], ("L5", "S1"))]
)
def test_bodies(spine: Spine, levels: list[str], bodies: tuple[str, ...]) -> None:
    assert spine.bodies_of(levels) == bodies


def test_spans_of_levels_are_spelled_out_and_other_words_left(spine: Spine) -> None:
    assert spine.spelled_out("T5-T7") == ("T5", "T6", "T7")
    assert spine.spelled_out("T5") == ("T5",)
    assert spine.spelled_out("branch to soleus") == ("branch to soleus",)
