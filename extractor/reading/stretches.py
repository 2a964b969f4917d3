"""The stretches of an account that each treat targets of their own: where they begin, what they speak of, and which of them
belong together."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, pairwise, zip_longest

from extractor.facts import Technique
from extractor.reading import sides as side_words
from extractor.reading.bearing import approached, bystander, is_label, left_out, numbed
from extractor.reading.candidates import candidates
from extractor.reading.labels import labels
from extractor.reading.levels import BONE, LEVELLED, role
from extractor.reading.meant import meant
from extractor.reading.muscles import given
from extractor.reading.narrowing import spinal_levels
from extractor.reading.scene import DONE, NAMED, Item, Scene
from extractor.reading.targets import FOREFOOT, between_toes
from extractor.reading.techniques import Clue

_BLANK = re.compile(r"\n[ \t\r]*\n")
_SKIPPED = re.compile(
    r"\b(?:not\s+(?:done|today|treated|performed|attempted|reached)|deferred|skipped|omitted|left\s+out|cancell?ed|postponed|"
    r"declined|put\s+off)\b",
    re.IGNORECASE,
)
_RAMUS = re.compile(r"ram|DR\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\d\s?(?:ml|cc|u|units?|s|secs?|seconds|min\w*|cycles?|x)\b", re.IGNORECASE)
MUSCLES, FACET = "muscles", "facet"
_APART = frozenset({"muscle:extraocular", "muscle:larynx", "gland:salivary", "muscle:bladder", "muscle:anal-sphincter"})
_ANY = frozenset({Technique.UNSPECIFIED})
_SIDES = ("left", "right")
_FEWEST_PARTS = 2
TOXIN = _APART | {MUSCLES}


@dataclass(slots=True)
class Stretch:
    """Sentences ``first`` to ``last`` of the account, the targets that they speak of, and the side of their label. A
    stretch is ``headed`` where a paragraph announces it, ``informed`` where a technique was told before it; ``again`` says
    that it does what the stretch before it did, ``shares`` that it is one of several sides or rows of amounts for which the technique is told
    once, ``stopped`` that its act was ended early, ``skipped`` that it tells only of
    what was not done."""

    first: int
    last: int
    topics: set[str] = field(default_factory=set)
    side: str | None = None
    techniques: set[Technique] = field(default_factory=set)
    reached: bool = False
    headed: bool = False
    informed: bool = False
    labelled: bool = False
    counted: bool = False
    again: bool = False
    shares: bool = False
    stopped: bool = False
    skipped: bool = False

    @property
    def sentences(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def acts(self) -> bool:
        return bool(self.techniques) or self.again or self.shares or self.stopped

    @property
    def empty(self) -> bool:
        return not self.acts and not self.topics

    def tell(self, sentence: int, topics: Mapping[str, bool], techniques: set[Technique], *, goes_on: bool) -> None:
        """Take in a sentence; one without target or act counts only where the paragraph goes on."""
        if topics or techniques or goes_on:
            self.last = sentence
        self.topics |= set(topics)
        self.techniques |= techniques
        self.reached |= any(topics.values())


def stretches(scene: Scene, found: Sequence[Clue]) -> list[Stretch]:
    """The parts of the account as stretches, in order; fewer than two where it cannot be parted."""
    opened = _without_background(_opened(scene, found))
    skipped = [one for one in opened if one.skipped]
    claimed = _claimed(scene, [one for one in opened if not one.skipped])
    parted = _series(scene, claimed) or _without_heads(_acting(claimed))
    if len(parted) == 1 and not (parted[0].acts and parted[0].topics):
        return []
    parted += skipped
    if len(parted) < 2 or _interleaved(parted) or _left_over(scene, {topic for one in parted for topic in one.topics}):
        return []
    return parted


def nerve_of(scene: Scene, item: Item) -> str:
    """The nerve of a mention, facet nerves of all regions as one."""
    nerve = str(scene.concept(item).sets.get("nerve", item.concept))
    return FACET if nerve.startswith(f"{FACET}-") or nerve == "third-occipital" else nerve


def among(nerve: str | None, topics: Collection[str]) -> bool:
    """Whether a nerve is one of the topics; facet nerves are, in whatever region."""
    return nerve in topics or (nerve == FACET and any(topic.startswith(f"{FACET}-") for topic in topics))


def _opened(scene: Scene, found: Sequence[Clue]) -> list[Stretch]:
    labelled, told = labels(scene), _told(scene, found)
    acts = [clue.item for clue in found if clue.item.performed and clue.item.tier == DONE]
    topics = _topics(scene, told, labelled, acts)
    sides = _sides(scene)
    account = {item.sentence: item.block for item in scene.items if item.tier == DONE and item.sentence >= 0}
    opened: list[Stretch] = []
    heading: int | None = None
    heads_side: str | None = None
    latest: set[Technique] = set()
    last_block, for_all = -1, False
    for sentence in sorted({*account, *labelled}):
        own, techniques = topics.get(sentence, {}), told.get(sentence, set())
        block = account.get(sentence, -1)
        heads, last_block = block != last_block, block
        side = sides.get(block) if heads else None
        current = opened[-1] if opened else None
        announced = heading is not None
        if sentence in labelled:
            current = _under_label(scene, sentence, counted=labelled[sentence])
            current.shares = bool(latest and own) and _amount_only(scene, sentence)
            if current.side and not own and not current.counted:
                heads_side = current.side
            elif current.counted:
                heads_side = None
            current.side = current.side or heads_side
            opened.append(current)
            heading = None
        elif (own or side) and (current is None or _opens(scene, current, own, side, heads=heads, announced=announced)):
            first = _snapped(account, {*topics, *told, *labelled}, sentence) if heading is None else heading
            side = side or (current.side if current else None)
            current = Stretch(first, sentence, side=side, headed=announced, informed=bool(latest))
            current.techniques.update(*(told[at] for at in told if first <= at < sentence))
            opened.append(current)
            heading = None
        elif heads and not own and current and _announces(scene, current, sentence, techniques - latest, latest):
            heading = heading if announced else sentence
        elif own:
            heading = None
        for_all = not own and (_for_all(scene, opened, sentence) if heads and not side else for_all)
        if for_all and techniques <= latest:
            continue
        latest = techniques - _ANY or latest
        if current and heading is None:
            current.tell(sentence, own, techniques, goes_on=account.get(current.last) == block)
    return _completed(scene, opened)


def _for_all(scene: Scene, opened: Sequence[Stretch], sentence: int) -> bool:
    """Whether a paragraph below the rows of both sides, under no label and without a target, tells of them all."""
    sides = {one.side for one in opened if one.acts} & set(_SIDES)
    return len(sides) > 1 and not _same_paragraph(scene, opened[-1].first, sentence)


def _under_label(scene: Scene, sentence: int, *, counted: bool) -> Stretch:
    sides = [
        item.concept for item in meant(scene) if item.sentence == sentence and item.concept != side_words.BILATERAL
    ]
    return Stretch(
        sentence, sentence, side=None if counted else next(iter(sides), None), labelled=True, counted=counted
    )


def _amount_only(scene: Scene, sentence: int) -> bool:
    """ "Right foot, third space: 0.5 mL": an amount of what was told before."""
    told = any(item.sentence == sentence for item in scene.of("technique", "temperature"))
    return not told and _AMOUNT.search(scene.sentence(sentence)) is not None


def _completed(scene: Scene, opened: Sequence[Stretch]) -> list[Stretch]:
    """Where labels part the account, each stretch to the end of its paragraph, with the side that a label's paragraph tells."""
    if not opened or not opened[0].labelled:
        return list(opened)
    for stretch, following in zip_longest(opened, opened[1:]):
        end = following.first if following else len(scene.sentences)
        while stretch.last + 1 < end and _same_paragraph(scene, stretch.first, stretch.last + 1):
            stretch.last += 1
        told = scene.text[scene.sentences[stretch.first][0] : scene.sentences[stretch.last][1]]
        if stretch.labelled:
            stretch.side = stretch.side or _only_side(scene, stretch)
            stretch.skipped = not stretch.acts and _refused(scene, stretch, told)
        stretch.stopped = bool(stretch.topics and scene.cues["aborted"].search(told))
    return list(opened)


def _same_paragraph(scene: Scene, one: int, other: int) -> bool:
    return not _BLANK.search(scene.text, scene.sentences[one][0], scene.sentences[other][0])


def _told(scene: Scene, found: Sequence[Clue]) -> dict[int, set[Technique]]:
    """The techniques that each sentence of the account tells."""
    told: dict[int, set[Technique]] = {}
    for clue in found:
        if clue.item.tier == DONE and clue.item.performed and clue.rank > 1:
            told.setdefault(clue.item.sentence, set()).add(clue.technique)
    if any(clue.technique is Technique.CHEMODENERVATION for clue in found):
        for item in scene.of("muscle", "limb"):
            if item.tier == DONE and item.performed and given(scene, item):
                told.setdefault(item.sentence, set()).add(Technique.CHEMODENERVATION)
    return told


def _announces(
    scene: Scene, current: Stretch, sentence: int, new: Collection[Technique], latest: Collection[Technique]
) -> bool:
    """Whether a paragraph that names no target heads the part to come: it tells another technique than was told last, and
    is not the one under a label."""
    under = current.labelled and _same_paragraph(scene, current.first, sentence)
    return bool(latest and set(new) - _ANY) and not under


def _topics(
    scene: Scene, told: Mapping[int, set[Technique]], labelled: Collection[int], acts: Collection[Item]
) -> dict[int, dict[str, bool]]:
    """What each sentence of the account speaks of as a target, nerves or muscles, and whether it is brought to it."""
    topics: dict[int, dict[str, bool]] = {}
    spoken = candidates(scene)
    sacral = any(item.concept == "si-joint" and item.tier in {DONE, NAMED} for item in spoken)
    for item in spoken:
        accounted = item.tier == DONE or (item.tier == NAMED and item.sentence in labelled)
        idle = bystander(scene, item) or _only_numbed(scene, item) or left_out(scene, item, acts)
        if accounted and item.performed and not idle:
            nerves = topics.setdefault(item.sentence, {})
            nerve = "si-joint" if sacral and _of_sacrum(item, spoken) else nerve_of(scene, item)
            nerves[nerve] = nerves.get(nerve, False) or item.sentence in told or approached(scene, item)
    for item in (*between_toes(scene), *_bare_levels(scene, topics)):
        if item.tier == DONE and item.performed and not topics.get(item.sentence):
            topics[item.sentence] = {FOREFOOT if item.kind != "level" else FACET: True}
    for item in _levels_alone(scene, topics):
        topics[item.sentence] = {FACET: item.sentence in told}
    _regions(scene, topics)
    known = {nerve for nerves in topics.values() for nerve in nerves}
    for item in scene.of("branch"):
        nerve = str(scene.concept(item).sets["nerve"])
        if item.tier == DONE and item.performed and nerve in known:
            topics.setdefault(item.sentence, {}).setdefault(nerve, True)
    for item in scene.of("muscle", "limb"):
        own = topics.setdefault(item.sentence, {})
        toxin = Technique.CHEMODENERVATION in told.get(item.sentence, set())
        if item.tier == DONE and item.performed and set(own) <= TOXIN and toxin:
            own[_muscles(scene, item)] = True
    return topics


def _bare_levels(scene: Scene, topics: Mapping[int, object]) -> list[Item]:
    """The levels of a note that treats spinal joints without a word for their nerves."""
    spoken = any(item.tier in {DONE, NAMED} for item in candidates(scene))
    return [] if spoken or topics else spinal_levels(scene)


def _levels_alone(scene: Scene, topics: Mapping[int, Collection[str]]) -> list[Item]:
    """Levels of sentences that name no nerve ("Left: only C4 and C5"), in a note whose facet nerves alone have levels; those
    of several regions also where only the title names the nerves."""
    nerves = {nerve for own in topics.values() for nerve in own}
    if not nerves and {nerve_of(scene, item) for item in candidates(scene) if item.tier == NAMED} == {FACET}:
        told = [item for item in scene.of("level") if item.tier == DONE and item.performed]
        return told if len({item.concept[0] for item in told} - {"S"}) > 1 else []
    if FACET not in nerves or any(scene.named(nerve).group in LEVELLED for nerve in nerves - {FACET}):
        return []
    levels = [item for item in scene.of("level") if item.tier == DONE and item.performed]
    return [item for item in levels if not topics.get(item.sentence) and role(scene, item) != BONE]


def _only_numbed(scene: Scene, item: Item) -> bool:
    """Whether a sentence without a lesion tells only of blocks at a nerve, unless the nerve is its label."""
    if is_label(scene, item) or scene.same_sentence(item, "technique", "temperature"):
        return False
    blocks = scene.same_sentence(item, "block")
    return numbed(scene, item) or any(item.start <= block.start <= item.end + 1 for block in blocks)


def _of_sacrum(item: Item, spoken: Sequence[Item]) -> bool:
    """Whether a dorsal ramus is told beside no medial branch: then it is one of the sacroiliac nerves."""
    if not _RAMUS.search(item.text):
        return False
    here = [other for other in spoken if other.sentence == item.sentence and not _RAMUS.search(other.text)]
    return not any(other.concept.startswith(FACET) for other in here)


def _regions(scene: Scene, topics: Mapping[int, dict[str, bool]]) -> None:
    """Neck, chest and low back are apart where the account treats facet nerves of several: such a target is of the region of
    the levels in its sentence, else of the region last told."""
    letters = {
        at: {level[0] for item in scene.of("level") if item.sentence == at for level in item.concept.split()} - {"S"}
        for at, nerves in topics.items()
        if FACET in nerves
    }
    told = [found.pop() if len(found) == 1 else None for _, found in sorted(letters.items())]
    if len(set(told) - {None}) < 2:
        return
    region = next(one for one in told if one)
    for at, own in zip(sorted(letters), told, strict=True):
        region = own or region
        topics[at][f"{FACET}-{region}"] = topics[at].pop(FACET)


def _muscles(scene: Scene, item: Item) -> str:
    """Muscles of head, neck and limbs are told of together in one protocol; eyes, glands and viscera stand for themselves."""
    target = str(scene.concept(item).sets["target"])
    return target if target in _APART else MUSCLES


def _sides(scene: Scene) -> dict[int, str]:
    """The side with which a paragraph or list item opens, by block."""
    found = side_words.labels(scene, meant(scene))
    return {block: side.concept for block, side in found.items() if side.concept != side_words.BILATERAL}


def _only_side(scene: Scene, stretch: Stretch) -> str | None:
    """The one side that a stretch tells."""
    told = {side.concept for side in meant(scene) if side.assertion != "negated" and side.sentence in stretch.sentences}
    return told.pop() if len(told) == 1 and side_words.BILATERAL not in told else None


def _opens(
    scene: Scene, current: Stretch, own: Mapping[str, bool], side: str | None, *, heads: bool, announced: bool
) -> bool:
    if heads and side and side != (current.side or _only_side(scene, current) or side):
        return True
    if not current.topics and not current.labelled:
        return announced
    if heads and set(own) - current.topics:
        return True
    return any(own.values()) and not set(own) & current.topics


def _snapped(account: Mapping[int, int], taken: Collection[int], sentence: int) -> int:
    """The first sentence of the block that leads up to a new topic."""
    first = sentence
    while account.get(first - 1) == account[sentence] and first - 1 not in taken:
        first -= 1
    return first


def _claimed(scene: Scene, opened: Sequence[Stretch]) -> list[Stretch]:
    """Labelled stretches that name no target take one that the title has left, by their side or in its order, or do again
    what the stretch before them did."""
    heirs = [one for one in opened if one.labelled and not (one.topics and one.acts)]
    left = _left_over(scene, {topic for one in opened for topic in one.topics})
    acting = [one for one in heirs if one.acts and not one.topics]
    for heir in acting if len(acting) == len(left) else ():
        fitting = [nerve for nerve, side in left.items() if heir.side and side == heir.side] or list(left)
        heir.topics = {fitting[0]}
        del left[fitting[0]]
    for heir in heirs:
        earlier = [one for one in opened[: opened.index(heir)] if one.topics]
        if earlier and heir.side and heir.side != (side := earlier[-1].side) and _again(scene, heir):
            told = {topic for one in earlier if side and one.side == side for topic in one.topics}
            heir.topics, heir.again = heir.topics or told or set(earlier[-1].topics), True
    sided = [one for one in opened if one.side and one.topics]
    by_side = {side: {topic for one in sided if one.side == side for topic in one.topics - TOXIN} for side in _SIDES}
    for one in sided:
        one.shares |= all(by_side.values()) and by_side["left"] != by_side["right"]
    for one in opened:
        one.again |= bool(one.reached and one.informed and not one.acts and _again(scene, one))
    return list(opened)


def _left_over(scene: Scene, spoken: Collection[str]) -> dict[str, str | None]:
    """The nerves of the title that no stretch speaks of, with their sides."""
    sides = side_words.of_tier(meant(scene), NAMED)
    found: dict[str, str | None] = {}
    for item in candidates(scene):
        if item.tier == NAMED and item.assertion != "negated" and not among(nerve := nerve_of(scene, item), spoken):
            side = side_words.bound(scene, item, sides, [])
            found.setdefault(nerve, side.concept if side else None)
    return found


def _again(scene: Scene, stretch: Stretch) -> bool:
    return any(scene.cues["repeat"].search(scene.sentence(at)) for at in stretch.sentences)


def _refused(scene: Scene, stretch: Stretch, told: str) -> bool:
    """Whether a stretch says of its own place that it was not treated."""
    if stretch.topics:
        denied = {item.sentence for item in scene.items if item.assertion == "negated"}
        return any(_SKIPPED.search(scene.sentence(at)) for at in set(stretch.sentences) - denied)
    denied = {item.sentence for item in scene.of("side", "limb", "nerve") if item.assertion == "negated"}
    return bool(denied & set(stretch.sentences) or _SKIPPED.search(told))


def _series(scene: Scene, opened: Sequence[Stretch]) -> list[Stretch]:
    """The stretches under each label of a counted series as one, where each then tells a target and an act, or leaves the
    act to be understood; none where the series counts steps or there is no series. What treats nothing may end it."""
    joined: list[Stretch] = []
    for stretch in opened:
        if stretch.counted or not joined:
            joined.append(stretch)
        elif not stretch.empty or not stretch.labelled:
            joined[-1] = _join(joined[-1], stretch)
    joined = [one for one in joined if one.counted]
    while len(joined) > _FEWEST_PARTS and joined[-1].empty:
        joined.pop()
    silent = [one for one in joined if not one.acts]
    if not all(one.topics for one in joined) or (silent and not _understood(scene, joined, silent)):
        return []
    return _merged(joined)


def _understood(scene: Scene, parted: Sequence[Stretch], silent: Sequence[Stretch]) -> bool:
    """Whether parts without a word of technique are acts all the same: each part speaks of targets of its own, and some
    tell the act."""
    spoken = {item.sentence for item in scene.of("technique", "temperature") if item.tier == DONE}
    apart = all(not one.topics & other.topics for one, other in combinations(parted, 2))
    return apart and len(silent) < len(parted) and not any(spoken & set(one.sentences) for one in silent)


def _merged(parted: Sequence[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for stretch in parted:
        if merged and _same(merged[-1], stretch):
            merged[-1] = _join(merged[-1], stretch)
        else:
            merged.append(stretch)
    return merged


def _acting(opened: Sequence[Stretch]) -> list[Stretch]:
    """Stretches that lack a target or an act joined to their neighbours; neighbours with one target on one side are one.
    What is left over at the end belongs to all."""
    joined: list[Stretch] = []
    waiting: Stretch | None = None
    for stretch in opened:
        if waiting and stretch.headed and (joined or waiting.informed):
            joined[-1:] = [_join(joined[-1], waiting)] if joined else [waiting]
            waiting = None
        elif waiting:
            apart = not joined and _of_another_side(waiting, stretch)
            stretch, waiting = stretch if apart else _join(waiting, stretch), None
        heading = stretch.labelled and not stretch.counted and not stretch.topics
        if not (stretch.acts and stretch.topics) and (stretch.reached or stretch.side or not joined or heading):
            waiting = stretch
        elif joined and (not stretch.acts or not stretch.topics or _same(joined[-1], stretch)):
            joined[-1] = _join(joined[-1], stretch)
        else:
            joined.append(stretch)
    if waiting and not (joined and waiting.empty):
        joined[-1:] = [_join(joined[-1], waiting)] if joined else [waiting]
    return joined


def _without_background(opened: Sequence[Stretch]) -> list[Stretch]:
    """The stretches without what opens the account, where that neither acts nor reaches a target and a label then begins
    with another target and its act."""
    for first, second in islice(pairwise(opened), 1):
        told = first.labelled or first.reached or first.acts
        if not told and second.labelled and second.techniques and second.topics - first.topics:
            return list(opened[1:])
    return list(opened)


def _without_heads(parted: Sequence[Stretch]) -> list[Stretch]:
    """The stretches without those that head the rows of several sides: what they tell belongs to every row."""
    heads = [
        one for one, row in pairwise(parted) if row.shares and row.side and not one.side and one.topics <= row.topics
    ]
    return [one for one in parted if one not in heads]


def _of_another_side(opening: Stretch, stretch: Stretch) -> bool:
    """Whether words without target or label that open the account speak of another side than the stretch they precede."""
    sided = opening.side and stretch.side and opening.side != stretch.side
    return bool(sided) and not opening.labelled and not opening.topics


def _same(one: Stretch, other: Stretch) -> bool:
    if one.topics == other.topics == {MUSCLES}:
        return True
    return bool(one.topics & other.topics) and other.side in {None, one.side}


def _join(one: Stretch, other: Stretch) -> Stretch:
    return Stretch(
        min(one.first, other.first),
        max(one.last, other.last),
        one.topics | other.topics,
        one.side if not other.side or one.side == other.side or other.empty else None if one.side else other.side,
        one.techniques | other.techniques,
        one.reached or other.reached,
        one.headed,
        one.informed,
        one.labelled or other.labelled,
        one.counted or other.counted,
        one.again or other.again,
        one.shares or other.shares,
        one.stopped and other.stopped,
    )


def _interleaved(parted: Sequence[Stretch]) -> bool:
    """Whether the account comes back to a target after it turned to another one."""
    return any(
        one.topics & other.topics and (one.side == other.side or None in {one.side, other.side})
        for one, other in combinations(parted, 2)
    )
