"""Tables with a column for each side."""

from __future__ import annotations

import pytest

from extractor.reading import tables

PIPES = "| muscle | R | L |\n|---|---|---|\n| soleus | 60 | 0 |\n| gracilis | 20 | 20 |"
TABS = "target\tleft (U)\tright (U)\nsoleus\t-\t50\ngracilis\t40\tnil"
SPACED = (
    "site            right     left\nsoleus            60        --\ngracilis          20        20\nbiceps   10   --"
)
BOXES = "site           R placed   L placed\nsoleus           [x]        [ ]\ngracilis         [x]        [x]"


@pytest.mark.parametrize(
    ("text", "word", "sides"),
    [
        (PIPES, "soleus", ("right",)),
        (PIPES, "gracilis", ("left", "right")),
        (TABS, "soleus", ("right",)),
        (TABS, "gracilis", ("left",)),
        (SPACED, "soleus", ("right",)),
        (SPACED, "gracilis", ("left", "right")),
        (SPACED, "biceps", ("right",)),
        (BOXES, "soleus", ("right",)),
        (BOXES, "gracilis", ("left", "right")),
    ],
)
def test_the_sides_under_which_a_row_has_an_entry(text: str, word: str, sides: tuple[str, ...]) -> None:
    assert tables.sides(text, text.index(word)) == sides


@pytest.mark.parametrize(
    "text",
    [
        "The right knee and the left knee were prepared.\nsoleus 60 units",
        "Side   [ ] L   [x] R\nsoleus   60",
        "muscle   right   left\n\nsoleus was injected",
        "muscle   dose   site\nsoleus   60   2",
    ],
)
def test_no_table_with_side_columns(text: str) -> None:
    assert tables.sides(text, text.index("soleus")) is None
