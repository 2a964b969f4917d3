from datetime import date
from typing import Any

import pytest

from extractor.errors import RulebookError
from extractor.policy.strict_yaml import parse


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("64640", "64640"),
        ("01996", "01996"),
        ("0440T", "0440T"),
        ("no", "no"),
        ("on", "on"),
        ("1e3", "1e3"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("80", 80),
        ("0", 0),
        ("-3", -3),
        ("4.5", 4.5),
        ("true", True),
        ("null", None),
        ("", None),
        ("2019-01-01", date(2019, 1, 1)),
        ("'80'", "80"),
    ],
)
def test_plain_scalars(written: str, read: Any) -> None:
    assert parse(f"value: {written}", "file.yaml") == {"value": read}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2", "file.yaml, line 4: the key 'c' stands twice"),
        ("a: [1, 2", "file.yaml, line"),
        ("a: 2019-02-30", "file.yaml: not YAML"),
        ("a: !!python/object/apply:os.getcwd []", "file.yaml, line 1"),
    ],
)
def test_what_is_refused(text: str, says: str) -> None:
    with pytest.raises(RulebookError, match="^" + says.replace("(", r"\(").replace("[", r"\[")):
        parse(text, "file.yaml")


def test_anchors_are_shared_lists() -> None:
    assert parse("a: &codes [x, y]\nb: *codes", "file.yaml") == {"a": ["x", "y"], "b": ["x", "y"]}
