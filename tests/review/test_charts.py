from __future__ import annotations

import re
from xml.etree import ElementTree

from extractor.review import charts


def test_a_bar_is_well_formed_and_fills_its_share() -> None:
    drawn = ElementTree.fromstring(charts.bar([("good", 3), ("bad", 1)], 8))
    assert [(part.get("class"), part.get("x"), part.get("width")) for part in drawn] == [
        ("good", "0.00", "37.50"),
        ("bad", "37.50", "12.50"),
    ]
    assert not re.search("style|script", charts.bar([("good", 1)], 0))


def test_columns_stand_on_the_ground_and_say_what_they_are() -> None:
    drawn = ElementTree.fromstring(charts.columns([0, 2, 4], ["mon: 0", "tue: 2", "<wed>: 4"]))
    heights = [float(part.get("height", 0)) for part in drawn]
    assert heights[2] == 2 * heights[1] == 120
    assert all(float(part.get("y", 0)) + height == 120 for part, height in zip(drawn, heights, strict=True))
    assert [part[0].text for part in drawn] == ["mon: 0", "tue: 2", "<wed>: 4"]
    assert "<svg" in charts.columns([], [])
