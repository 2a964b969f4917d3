"""Component ``neurolysis_mentions``: finds the lexicon's concepts and the written measures in a text.

Results: ``doc.spans["mentions"]``, one span a mention, labelled with its kind and carrying the concept as span id.
Nerve names that need a head noun ("median" nerve) and lack one are of kind ``nerve-name``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

from extractor.components.layers import Read, put, text_of, words_of
from extractor.components.measures import measures
from extractor.components.neighbours import neighbours
from extractor.components.subdivisions import subdivisions
from extractor.components.words import SKIPPABLE, Trie, Word, words
from extractor.lexicon import Concept

MENTIONS = "mentions"
# Kinds matched apart from the others, so that "lumbar RFA" is a place and a technique at once.
_FAMILIES = {
    "nerve": "nerve",
    "branch": "branch",
    "technique": "technique",
    "look-alike": "technique",
    "image": "image",
    "muscle": "muscle",
    "muscle-area": "muscle",
    "limb": "muscle",
    "approach": "approach",
}
# Families whose terms charts write with words between and stops behind their cuts.
_SHORTENED = frozenset({"nerve", "branch"})
_HEADS = frozenset(
    {
        "nerve",
        "n",
        "nn",
        "nv",
        "nrv",
        "nerf",
        "branch",
        "br",
        "neurotomy",
        "neurectomy",
        "ganglion",
        "rami",
        "ramus",
        "fascicle",
        "division",
        "neurolysis",
        "cryoneurolysis",
        "cryoablation",
        "rf",
        "rfa",
        "prf",
        "radiofrequency",
        "denervation",
        "ablation",
        "rhizotomy",
        "cryo",
        "neurolytic",
        "phenol",
    }
)
_BETWEEN = frozenset(
    {",", "and", "&", "/", "or", "+", "plus", "right", "left", "the", "both", "rt", "lt", "r", "l", "bilateral", "(", ")", "a", "of", "its",
     "motor", "sensory", "cutaneous", "terminal", "then", "also", "main", "articular", "distal", "proximal"}
)  # fmt: skip
_NUMBERING = frozenset(
    {"st", "nd", "rd", "th", "t", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
     "twelfth"}
)  # fmt: skip
_POSITIONS = frozenset(
    {
        "anterior",
        "posterior",
        "medial",
        "lateral",
        "deep",
        "superficial",
        "dorsal",
        "ventral",
        "terminal",
        "ant",
        "post",
        "med",
        "lat",
    }
)
_DIVISIONS = frozenset({"branch", "division", "ramus", "br", "div", "limb"})
_LOOK_AHEAD = 12
_INTRODUCED = re.compile(r"(?:\s+nerves?)?\s*\(\"?(?P<short>[A-Z][A-Za-z]{0,3}[A-Z])\"?\)")
_NERVE = re.compile(r"\snerve\b(?!\s+(?:block|root|stimul|conduct|injur|damage|pain|ablat|palsy|surg|lesion))")
_NAMED_BEFORE = re.compile(r"\b(?P<words>[A-Za-z-]{4,}(?:\s[A-Za-z-]{5,})?)\s*$")
_LONGEST_NAME = 60
_BARE_US = re.compile(
    r"(?<![\w.])(?<!(?:in|to)\sthe\s)(?<!from\sthe\s)US(?i:(?!\w|\.\S|\s*[:=]?\s*\d|\s+(?:neg\w*|showed|shows|w/|found|of\s+(?:the\s+)?(?:abd\w*|liver|neck|thyroid|legs?|pelvi\w*|kidneys?)|army|navy|air|marines?|military|citizens?|born|residents?|dollars?|veterans?|governm\w+|mail|customs|soldiers?|coast|postal)\b))",
)
_XRAY_VIEW = re.compile(
    r"\bsub-?mental(?:\s+vertex)?\s+(?:view|projection|image)|\bsubmento-?vert\w+|\bforamen\s+ovale\s+(?:was\s+)?(?:in\s+the\s+middle|cent(?:er|re)d?|seen|opened|en\s+face)",
    re.IGNORECASE,
)
# A probe laid on the body, in a note without a current or cold that a probe could bring.
_LAID_ON = re.compile(
    r"\bprobe\s+(?:was\s+|is\s+|had\s+been\s+)?(?:\w+ly\s+)?(?:(?:laid|placed|put|held|set|rested|positioned|moved|slid|turned|rotated)\s+)?(?:transverse(?:ly)?\s+|lengthwise\s+|longitudinal(?:ly)?\s+)?(?:across|over|on|along|upon|above|below|in\s+the\s+(?:groin|axilla|popliteal))\b",
    re.IGNORECASE,
)
_OF_PROBES = ("radiofrequency", "thermal", "cooled", "bipolar", "single-probe", "pulsed", "cryo", "freezing", "lesion")
# To scan a part of the body by hand, where no tube or magnet does it.
_SCANNED = re.compile(
    r"\b(?:scanned|scanning|(?:i|we)\s+scan)\b(?=\s+(?:the|her|his|my\s+way|across|along|over|down|up|from|for|at|through|medial\w*|lateral\w*|proximal\w*|distal\w*|transvers\w*|longitudin\w*|just|below|above|behind|between|round|around)\b(?!\s+(?:\w+\s+){0,2}?(?:documents?|forms?|consents?|qr|bar\s?codes?|charts?|records?|wristband|labels?|paper|papers|pages?|sheets?|fax|faxes|cop(?:y|ies)|originals?|files?|folder|binder|letters?|carbons?|pdf|microfilm|microfiche)\b))",
    re.IGNORECASE,
)
# A set of letters first: the search skips to them, where it would try an alternation of words at each letter.
_LATERAL_VIEW = re.compile(
    r"(?-i:[oOiI])(?<!\w.)n\s+(?:the|both|a)\s+(?:true\s+)?laterals?\b(?=\s*(?:[,.;:]|it\b|the\b|tip\b|stood|lay|picture|film|image|x-?ray|until|they))",
    re.IGNORECASE,
)
_CRYO = re.compile(r"\bcryo-?(?!ball|stat\b|genic|pyrin|surg)[a-z]{3,}\b", re.IGNORECASE)
_DETERMINERS = frozenset({"left", "right", "both", "this", "that", "each", "then"})
# The participles that name nerves; any other tells what is done at one ("the tip kissing the nerve").
_COURSES = frozenset({"ascending", "descending", "communicating", "perforating", "recurring"})
_NO_NAME = frozenset(
    [
        "this",
        "that",
        "these",
        "those",
        "each",
        "same",
        "both",
        "left",
        "right",
        "target",
        "targeted",
        "painful",
        "twitchy",
        "jumpy",
        "irritable",
        "irritated",
        "tender",
        "swollen",
        "thickened",
        "guilty",
        "culprit",
        "sensory",
        "motor",
        "peripheral",
        "spinal",
        "cranial",
        "cutaneous",
        "affected",
        "offending",
        "whole",
        "entire",
        "main",
        "single",
        "small",
        "large",
        "with",
        "from",
        "onto",
        "into",
        "along",
        "around",
        "near",
        "over",
        "under",
        "then",
        "when",
        "where",
        "which",
        "whose",
        "every",
        "other",
        "another",
        "abnormal",
        "enlarged",
        "swollen",
        "entrapped",
        "tender",
        "identified",
        "visualized",
        "through",
        "upon",
        "toward",
        "towards",
        "about",
        "between",
        "the",
        "responsible",
        "culprit",
        "named",
        "following",
        "second",
        "third",
        "first",
        "thick",
        "thin",
        "good",
        "bright",
        "echogenic",
        "hypoechoic",
        "treated",
        "injured",
        "superficial",
        "deep",
        "lateral",
        "medial",
        "distal",
        "proximal",
        "anterior",
        "posterior",
        "terminal",
        "articular",
        "optic",
        "facial",
        "nerve",
        "branch",
        "muscle",
        "muscles",
        "needle",
        "your",
        "their",
        "given",
        "some",
        "involved",
        "implicated",
        "symptomatic",
        "sore",
        "irritated",
        "inflamed",
        "diseased",
        "damaged",
        "trapped",
        "scarred",
        "compressed",
        "pinched",
        "problem",
        "problematic",
        "correct",
        "said",
        "above",
        "mentioned",
        "selected",
        "chosen",
        "desired",
        "intended",
        "requested",
        "specified",
        "appropriate",
        "relevant",
        "corresponding",
        "respective",
        "marked",
        "exposed",
        "isolated",
        "residual",
        "adjacent",
        "nearby",
        "underlying",
        "various",
        "several",
        "multiple",
        "numbed",
        "blocked",
        "frozen",
        "lesioned",
        "ablated",
        "hurt",
        "hurting",
        "aching",
        "angry",
        "suspect",
        "suspected",
        "unnamed",
        "unknown",
        "unspecified",
        "particular",
        "individual",
        "underneath",
        "actual",
        "foot",
        "feet",
        "ankle",
        "knee",
        "thigh",
        "calf",
        "shin",
        "wrist",
        "forearm",
        "elbow",
        "shoulder",
        "hand",
        "heel",
        "groin",
        "hip",
        "chest",
        "back",
        "neck",
        "scalp",
        "face",
        "breast",
        "flank",
        "buttock",
        "lower",
        "upper",
        "limb",
        "extremity",
        "stump",
        "scar",
        "skin",
        "pain",
        "body",
        "toe",
        "finger",
        "thumb",
        "trunk",
        "wall",
    ]
)


_MOTOR_LEADS = (
    "nerve to", "branch to", "motor nerve to", "motor branch to", "motor branch of", "motor branch for", "motor nerve of", "motor point of",
)  # fmt: skip
_MOTOR_NOUNS = ("motor branch", "motor nerve", "nerve branch", "motor point")
_HEAD_CUTS = {"nerve": ("n", "nn", "nv", "nrv"), "branch": ("br", "bra", "twig", "filament")}
_NOT_CUTS = frozenset({"late", "later", "sense"})
# Lengths to which charts cut the words of a name, and a word that is the whole name.
_CUTS, _CUTS_ALONE = (3, 4, 5, 6, 9), range(6, 12)
# Halves that tell nerves of one name apart and mean no place of the body.
_HALVES = frozenset({"greater", "great", "lesser", "small", "least", "third", "superficial", "deep", "common"})
_AFTER_HALF = frozenset(
    ["was", "were", "had", "got", "has", "received", "one", "nerve", "likewise", "too", "also", "then", "only", "alone", "again",
     "first", "last", "next", "twice", "as", "on", "at", "with", ".", ",", ";", ")"]
)  # fmt: skip
_SHORTEST_CUT = 4
_MOST_PARTS = 6
# Medication reconciliation.
_NOT_MUSCLES = {("med", "rec")}
_CREDENTIAL = re.compile(r"[A-Z][a-z]+,\s(?:LPN|ON|MN|SN|PN|TN|LN|AN|UN|FN)$")


_KEY_ENDS = re.compile(r"[ ]{2,}\S|[ ]?[:=|\t]")


class Hit(NamedTuple):
    """One match: kind, concept id, offsets into the text."""

    kind: str
    concept: str
    start: int
    end: int


class Vocabulary:
    """The lexicon compiled for matching."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self._tries: dict[str, Trie] = {}
        self._shared_tails: dict[tuple[str, tuple[str, ...]], str] = {}
        self._tails: dict[str, set[tuple[str, ...]]] = {}
        self._nerve_words = {
            (word.norm,)
            for concept in self.concepts.values()
            if concept.kind == "nerve"
            for term in (*concept.terms, *concept.names)
            for word in words(term)
        }
        for concept in self.concepts.values():
            for term in concept.terms:
                self._add(term, (concept.kind, concept.id))
                if concept.kind == "muscle" and str(concept.sets["target"]).startswith("muscle:") and term[0] != "=":
                    self._abbreviate(term, (concept.kind, concept.id))
                if concept.kind == "nerve":
                    self._share(term, concept.id)
            for name in concept.names:
                self._add(name, (f"{concept.kind}-name", concept.id))
                self._share(name, concept.id)
            for term in (*self._motor(concept), *_headless(concept)):
                self._add(term, (concept.kind, concept.id))
        for concept in self.concepts.values():
            if concept.kind == "nerve":
                self._shorten(concept)

    def _add(self, term: str, payload: tuple[str, str]) -> None:
        cased = term.startswith("=")
        term = term.lstrip("=")
        family = _FAMILIES.get(payload[0].removesuffix("-name"), "")
        trie = self._tries.setdefault(family, Trie(SKIPPABLE if family in _SHORTENED else frozenset()))
        trie.add(term, payload, cased=cased)
        if cased:
            return
        parts = [word.norm for word in words(term) if word.norm != "the"]
        if 1 < len(parts) <= 3 and all(part.isalpha() for part in parts) and len(parts[0]) > 3:
            trie.add_words(["".join(parts)], payload)
        for index, part in enumerate(parts):
            if part.isalpha() and len(part) >= (9 if len(parts) == 1 else 7):
                for at in range(3, len(part) - 2):
                    trie.add_words([*parts[:index], part[:at], part[at:], *parts[index + 1 :]], payload)

    def _abbreviate(self, term: str, payload: tuple[str, str]) -> None:
        """A muscle's name as charts shorten it: each word cut after three to six letters, a single word not below six."""
        parts = [word.norm for word in words(term)]
        cuts = (6, 11) if len(parts) == 1 else (3, 9)
        choices = [(part, *(part[:at] for at in range(*cuts) if len(part) > at + 1)) for part in parts]
        for short in set(product(*choices)) - self._nerve_words - _NOT_MUSCLES:
            self._tries[_FAMILIES["muscle"]].add_words(short, payload)

    def _motor(self, concept: Concept) -> Iterator[str]:
        """What the motor branches of a nerve are called after their muscles: "nerve to the soleus", "soleus motor branch"."""
        muscles = [term.lstrip("=") for muscle in concept.supplies for term in self.concepts[muscle].terms]
        yield from (f"{lead} {muscle}" for lead, muscle in product(_MOTOR_LEADS, muscles))
        yield from (f"{muscle} {noun}" for noun, muscle in product(_MOTOR_NOUNS, muscles))

    def _shorten(self, concept: Concept) -> None:
        """A nerve's names as charts shorten them ("lat plantar", "med. antebrach. cut. nerve"). Without a head noun these
        are names only, and none that is a word of another term."""
        trie = self._tries["nerve"]
        for name in {*concept.terms, *concept.names}:
            parts = [word.norm for word in words(name) if word.norm != "the"]
            long = [part for part in parts if part not in _HEADS and len(part) > _SHORTEST_CUT]
            bare = len(parts) == 1 and name in concept.names
            if (
                name[0] == "="
                or bare
                or not long
                or len(parts) > _MOST_PARTS
                or not all(part.isalpha() for part in parts)
            ):
                continue
            cuts = _CUTS_ALONE if len(parts) - len(_HEADS & set(parts)) == 1 else _CUTS
            kind = "nerve" if _HEADS & set(parts) and name not in concept.names else "nerve-name"
            for short in product(*(_cuts(part, cuts) for part in parts)):
                if list(short) != parts and not trie.holds(short):
                    trie.add_words(short, (kind, concept.id))

    def _share(self, name: str, concept: str) -> None:
        """Remember how a name begins and ends, to read "superficial and deep peroneal nerves" as two nerves."""
        first, *tail = [word.norm for word in words(name.lstrip("=")) if word.norm not in _HEADS] or [""]
        if tail:
            self._shared_tails.setdefault((first, tuple(tail)), concept)
            self._tails.setdefault(concept, set()).add(tuple(tail))

    @cached_property
    def _openers(self) -> dict[str, list[str]]:
        """The families with terms that begin with a word."""
        openers: dict[str, list[str]] = {}
        for family, trie in self._tries.items():
            for norm in trie.openers:
                openers.setdefault(norm, []).append(family)
        return openers

    def hits(self, text: str, found: Sequence[Word]) -> list[Hit]:
        """All matches in a text, by start: lexicon terms longest first, then the written measures."""
        starts: dict[str, list[int]] = {family: [] for family in self._tries}
        for at, word in enumerate(found):
            for family in self._openers.get(word[0], ()):
                starts[family].append(at)
        hits = [hit for family, trie in self._tries.items() for hit in self._matches(trie, found, starts[family])]
        hits += (Hit(*measure) for measure in measures(text, found))
        hits += (Hit(*part) for part in subdivisions(text))
        if any(hit.kind in {"level", "rib-ordinal"} for hit in hits):
            hits += (Hit(*neighbour) for neighbour in neighbours(text))
        hits += _introduced(text, hits)
        hits += self._halves(text, found, hits)
        hits += _other_nerves(text, hits)
        hits += _other_cryo(text, hits)
        hits += _other_imaging(text, hits)
        return _without_inner(text, sorted(hits, key=lambda hit: (hit.start, -hit.end)))

    def _halves(self, text: str, found: Sequence[Word], hits: Sequence[Hit]) -> Iterator[Hit]:
        """ "The greater occipital was frozen ... The lesser had the same": half a name, where a nerve that shares the other
        half stands before it."""
        tails = [
            (hit.end, tail) for hit in hits if hit.kind.startswith("nerve") for tail in self._tails.get(hit.concept, ())
        ]
        if not tails:
            return
        for article, half, following in zip(found, found[1:], found[2:], strict=False):
            if article.norm != "the" or half.norm not in _HALVES or following.norm not in _AFTER_HALF:
                continue
            known = [tail for end, tail in tails if end <= article.start]
            concept = next((one for tail in known if (one := self._shared_tails.get((half.norm, tail)))), None)
            if concept and not any(hit.start <= half.start < hit.end for hit in hits):
                yield Hit("nerve-name", concept, half.start, half.end)

    def _matches(self, trie: Trie, found: Sequence[Word], starts: Iterable[int]) -> list[Hit]:
        hits: list[Hit] = []
        names: list[tuple[int, int, int]] = []
        reach: dict[int, int] = {}
        for payloads, first, after in trie.find(found, starts):
            reach[first] = after
            full = any(not kind.endswith("-name") for kind, _ in payloads)
            for kind, concept in payloads:
                if kind.endswith("-name"):
                    if full:
                        continue
                    names.append((len(hits), first, after))
                hits.append(Hit(kind, concept, found[first].start, found[after - 1].end))
                hits += self._coordinated(kind, found, first, after)
        self._promote(hits, names, reach, found)
        coordinated = {hit.start for hit in hits if hit.kind == "nerve"}
        return [hit for hit in hits if hit.kind != "nerve-name" or hit.start not in coordinated]

    def _coordinated(self, kind: str, found: Sequence[Word], first: int, after: int) -> Iterator[Hit]:
        """The first halves of "greater and lesser occipital nerves"."""
        norms = [word.norm for word in found[first:after] if word.norm not in _HEADS]
        at = first - 1
        while len(norms) > 1 and at >= 0 and found[at].norm in _BETWEEN:
            at -= 1
        if len(norms) < 2 or at < 0 or at == first - 1:
            return
        for split in range(1, len(norms)):
            if concept := self._shared_tails.get((found[at].norm, tuple(norms[split:]))):
                yield Hit("nerve", concept, found[at].start, found[at].end)
                return

    @staticmethod
    def _promote(
        hits: list[Hit], names: list[tuple[int, int, int]], reach: Mapping[int, int], found: Sequence[Word]
    ) -> None:
        """Names with a head noun behind them, alone or in a row ("median, the T7 intercostal and the ulnar nerve"), are
        nerves. ``reach`` says where the match that begins at a word ends."""
        coordinated = {hit.start for hit in hits if hit.kind == "nerve"}
        for index, _first, after in names:
            at, steps = after, 0
            if hits[index].start in coordinated:
                continue
            last = found[after - 1]
            if last.text.lower().endswith("s") and last.norm == last.text.lower()[:-1]:
                hits[index] = hits[index]._replace(kind="nerve")
                continue
            if [word.norm for word in found[at : at + 1]] == [","] and _is_division(found[at + 1 : at + 3]):
                hits[index] = hits[index]._replace(kind="nerve")
                continue
            while at < len(found) and steps < _LOOK_AHEAD:
                if found[at].norm in _HEADS or any(word.norm in _HEADS for word in found[at : reach.get(at, at)]):
                    hit = hits[index]
                    end = found[at].end if at == after and at not in reach else hit.end
                    hits[index] = Hit("nerve", hit.concept, hit.start, end)
                    break
                if at in reach:
                    at = reach[at]
                elif found[at].norm in _BETWEEN or _numbers(found[at]):
                    at += 1
                else:
                    break
                steps += 1


def _numbers(word: Word) -> bool:
    """Whether a word numbers the nerve behind it ("10th", "T7", "eleventh")."""
    return word.norm.isdigit() or word.norm in _NUMBERING


def _introduced(text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
    """What a note itself abbreviates ("the obturator nerve (ON)"), wherever it says so again."""
    known = {hit.start for hit in hits if hit.kind not in {"side", "count"}}
    for hit in [hit for hit in hits if hit.kind == "nerve"]:
        match = _INTRODUCED.match(text, hit.end)
        if not match or match["short"][0].lower() != hit.concept[0] or match.start("short") in known:
            continue
        for again in re.finditer(rf"(?<![\w-]){match['short']}s?(?![\w-])", text):
            if again.start() not in known and again.start() != match.start("short"):
                known.add(again.start())
                yield Hit("nerve", hit.concept, *again.span())


def _is_division(found: Sequence[Word]) -> bool:
    """Whether two words name a part of the nerve before them ("obturator, anterior branch")."""
    norms = [word.norm for word in found]
    return len(norms) == 2 and norms[0] in _POSITIONS and norms[1] in _DIVISIONS


def _other_nerves(text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Nerves that the lexicon does not know, by their own words ("dorsal scapular nerve")."""
    known = [(hit.start, hit.end) for hit in hits if hit.kind in {"nerve", "nerve-name", "branch", "side", "level"}]
    reached = 0
    for nerve in _NERVE.finditer(text):
        match = _NAMED_BEFORE.search(text, max(reached, nerve.start() - _LONGEST_NAME), nerve.start())
        if not match:
            continue
        reached = nerve.end()
        told = match["words"].lower().split()
        names = told[1:] if told[0] in _DETERMINERS else told
        first = match.end("words") - len(" ".join(names))
        if (
            names
            and _NO_NAME.isdisjoint(names)
            and not any(start < nerve.end() and first < end for start, end in known)
            and not any(name.endswith("ing") and name not in _COURSES for name in names)
        ):
            yield Hit("nerve-other", f"other:{' '.join(names)}", first, nerve.end())


def _other_cryo(text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Cryo devices and coinages that the lexicon does not know ("CryoStar cannula")."""
    if "cryo" not in text.lower():
        return
    known = {hit.start for hit in hits if hit.kind in {"technique", "look-alike", "organ"}}
    for match in _CRYO.finditer(text):
        if match.start() not in known:
            yield Hit("technique", "cryo-device", match.start(), match.end())


def _other_imaging(text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
    """A bare "US", a hand that scans, and the views that only an X-ray has ("on the lateral the tip lay ...")."""
    known = [(hit.start, hit.end) for hit in hits if hit.kind == "imaging"]
    lowered = text.lower()
    instrument = any(hit.kind == "technique" and hit.concept.startswith(_OF_PROBES) for hit in hits)
    for concept, pattern, possible in (
        ("ultrasound", _BARE_US, "US" in text),
        ("fluoroscopy", _XRAY_VIEW, any(letters in lowered for letters in ("mental", "mento", "ovale"))),
        ("fluoroscopy", _LATERAL_VIEW, "lateral" in lowered),
        ("ultrasound", _LAID_ON, "probe" in lowered and not instrument),
        ("ultrasound", _SCANNED, "scan" in lowered and not {"ct", "mri"} & {hit.concept for hit in hits}),
    ):
        for match in pattern.finditer(text) if possible else ():
            if not any(start <= match.start() < end for start, end in known) and not _shouted(text, match.start()):
                yield Hit("imaging", concept, match.start(), match.end())


def _shouted(text: str, at: int) -> bool:
    """Whether a line is in capitals throughout, where "US" may be the pronoun."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return text[start : end if end >= 0 else len(text)].isupper()


def _without_inner(text: str, hits: list[Hit]) -> list[Hit]:
    """The arm of a "C-arm" is no limb, the nerve of a "vagus nerve stimulator" no target, and "J. Doe, LPN" a nurse."""
    devices = [(hit.start, hit.end) for hit in hits if hit.kind in {"imaging", "technique"}]
    implants = [(hit.start, hit.end) for hit in hits if hit.kind == "implant"]
    lists = [(hit.start, hit.end) for hit in hits if hit.kind == "level"]
    return [
        hit
        for hit in hits
        if not (hit.kind.startswith("nerve") and _CREDENTIAL.search(text, max(0, hit.start - 24), hit.end))
        and not (hit.kind.startswith(("nerve", "branch")) and _over_rows(text, hit))
        and not (hit.kind == "limb" and _inside(hit, devices))
        and not (hit.kind == "rib-ordinal" and _inside(hit, lists))
        and (hit.kind == "implant" or not _inside(hit, implants))
    ]


def _over_rows(text: str, hit: Hit) -> bool:
    """Whether a name would reach from one row of a form into the key of the next ("Knee  right", "Nerve  ISN")."""
    return "\n" in text[hit.start : hit.end] and bool(_KEY_ENDS.match(text, hit.end))


def _inside(hit: Hit, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _headless(concept: Concept) -> Iterator[str]:
    """Branches whose trunk may go without its noun: "superficial branch of the radial"."""
    if concept.kind == "nerve":
        yield from (term.removesuffix(" nerve") for term in concept.terms if " of " in term and term.endswith(" nerve"))


def _cuts(part: str, lengths: Iterable[int]) -> tuple[str, ...]:
    """A word and its beginnings."""
    if part in _HEADS:
        return (part, *_HEAD_CUTS.get(part, ()))
    cuts = (part[:at] for at in lengths if len(part) > at + 1)
    return (part, *(cut for cut in cuts if cut not in _NOT_CUTS))


class Mentions:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __call__(self, doc: Read) -> Read:
        put(doc, MENTIONS, self._vocabulary.hits(text_of(doc), words_of(doc)))
        return doc
