"""The clauses of a sentence, and which cue reaches which words in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from extractor.components import tables
from extractor.components.cues import HISTORICAL, HYPOTHETICAL, INTENDED, NEGATED, OTHER, PAST, PLANNED, Cue, Cues
from extractor.components.dated import Dated
from extractor.components.words import Word

_REACH = {NEGATED: 14, INTENDED: 30, PLANNED: 30, HISTORICAL: 30, PAST: 20, HYPOTHETICAL: 30, OTHER: 20}
_REACH_OF_WITHOUT = 5
_REACH_OF_DATE = {HISTORICAL: 18, PLANNED: 30}
_TAKEN_BACK = 3
_OPENING = 3
_BARE_DATE = len("12/31")
_LONGEST_KEY = 4
_COMPARED = re.compile(r"\b(?:as|like|unlike|than)\b[^.,;]{0,22}$", re.IGNORECASE)
_EXPIRY = re.compile(r"\b(?:exp\w*|lot|use\s+by)\b", re.IGNORECASE)
# The day on which a note was written or put right is none on which something is to be done.
_AMENDED = re.compile(
    r"\b(?:addend\w*|amend(?:ed|ment)|late\s+entry|correct(?:ed|ion)|revis(?:ed|ion)|dictated|signed|entered|edited|updated|cosigned|attested)\b",
    re.IGNORECASE,
)
COLUMN = re.compile(r" {3,}|\t|\|")
_CELLS = re.compile(r"[ ]{2}|[|\t;]")
_COMPARING = frozenset({"as", "like", "than", "unlike"})
_COMPARED_WORDS = 3
_OPENS_CLAUSE = frozenset(
    {
        "that",
        "because",
        "as",
        "since",
        "and",
        "but",
        "so",
        "if",
        "when",
        "where",
        "which",
        "then",
        "today",
        "for",
        "while",
        "though",
        "although",
    }
)
_VERB_WORDS = 2
_IMPERATIVE = frozenset({"return", "back", "proceed"})
_AUXILIARIES = frozenset({"was", "were", "is", "are", "wasn", "weren", "isn"})
_BEFORE_VERB = frozenset(
    {
        "i",
        "we",
        "he",
        "she",
        "they",
        "and",
        "was",
        "were",
        "be",
        "been",
        "is",
        "are",
        "being",
        "have",
        "had",
        "deliberately",
        "therefore",
        "then",
        "which",
        "but",
    }
)
_HEARSAY = frozenset({"heard", "hear", "know", "knew", "read"})
_PRONOUNS = frozenset({"it", "that", "them"})
_LINKS = frozenset({"but", "so"})
_HOPED = frozenset({"planned", "intended", "hoped", "meant"})
_SAME = frozenset({"this", "that", "the"})
_SAME_NOUNS = frozenset(
    {
        "level",
        "nerve",
        "one",
        "site",
        "target",
        "side",
        "joint",
        "branch",
        "point",
        "segment",
        "muscle",
        "vertebra",
        "body",
    }
)
_SUBJECTS = frozenset({"i", "we", "he", "she", "they"})
_DATE = "<date>"
_NOW = frozenset({"today", "here", "now", "time", "visit", "this"})
_HARD_STOPS = frozenset({";", "but", "today"})
_TO_COMMA = frozenset(
    {
        "after",
        "following",
        "despite",
        "failing",
        "failed",
        "failure",
        "refractory",
        "unresponsive",
        "without",
        "instead",
        "rather",
        "avoiding",
        "avoided",
        "avoid",
        "sparing",
        "if",
        "unless",
        "usually",
        "generally",
        "typically",
        "normally",
        "ordinarily",
    }
)
_DATE_LABELS = frozenset({"last", "next", "prev", "previou", "previous", "prior", "due", "since", "rtc", "return"})
_NEIGHBOURS = frozenset(
    {
        "vessel",
        "artery",
        "arterie",
        "vein",
        "lung",
        "pleura",
        "bowel",
        "peritoneum",
        "dura",
        "cord",
        "ureter",
        "viscera",
        "spleen",
        "liver",
        "kidney",
        "aorta",
        "tendon",
        "epineurium",
    }
)
_ITEM_ENDS = frozenset({"-", "\u2013", "\u2014", "(", ","})
_CONTRASTS = frozenset({"not", "rather", "instead"})
_NOT_NEEDED = frozenset({"used", "needed", "required", "available", "employed", "obtained", "necessary"})
_REASONS = frozenset({"for", "during", "because", "as", "since", "in", "to"})
_AND = frozenset({"and", ",", "&"})
_RELATIVES = frozenset({"which", "who", "whose", "where"})
_CONDITIONS = frozenset({"if", "unless", "should", "once", "when", "provided"})
_CONSEQUENCES = frozenset({",", "then", ">", "\u2192"})
_CLAUSE_MARKS = frozenset({":", ";", "(", "-", "\u2013", "\u2014"})
_EVER = frozenset({"is", "are", "can", "may", "doe", "does"})
_ASIDE_AFTER = 3
_OWN_SUBJECT = 3
_ENDS = frozenset({".", ";", ",", ")"})
_SUBORDINATING = frozenset({"because", "as", "since", "when", "although", "though", "while", "given"})
_OF_REASON = frozenset({"because", "since", "although", "though"})
_OPERATORS = frozenset({"i", "we"})


class Clauses:
    """One sentence: its cues and where their reach ends."""

    def __init__(
        self,
        text: str,
        found: Sequence[Word],
        first: int,
        after: int,
        cues: Cues,
        service: date | None,
        dated: Sequence[Dated],
    ) -> None:
        self._text = text
        self._words = found[first:after]
        self._first = first
        self._finite = cues.finite
        self._done = cues.done
        self._taken_back = [first for _, first, after in cues.corrections.find(self._words) if after < len(self._words)]
        norms = [word.norm for word in self._words]
        self._taken_back += [at for at in range(1, len(norms) - 1) if norms[at - 1 : at + 2] == [",", "no", ","]]
        self._cues = [
            Cue(category, forward, start, end, self._words[start].norm, truth=truth)
            for payloads, start, end in cues.trie.find(self._words)
            for category, forward, truth in payloads
            if not truth or self._words[start].text.endswith("s")
        ]
        self._cues += [*self._uses(cues), *self._leavings(cues), *self._fronted()]
        if self._words and self._words[0].norm in _HOPED:
            self._cues.append(Cue(INTENDED, True, 0, 1, self._words[0].norm))
        self._cues += self._ends_as_planned()
        held = {at for cue in self._cues for at in range(cue.first, cue.after) if cue.category == "pseudo"}
        self._stops = self._boundaries(cues, held)
        self._cues = [cue for cue in self._cues if cue.category != "pseudo" and not self._idle(cue)]
        self._cues = [
            cue._replace(category=PLANNED)
            if cue.category == INTENDED and cue.first == 0 and cue.word in _IMPERATIVE
            else cue
            for cue in self._cues
        ]
        self._cues += [
            cue._replace(forward=True)
            for cue in self._cues
            if cue.category == HISTORICAL and not cue.forward and cue.first <= _OPENING and cue.word != "had"
        ]
        if any(word.norm == "today" for word in self._words):
            self._cues = [cue for cue in self._cues if cue.category not in {PAST, HISTORICAL} or cue.word == _DATE]
        self._of_today: list[int] = []
        if self._words:
            self._cues += list(self._dates(service, dated, self._words[0].start, self._words[-1].end))

    def _ends_as_planned(self) -> Iterator[Cue]:
        """ "Right T6, T7 and T8 planned." tells what was to be done, where no other verb tells more."""
        last = next((at for at in range(len(self._words) - 1, -1, -1) if self._words[at].norm.isalpha()), 0)
        if last and self._words[last].norm in _HOPED and not any(word.norm in self._finite for word in self._words):
            yield Cue(INTENDED, False, last, last + 1, self._words[last].norm)

    def _uses(self, cues: Cues) -> Iterator[Cue]:
        """ "... but did not need it" denies what stands before, and so does "The sural I did not treat."."""
        for _, first, after in cues.denied_use.find(self._words):
            yield Cue(NEGATED, False, first, after, self._words[first].norm)
        for _, first, after in cues.denied_act.find(self._words):
            opened = any(word.norm in _OPERATORS for word in self._words[1:first])
            if opened and (after == len(self._words) or self._words[after].norm in _ENDS):
                yield Cue(NEGATED, False, first, after, self._words[first].norm)

    def _fronted(self) -> Iterator[Cue]:
        """ "The lateral plantar I did not trouble": an operator's denied verb at the end of its clause, and its object before."""
        for cue in self._cues:
            if cue.category != NEGATED or not cue.forward or cue.first < _OPENING or cue.word in _AUXILIARIES:
                continue
            fronted, operator = self._words[cue.first - 2], self._words[cue.first - 1]
            if operator.norm not in _OPERATORS or not fronted.norm.isalpha() or fronted.norm in _OPENS_CLAUSE:
                continue
            end = next((at for at in range(cue.after, len(self._words)) if self._words[at].norm in _ENDS), -1)
            if 0 < end - cue.after <= _VERB_WORDS:
                yield cue._replace(forward=False, after=end)

    def _leavings(self, cues: Cues) -> Iterator[Cue]:
        """ "left the nerve alone" denies what stands between verb and end."""
        ends = [(first, after) for _, first, after in cues.ends.find(self._words)]
        for at, word in enumerate(self._words):
            if word.norm in cues.leaving and (word.norm != "left" or (at and self._words[at - 1].norm in _BEFORE_VERB)):
                end = next((first for first, _ in ends if at + 1 < first <= at + _REACH[NEGATED]), None)
                if end is not None and not any(other.norm in _HARD_STOPS | {","} for other in self._words[at:end]):
                    yield Cue(NEGATED, True, at, at + 1, word.norm, end)

    def _idle(self, cue: Cue) -> bool:
        """A question mark behind a word ("22g? no 18g"), "no" before a figure, "as far as can be done" and "the next" of a row
        suppose, deny and plan nothing."""
        first = self._words[cue.first]
        if cue.word == "next" and self._words[max(0, cue.first - 1)].norm == "the" and cue.after - cue.first == 1:
            return True
        if (
            cue.category == PLANNED
            and not cue.forward
            and any(word.norm == "as" for word in self._words[max(0, cue.first - 3) : cue.first])
        ):
            return True
        if cue.category in {HISTORICAL, PAST} and not cue.forward and self._compares(cue):
            return True
        if (
            cue.word == "no"
            and cue.first == 0
            and [word.norm for word in self._words[1:2]] in ([":"], ["-"], ["\u2014"], ["\u2013"])
        ):
            return True
        if cue.word == "no" and self._text[: first.start].rstrip()[-1:] in {"]", ")"} and cue.after - cue.first == 1:
            return True
        if cue.word == "?":
            return first.start > 0 and not self._text[first.start - 1].isspace()
        return (
            cue.word == "no"
            and cue.after - cue.first == 1
            and cue.after < len(self._words)
            and self._words[cue.after].norm[:1].isdigit()
        )

    def _compares(self, cue: Cue) -> bool:
        """Whether a time is only compared with ("doses as last time", "higher than at the last visit")."""
        before = [word.norm for word in self._words[max(0, cue.first - _COMPARED_WORDS) : cue.first]]
        return any(norm in _COMPARING for norm in before) and not any(norm in _AND for norm in before)

    def _boundaries(self, cues: Cues, held: set[int]) -> list[int]:
        stops = {start for _, start, _ in cues.stops.find(self._words)} - held
        stops -= {at for at in stops if at and self._words[at].text == ":" and self._words[at - 1].norm == "re"}
        stops -= {
            at for at in stops if self._words[at].norm in _RELATIVES and (self._told_of(at) or self._explains(at))
        }
        gaps = [(one.end, other.start) for one, other in pairwise(self._words)]
        self._columns = {at for at, gap in enumerate(gaps, 1) if gap[0] < gap[1] and self._parts_cells(*gap)}
        self._columns |= {at + 1 for at, word in enumerate(self._words) if word.norm == "|"}
        stops |= self._columns
        stops |= {
            at
            for at, (word, following) in enumerate(pairwise(self._words))
            if word.norm == "," and following.norm in _SUBJECTS
        }
        if self._words and self._words[0].norm in _SUBORDINATING:
            stops |= {at for at, word in enumerate(self._words) if at > _ASIDE_AFTER and word.norm in _OPERATORS}
        stops |= {at for at in range(1, len(self._words) - 1) if self._enumerates(at)}
        verbs = {at for at, word in enumerate(self._words) if word.norm in cues.finite}
        last = 0
        for at, word in enumerate(self._words):
            if at in stops:
                last = at
            elif word.norm in _AND and any(last <= verb < at for verb in verbs):
                following = next(
                    (
                        other
                        for other in range(at + 1, len(self._words))
                        if self._words[other].norm in _AND or other in stops
                    ),
                    len(self._words),
                )
                if any(
                    at + 1 < verb <= min(following, at + 10)
                    and not any(other.norm in _RELATIVES for other in self._words[at:verb])
                    for verb in verbs
                ):
                    stops.add(at)
                    last = at
        return sorted(stops)

    def _enumerates(self, at: int) -> bool:
        """Whether a word is the mark of an item in a running list ("1) the sural 2) the tibial")."""
        word, following = self._words[at], self._words[at + 1]
        mark = word.norm.isdigit() or (len(word.norm) == 1 and word.norm.isalpha())
        return mark and following.norm == ")" and following.start == word.end and self._text[word.start - 1].isspace()

    def _parts_cells(self, start: int, end: int) -> bool:
        gap = self._text[start:end]
        return gap != " " and "\n" not in gap and bool(COLUMN.search(gap))

    def _told_of(self, at: int) -> bool:
        """Whether a relative clause goes on with what someone heard of ("heard of a man who ...")."""
        return any(word.norm in _HEARSAY for word in self._words[max(0, at - _REACH[NEGATED]) : at])

    def _explains(self, at: int) -> bool:
        """Whether a relative clause says what a thing is like at all times ("in which a probe is heated")."""
        return any(word.norm in _EVER for word in self._words[at + 1 : at + 5])

    def _dates(self, service: date | None, dated: Sequence[Dated], start: int, end: int) -> Iterator[Cue]:
        for item in dated:
            if (
                not start <= item.start < end
                or (service is None and item.day)
                or _EXPIRY.search(self._text, max(start, item.start - 20), item.start)
            ):
                continue
            starts = [word.start for word in self._words]
            at, aside = bisect_left(starts, item.start), _aside(self._text, item)
            since, until = (
                (bisect_left(starts, edge) for edge in aside) if aside else (self._segment_from(at, item), None)
            )
            if (aside and service is None) or _COMPARED.search(self._text, max(start, item.start - 30), item.start):
                continue
            if service is None:
                yield Cue(HISTORICAL, True, at, at, _DATE)
                yield Cue(HISTORICAL, False, at, at, _DATE)
                continue
            if item.day == service or (
                item.day is None and (item.year, item.month or service.month) == (service.year, service.month)
            ):
                self._of_today.append(at)
                continue
            written = item.day or date(item.year, item.month or (1 if item.year > service.year else 12), 1)
            if item.day is None and item.month is None and item.year == service.year:
                continue
            category = PLANNED if written > service else HISTORICAL
            if category == PLANNED and _AMENDED.search(self._text, max(start, item.start - 40), item.end + 30):
                continue
            yield Cue(category, True, at, at, _DATE, until, since=since)
            yield Cue(category, False, at, at, _DATE, until, since=since)

    def _segment_from(self, at: int, item: Dated) -> int:
        """A day without its year ("positive block 8/28") dates what stands in its own segment."""
        if item.end - item.start > _BARE_DATE:
            return 0
        return max((before + 1 for before in range(at) if self._words[before].norm in {",", ";"}), default=0)

    def categories(self, first: int, after: int) -> set[str]:
        """Categories of the cues that reach the words [first, after) of the text."""
        start, end = first - self._first, after - self._first
        found: set[str] = set()
        if any(0 < at - end + 1 <= _TAKEN_BACK for at in self._taken_back):
            found.add(NEGATED)
        for cue in self._cues:
            if cue.first < end and start < cue.after:
                if cue.truth:
                    found.add(HYPOTHETICAL)
                continue
            if (cue.until is not None and start >= cue.until) or end <= cue.since:
                continue
            if cue.word == _DATE:
                if self._of_another_time(end, cue):
                    continue
                if (
                    max(start - cue.after, cue.first - end) <= self._reach_of_date(cue, start)
                    and not (
                        self._labelled(cue)
                        and any(min(start, cue.first) < at <= max(start, cue.first) for at in self._columns)
                    )
                    and not any(
                        word.norm in _HARD_STOPS for word in self._words[min(start, cue.first) : max(end, cue.after)]
                    )
                    and not any(cue.after <= at <= start for at in self._of_today)
                ):
                    found.add(cue.category)
                continue
            if cue.forward and self._conditional(cue, start):
                found.add(PLANNED)
                continue
            if cue.forward and cue.after <= start and not self._heads_row(cue, start):
                if cue.category == NEGATED and any(
                    other.category == INTENDED and cue.after + 1 < other.first and other.after <= start
                    for other in self._cues
                ):
                    continue
                if self._crosses(cue.after, start) or (cue.category == NEGATED and self._spent(cue, start)):
                    continue
                if cue.word in _TO_COMMA and any(word.norm == "," for word in self._words[cue.after : start]):
                    continue
                if self._tells(cue, start):
                    found.add(cue.category)
                if start - cue.after <= (
                    _REACH_OF_WITHOUT if cue.word == "without" else _REACH[cue.category]
                ) and not self._between(cue.after, start):
                    found.add(cue.category)
            elif (
                cue.category == NEGATED
                and cue.after <= start
                and (self._heads_list(cue) or self._heads_row(cue, start))
            ):
                found.add(NEGATED)
            elif (
                not cue.forward
                and end <= cue.first
                and end > self._subject_from(cue)
                and not self._of_another(end, cue)
                and not self._of_one_side(end, cue)
                and not self._gives_reason(end, cue)
                and not self._in_another_item(end, cue)
                and (
                    (self._bare(cue) and not self._in_another_cell(end, cue))
                    or not self._between(self._past_aside(end, cue.first), cue.first)
                )
            ):
                found.add(cue.category)
        return found

    def _of_another_time(self, end: int, cue: Cue) -> bool:
        """ "Repeat of ..., previous one at Mercy 2/2020": a date behind words of the past dates what these speak of."""
        return any(
            other.category == HISTORICAL and other.forward and other.word != _DATE and end < other.first < cue.first
            for other in self._cues
        )

    def _reach_of_date(self, cue: Cue, start: int) -> int:
        """A date before a quotation dates all that is quoted."""
        quote = self._text.find('"', self._words[max(0, cue.first - 1)].start)
        if cue.after <= start and 0 <= quote < self._words[start].start:
            return len(self._words)
        return _REACH_OF_DATE[cue.category]

    def tone(self) -> frozenset[str]:
        """What the cues of a list's first line say of all its items ("Options that we talked about:")."""
        last = bisect_left(self._stops, len(self._words) - 1)
        opened = self._stops[last - 1] if last else 0
        said = {cue.category for cue in self._cues if cue.first >= opened and cue.word != _DATE}
        if INTENDED in said or any(word.norm == "today" for word in self._words):
            return frozenset()
        if any(word.norm in self._done for word in self._words[opened:]):
            said -= {PLANNED, HYPOTHETICAL}
        denied = any(cue.category == NEGATED and not cue.forward and cue.first >= opened for cue in self._cues)
        return frozenset(said & {HYPOTHETICAL, PLANNED, HISTORICAL, OTHER} | ({NEGATED} if denied else set()))

    def _conditional(self, cue: Cue, start: int) -> bool:
        """Whether a word stands in the main clause of "if ..., (then) ..." or "if ... -> ...", told in no past tense."""
        if cue.word not in _CONDITIONS or (cue.first > 1 and not self._opens_clause(cue.first)):
            return False
        opened = next((at for at in range(cue.after, start) if self._words[at].norm in _CONSEQUENCES), None)
        if opened is None:
            return False
        stop = next((at for at in range(start, len(self._words)) if self._words[at].norm == ";"), len(self._words))
        return not any(word.norm in self._finite - _EVER for word in self._words[opened:stop])

    def _opens_clause(self, at: int) -> bool:
        """Whether a word opens a cell, or stands right behind a mark that ends a clause."""
        return at in self._columns or self._words[at - 1].norm in _CLAUSE_MARKS

    def _tells(self, cue: Cue, start: int) -> bool:
        """ "I explained how it is done: a needle is placed and ...": what follows the colon is told, all of it."""
        teller = {cue.word, self._words[max(0, cue.first - 1)].norm}
        if cue.category not in {HYPOTHETICAL, PLANNED} or not teller & _OPERATORS:
            return False
        return any(word.norm == ":" for word in self._words[cue.after : start])

    def _past_aside(self, start: int, end: int) -> int:
        """Behind a relative clause between commas, which parts a subject from its verb ("the left, which ..., was not")."""
        opened = next((at for at in range(start, end) if self._words[at].norm == ","), end)
        if opened - start > _ASIDE_AFTER or opened + 1 >= end or self._words[opened + 1].norm not in _RELATIVES:
            return start
        return next((at + 1 for at in range(end - 1, opened + 1, -1) if self._words[at].norm == ","), start)

    def _heads_list(self, cue: Cue) -> bool:
        """ "Not treated: ..." denies all that follows."""
        following = (word.norm for word in self._words[cue.after :] if word.norm not in _NOW)
        return not cue.forward and next(following, "") == ":"

    def _heads_row(self, cue: Cue, start: int) -> bool:
        """ "Not discussed      Cryo": a row whose key denies. "No" may number it."""
        if cue.category != NEGATED or cue.first or cue.word == "no" or not self._columns:
            return False
        key, *others = sorted(self._columns)
        return key <= _LONGEST_KEY and key <= start and not any(key < at <= start for at in others)

    def _labelled(self, cue: Cue) -> bool:
        """A date with a label of its own ("last: 3/24/22") speaks for its cell only."""
        return any(word.norm in _DATE_LABELS for word in self._words[max(0, cue.first - 2) : cue.first])

    def _of_operator(self, cue: Cue) -> bool:
        """ "..., the supratrochlear I let be": an operator's denial whose object stands before it."""
        following = self._words[cue.after].norm if cue.after < len(self._words) else "."
        return self._words[cue.first - 1].norm in _OPERATORS and following in _ENDS

    def _subject_from(self, cue: Cue) -> int:
        """Where the subject of a coordinated denial begins: "A, B: needles down, the artery was mapped and avoided" denies
        no more than the artery."""
        if cue.category != NEGATED or not cue.first:
            return -1
        if self._of_operator(cue):
            return max(
                (
                    at
                    for at in range(cue.first - 1)
                    if self._words[at].norm in {",", ";", "and", "but"} and self._words[at + 1].norm == "the"
                ),
                default=-1,
            )
        if self._words[cue.first - 1].norm != "and":
            return -1
        comma = next((at for at in range(cue.first - 2, -1, -1) if self._words[at].norm in {",", ";"}), -1)
        own = [word.norm for word in self._words[comma + 1 : cue.first - 1]]
        told = any(norm in self._finite or norm.endswith("ed") for norm in own)
        return comma if told and len(own) >= _OWN_SUBJECT and "and" not in own else -1

    def _of_another(self, end: int, cue: Cue) -> bool:
        """ "..., vessels avoided": a backward denial with a neighbour of the nerve as its subject is about that one, as is one
        whose subject stands behind a first with its own figure ("anterior 2 mL, posterior not injected")."""
        comma = next((at for at in range(cue.first - 1, end - 1, -1) if self._words[at].norm in {",", ";"}), None)
        if comma is None or self._of_operator(cue):
            return False
        own = self._words[self._past_aside(end, cue.first) : comma]
        given = cue.first > comma + 1 and any(word.norm[:1].isdigit() for word in own)
        return given or any(word.norm in _NEIGHBOURS for word in self._words[comma : cue.first])

    def _in_another_cell(self, end: int, cue: Cue) -> bool:
        """A denial inside a cell ("seen lateral, avoided") stays there; one that fills its cell speaks of the row."""
        return cue.first not in self._columns and any(end <= at <= cue.first for at in self._columns)

    def _in_another_item(self, end: int, cue: Cue) -> bool:
        """ "Left C4 and C5; left third occipital - not performed": what stands behind a dash or a comma denies no more than
        the item behind the last semicolon or number, where this has a subject of its own."""
        if cue.first < 1 or self._words[cue.first - 1].norm not in _ITEM_ENDS:
            return False
        opened = [at for at in range(end, cue.first - 1) if self._words[at].norm == ";" or self._enumerates(at)]
        own = [word.norm for word in self._words[opened[-1] + 1 : cue.first - 1]] if opened else []
        return bool(own) and not (own[0] in self._finite | _PRONOUNS or own[0].endswith("ed"))

    def _gives_reason(self, end: int, cue: Cue) -> bool:
        """ "L4 and L5 only, since the upper part was never blocked": what a reason denies it denies of its own subject."""
        opened = next((at for at in range(cue.first - 1, end, -1) if self._words[at].norm in _OF_REASON), None)
        return opened is not None and not any(word.norm == "," for word in self._words[opened : cue.first])

    def _of_one_side(self, end: int, cue: Cue) -> bool:
        """A denial under the heading of a side ("| sural | 2 min | not done |") speaks for that side only."""
        between = self._text[self._words[end - 1].end : self._words[cue.first].start]
        return bool(_CELLS.search(between)) and tables.of_one_side(self._text, self._words[cue.first].start)

    def _bare(self, cue: Cue) -> bool:
        """A denial without a subject of its own ("...; not treated"), or of a pronoun ("but I left it alone"), goes back to
        the subject of the sentence."""
        if cue.category != NEGATED or not cue.first:
            return False
        of_pronoun = any(word.norm in _PRONOUNS for word in self._words[cue.first : cue.after])
        if of_pronoun or self._of_operator(cue) or self._of_the_same(cue):
            return True
        if self._words[cue.first - 1].norm in _AND and self._words[cue.first].norm in _AUXILIARIES:
            return any(word.norm in self._done for word in self._words[cue.after : cue.after + 1])
        return cue.first - 1 in self._stops or self._words[cue.first - 1].norm in {";", ":", "-", "and", ","}

    def _of_the_same(self, cue: Cue) -> bool:
        """ "L3 could not be entered and this level was abandoned": the subject is what was named before."""
        at = cue.first - 1
        while at > 0 and self._words[at].norm in _AUXILIARIES | {"therefore", "then", "so", "had", "been", "be"}:
            at -= 1
        if self._words[at].norm in _SAME_NOUNS:
            return at > 0 and self._words[at - 1].norm in _SAME
        goes_on = any(word.norm == ":" for word in self._words[cue.after : cue.after + _ASIDE_AFTER])
        return (
            self._words[at].norm in _PRONOUNS and at > 0 and self._words[at - 1].norm in _AND | _LINKS and not goes_on
        )

    def _crosses(self, start: int, end: int) -> bool:
        """Whether a forward cue would leave its cell."""
        return any(start <= at <= end for at in self._columns)

    def _spent(self, cue: Cue, start: int) -> bool:
        """ "X, not Y, was done" denies Y alone; "not used for Z" says nothing against Z."""
        between = self._words[cue.after : start]
        if (
            cue.word in _CONTRASTS
            and cue.after - cue.first == 1
            and self._words[cue.first - 1].norm not in _AUXILIARIES
        ):
            return any(word.norm in self._finite for word in between)
        return (
            cue.word in _AUXILIARIES
            and any(word.norm in _NOT_NEEDED for word in between[:1])
            and any(word.norm in _REASONS for word in between)
        )

    def _between(self, start: int, end: int) -> bool:
        if start < len(self._words) and self._words[start].norm == ":":
            start += 1
        at = bisect_left(self._stops, start)
        return at < len(self._stops) and self._stops[at] < end


def _aside(text: str, item: Dated) -> tuple[int, int] | None:
    """The brackets around a date with words of its own ("(mastectomy 2021)"), which dates those words only."""
    opened = text.rfind("(", max(0, item.start - 60), item.start)
    closed = text.find(")", item.end, item.end + 60)
    if opened < 0 or closed < 0 or ")" in text[opened : item.start]:
        return None
    told = re.search(r"[A-Za-z]{4,}", text[opened : item.start] + text[item.end : closed])
    return (opened, closed) if told else None
