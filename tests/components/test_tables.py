"""Tables with a column for each side."""

from __future__ import annotations

import pytest

from extractor.components import tables

PIPES = "| muscle | R | L |\n|---|---|---|\n| soleus | 60 | 0 |\n| gracilis | 20 | 20 |"
TABS = "target\tleft (U)\tright (U)\nsoleus\t-\t50\ngracilis\t40\tnil"
SPACED = (
    "site            right     left\nsoleus            60        --\ngracilis          20        20\nbiceps   10   --"
)
BOXES = "site           R placed   L placed\nsoleus           [x]        [ ]\ngracilis         [x]        [x]"
UNKEYED = "             RIGHT       LEFT\nfemoral      4 mL        3 mL\ntibial       -           2 mL"
FLUSH = "Left   Right\nulnar   2 min   none\nradial   -   2 min"
LISTS = "  RIGHT leg            LEFT leg\n  gracilis   50        soleus     25\n  rectus     75"
PIPED_LISTS = "RIGHT leg | LEFT leg\ngracilis 50 | soleus 25\nrectus 75 | "
STROKES = "Muscle (units)     Left / Right\nlevator   30 / 0\nsplenius   20 / 40"
COLONS = "MUSCLE: R dose / L dose\nbiceps: 60 / 0\nFCU: 30 / 20"
NAMED = "nerve     side    freeze\nsural     both    2 min\nmedian    R       2 min\nulnar     left    1 min"

ROWS = "thigh    gracilis   semitendinosus   soleus\nright       40            30             -\nleft        40             -             -"
MARKED_ROWS = "side | biceps | brachialis\nL | 50 | 20\nR | - | 30"


@pytest.mark.parametrize(
    ("text", "word", "sides"),
    [
        (ROWS, "gracilis", ("left", "right")),
        (ROWS, "semitendinosus", ("right",)),
        (ROWS, "soleus", ()),
        (MARKED_ROWS, "biceps", ("left",)),
        (MARKED_ROWS, "brachialis", ("left", "right")),
        ("First, gracilis; then soleus was marked.\nright    one\nleft     two", "soleus", None),
        ("left   L4 mb   80 C\nleft   L5 dr   80 C\nright  L4 mb   80 C", "L5", None),
        (UNKEYED, "femoral", ("left", "right")),
        (UNKEYED, "tibial", ("left",)),
        (FLUSH, "ulnar", ("left",)),
        (FLUSH, "radial", ("right",)),
        (LISTS, "gracilis", ("right",)),
        (LISTS, "soleus", ("left",)),
        (LISTS, "rectus", ("right",)),
        (PIPED_LISTS, "soleus", ("left",)),
        (PIPED_LISTS, "rectus", ("right",)),
        (STROKES, "levator", ("left",)),
        (STROKES, "splenius", ("left", "right")),
        (COLONS, "biceps", ("right",)),
        (COLONS, "FCU", ("left", "right")),
        (NAMED, "sural", ("left", "right")),
        (NAMED, "median", ("right",)),
        (NAMED, "ulnar", ("left",)),
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
        "Right leg; left never hurt.\nsoleus   60   2",
        "muscle   right   left\n\nsoleus was injected",
        "muscle   dose   site\nsoleus   60   2",
    ],
)
def test_no_table_with_side_columns(text: str) -> None:
    assert tables.sides(text, text.index("soleus")) is None


def test_a_line_that_heads_sides() -> None:
    assert tables.heads(UNKEYED, UNKEYED.index("LEFT"))
    assert not tables.heads("The right foot and the left foot hurt.", 4)


@pytest.mark.parametrize(
    ("header", "begins"),
    [
        ("muscle      units    EMG", True),
        ("target | mode | set | sec", True),
        ("ch ; nerve ; temp ; time", True),
        ("muscle      tone     strength", False),
        ("date        dose     units", False),
        ("The target was found; the needle was set down.", False),
    ],
)
def test_tables_that_measure_an_act(header: str, begins: bool) -> None:
    row = header.replace("muscle", "soleus").replace("target", "sural ").replace("units", "50   ").replace("set", "80 ")
    text = f"{header}\n{row.replace('temp', '80  ')}\n"
    assert bool(list(tables.of_acts(text, 0, len(text)))) is begins


@pytest.mark.parametrize(
    ("row", "filled"), [("LEFT  | x  | x  |", True), ("LEFT  | x  | -- |", False), ("LEFT  | x  |", False)]
)
def test_a_row_with_an_entry_under_each_title(row: str, filled: bool) -> None:
    text = f"      | L4 | L5 |\nRIGHT | x  | x  |\n{row}\n"
    assert tables.fills(text, text.index("LEFT")) is filled


@pytest.mark.parametrize(
    ("header", "row", "word", "told"),
    [
        ("Where   neck facets, RIGHT   greater occipital, LEFT", "What    C4, C5 MB            GON", "C4", ("right",)),
        (
            "Where   deep joint nerves, RIGHT   sural (left)",
            "How     RF                         cryo",
            "cryo",
            ("left",),
        ),
        ("Nerve   genicular (right)   saphenous (left)", "How     RF                  cryo", "saphenous", ("left",)),
        ("Nerve   sural, right   sural, left", "How     cryo           -", "sural", None),
    ],
)
def test_targets_side_by_side(header: str, row: str, word: str, told: tuple[str, ...] | None) -> None:
    text = f"{header}\n{row}\n"
    assert tables.sides(text, text.index(word)) == told
