"""YAML as the knowledge files use it: duplicate keys are refused, and no code ever turns into a number.

Of plain scalars only ``true``, ``false``, ``null``, ISO dates, decimals and whole numbers of up to four digits without
a leading zero get a type; everything else (``no``, ``0123``, ``1e3``) stays the text that was written.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

import yaml

from extractor.errors import RulebookError

_PLAIN = (
    ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), "tf"),
    ("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""]),
    ("tag:yaml.org,2002:timestamp", re.compile(r"^\d{4}-\d{2}-\d{2}$"), "0123456789"),
    ("tag:yaml.org,2002:float", re.compile(r"^-?\d+\.\d+$"), "-0123456789"),
    ("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9]\d{0,3})$"), "-0123456789"),
)
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):  # type: ignore[misc]  # the C loader exists only where libyaml does
    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        self.flatten_mapping(node)
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in mapping:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            mapping[key] = self.construct_object(value_node, deep=deep)
        return mapping


for _tag, _pattern, _first in _PLAIN:
    _Loader.add_implicit_resolver(_tag, _pattern, _first)


def parse(text: str, source: str) -> Any:
    """The parsed document. Raises RulebookError naming ``source`` and the line."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise RulebookError(f"{source}{line}: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise RulebookError(f"{source}: not YAML: {error}") from error
