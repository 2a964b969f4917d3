"""How many units of a code the cases make, on which side, and how that is counted in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.facts import Side
from extractor.policy.conditions import Case, plain
from extractor.policy.guidelines import Code, Line
from extractor.policy.speech import listed, short
from extractor.policy.spine import Spine
from extractor.rulebook import Edition

SideOf = Side | None
_MODIFIER = {Side.LEFT: "LT", Side.RIGHT: "RT"}
_ORDER: tuple[SideOf, ...] = (Side.LEFT, Side.RIGHT, None)
_PLURAL = {"body": "bodies"}
_WHOLE = ("session", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was counted, by side: the names of nerves, joints, bodies, limbs. ``how`` puts the count in words; ``doubt``
    says what a person should look at."""

    names: Mapping[SideOf, tuple[str, ...]]
    how: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Units of one code with its modifiers; ``sides`` are the sides that the line stands for."""

    code: str
    units: int
    modifiers: tuple[str, ...]
    sides: frozenset[SideOf]


def tally(line: Line, cases: Sequence[Case], edition: Edition) -> Tally:
    """What the cases make of the line's code; no names at all where they belong to another region's line."""
    return _COUNTERS[edition.codes[line.code].unit](line, cases, edition)


def units_of(line: Line, counted: Tally, edition: Edition) -> tuple[Units, ...]:
    """The lines of the code and of its further-code, each with its side modifiers."""
    code = edition.codes[line.code]
    sided = takes_side(code, edition)
    numbers = _numbers(counted.names, code, edition)
    lines = _split(code.id, _firsts(numbers, line), line.modifiers, sided=sided)
    if line.further:
        rest = Counter({side: max(0, number - code.covers) for side, number in numbers.items()})
        lines += _split(line.further, rest, line.modifiers, sided=sided)
    return lines


def indicator_of(code: Code, edition: Edition) -> str:
    """The bilateral indicator: the code's own row first, then the fee schedule; 0 where neither has one."""
    return code.bilateral or edition.edits.bilateral.get(code.id, "0")


def takes_side(code: Code, edition: Edition) -> bool:
    """Whether lines of the code carry LT, RT or 50."""
    return indicator_of(code, edition) == "1" and not code.midline and code.unit not in _WHOLE


def _numbers(names: Mapping[SideOf, tuple[str, ...]], code: Code, edition: Edition) -> Counter[SideOf]:
    if takes_side(code, edition):
        return Counter({side: len(items) for side, items in names.items()})
    everything = [item for items in names.values() for item in items]
    once = indicator_of(code, edition) == "2" or code.midline or code.unit in _WHOLE
    return Counter({None: len(set(everything)) if once else len(everything)})


def _firsts(numbers: Counter[SideOf], line: Line) -> Counter[SideOf]:
    return Counter({side: 1 for side, number in numbers.items() if number}) if line.further else numbers


def _split(code: str, numbers: Counter[SideOf], fixed: tuple[str, ...], *, sided: bool) -> tuple[Units, ...]:
    """One line for what both sides have (50), one for the rest of each side, one for what has no side."""
    unsided: frozenset[SideOf] = frozenset((None,)) if sided else frozenset(_ORDER)
    both = min(numbers[Side.LEFT], numbers[Side.RIGHT])
    lines: list[tuple[int, tuple[str, ...], frozenset[SideOf]]] = [(both, ("50",), frozenset(_MODIFIER))]
    lines += [(numbers[side] - both, (_MODIFIER[side],), frozenset((side,))) for side in _MODIFIER]
    lines += [(numbers[None], (), unsided)]
    return tuple(
        Units(code=code, units=units, modifiers=(*fixed, *modifiers), sides=sides)
        for units, modifiers, sides in lines
        if units
    )


def _by_side(cases: Iterable[Case]) -> dict[SideOf, list[Case]]:
    groups: dict[SideOf, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.procedure.laterality, []).append(case)
    return {side: groups[side] for side in _ORDER if side in groups}


def _nerves(line: Line, cases: Sequence[Case], edition: Edition) -> Tally:
    names = {side: _distinct(items, edition.spine) for side, items in _by_side(cases).items()}
    return Tally(names=names, how=_sum(names, edition.codes[line.code].unit))


def _distinct(cases: Iterable[Case], spine: Spine) -> tuple[str, ...]:
    """Each nerve once; each of its named branches or levels once; stated sites where none is named."""
    named: dict[str, dict[str, None]] = {}
    stated: Counter[str] = Counter()
    for case in cases:
        nerve = case.procedure.nerve or ""
        levels = named.setdefault(nerve, {})
        levels.update(dict.fromkeys(item for level in case.procedure.levels for item in spine.spelled_out(level)))
        stated[nerve] = max(stated[nerve], case.procedure.sites or 1)
    names: list[str] = []
    for nerve, levels in named.items():
        label = short(nerve)
        if levels:
            names += [level if spine.is_level(level) else f"{label} {level}" for level in _one_of_each(levels)]
        else:
            names += [label] if stated[nerve] == 1 else [f"{label} {number}" for number in range(1, stated[nerve] + 1)]
    return tuple(names)


def _one_of_each(levels: Iterable[str]) -> tuple[str, ...]:
    return tuple({plain(level): level for level in reversed(tuple(levels))}.values())[::-1]


def _joints(line: Line, cases: Sequence[Case], edition: Edition) -> Tally:
    names: dict[SideOf, tuple[str, ...]] = {}
    says: dict[SideOf, str] = {}
    doubts: list[str] = []
    for side, items in _by_side(cases).items():
        names[side], says[side], doubt = _joints_of_side(line, items, edition.spine)
        doubts += [doubt] if doubt else []
    names = {side: joints for side, joints in names.items() if joints}
    how = _joined({side: says[side] for side in names})
    return Tally(names=names, how=how, doubt=doubts[0] if doubts and names else None)


def _joints_of_side(line: Line, cases: Sequence[Case], spine: Spine) -> tuple[tuple[str, ...], str, str | None]:
    """The joints of one side that belong to the line's region, the count in words, and a doubt."""
    nerves = sorted({nerve for case in cases for nerve in spine.treated(case.procedure)}, key=spine.position)
    joints, spare = spine.joints_of(cases_levels(cases), nerves)
    own = tuple(joint.name for joint in joints if joint.region == line.region)
    if own:
        supply = [nerve for nerve in nerves if nerve not in spare and spine.supplies(nerve, joints, line.region)]
        number = _number(len(own), "joint")
        how = f"{listed(supply)} supply {listed(own)}: {number}" if supply else f"{listed(own)}: {number}"
        return own, how, f"{listed(spare)} makes no joint with a neighbour" if spare else None
    region = next((spine.region_of(case.procedure) for case in cases), None)
    if joints or region != line.region:
        return (), "", None
    if spare:
        doubt = f"{listed(spare)} alone makes no whole joint; one joint is counted"
        return (spare[0],), f"{listed(spare)}: 1 joint", doubt
    return ("joint",), "no level documented: 1 joint", None


def cases_levels(cases: Iterable[Case]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(level for case in cases for level in case.procedure.levels))


def _bodies(line: Line, cases: Sequence[Case], edition: Edition) -> Tally:
    bodies = edition.spine.bodies_of(cases_levels(cases))
    stated = max((case.procedure.sites or 1 for case in cases), default=1)
    names = bodies or tuple(f"body {number}" for number in range(1, stated + 1))
    return Tally(names={None: names}, how=f"{listed(names)}: {_number(len(names), 'body')}")


def _sides(line: Line, cases: Sequence[Case], edition: Edition) -> Tally:
    names = dict.fromkeys(_by_side(cases), ("side",))
    words = [side.value for side in names if side]
    return Tally(names=names, how=f"{' + '.join(words)}: {_number(len(words), 'side')}" if words else "1 side")


def _limbs(line: Line, cases: Sequence[Case], edition: Edition) -> Tally:
    names = {
        side: tuple(dict.fromkeys(short(case.procedure.nerve or "") for case in items))
        for side, items in _by_side(cases).items()
    }
    limbs = [f"{side.value} {limb}" if side else limb for side, items in names.items() for limb in items]
    return Tally(names=names, how=f"{' + '.join(limbs)}: {_number(len(limbs), 'limb')}")


def _session(line: Line, cases: Sequence[Case], edition: Edition) -> Tally:
    return Tally(names={None: ("session",)}, how="once a session")


_COUNTERS: Mapping[str, Callable[[Line, Sequence[Case], Edition], Tally]] = {
    "nerve": _nerves,
    "joint": _joints,
    "body": _bodies,
    "side": _sides,
    "limb": _limbs,
    "session": _session,
}


def _sum(names: Mapping[SideOf, tuple[str, ...]], unit: str) -> str:
    sums = {side: " + ".join(items) for side, items in names.items()}
    total = sum(len(items) for items in names.values())
    return f"{_joined(sums)} = {_number(total, unit)}"


def _joined(by_side: Mapping[SideOf, str]) -> str:
    """One text where all sides say the same, else each with its side."""
    if len(by_side) > 1 and len(set(by_side.values())) == 1:
        return f"each side: {next(iter(by_side.values()))}"
    if len(by_side) == 1:
        return next(iter(by_side.values()))
    return "; ".join(f"{side.value if side else 'no side'}: {text}" for side, text in by_side.items())


def _number(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else _PLURAL.get(noun, noun + 's')}"
