"""The records that pass between the rooms of the house. Frozen, and free of third-party imports.

Offsets everywhere are Unicode code points into the text of the note as it was read, end exclusive, so that
``evidence.text == note.text[evidence.start:evidence.end]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

SCHEMA = "1"


class Technique(StrEnum):
    """How the nerve was treated; policy section 2."""

    CRYO = "cryo"
    CHEMICAL = "chemical"
    RADIOFREQUENCY = "radiofrequency"
    PULSED = "pulsed"
    CHEMODENERVATION = "chemodenervation"
    UNSPECIFIED = "unspecified"


class Status(StrEnum):
    """What became of a procedure in this encounter."""

    PERFORMED = "performed"
    PLANNED = "planned"
    HISTORICAL = "historical"
    NEGATED = "negated"
    ABORTED = "aborted"

    @property
    def done(self) -> bool:
        """Whether it was carried out, or begun and given up."""
        return self in {Status.PERFORMED, Status.ABORTED}


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"


class Imaging(StrEnum):
    FLUOROSCOPY = "fluoroscopy"
    ULTRASOUND = "ultrasound"
    CT = "ct"
    MRI = "mri"


class GapKind(StrEnum):
    """What a note fails to document; policy section 8."""

    TECHNIQUE = "technique-not-documented"
    TECHNIQUE_CONFLICT = "technique-conflict"
    NERVE = "nerve-not-documented"
    LATERALITY = "laterality-not-documented"
    LATERALITY_CONFLICT = "laterality-conflict"
    LEVELS = "levels-not-documented"
    MUSCLES = "muscles-not-documented"
    IMAGING = "imaging-not-documented"
    IMAGE_NOT_SAVED = "image-not-saved"
    TEMPERATURE = "temperature-not-documented"
    AGENT = "agent-not-documented"
    GENICULAR_INCOMPLETE = "genicular-incomplete"
    ABORTED = "procedure-aborted"
    INCLUDED_IN_SURGERY = "included-in-surgery"
    DATE_MISSING = "date-of-service-missing"


class NoCodeReason(StrEnum):
    """Why a note supports no code, when no gap explains it; policy section 8."""

    BLOCK_ONLY = "block-only"
    OPEN_NEUROLYSIS = "open-neurolysis"
    OTHER_ORGAN = "other-organ"
    PLANNED = "planned"
    HISTORICAL = "historical"
    NEGATED = "negated"
    NOT_MENTIONED = "not-mentioned"


class FindingKind(StrEnum):
    """What a reviewer should know of a suggestion or a claim line; policy section 8."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    MISSED = "missed"
    WRONG_UNITS = "wrong-units"
    WRONG_SIDE = "wrong-side"
    WRONG_TECHNIQUE = "wrong-technique"
    RESCINDED_ADVICE = "rescinded-advice"
    BUNDLED = "bundled"
    NOT_IN_FORCE = "not-in-force"
    MUE_EXCEEDED = "mue-exceeded"
    NCCI_PAIR = "ncci-pair"
    ADDON_WITHOUT_PRIMARY = "addon-without-primary"
    NERVES_COUNTED_AS_JOINTS = "nerves-counted-as-joints"
    PAYER_POLICY = "payer-policy"
    NO_NOTE = "no-note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note as it was read. ``date_of_service`` and ``payer`` are set when the caller knows them; they outrank
    what the text says."""

    id: str
    text: str
    source: str
    date_of_service: date | None = None
    payer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words of the note that carry one fact of a procedure."""

    fact: str
    start: int
    end: int
    text: str
    section: str

    def record(self) -> dict[str, Any]:
        return {"fact": self.fact, "start": self.start, "end": self.end, "text": self.text, "section": self.section}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A lexicon entry met in the text: ``kind`` (nerve, technique, steroid, block ...), ``concept`` (its id) and the
    assertion under which it stands."""

    kind: str
    concept: str
    text: str
    start: int
    end: int
    section: str
    assertion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One technique at one nerve on one side, with the facts that a guideline may ask for.

    ``group`` and ``region`` come from the nerve's lexicon entry; ``traits`` are named particulars found in the text
    (``cooled``, ``thermal``, ``single-probe``, ``foramen-ovale``, ``during-surgery``, ``stimulation-guided`` ...);
    ``sites`` is the number of separately treated sites the note states in words, where it names none;
    ``conflicts`` are contradictions that the reading met (technique or side).
    """

    technique: Technique
    nerve: str | None
    levels: tuple[str, ...] = ()
    laterality: Side | None = None
    imaging: tuple[Imaging, ...] = ()
    image_saved: bool = False
    approach: str = "percutaneous"
    temperature_c: float | None = None
    agent: str | None = None
    status: Status = Status.PERFORMED
    evidence: tuple[Evidence, ...] = ()
    group: str | None = None
    region: str | None = None
    traits: frozenset[str] = frozenset()
    sites: int | None = None
    conflicts: tuple[GapKind, ...] = ()

    @property
    def done(self) -> bool:
        return self.status.done

    def record(self) -> dict[str, Any]:
        """The procedure as schema 1 shows it."""
        return {
            "technique": self.technique.value,
            "nerve": self.nerve,
            "levels": list(self.levels),
            "laterality": self.laterality.value if self.laterality else None,
            "imaging": [modality.value for modality in self.imaging],
            "image_saved": self.image_saved,
            "approach": self.approach,
            "temperature_c": self.temperature_c,
            "agent": self.agent,
            "status": self.status.value,
            "evidence": [item.record() for item in self.evidence],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One line that the note supports. ``procedures`` are indices into the report's procedures."""

    code: str
    units: int
    modifiers: tuple[str, ...]
    procedures: tuple[int, ...]
    guideline: str
    why: str
    arithmetic: str
    sources: tuple[str, ...]
    alternates: tuple[Alternate, ...] = ()
    confidence: float | None = None

    def record(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "units": self.units,
            "modifiers": list(self.modifiers),
            "procedures": list(self.procedures),
            "guideline": self.guideline,
            "why": self.why,
            "arithmetic": self.arithmetic,
            "sources": list(self.sources),
            "alternates": [{"code": item.code, "why": item.why} for item in self.alternates],
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReported:
    """A service that the note shows and that is not reported beside the suggestions."""

    code: str | None
    guideline: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A code that nearly applied, and the fact that blocked it."""

    code: str
    blocked_by: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A fact that the note lacks, asked as a neutral question. ``procedure`` is an index, or None for the note."""

    kind: GapKind
    procedure: int | None
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    kind: FindingKind
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is said of one note; ``record()`` is the JSON contract, schema 1."""

    note_id: str
    source: str
    date_of_service: date | None
    payer: str | None
    edition: str
    rulebook: str
    note_hash: str
    procedures: tuple[Procedure, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    not_reported: tuple[NotReported, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    no_code_reason: NoCodeReason | None = None
    review: bool = False
    review_reasons: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "note_id": self.note_id,
            "source": self.source,
            "date_of_service": self.date_of_service.isoformat() if self.date_of_service else None,
            "payer": self.payer,
            "edition": self.edition,
            "rulebook": self.rulebook,
            "note_hash": self.note_hash,
            "procedures": [item.record() for item in self.procedures],
            "suggestions": [item.record() for item in self.suggestions],
            "not_reported": [
                {"code": item.code, "guideline": item.guideline, "why": item.why} for item in self.not_reported
            ],
            "near_misses": [
                {"code": item.code, "blocked_by": item.blocked_by, "evidence": [e.record() for e in item.evidence]}
                for item in self.near_misses
            ],
            "gaps": [
                {"kind": item.kind.value, "procedure": item.procedure, "question": item.question} for item in self.gaps
            ],
            "findings": [{"kind": item.kind.value, "code": item.code, "why": item.why} for item in self.findings],
            "no_code_reason": self.no_code_reason.value if self.no_code_reason else None,
            "review": self.review,
            "review_reasons": list(self.review_reasons),
        }
