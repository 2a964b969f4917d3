"""Levels, sides, temperatures, pulse widths and counts in every notation."""

from __future__ import annotations

import pytest

from tests.conftest import Parse
from tests.marked import found, unmarked

LEVELS = [
    "<level:L3,L4,L5>L3, L4 and L5</level> medial branches",
    "<level:L3,L4,L5>L3/4/5</level> medial branches",
    "<level:L3,L4,L5>L3-L5</level> medial branches",
    "<level:L3,L4,L5>L3 through L5</level> medial branches",
    "<level:L3,L4,L5>L3, 4, 5</level> medial branches",
    "<level:L3,L4,L5>L-3, L-4 & L-5</level> medial branches",
    "the <level:L4-L5>L4-5</level> joint",
    "the <level:L4-L5>L4/5</level> joint",
    "the <level:L4-L5>L4\u20135</level> joint",
    "the <level:L4-L5,L5-S1>L4-5 and L5-S1</level> joints",
    "the <level:L5-S1>L5S1</level> joint",
    "the <level:C2-C3>C2-3</level> joint",
    "the <level:C7-T1>C7-T1</level> joint",
    "the <level:T12-L1>T12-L1</level> joint",
    "the <level:C4,C5,C6>C4, C5, and C6</level> medial branches",
    "the <level:C6>C-6</level> medial branch",
    "the <level:T5>T5</level> intercostal nerve",
    "the <level:T5,T6,T7>D5-D7</level> nerves",
    "the <level:S1,S2,S3>S1, S2 and S3</level> lateral branches",
    "the <level:S1,S2,S3>S1-S3</level> lateral branches",
    "the <level:L5>lumbar 5</level> dorsal ramus",
    "<level:T3,T4,T5,T6>third through sixth</level> intercostal nerves",
    "<level:T5,T7>fifth and seventh</level> intercostal nerves",
    "<level:T8>8th</level> rib",
    "intercostal nerves <level:T4,T5,T6>4-6</level>",
    "intercostal nerves <level:T7,T8,T9>7, 8 and 9</level>",
]
NO_LEVELS = [
    "L 3rd toe web",
    "C-arm",
    "left intercostal      3 / 2 / 3",
    "T 1.5",
    "5 mL of lidocaine",
    "10 C",
    "L 5.5 cm",
    "6/12 months",
    "the third attempt",
    "S 3.0 mm",
]
SIDES = [
    "the <side:left>left</side> nerve",
    "<side:right>Rt</side> knee",
    "<side:left>LT</side> knee",
    "nerve on the <side:right>right</side>",
    "<side:right>R</side> L4 medial branch",
    "<side:left>(L)</side> sural nerve",
    "<side:left>L</side> 3rd web space",
    "parotid <side:right>R</side> 750 / <side:left>L</side> 750",
    "biceps <side:left>L</side> 5 units",
    "<side:bilateral>bilateral</side> genicular nerves",
    "<side:bilateral>bilaterally</side>",
    "<side:bilateral>b/l</side> GON",
    "<side:bilateral>both sides</side>",
    "<side:bilateral>both knees</side>",
    "<side:bilateral>left and right</side> sural nerves",
]
NO_SIDES = [
    "The needle was left in place.",
    "She left the unit walking.",
    "There is no pain left after the ablation.",
    "The needle went right through the fascia.",
    "She felt relief right away.",
    "The nerve was left alone.",
    "The generator was set to pulsed and left there.",
    "RFA of the sural nerve L/R (circle)",
    "The skin was scrubbed and left to dry.",
    "Electronically signed by L. Jones",
]
TEMPERATURES = [
    "<temperature:80>80C</temperature>",
    "<temperature:80>80 C</temperature>",
    "<temperature:80>80 \u00b0C</temperature>",
    "<temperature:80>80\u00b0</temperature> for 90 s",
    "taken to <temperature:85>85</temperature> for 90 seconds",
    "Ninety seconds at <temperature:85>eighty-five</temperature> followed",
    "held at <temperature:80>eighty</temperature> for a minute and a half",
    "eighty for the whole day",
    "<temperature:80>80 deg</temperature> for 90 s",
    "it had the same ninety seconds at <temperature:85>85</temperature>.",
    "<temperature:80>80 degrees</temperature> for 90 s",
    "<temperature:80>80 degrees Celsius</temperature>",
    "<temperature:80>80 degrees centigrade</temperature>",
    "<temperature:80>176 F</temperature>",
    "<temperature:80>176 degrees Fahrenheit</temperature>",
    "<temperature:80>eighty degrees</temperature>",
    "<temperature:42>forty-two degrees</temperature>",
    "<temperature:42>42 deg C</temperature>",
    "<temperature:-88>-88 C</temperature>",
    "<temperature:-60>minus 60 C</temperature>",
    "<temperature:-88>Minus eighty eight</temperature>.",
    "<temperature:75>seventy-five degrees</temperature> for a minute",
    "the current was turned up until the display read <temperature:85>85 degrees</temperature>",
    "ninety seconds at <temperature:80>80</temperature>.",
    "temp <temperature:80>80</temperature>  time 90 s",
    "the generator was turned to <temperature:85>eighty-five degrees</temperature> and run for two minutes",
    "Set to <temperature:80>eighty</temperature>.",
    "The generator ran at <temperature:80>80</temperature> for 90 s.",
    "Tip temps reached <temperature:80>80</temperature>.",
    "The thermocouple read <temperature:85>85</temperature> on each.",
    "Ablated @ <temperature:80>80</temperature> x 60 sec",
    "Ran <temperature:80>80</temperature>, 90 seconds, each level.",
    "brought to <temperature:80>eighty</temperature> and held there",
    "C-arm in two views. 18 g, <temperature:80>80 degrees</temperature> 90 seconds.",
    "90 second burns at <temperature:85>85</temperature>.",
    "held at no more than <temperature:42>42</temperature> throughout",
    "<temperature:-70>\u221270\u00b0C</temperature>",
]
NO_TEMPERATURES = [
    "the C-arm was tilted 60 degrees oblique",
    "the knee was flexed to 80 degrees",
    "temperature 98.6 F",
    "200 U, lot 88C exp 6/19",
    "120 sec at 90/min",
    "the tip was held 42 mm deep",
    "the tip was tilted by sixty-five degrees",
    "patient temperature 37.0 C",
    "80 mg of methylprednisolone",
    "Lesion time 90.",
    "RF lesions x 90.",
    "BP 128/80, HR 80. RF lesions were made.",
    "She is eighty.",
    "The probe was run 80 mm.",
    "the head turned 45 degrees to the side",
]


COUNTS = [
    "<count:3,genicular>three genicular</count>",
    "<count:3,nerve>three genicular nerves</count>",
    "genicular <count:3,nerve>nerves x3</count>",
    "genicular <count:3,target>targets (x 3</count>)",
    "<count:4,site>4 sites</count>",
    "<count:2,nerve>two adjacent intercostal nerves</count>",
    "one nerve",
    "two minutes",
]
PULSES = [
    "<pulse-width:pulse-width>20 ms</pulse-width>, 2 Hz",
    "<pulse-width:pulse-width>20 msec</pulse-width>",
    "<pulse-width:pulse-width>pulse width</pulse-width> as preset",
    "120 seconds",
    "20 mL",
]
RIBS = [
    "The fifth rib was found. The <rib-ordinal:T6>sixth</rib-ordinal> was done likewise.",
    "The first lesion was made. The sixth was done likewise.",
]


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        (kind, marked)
        for kind, sentences in {
            "level": [*LEVELS, *NO_LEVELS],
            "side": [*SIDES, *NO_SIDES],
            "temperature": [*TEMPERATURES, *NO_TEMPERATURES],
            "pulse-width": PULSES,
            "count": COUNTS,
            "rib-ordinal": RIBS,
        }.items()
        for marked in sentences
    ],
)
def test_measure(parse: Parse, kind: str, marked: str) -> None:
    """All measures of a kind, and no others, at their very offsets."""
    text, entities = unmarked(marked)
    got = [item._replace(assertion=None) for item in found(parse(text)) if item.kind == kind]
    assert got == entities


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("the third and fourth lumbar medial branches", ["L3 L4"]),
        ("the fifth lumbar dorsal ramus", ["L5"]),
        ("the first, second and third sacral lateral branches", ["S1 S2 S3"]),
        ("the 4th through 6th cervical medial branches", ["C4 C5 C6"]),
        ("the sixth thoracic dorsal ramus", ["T6"]),
        ("the third lumbar injection of the year", []),
    ],
)
def test_levels_told_by_ordinals(parse: Parse, text: str, levels: list[str]) -> None:
    assert [
        item.concept for item in found(parse(f"The needle was brought to {text}.")) if item.kind == "level"
    ] == levels


def test_a_ganglion_is_no_angle(parse: Parse) -> None:
    assert any(item.kind == "temperature" for item in found(parse("The ganglion was kept at 67 degrees for a minute.")))


@pytest.mark.parametrize(
    "text", ["Spell that P H E N O L, phenol.", "The last row was left blank.", "Box left unticked."]
)
def test_no_side(parse: Parse, text: str) -> None:
    assert [item for item in found(parse(text)) if item.kind == "side"] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("RFA sheet\nL3 mb   80   90   ok", ["80"]),
        ("RF of the V3, 65 x 60, 70 x 60.", ["65", "70"]),
        ("SSN RF 80/90 x2", ["80"]),
        ("RF today\ntemp   80   82", ["80", "82"]),
        ("RF today, BP 90/60", []),
        ("RF today, lot 88C", []),
        ("Plate of 65 x 60", []),
    ],
)
def test_degrees_by_their_seconds(parse: Parse, text: str, told: list[str]) -> None:
    assert [item.concept for item in found(parse(text)) if item.kind == "temperature"] == told


@pytest.mark.parametrize(
    ("text", "sides"),
    [("Side      both", ["bilateral"]), ("laterality: both\n", ["bilateral"]), ("they went home, both\n", [])],
)
def test_both_as_the_answer_of_a_form(parse: Parse, text: str, sides: list[str]) -> None:
    assert [item.concept for item in found(parse(text)) if item.kind == "side"] == sides


def test_a_heading_of_columns_leaves_out_that_of_the_keys(parse: Parse) -> None:
    text = "Radiofrequency, facets\n            Temp   Time\nR L3 MB      80     90\nR L4 MB      85     90\n"
    assert {item.text for item in found(parse(text)) if item.kind == "temperature"} == {"80", "85"}


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("| intercostal, 9th  | 80 |", ["T9"]),
        ("- intercostal nerve, sixth: two freezes", ["T6"]),
        ("right intercostals, third through fifth, by ultrasound", ["T3 T4 T5"]),
        ("Intercostal nerves, first cryo of three", []),
    ],
)
def test_ordinals_behind_their_noun(parse: Parse, text: str, levels: list[str]) -> None:
    assert [item.concept for item in found(parse(text)) if item.kind in {"level", "rib-ordinal"}] == levels


def test_a_side_that_ends_its_line(parse: Parse) -> None:
    assert [item.kind for item in found(parse("Neck RF, right\nUnder fluoroscopy, prone."))][:2] == [
        "technique",
        "side",
    ]
