"""Means that were set out but not used, and sessions that ended before their act.

A primed console or a syringe on the tray treats nobody. A session that the account says was stopped is aborted where the
account shows no effect: nothing was lesioned, frozen or injected before it ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.facts import Status, Technique
from extractor.reading.muscles import given
from extractor.reading.scene import BEFORE, DONE, NUMBER, SUMMED, TOLD, Item, Scene, Searched, once
from extractor.reading.scene import NAMED as TITLED
from extractor.reading.techniques import ACT, AGENT, DEVICE, NAMED, SIGN, Clue

_EFFECT = r"(?:lesion\w*|ablat\w*|freez\w*|froze\w*|heat\w*|coagulat\w*|neurolys\w*|neurolytic|burn\w*|phenol|alcohol|toxin|treatment|injection|current|output|power|energy|ice|pulses)"
_GIVEN = r"(?:lesioned|ablated|switched|delivered|activated|started|turned\s+on|injected|begun|fired|frozen|given|heated|burned|treated|made|attached|connected|hooked\s+up|opened|pushed|denervated|applied|went\s+in(?:to)?|put\s+(?:through|into?))"
_SOURCE = r"(?:rf\s+|cryo\s+|radiofrequency\s+)?(?:generator|machine|console|unit|device|energy|power|current|output|gas|cycles?|treatment|lesions?)"
_STARTED = r"(?:turn(?:ed)?\s+on|switch(?:ed)?\s+on|start(?:ed)?|activat(?:e|ed)|energi[sz]ed?|fired?|engaged?|powered?(?:\s+up)?|run|ran|connect(?:ed)?|deliver(?:ed)?|appl(?:y|ied)|beg[aiu]n)"
_NONE = r"(?:no(?!\s+(?:further|more|other|additional|second))|not\s+(?:one|an?y?|a\s+single)|never\s+an?y?)"
_HAPPENED = r"(?:(?:was|were|is|has|have|had|been|of\s+any\s+kind|ever|could|be|yet)\s+)*"
_TOOLS = r"(?:needles?|cannula\w*|introducers?|probes?|electrodes?|trocars?|instruments?)"
_SOMEWHERE = r"(?![^.;]{0,30}\b(?:at|to|of|on|in)\s+(?:the\s+|that\s+|this\s+)?(?:left|right|other|[CTLS]-?\d|\w+\s+(?:nerve|branch|level|side|knee|site)\b))"
_STOPPED_BEFORE = re.compile(
    rf"\b(?:no|without|before|prior\s+to|never)\b[^.;]{{0,40}}\b{_EFFECT}\b|\bnot\b[^.;]{{0,30}}\b{_GIVEN}\b|\bnothing\s+{_HAPPENED}{_GIVEN}\b",
    re.IGNORECASE,
)
_NOT_GIVEN = re.compile(
    rf"\b{_NONE}\s+(?:\w+\s+)?{_EFFECT}\s+{_HAPPENED}(?:{_GIVEN}|reached|passed|flowed|left)\b{_SOMEWHERE}"
    rf"|\b{_NONE}\s+(?:\w+\s+)?{_EFFECT}\s+(?:made\s+|given\s+)?(?:(?:at|on|to|in)\s+(?:either|any|both|all)\b|at\s+all\b|anywhere\b)"
    rf"|\b(?:neither|nor)\s+(?:\w+\s+){{0,4}}?{_EFFECT}\s+{_HAPPENED}(?:{_GIVEN})\b{_SOMEWHERE}"
    rf"|\b(?:gave|made|lesioned|burned|froze|injected|treated|delivered|applied)\s+(?:nothing\b|(?:no|not\s+an?y?|not\s+one)\s+(?:\w+\s+)?{_EFFECT}\b){_SOMEWHERE}"
    rf"|\b{_EFFECT}\s+(?:was\s+|were\s+)?(?:not|never)\s+{_GIVEN}\b{_SOMEWHERE}|\bnothing\s+{_HAPPENED}{_GIVEN}\b{_SOMEWHERE}"
    rf"|\b(?:nerves?|targets?|branches|joints?|{_SOURCE})\s+(?:was|were|had|has)\s+(?:never|not)\s+(?:even\s+|yet\s+|been\s+)*(?:{_GIVEN}|{_STARTED})\b"
    rf"|\b{_EFFECT}\s+[^.;]{{0,40}}\bnone\s+(?:was\s+)?{_GIVEN}\b{_SOMEWHERE}"
    rf"|\b(?:did\s+not|didn't|never|not\s+yet|had\s+not|hadn't|without|not)\s+(?:even\s+|yet\s+|once\s+)?(?:having\s+)?(?:{_STARTED}|starting|turning\s+on|switching\s+on|firing|activating)\s+(?:the\s+|our\s+|any\s+)?(?:{_SOURCE}|{_EFFECT})\b"
    rf"|\b{_TOOLS}\s+{_HAPPENED}(?:never|not|n't)\s+{_HAPPENED}(?:went|gone|go|got|put|inserted|introduced|passed|advanced|entered|touched|reached|placed|used|left|unwrapped)\b{_SOMEWHERE}",
    re.IGNORECASE,
)
_THROWN_OUT = re.compile(
    r"\b(?:phenol|alcohol|ethanol|glycer\w+|toxin|botox|syringes?|vials?|agent|neurolytic)\b[^.;\d]{0,30}?\b(?:(?:was|were)\s+)?(?:then\s+)?(?:discarded|wasted|thrown\s+(?:out|away)|returned|sent\s+back|destroyed\s+unused|binned)\b(?!\s*:)"
    r"|\b(?:phenol|alcohol|ethanol|glycer\w+|toxin|botox|neurolytic|it)\s+(?:was\s+)?(?:stayed|remained|left|kept|never\s+left)\s+(?:in\s+)?(?:the|its)\s+(?:syringe|vial|ampou?le|bottle|tray|pot)\b",
    re.IGNORECASE,
)
_BEFORE_ACT = re.compile(
    rf"\bbefore\s+(?:(?:the|an?y?|our|my|its|first|we|i|anything|it|could|be)\s+){{0,3}}(?:{_EFFECT}|{_GIVEN}|generator|console)\b|\bwithout\s+(?:(?:an?y?|so\s+much\s+as|having|making|giving)\s+){{0,3}}(?:lesion\w*|ablation|freeze|burn)\b{_SOMEWHERE}",
    re.IGNORECASE,
)
_BROKEN_OFF = re.compile(
    rf"\b{_TOOLS}\b[^.;]{{0,30}}\b(?:removed|withdrawn|pulled|(?:taken|came|come)\s+out)\b|\b(?:took|pulled|withdrew|removed)\b[^.;]{{0,20}}\b{_TOOLS}\b"
    r"|\b(?:gave\s+up|the\s+(?:case|procedure|session|visit|attempt)\s+(?:was\s+)?(?:ended|ends|over|closed|broken\s+off|curtailed|suspended))\b|\bto\s+stop\b"
    r"|\b(?:withdrew|withdrawn|backed\s+out|pulled\s+(?:out|back)|stopped|quit|halted|ended|came\s+out|got\s+out)\b[^.;]{0,30}\bbefore\b",
    re.IGNORECASE,
)
_BEFORE_ALL = re.compile(
    rf"\b(?:no|nothing|without)\s+(?:\w+\s+)?(?:{_EFFECT}|{_GIVEN})\s+(?:was\s+\w+\s+)?(?:on|at|to|into|there|here)\s*(?:(?:on\s+)?(?:this|that)\s+(?:side|level|nerve|one|site|muscle|arm|leg|foot|knee)\b|\W)|\b(?:before|without)\s+(?:any|a\s+single|the\s+first|having\s+been)\s+(?:{_EFFECT}|{_GIVEN})\b",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"\b(?:attempt\w*|tried|tries|despite|failed|unable|could\s+not|couldn't|so\s+(?:the|it|that|i|we)\b|because)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:lesion\w*|ablat\w*|freez\w*|froz\w*|thermocoag\w*|coagulat\w*|denervat\w*|neurotomy|cycle\w*)\b[^.]{0,80}\b(?:\d+\s*(?:s\b|sec|min|deg|\u00b0|C\b|x\b)|\w+\s+(?:degrees|seconds|minutes))",
    re.IGNORECASE,
)
_CYCLES = re.compile(
    r"\b(?:\d+|one|two|three|four)\s*(?:x|cycles?|freezes?|freezings?|lesions?)\b.{0,20}\b\d+(?:\.\d+)?\s*(?:min\w*|s|sec\w*)\b"
    r"|\b(?:cycle|freeze|lesion|run|cyc|frz|frozen)\s*(?:no\.?|#)?\s*\d{1,2}\b(?:(?!\babort).){0,60}?\b\d+(?:\.\d+)?\s*(?:min\w*|s|sec\w*)\b"
    r"|\b(?:\d|one|two|three|four)\s+(?:\d+|\w+)[\s-]*(?:s|sec\w*|min\w*)\s+(?:freez\w+\s+|thermal\s+|rf\s+)?(?:cycles?|freezes?|lesions?|burns?)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b\d(?:\.\d+)?\s*(?:mA|volts?)\b|\btwitch\w*\b|(?<!no )(?<!without )(?<!\bUS )(?<!ultrasound )(?<!linear )(?<!curved )(?<!curvilinear )\b(?:needles?|cannul\w+|introducers?|probes?|cryoprobes?|electrodes?|trocars?)\b(?!\s+left\b)[^.;]{0,60}\b(?:in|at|on|to|down|out|under|into|onto|through|towards?|beside|near|placed|advanced|passed|seated|withdrawn|removed|pulled)\b",
    re.IGNORECASE,
)
_PLACED_OR_NUMB = re.compile(
    rf"{_PLACED.pattern}|\b(?:local|lido\w*|numb\w*|ana?esthe\w*|wheal|stim\w*|vasovagal|faint\w*)\b", re.IGNORECASE
)
_SIDES = ("left", "right")
_NOT_DONE = re.compile(
    r"(?:(?:^|[.;]\s)\s*|\b(?:was|were)\s+)not\s+(?:done|performed|given|carried\s+out|started|begun)\b", re.IGNORECASE
)
_PUT_TO_USE = re.compile(r"\W*(?:\w+\s+){0,2}(?:used|employed|chosen)\b", re.IGNORECASE)
_HOT = re.compile(r"\b(?:heat|burn|coagulat|RF)", re.IGNORECASE)
_CLAUSE = 200
_SENTENCES_BEFORE = 5
_TITLES = frozenset({"title", "planned-title"})
_DOSE = re.compile(
    rf"{NUMBER}[\s-]*(?:a\s+)?(?:ml\b|mls\b|cc\b|cc's|mills?\b|millilit\w+|u\b|units?\b|s\b|secs?\b|seconds?\b|min\b|mins?\b|minutes?\b|cycles?\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(rf"{_DOSE.pattern}|{NUMBER}[\s-]*(?:a\s+)?(?:%|percent|per\s+cent)", re.IGNORECASE)


def prepared(scene: Scene, clue: Clue) -> bool:
    """Whether a device or agent is only made ready or put away in its sentence."""
    return (
        clue.strength in {DEVICE, AGENT, NAMED}
        and clue.technique is not Technique.CHEMODENERVATION
        and clue.item.tier in {DONE, BEFORE}
        and scene.has("prepared", clue.item)
        and not scene.has("treated", clue.item)
        and not scene.same_sentence(clue.item, "nerve", "level")
    )


def used(scene: Scene, found: Sequence[Clue]) -> list[Clue]:
    """The clues without those of means that the account makes ready and then never uses."""
    idle = [clue for clue in found if prepared(scene, clue)]
    if not idle or _acted(scene, [clue for clue in found if clue not in idle]):
        return list(found)
    return [clue for clue in found if clue not in idle]


def _acted(scene: Scene, clues: Sequence[Clue]) -> bool:
    """Whether the account tells an act on a nerve that is more than a block, or the title names one."""
    return any(clue.item.performed and clue.item.tier in {DONE, TITLED, SUMMED} for clue in clues) or any(
        item.tier == DONE
        and item.performed
        and scene.has("treated", item)
        and not scene.same_sentence(item, "anaesthetic", "steroid", "block")
        for item in scene.of("nerve", "muscle")
    )


def stopped(scene: Scene, clues: Sequence[Clue]) -> bool:
    """Whether the session ended before any lesion or injection at the target."""
    account = _account(scene)
    told = " ".join(account)
    cold = bool(clues) and all(clue.technique is Technique.CRYO for clue in clues)
    clues = [clue for clue in clues if clue.item.sentence in scene.reach]
    shown = any(clue.item.performed and clue.item.tier == DONE for clue in clues)
    ended = (
        _says(scene.cues["aborted"], told, cold=cold)
        or scene.cues["cancelled"].search(told)
        or (not shown and _NOT_DONE.search(told))
    )
    if ended and _STOPPED_BEFORE.search(told):
        return not _measured(scene, account, clues)
    dosed = any(item.performed and item.tier == DONE and given(scene, item) for item in scene.of("muscle"))
    broken_off = _BEFORE_ACT.search(told) and _BROKEN_OFF.search(told)
    return bool(ended or broken_off or _says(_NOT_GIVEN, told, cold=cold) or _THROWN_OUT.search(told)) and not (
        dosed or _cycled(account) or affected(scene, clues)
    )


def _says(pattern: Searched, told: str, *, cold: bool) -> bool:
    """Whether an account says that it ended or gave nothing: that of a ``cold`` session says so of more than heat."""
    said = pattern.search(told)
    return said is not None and not (cold and _HOT.search(said.group()))


def unaffected(scene: Scene, at: int) -> int | None:
    """Where a sentence says that an act ended, or was never begun, where it stands: the offset in the sentence."""
    told = scene.sentence(at)
    ended = scene.cues["aborted"].search(told) or _NOT_GIVEN.search(told) or _BEFORE_ALL.search(told)
    if ended is None and _BROKEN_OFF.search(told):
        ended = _BEFORE_ACT.search(told)
    return ended.start() if ended else None


def unfinished(scene: Scene) -> Status:
    """How a session without effect stands: aborted where its account shows that it was begun, by an instrument in place or
    the skin made numb; else denied, or planned where it has a new date."""
    if placed(scene):
        return Status.ABORTED
    rebooked = scene.cues["rebooked"].search(" ".join(_account(scene)))
    return Status.PLANNED if rebooked else Status.NEGATED


def broken_off(scene: Scene, item: Item, first: int) -> bool:
    """Whether the sentences from one up to that of a denied nerve show an instrument in place there, or the skin made
    numb, and that it was then taken away or no more was done."""
    reach = range(first, item.sentence + 1)
    told = " ".join(scene.sentence(at) for at in reach)
    numbed = any(drug.performed and drug.sentence in reach for drug in scene.of("anaesthetic"))
    begun = numbed or _PLACED.search(told)
    return bool(begun and (_BROKEN_OFF.search(told) or scene.cues["aborted"].search(told) or _TRIED.search(told)))


@once
def sides_given_up(scene: Scene) -> set[str]:
    """The side on which the account says that the act was not made or was broken off, while it tells of one on the other."""
    told = {
        side: [item.sentence for item in scene.of("side") if item.concept == side and item.tier == DONE]
        for side in _SIDES
    }
    acted = {side for side, sentences in told.items() if any(_tells_act(scene, at) for at in sentences)}
    ended = {side for side, sentences in told.items() if any(_tells_end(scene, at) for at in sentences)}
    alone = len(acted) == 1 or (not acted and len(ended) == 1 and all(told.values()))
    return ended - acted if alone else set()


def _tells_act(scene: Scene, at: int) -> bool:
    means = [item for item in scene.of("technique", "temperature") if item.sentence == at and item.tier == DONE]
    return any(item.performed for item in means) and not _tells_end(scene, at)


def _tells_end(scene: Scene, at: int) -> bool:
    told = scene.sentence(at)
    means = [item for item in scene.of("technique") if item.sentence == at and item.tier == DONE]
    ended = scene.cues["aborted"].search(told) or _NOT_GIVEN.search(told) or _BROKEN_OFF.search(told)
    given = any(item.performed for item in means) and _AMOUNT.search(told)
    before = " ".join(scene.sentence(sentence) for sentence in range(max(0, at - _SENTENCES_BEFORE), at + 1))
    return bool(
        not given and (ended or any(item.assertion == "negated" for item in means)) and _PLACED_OR_NUMB.search(before)
    )


def placed(scene: Scene) -> bool:
    """Whether the account shows an instrument in place or the skin made numb."""
    numbed = any(item.performed and item.tier == DONE for item in scene.of("anaesthetic"))
    return numbed or bool(_PLACED.search(" ".join(_account(scene))))


@once
def _account(scene: Scene) -> list[str]:
    """The sentences within reach that tell of today."""
    past = {item.sentence for item in scene.items if item.tier == TOLD or item.assertion in {"historical", "planned"}}
    past -= {item.sentence for item in scene.items if item.tier == DONE and item.assertion in {"performed", "negated"}}
    past |= {item.sentence for item in scene.of("organ") if not scene.same_sentence(item, "nerve")}
    return [scene.sentence(at) for at in scene.reach if at not in past]


def _measured(scene: Scene, account: Sequence[str], clues: Sequence[Clue]) -> bool:
    """Whether a lesion or injection is told with its duration, cycles or temperature."""
    return (
        any(
            _effective(scene, clue.item)
            and clue.strength in {ACT, SIGN, AGENT, NAMED}
            and _MEASURED.search(scene.sentence_text(clue.item))
            for clue in clues
        )
        or any(
            item.performed and item.tier == DONE and item.sentence in scene.reach for item in scene.of("temperature")
        )
        or _cycled(account)
    )


def _cycled(account: Sequence[str]) -> bool:
    return any(_CYCLES.search(sentence) and not _STOPPED_BEFORE.search(sentence) for sentence in account)


def affected(scene: Scene, clues: Sequence[Clue]) -> bool:
    """Whether any clue tells that something was destroyed or injected."""
    return any(_effect(scene, clue) for clue in clues)


def _effect(scene: Scene, clue: Clue) -> bool:
    """Whether a clue tells that something was destroyed or injected."""
    if not _effective(scene, clue.item) or prepared(scene, clue):
        return False
    if clue.strength in {DEVICE, AGENT} and scene.has("prepared", clue.item) and not scene.has("treated", clue.item):
        return False
    if _AMOUNT.search(scene.sentence_text(clue.item)):
        return True
    if clue.strength == SIGN:
        return clue.technique is not Technique.RADIOFREQUENCY or clue.item.kind == "temperature"
    if clue.strength == ACT:
        return True
    return scene.has("treated", clue.item) or bool(_PUT_TO_USE.match(scene.after(clue.item, 30)))


def _effective(scene: Scene, item: Item) -> bool:
    clause = (
        f"{scene.before(item, _CLAUSE).rpartition(';')[2]}{item.text}{scene.after(item, _CLAUSE).partition(';')[0]}"
    )
    told = item.tier in {DONE, SUMMED} or (
        item.tier != TOLD and item.section not in _TITLES and bool(_DOSE.search(clause))
    )
    return item.performed and told and not _STOPPED_BEFORE.search(clause)
