"""A coder's decisions: checked, recorded, logged, and settled into the note's state, each in one transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from extractor.errors import NeurolysisError, StoreError
from extractor.outputs.words import plain
from extractor.review import audit, ledger, people, worklist
from extractor.review.desk import Desk
from extractor.review.facets import describe, offer, replace_facets
from extractor.review.ledger import Kind, Ledger, PendReason, RejectReason
from extractor.review.records import judgement, line, phrases, reasons
from extractor.review.tables import decisions, documents, notes, reports

_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_MOST_UNITS = 999
_LONGEST_REMARK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``line`` is a suggestion's index (accept, change, reject) or a gap's (ask; without one
    the remark is the question)."""

    kind: Kind
    line: int | None = None
    code: str | None = None
    units: int | None = None
    modifiers: tuple[str, ...] = ()
    reason: str | None = None
    remark: str | None = None


FINISH = Decision(kind=Kind.FINISH)


@dataclass(frozen=True, slots=True)
class Case:
    """A note that the actor holds, locked for one transaction."""

    row: Any
    record: Mapping[str, Any]
    ledger: Ledger

    @property
    def suggestions(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.record.get("suggestions", ())
        return found


def decide(desk: Desk, actor: str, note: int, decision: Decision, report: int | None = None) -> bool:
    """Records the decision; True where it finished the note. ``report`` is the one that the coder saw.

    Raises StoreError: ``missing``, ``taken`` (another coder holds it), ``stale`` (the report or the note was replaced),
    ``finished``, ``invalid`` (what is wrong is in the message).
    """
    with desk.store.write() as db:
        case = _open(db, desk, actor, note, report)
        _check(desk, case, decision)
        _record(db, desk, actor, case, decision)
        return _settle(db, desk, actor, case, decision.kind)


def accept_all(desk: Desk, actor: str, note: int, report: int | None = None) -> bool:
    """Accepts every line that is still open, and so finishes the note."""
    with desk.store.write() as db:
        case = _open(db, desk, actor, note, report)
        still_open = case.ledger.open_lines(len(case.suggestions))
        for decision in [Decision(kind=Kind.ACCEPT, line=number) for number in still_open] or [FINISH]:
            _record(db, desk, actor, case, decision)
        return _settle(db, desk, actor, case, Kind.FINISH)


def undo(desk: Desk, actor: str, decision: int | None = None) -> int:
    """Takes back the actor's latest decision, or the named one, and reopens its note, whose id it returns.

    Raises StoreError: ``missing`` (nothing to undo), ``taken`` (another coder works on the note by now).
    """
    mine = select(decisions).where(decisions.c.actor == actor, ledger.active)
    asked = mine.where(decisions.c.id == decision) if decision else mine.order_by(decisions.c.id.desc()).limit(1)
    with desk.store.write() as db:
        last = db.execute(asked).first()
        if last is None:
            raise StoreError("There is nothing of yours to undo.", kind="missing")
        row = db.execute(select(notes).where(notes.c.id == last.note).with_for_update()).one()
        _reopen_round(db, desk, actor, row, last.round)
        record = _report(db, row.report)
        values = {"note": row.id, "report": last.report, "round": last.round, "kind": Kind.UNDO, "undoes": last.id}
        _insert(db, desk, actor, values)
        _mark(db, row.id, record, ledger.fold(ledger.read(db, row.id, last.round)))
    return int(last.note)


def reopen(desk: Desk, actor: str, note: int) -> None:
    """A finished note is worked again, from nothing, on its newest report; what was decided counts until it is
    finished again. Raises StoreError (``missing``, ``invalid``)."""
    with desk.store.write() as db:
        row = db.execute(select(notes).where(notes.c.id == note).with_for_update()).first()
        if row is None or row.state != "done":
            raise StoreError("Only a finished note can be reopened.", kind="invalid" if row else "missing")
        record = _report(db, row.latest)
        billed = _billed(db, note)
        held = {"coder": actor, "claim": desk.store.clock() + desk.claim_ms}
        values = {"state": "ready", "round": row.round + 1, "report": row.latest, "differs": False, **held}
        db.execute(update(notes).where(notes.c.id == note).values(**values, **judgement(record, billed)))
        describe(db, note, record, billed)
        offer(db, [note])
        audit.append(db, desk.store.clock(), actor, "reopened", note)


def codes_in_force(desk: Desk, record: Mapping[str, Any], row: Any) -> Mapping[str, str]:
    """Empty where no edition covers the note's date."""
    day = record.get("date_of_service") or row.date_of_service
    try:
        return desk.codes(date.fromisoformat(day) if day else None, row.payer)
    except NeurolysisError:
        return {}


def _open(db: Connection, desk: Desk, actor: str, note: int, report: int | None) -> Case:
    row = db.execute(select(notes).where(notes.c.id == note).with_for_update()).first()
    if row is None:
        raise StoreError("There is no such note.", kind="missing")
    if row.state == "superseded":
        raise StoreError("A newer text of this note has arrived; this one left the queue.", kind="stale")
    if row.state == "done":
        raise StoreError("This note is finished. Undo, or reopen it.", kind="finished")
    if row.report is None or (report is not None and report != row.report):
        raise StoreError("The note was coded again since you opened it. Look at it once more.", kind="stale")
    if not worklist.claim(db, desk, actor, note):
        raise StoreError(f"{row.coder or 'Another coder'} is working on this note.", kind="taken")
    return Case(row, _report(db, row.report), ledger.fold(ledger.read(db, note, row.round)))


def _report(db: Connection, report: int | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(db.execute(select(reports.c.record).where(reports.c.id == report)).scalar_one())
    return found


def _billed(db: Connection, note: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        db.execute(select(documents.c.billed).where(documents.c.note == note)).scalar_one()
    )
    return found


def _check(desk: Desk, case: Case, decision: Decision) -> None:
    kind, known = decision.kind, len(case.suggestions)
    if len(decision.remark or "") > _LONGEST_REMARK:
        raise _invalid(f"A remark has {_LONGEST_REMARK} characters at most.")
    if "\0" in (decision.remark or ""):
        raise _invalid("A remark is text.")
    if kind is Kind.ASK:
        known = len(case.record.get("gaps", ()))
        if decision.line is None and decision.remark:
            return
    if kind in (Kind.ACCEPT, Kind.CHANGE, Kind.REJECT, Kind.ASK) and decision.line not in range(known):
        raise _invalid("There is no such line on this note.")
    if kind in (Kind.CHANGE, Kind.ADD):
        _check_line(codes_in_force(desk, case.record, case.row), decision)
    if kind is Kind.REJECT and decision.reason not in list(RejectReason):
        raise _invalid("A rejection needs one of the reasons.")
    if kind is Kind.PEND and decision.reason not in list(PendReason):
        raise _invalid("Pending a note needs one of the reasons.")
    if kind is Kind.FINISH and (left := len(case.ledger.open_lines(len(case.suggestions)))):
        raise _invalid(f"{left} suggested line(s) are still open: accept, change or reject them first.")
    if kind is Kind.UNDO:
        raise _invalid("An undo goes by its own way.")


def _check_line(in_force: Mapping[str, str], decision: Decision) -> None:
    if decision.code not in in_force:
        raise _invalid("That code is not in force on the note's date of service.")
    if decision.units is None or not 1 <= decision.units <= _MOST_UNITS:
        raise _invalid(f"Units are a number from 1 to {_MOST_UNITS}.")
    if len(decision.modifiers) > 4 or not all(map(_MODIFIER.fullmatch, decision.modifiers)):
        raise _invalid("Modifiers are up to four pairs of letters or digits, such as LT or 59.")


def _invalid(message: str) -> StoreError:
    return StoreError(message, kind="invalid")


def _record(db: Connection, desk: Desk, actor: str, case: Case, decision: Decision) -> None:
    on_line = decision.line is not None and decision.kind is not Kind.ASK
    suggested = case.suggestions[decision.line or 0] if on_line else None
    values = {
        "note": case.row.id,
        "report": case.row.report,
        "round": case.row.round,
        "kind": decision.kind.value,
        "line": decision.line,
        "reason": decision.reason,
        "remark": decision.remark or None,
        "suggested": suggested["code"] if suggested else None,
        "guideline": suggested["guideline"] if suggested else None,
    }
    if decision.kind in (Kind.CHANGE, Kind.ADD):
        modifiers = " ".join(decision.modifiers)
        values |= {"code": decision.code, "units": decision.units, "modifiers": modifiers}
    elif decision.kind is Kind.ACCEPT and suggested:
        code, units, modifiers_ = line(suggested)
        values |= {"code": code, "units": units, "modifiers": " ".join(modifiers_)}
    _insert(db, desk, actor, values)


def _insert(db: Connection, desk: Desk, actor: str, values: Mapping[str, Any]) -> None:
    now = desk.store.clock()
    row: dict[str, Any] = {column.name: None for column in decisions.columns}
    row |= {"actor": actor, "at": now, **values}
    del row["id"]
    key = db.execute(insert(decisions).values(row)).inserted_primary_key
    assert key is not None
    detail = {"decision": key[0], "kind": str(row["kind"]), "digest": audit.digest(row | {"id": key[0]})}
    audit.append(db, now, actor, "decision", row["note"], detail)


def _settle(db: Connection, desk: Desk, actor: str, case: Case, kind: Kind) -> bool:
    note = case.row.id
    state = ledger.fold(ledger.read(db, note, case.row.round))
    if case.ledger.pended or state.pended:
        _mark(db, note, case.record, state)
    if kind in (Kind.ASK, Kind.PEND):
        db.execute(update(notes).where(notes.c.id == note).values(state="pended", coder=None, claim=0))
        return False
    all_decided = not state.open_lines(len(case.suggestions))
    if kind is Kind.FINISH or (kind in (Kind.ACCEPT, Kind.CHANGE) and all_decided):
        _finish(db, desk, actor, case.row)
        return True
    return False


def _finish(db: Connection, desk: Desk, actor: str, row: Any) -> None:
    values: dict[str, Any] = {"state": "done", "coder": actor, "claim": 0}
    if row.blind != row.round:
        values |= {"settled": row.round, "finished": desk.store.clock(), "first_coder": actor}
        if row.blind is None and desk.draw() < desk.second_review and _others(desk, actor):
            values |= {"state": "ready", "coder": None, "round": row.round + 1, "blind": row.round + 1}
    db.execute(update(notes).where(notes.c.id == row.id).values(values))
    if values["state"] == "done":
        replace_facets(db, row.id, {"coder": [row.first_coder or actor, actor]})
        offer(db, [row.id])


def _others(desk: Desk, actor: str) -> bool:
    return any(name != actor for name in people.coders(desk.store))


def _reopen_round(db: Connection, desk: Desk, actor: str, row: Any, round: int) -> None:
    values: dict[str, Any] = {"state": "ready"}
    if row.round != round:
        begun = row.blind != row.round or row.claim >= desk.store.clock() or ledger.read(db, row.id, row.round)
        if begun:
            raise StoreError("Another coder has begun to review this note.", kind="taken")
        values |= {"round": round, "blind": None}
    if row.settled == round:
        values |= {"settled": None, "finished": None, "first_coder": None}
    db.execute(update(notes).where(notes.c.id == row.id).values(values))
    replace_facets(db, row.id, {"coder": []})
    if not worklist.claim(db, desk, actor, row.id):
        raise StoreError(f"{row.coder or 'Another coder'} is working on this note.", kind="taken")


def _mark(db: Connection, note: int, record: Mapping[str, Any], state: Ledger) -> None:
    """Why the note waits: what the report says, and why a coder set it aside."""
    pended = [f"pended:{state.pended['reason'] or PendReason.PHYSICIAN_ASKED}"] if state.pended else []
    remark = [state.pended["remark"]] if state.pended and state.pended["remark"] else []
    billed = _billed(db, note)
    why = [*map(plain, pended), *remark, *phrases(record, billed)]
    replace_facets(db, note, {"reason": [*reasons(record, billed), *pended], "why": why})
    offer(db, [note])
    db.execute(update(notes).where(notes.c.id == note).values(reasons="; ".join(why)))
