"""Which nerves were treated, and which are only landmarks, history or bystanders.

A nerve counts as treated when the account acts on it (a lesion, a freeze, an injection in its sentence, a needle brought to
it, a list item of its own), or when the title names it and the account does not speak of another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from extractor.reading.bearing import (
    ACTED,
    LISTED,
    NAMED_ONLY,
    REACHED,
    SEEN,
    TITLES,
    blocked_in_vain,
    bystander,
    called_off,
    clause_has,
    denies,
    diagnosed,
    left_out,
    numbed,
    only_examined,
    only_seen,
    refused,
    weigh,
    without_entry,
)
from extractor.reading.candidates import candidates
from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, Item, Scene
from extractor.reading.techniques import Clue

_GENERIC = {
    "peroneal nerve": ("superficial-peroneal", "deep-peroneal"),
    "fibular nerve": ("superficial-peroneal", "deep-peroneal"),
    "retrocrural": ("celiac-plexus",),
    "occipital nerve": ("greater-occipital", "lesser-occipital", "third-occipital"),
}
_PART_OF = {
    "saphenous": ("infrapatellar-saphenous",), "ulnar": ("dorsal-ulnar-cutaneous",), "radial": ("superficial-radial",),
    "median": ("palmar-cutaneous",), "femoral": ("femoral-articular", "anterior-femoral-cutaneous", "lateral-femoral-cutaneous"),
    "obturator": ("obturator-articular",), "tibial": ("posterior-tibial",), "lateral-plantar": ("inferior-calcaneal",),
    "genitofemoral": (), "intercostal": ("anterior-cutaneous-abdominal",), "common-peroneal": ("superficial-peroneal", "deep-peroneal"),
    "sciatic": ("tibial", "common-peroneal"), "maxillary-v2": ("infraorbital",), "mandibular-v3": ("mental", "inferior-alveolar", "auriculotemporal"),
    "gasserian": ("mandibular-v3", "maxillary-v2", "supraorbital", "infraorbital", "mental", "inferior-alveolar", "supratrochlear"),
    "epidural": ("epidural-cervicothoracic", "epidural-lumbosacral"), "sympathetic": ("lumbar-sympathetic", "thoracic-sympathetic", "stellate", "ganglion-impar", "superior-hypogastric", "celiac-plexus", "splanchnic"),
    "pudendal": ("inferior-rectal", "dorsal-penile"), "inferior-alveolar": ("mental",), "plantar-common-digital": (), "digital-hand": ("plantar-common-digital", "digital-foot"),
}  # fmt: skip
_THE_NERVE = re.compile(
    r"(?<!\w)(?:the|this|that|same|each|on|of|its|his|her|my|our)\s+(?:(?!other|adjacent|neighbou?ring|cranial|facial|optic|spinal|another)[a-z-]+\s+)?(?:nerve|branch|twig)\b(?!\s+(?:root|stim|block))|(?<![\w ])\s?nerve\b|\bnerve\s*=",
    re.IGNORECASE,
)
_THE_NERVES = re.compile(
    r"\b(?:(?P<both>both)|(?:all|each|every\s+one)(?:\s+of)?|the|these|those|they)\s+(?:the\s+|these\s+|those\s+)?(?:(?P<count>two|three|four|[234])\s+)?(?:target\s+|sensory\s+|said\s+|same\s+|named\s+)?(?:nerves|branches|twigs)\b(?!\s+(?:of|to|from)\b)"
    r"|\beach\s+(?:of\s+the\s+(?P<each>two|three|four|[234])\b|(?:nerve|branch)\b)",
    re.IGNORECASE,
)
_CALLED_AFTER = re.compile(
    r"\W*(?:nerve\W+)?(?:\w+\W+)?(?:\w*neuralgi\w*|neuropath\w*|neuritis|neuromas?|entrapment|pains?|headaches?|syndrome|territor\w+|distribution)\b",
    re.IGNORECASE,
)
_MANY = {"both": 2, "two": 2, "three": 3, "four": 4}
_NEUROMA = re.compile(r"\bneuroma|\bmorton|\bmulder|\binterdigital\s+n|\bdigital\s+n", re.IGNORECASE)
# In how many sentences an agent follows the needle.
_NEXT = 3
FOREFOOT = "plantar-common-digital"
NEURAXIAL = frozenset({"subarachnoid", "epidural", "epidural-cervicothoracic", "epidural-lumbosacral"})


# What tells one part of a nerve from another.
_PARTS = re.compile(r"\b(?:radial|ulnar|medial|lateral|anterior|posterior|superior|inferior|upper|lower)\b")


@dataclass(slots=True)
class Target:
    """One nerve concept with the mentions that speak for its treatment; ``weight`` is the strongest of them."""

    nerve: str
    items: list[Item] = field(default_factory=list)
    named: list[Item] = field(default_factory=list)
    weight: int = 0
    denied: bool = False
    refused: bool = False

    @property
    def all(self) -> list[Item]:
        return sorted([*self.items, *self.named], key=lambda item: item.start)


def targets(scene: Scene, clues: Sequence[Clue]) -> list[Target]:
    """The treated nerves, in the order in which the note first speaks of them. Prose ahead of the account is asked only
    where account and title name none."""
    acts = [item for item in (clue.item for clue in clues) if item.performed and item.tier in {DONE, SUMMED, BEFORE}]
    spoken = candidates(scene)
    resumed = _resumed(scene, spoken, acts)
    for account in ((DONE, SUMMED), (DONE, SUMMED, BEFORE)):
        found = _gathered(scene, spoken, acts, account, resumed)
        chosen = _chosen(scene, [target for target in found if target.items or target.named])
        if chosen:
            break
    chosen = chosen or _unlisted(scene, acts) or _remembered(scene, spoken, acts) or _unnamed_digital(scene, acts)
    return sorted(
        _specific(chosen, {act.sentence for act in acts if act.tier == DONE}), key=lambda target: target.all[0].start
    )


def _unlisted(scene: Scene, acts: Sequence[Item]) -> list[Target]:
    """Nerves that only the note itself names, where it acts on them or heads with them."""
    found = _gathered(scene, scene.of("nerve-other"), acts, (DONE, SUMMED, BEFORE))
    return [target for target in found if target.named or target.weight >= ACTED]


def _remembered(scene: Scene, spoken: Sequence[Item], acts: Sequence[Item]) -> list[Target]:
    """The nerve that a note recalls before it tells of an act on it ("blocks of the LFCN helped ... the nerve was frozen"),
    where it recalls only one, or the nerves, where the account then speaks of as many."""
    if not acts:
        return []
    first = min(act.start for act in acts)
    spoken = [item for item in spoken if not blocked_in_vain(scene, item)]
    told = [
        item
        for item in spoken
        if (item.tier == BEFORE and item.performed) or (item.tier in {BEFORE, NAMED} and item.assertion == "historical")
    ]
    account = _account(scene)
    many = _THE_NERVES.search(scene.text, *account)
    if not told and (many or _THE_NERVE.search(scene.text, *account)):
        told = [
            item
            for item in spoken
            if item.start < first
            and (item.tier != NAMED or item.section not in TITLES - {"head"} or diagnosed(scene, item))
            and item.assertion != "other"
            and item.concept not in NEURAXIAL
        ]
        complaints = [item for item in _of_complaints(scene) if item.start < first]
        if many and (both := _as_many(many, [*told, *complaints])):
            return both
        told = told or complaints
    told = told or [item for item in spoken if item.tier == DONE and scene.same_sentence(item, "block")]
    return (_as_many(many, told) if many else []) or _recalled(told, 1)


def _recalled(told: Iterable[Item], number: int) -> list[Target]:
    """The nerves that some mentions name, where they are of a number."""
    nerves: dict[str, Target] = {}
    for item in told:
        nerves.setdefault(item.concept, Target(item.concept, items=[item], weight=NAMED_ONLY))
    return list(nerves.values()) if len(nerves) == number else []


def _of_complaints(scene: Scene) -> list[Item]:
    """The nerves that complaints are called after ("great auricular neuralgia", "a sciatic neuroma")."""
    return [
        item
        for item in scene.of("nerve", "nerve-name")
        if item.assertion != "other" and _CALLED_AFTER.match(scene.after(item, 30))
    ]


def _as_many(spoken: re.Match[str], told: Sequence[Item]) -> list[Target]:
    """The nerves that words for several of them ("both nerves", "these branches") take up, if they are as many."""
    word = (spoken["both"] or spoken["count"] or spoken["each"] or "").lower()
    return _recalled(told, _MANY.get(word) or int(word or max(2, len({item.concept for item in told}))))


def between_toes(scene: Scene) -> list[Item]:
    """The web spaces that a note of a neuroma names."""
    if not _NEUROMA.search(scene.text):
        return []
    spaces = [item for item in scene.of("interspace", "site") if item.tier in {DONE, NAMED} and item.today]
    spaces = [item for item in spaces if item.kind == "interspace" or scene.concept(item).sets.get("nerve") == FOREFOOT]
    return [item for item in spaces if not only_examined(scene, item)] or spaces


def _unnamed_digital(scene: Scene, acts: Sequence[Item]) -> list[Target]:
    """The nerve of a web space, where a note of a neuroma names only the space."""
    spaces = between_toes(scene) or [
        item for item in scene.of("interspace") if item.tier == BEFORE and _NEUROMA.search(scene.sentence_text(item))
    ]
    if len({item.concept for item in spaces if item.tier == BEFORE}) > 1:
        return []
    return [Target(FOREFOOT, items=spaces, weight=REACHED)] if spaces and acts else []


def _account(scene: Scene) -> tuple[int, int]:
    """Where the account's mentions begin and end."""
    done = [item for item in scene.items if item.tier == DONE]
    return (scene.sentences[done[0].sentence][0], scene.sentences[done[-1].sentence][1]) if done else (0, 0)


def _resumed(scene: Scene, spoken: Sequence[Item], acts: Sequence[Item]) -> set[int]:
    """Starts of the mentions that a later act takes up: since the last act the account looked at one nerve only, and then
    the lesion is told without naming it."""
    seen = [item for item in spoken if item.tier == DONE and item.performed and not bystander(scene, item)]
    titled = {item.concept for item in spoken if item.tier == NAMED and item.today}
    resumed: set[int] = set()
    last = -1
    for sentence in sorted({act.sentence for act in acts if act.tier == DONE}):
        since = [item for item in seen if last < item.sentence <= sentence]
        if not since:
            continue
        last = sentence
        nerves = {item.concept for item in since}
        if (
            len(nerves) == 1
            and (not titled or nerves <= titled)
            and all(weigh(scene, item, ()) < REACHED for item in since)
        ):
            resumed |= {item.start for item in since}
    return resumed


def _gathered(
    scene: Scene, spoken: Sequence[Item], acts: Sequence[Item], account: Sequence[str], resumed: Iterable[int] = ()
) -> list[Target]:
    found: dict[str, Target] = {}
    for item in spoken:
        nerve = str(scene.concept(item).sets.get("nerve", item.concept))
        target = found.setdefault(nerve, Target(nerve))
        if item.assertion == "negated" and _of_another_part(item, spoken):
            continue
        if item.tier in account and (refused(scene, item) or left_out(scene, item, acts)):
            target.refused = True
        elif item.tier in account and without_entry(scene, item):
            target.denied = True
        elif item.assertion == "negated" and item.tier in {NAMED, *account}:
            target.denied = target.denied or (denies(scene, item) and not bystander(scene, item))
        elif item.tier == NAMED and item.today:
            if not (
                bystander(scene, item)
                or diagnosed(scene, item)
                or called_off(scene, item)
                or numbed(scene, item)
                or only_seen(scene, item)
            ):
                target.named.append(item)
        elif item.tier in account and item.performed and not blocked_in_vain(scene, item):
            weight = max(weigh(scene, item, acts), LISTED if item.start in resumed else 0)
            if weight and (item.tier != SUMMED or weight == ACTED):
                target.items.append(item)
                target.weight = max(target.weight, weight if item.tier != SUMMED else REACHED)
    return list(found.values())


def _of_another_part(item: Item, spoken: Sequence[Item]) -> bool:
    """Whether a denied mention names another part than all that is told as done ("the ulnar digital nerve ... The radial
    digital nerve was not touched")."""
    own = set(_PARTS.findall(item.text.lower()))
    done = [set(_PARTS.findall(one.text.lower())) for one in spoken if one.concept == item.concept and one.performed]
    return bool(own and done) and not any(own & parts or not parts for parts in done)


def _chosen(scene: Scene, found: list[Target]) -> list[Target]:
    named = [target for target in found if target.named]
    reported = any(item.performed for target in named for item in target.named)
    best = max((target.weight for target in found), default=0)
    kept = []
    for target in found:
        alone = all(other.nerve in NEURAXIAL for other in found)
        if target.nerve in NEURAXIAL and not _neuraxial(scene, target, alone=alone):
            continue
        if (target.denied and target.weight < REACHED) or (target.refused and target.weight < ACTED):
            continue
        if reported and target.named and not any(item.performed for item in target.named):
            if target.weight >= LISTED:
                kept.append(target)
        elif target.named:
            if target.weight or not _superseded(target, found):
                kept.append(target)
        elif target.weight >= (LISTED if named else NAMED_ONLY if best >= REACHED else SEEN):
            kept.append(target)
    return kept


def _superseded(target: Target, found: Sequence[Target]) -> bool:
    """A nerve of the title gives way where the account acts on a part of it."""
    parts = _PART_OF.get(target.nerve, ()) if target.nerve != "gasserian" else ()
    return any(other.nerve in parts and other.weight >= LISTED for other in found)


def _neuraxial(scene: Scene, target: Target, *, alone: bool) -> bool:
    """Spinal spaces are targets of an injected neurolytic only; spinal fluid tells the space where no nerve is named."""
    if alone and any(item.kind == "site" or _then_given(scene, item) for item in target.all):
        return True
    return any(
        re.search(
            r"neurolysis|neurolytic|phenol|alcohol|glycer|radiofrequency|\bRF", scene.sentence_text(item), re.IGNORECASE
        )
        for item in target.all
    )


def _then_given(scene: Scene, item: Item) -> bool:
    """Whether the account brings a needle to a space, and tells in one of the next sentences of the agent given there."""
    return (
        item.tier == DONE
        and clause_has(scene, "approached", item)
        and any(
            act.performed
            and scene.concept(act).sets["technique"] == "chemical"
            and 0 <= act.sentence - item.sentence <= _NEXT
            and scene.has("treated", act)
            for act in scene.of("technique")
        )
    )


def _specific(found: list[Target], acts: Collection[int]) -> list[Target]:
    """Drop the whole where its part is the target ("saphenous" beside its infrapatellar branch)."""
    present = {target.nerve for target in found}
    kept = []
    for target in found:
        generic = {item.text.lower().rstrip("s") for item in target.all}
        loose = [part for words in generic if words in _GENERIC for part in _GENERIC[words] if part != target.nerve]
        if loose and len(generic) == 1 and any(part in present for part in loose):
            continue
        parts = [part for part in _PART_OF.get(target.nerve, ()) if part in present]
        if parts and not _stands_alone(target, [other for other in found if other.nerve in parts], acts):
            continue
        kept.append(target)
    return kept


def _stands_alone(target: Target, parts: Sequence[Target], acts: Collection[int]) -> bool:
    """The whole was treated too: it is acted on in a sentence, or titled, where no part of it is."""
    others = {item.sentence for part in parts for item in part.all}
    titled = [item for item in target.named if item.sentence not in others or _side_by_side(item, parts)]
    acted = [item for item in target.items if item.sentence not in others]
    return any(item.sentence in acts for item in acted) or (bool(titled) and bool(acted) and target.weight >= LISTED)


def _side_by_side(item: Item, parts: Sequence[Target]) -> bool:
    return any(
        other.sentence == item.sentence and abs(other.start - item.end) < 40 for part in parts for other in part.named
    )
