"""The story: note -> pipeline -> procedures -> suggestions -> report."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.components.encounter import DATE_OF_SERVICE, date_of_service, dates, payers
from extractor.components.gate import Gate, misread
from extractor.errors import DateNotCovered
from extractor.facts import Mention, Note, Procedure, Report
from extractor.gist import Gist, Gists
from extractor.reading.odds import Odds, Reckoner, change
from extractor.rulebook import Edition, Rulebook
from extractor.suggestions import suggest

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from extractor.components.chain import Component
    from extractor.components.layers import Page
    from extractor.procedures import Reader
    from extractor.reading.scene import Scene
    from extractor.restoration import Restorer
    from extractor.restored import Restored
    from extractor.trust import Trust


class Coder:
    """Codes notes under one rulebook. ``payer`` and ``date_of_service``, where given, outrank what notes say. Without
    ``trust`` there is no confidence, and only what the rules doubt goes to review."""

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        payer: str | None = None,
        date_of_service: date | None = None,
        trust: Trust | None = None,
    ) -> None:
        self._rulebook = rulebook
        self._payer = payer
        self._date = date_of_service
        self._trust = trust

    def code(self, note: Note) -> Report:
        """The report of one note. Raises DateNotCovered where its date lies outside the rulebook, unless nothing was done
        that a date could decide."""
        restored = self._restored(note)
        report, scene = self._report(note, restored)
        report = self._trust.judge(report, scene) if self._trust and scene else report
        return restored.report(report) if restored else report

    def read(self, note: Note) -> tuple[Report, Scene | None]:
        """The report by the rules alone, and the scene that it was read from; none where the text holds no word that
        could matter. The evidence is that of the scene's text, in which noise was undone. Raises as ``code``."""
        return self._report(note, self._restored(note))

    def scene(self, note: Note) -> Scene | None:
        """The scene of a note, without a report; none where its text holds no word that could matter."""
        restored = self._restored(note)
        return self._scene(restored, self._service_date(note, restored.text)) if restored else None

    def _scene(self, restored: Restored, day: date | None) -> Scene:
        return self._reader.scene(self._page(restored.text, day))

    def _restored(self, note: Note) -> Restored | None:
        """The note's text with noise undone; None where it holds no word that could matter, even once its noise is undone."""
        opens = self._gate.opens(note.text)
        if not opens and not misread(note.text):
            return None
        restored = self._restorer(note.text)
        return restored if opens or self._gate.opens(restored.text) else None

    def _report(self, note: Note, restored: Restored | None) -> tuple[Report, Scene | None]:
        text = restored.text if restored else note.text
        day = self._service_date(note, text)
        payer = self._payer or note.payer or next(payers(text, self._rulebook.data("payers.yaml")), None)
        scene = self._scene(restored, day) if restored else None
        gist = self._gists(scene.text) if scene else None
        procedures, mentions, doubts = self._told(scene, gist) if scene else ([], [], [])
        done = any(procedure.done for procedure in procedures)
        edition = self._edition(day, payer, decisive=done)
        silence = gist.likely_reason if gist else None
        advice = suggest(procedures, mentions, edition, dated=day is not None, silence=silence)
        report = Report(
            note_id=note.id,
            source=note.source,
            date_of_service=day,
            payer=payer,
            edition=edition.id,
            rulebook=self._rulebook.hash,
            note_hash=f"sha256:{hashlib.sha256(note.text.encode()).hexdigest()}",
            procedures=tuple(procedures),
            suggestions=advice.suggestions,
            not_reported=advice.not_reported,
            near_misses=advice.near_misses,
            gaps=advice.gaps,
            findings=advice.findings,
            no_code_reason=advice.no_code_reason,
            review=advice.review or bool(doubts),
            review_reasons=(*advice.review_reasons, *doubts),
        )
        return report, scene

    def _told(self, scene: Scene, gist: Gist | None) -> tuple[list[Procedure], list[Mention], list[str]]:
        """What the note tells: the procedures, mentions of other services, and what the words of the note have against what
        was read by the rules alone."""
        read, mentions = self._reader.read(scene)
        if gist is None:
            return read, mentions, []
        suspected = self._reader.suspects(scene)
        doubts = [gist.against(read, suspected=suspected)]
        procedures = gist.settled(read)
        odds = self._reckoner(scene) if suspected else Odds({})
        likelier = odds.likelier(scene, procedures, lambda other: gist.settled(self._reader.read(other)[0]))
        if likelier is not None:
            doubts.append(change(procedures, likelier))
            procedures = likelier
        return procedures, mentions, [doubt for doubt in doubts if doubt]

    def _edition(self, day: date | None, payer: str | None, *, decisive: bool) -> Edition:
        try:
            return self._rulebook.on(day, payer)
        except DateNotCovered:
            if decisive:
                raise
            return self._rulebook.on(None, payer)

    def doc(self, note: Note) -> Doc:
        """The note as a spaCy Doc with the span groups of the pipeline."""
        from extractor.components.layers import moved

        restored = self._restorer(note.text)
        doc = self._nlp.make_doc(restored.text)
        doc.user_data[DATE_OF_SERVICE] = self._service_date(note, restored.text)
        doc = self._nlp(doc)
        return moved(doc, self._nlp.make_doc(note.text), restored.written) if restored.changed else doc

    def _page(self, text: str, day: date | None) -> Page:
        """What the pipeline finds, without a Doc to hold it."""
        from extractor.components.layers import Page

        page = Page(text)
        page.user_data[DATE_OF_SERVICE] = day
        for component in self._components:
            page = component(page)
        return page

    def _service_date(self, note: Note, text: str) -> date | None:
        return self._date or note.date_of_service or date_of_service(text, dates(text))

    @cached_property
    def _gate(self) -> Gate:
        return Gate(self._rulebook.data("triggers.yaml"), self._rulebook.concepts)

    @cached_property
    def _restorer(self) -> Restorer:
        from extractor.restoration import Restorer

        return Restorer(self._rulebook)

    @cached_property
    def _gists(self) -> Gists:
        return Gists(self._rulebook.data("gist.yaml"))

    @cached_property
    def _reckoner(self) -> Reckoner:
        return Reckoner(self._rulebook.data("odds.yaml"))

    @cached_property
    def _nlp(self) -> Language:
        from extractor.pipeline import build

        return build(self._rulebook)

    @cached_property
    def _components(self) -> tuple[Component, ...]:
        from extractor.components.chain import components

        return tuple(components(self._rulebook))

    @cached_property
    def _reader(self) -> Reader:
        from extractor.procedures import Reader

        return Reader({item.id: item for item in self._rulebook.concepts}, self._rulebook.data("cues.yaml"))
