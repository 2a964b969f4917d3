"""Claim lines from X12 837P files (005010X222A1). Segments, separators and envelope counts are pyx12's; this file knows
which loop a segment stands in.

A claim is given out once it is complete. What is wrong is a Failure that names the segment, by its place in the file and
its identifier; the claims before it are out already, and reading goes on where the file still makes sense: a
transaction of another kind is passed over, a wrong count is told and everything read is kept. Where the file breaks off,
the whole lines of the claim that was open are given out too, and the Failure names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import ClaimError
from extractor.note import Failure, named
from extractor.prebill.policy import Policy
from extractor.prebill.readers.rows import dollars, whole
from extractor.prebill.records import ClaimLine

if TYPE_CHECKING:
    from pyx12.segment import Segment
    from pyx12.x12file import X12Reader

_SUBSCRIBER, _PATIENT = "22", "23"
# Of pyx12's remarks on a segment, those that mean a loss; the others (blanks, trailing separators) change nothing.
_COUNTS = {
    ("st", "3"): "its control number is not that of the ST segment",
    ("st", "4"): "its count of segments is not what was read",
    ("gs", "3"): "a transaction before it was not closed",
    ("gs", "4"): "its control number is not that of the GS segment",
    ("gs", "5"): "its count of transactions is not what was read",
    ("isa", "001"): "its control number is not that of the ISA segment",
    ("isa", "021"): "its count of groups is not what was read",
    ("isa", "024"): "a group before it was not closed",
    ("seg", "LX"): "the service lines of the claim are not numbered 1, 2, 3 ...",
    ("seg", "HL1"): "the hierarchical levels are not numbered 1, 2, 3 ...",
    ("seg", "HL2"): "its parent level does not exist",
}


@dataclass(slots=True)
class _Person:
    """Who a claim is for: the subscriber, and the patient where another than the subscriber."""

    member: str | None = None
    born: str | None = None
    dependent: bool = False

    @property
    def id(self) -> str | None:
        """Dependents share the subscriber's number, so their date of birth is added."""
        return f"{self.member}:{self.born}" if self.dependent and self.member else self.member


@dataclass(slots=True)
class _Line:
    number: str
    at: str
    service: Segment | None = None
    day: str | None = None
    note_id: str | None = None


@dataclass(slots=True)
class _Claim:
    id: str
    at: str
    payer: str | None
    person: _Person
    record_number: str | None = None
    reference: str | None = None
    note_id: str | None = None
    lines: list[_Line] = field(default_factory=list)


def read(path: Path, policy: Policy) -> Iterator[ClaimLine | Failure]:
    """Raises ClaimError where the file does not begin as an interchange, OSError where it cannot be read."""
    from pyx12.errors import X12Error
    from pyx12.x12file import X12Reader

    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        try:
            reader = X12Reader(file)
        except X12Error:
            raise ClaimError(
                f"{named(path)}: segment 1 (ISA): the file does not begin with a whole ISA segment of version 5010"
            ) from None
        reader.check_837_lx = True
        yield from _Interchange(path, reader, policy).lines()


class _Interchange:
    """One file as it is read: where it stands, and the claim that is open."""

    def __init__(self, path: Path, reader: X12Reader, policy: Policy) -> None:
        self.name, self.reader, self.x12 = named(path), reader, policy.x12
        self.number, self.segment_id = 0, "ISA"
        self.claim: _Claim | None = None
        self.person = _Person()
        self.payer: str | None = None
        self.foreign = False

    @property
    def at(self) -> str:
        return f"{self.name}: segment {self.number} ({self.segment_id})"

    def lines(self) -> Iterator[ClaimLine | Failure]:
        try:
            for segment in self._segments():
                self.number += 1
                self.segment_id = str(segment.get_seg_id())
                if not segment.is_seg_id_valid():
                    self.segment_id = "?"
                    yield self._failure("it has no valid identifier; are its separators those that ISA declares?")
                    break
                yield from self._remarks()
                yield from self._take(segment)
        except IndexError:
            self.number, self.segment_id = self.number + 1, "?"
            yield self._failure("it closes a part of the file that was not open")
        except Exception as error:  # noqa: BLE001 - whatever the library meets in a damaged file, the claims stay
            self.number, self.segment_id = self.number + 1, "?"
            yield self._failure(f"it cannot be read ({type(error).__name__})")
        yield from self._end()

    def _segments(self) -> Iterator[Segment]:
        """All segments; an empty one, at which pyx12 stops, is stepped over."""
        before = -1
        while self.number > before:
            before = self.number
            yield from self.reader

    def _take(self, segment: Segment) -> Iterator[ClaimLine | Failure]:
        if self.segment_id == "ST":
            yield from self._start(segment)
        elif self.segment_id == "SE":
            yield from self._close()
            self.foreign = False
        elif not self.foreign:
            if self.segment_id in ("HL", "CLM"):
                yield from self._close()
            if self.claim is None:
                self._before_claim(segment)
            else:
                self._in_claim(self.claim, segment)

    def _start(self, segment: Segment) -> Iterator[Failure]:
        kind, version = _value(segment, "01"), _value(segment, "03") or ""
        self.foreign = kind != self.x12["transaction"] or not version.startswith(self.x12["version"])
        if self.foreign:
            wanted = f"{self.x12['transaction']} of {self.x12['version']}"
            yield self._failure(f"the transaction is not {wanted} (professional claims) and is passed over")

    def _before_claim(self, segment: Segment) -> None:
        match self.segment_id, _value(segment, "01"):
            case "HL", _:
                level = _value(segment, "03")
                if level == _SUBSCRIBER:
                    self.person, self.payer = _Person(), None
                elif level == _PATIENT:
                    self.person = _Person(member=self.person.member, dependent=True)
            case "NM1", "IL":
                self.person.member = _value(segment, "09")
            case "NM1", "PR":
                self.payer = _value(segment, "03") or _value(segment, "09")
            case "DMG", _:
                self.person.born = _value(segment, "02")
            case "CLM", number:
                self.claim = _Claim(id=number or "?", at=self.at, payer=self.payer, person=self.person)

    def _in_claim(self, claim: _Claim, segment: Segment) -> None:
        line = claim.lines[-1] if claim.lines else None
        match self.segment_id, _value(segment, "01"):
            case "LX", number:
                claim.lines.append(_Line(number=number or str(len(claim.lines) + 1), at=self.at))
            case "SV1", _ if line:
                line.service, line.at = segment, self.at
            case "DTP", "472" if line:
                line.day = _value(segment, "03")
            case "PWK", _ if line:
                line.note_id = _value(segment, "06")
            case "PWK", _:
                claim.note_id = _value(segment, "06")
            case "REF", "EA" if not line:
                claim.record_number = _value(segment, "02")
            case "REF", "D9" if not line:
                claim.reference = _value(segment, "02")

    def _close(self) -> Iterator[ClaimLine | Failure]:
        claim, self.claim = self.claim, None
        if claim is None:
            return
        if not claim.lines:
            yield Failure(source=self.name, error=ClaimError(f"{claim.at}: the claim {claim.id} has no service line"))
        for line in claim.lines:
            try:
                yield self._line(claim, line)
            except ClaimError as error:
                yield Failure(source=self.name, error=error)

    def _line(self, claim: _Claim, line: _Line) -> ClaimLine:
        where = f"{line.at}: claim {claim.id}, line {line.number}"
        if line.service is None:
            raise ClaimError(f"{where}: there is no SV1 segment")
        qualifier, code, *rest = ((_value(line.service, f"01-{place}") or "") for place in range(1, 7))
        if qualifier != "HC" or not code:
            separator = self.reader.subele_term
            raise ClaimError(f"{where}: its first element is no procedure (HC{separator}code); wrong separator?")
        return ClaimLine(
            claim_id=claim.id,
            line=line.number,
            date_of_service=_day(line.day, where),
            code=code.upper(),
            modifiers=tuple(item.upper() for item in rest if item),
            units=whole(_value(line.service, "04") or "", where),
            charge=dollars(_value(line.service, "02") or "", where),
            patient_id=claim.record_number or claim.person.id,
            note_id=line.note_id or claim.note_id,
            payer=claim.payer,
            reference=claim.reference,
            source=where,
        )

    def _remarks(self) -> Iterator[Failure]:
        for kind, code, *_ in self.reader.pop_errors():
            if (kind, code) in _COUNTS:
                yield self._failure(_COUNTS[kind, code])

    def _end(self) -> Iterator[ClaimLine | Failure]:
        """What is missing where the reading stopped, and what the claim that was open holds by then."""
        trailers = {"ISA": "IEA", "GS": "GE", "ST": "SE"}
        missing = [trailers[kind] for kind, _ in reversed(self.reader.loops)]
        cut = f"; the claim {self.claim.id}, which was open, may be incomplete" if self.claim else ""
        yield from (item for item in self._close() if isinstance(item, ClaimLine))
        if missing:
            yield self._failure(f"the file breaks off after it: {', '.join(missing)} missing{cut}")
        elif self.reader.raw.buffer.strip():
            yield self._failure(f"what follows it is not read: no segment ends there{cut}")

    def _failure(self, words: str) -> Failure:
        return Failure(source=self.name, error=ClaimError(f"{self.at}: {words}"))


def _value(segment: Segment, place: str) -> str | None:
    value = segment.get_value(place)
    return value.strip() or None if value else None


def _day(text: str | None, where: str) -> date:
    """The date of DTP*472, or the first of a range. Raises ClaimError."""
    try:
        return datetime.strptime((text or "").split("-")[0], "%Y%m%d").date()
    except ValueError:
        raise ClaimError(f"{where}: there is no service date (DTP*472)") from None
