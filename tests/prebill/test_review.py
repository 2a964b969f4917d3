"""The whole review with a coder that is told what to find: matching, payers, dates, look-back, money, what is left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.errors import DateNotCovered, InputError
from extractor.facts import Note, Report
from extractor.note import Failure
from extractor.prebill.money import Fees
from extractor.prebill.policy import Policy
from extractor.prebill.records import ClaimLine, Severity
from extractor.prebill.review import Reviewer
from extractor.prebill.store import Store
from extractor.rulebook import Rulebook
from tests.prebill.claims import DAY, Coder, done, line, report

FROZEN = done("cryo", "sural", side="left")


def note(note_id: str, text: str = "words", **known: object) -> Note:
    return Note(id=note_id, text=text, source=f"{note_id}.txt", **known)  # type: ignore[arg-type]


def reviewed(
    rulebook: Rulebook,
    claims: Iterable[ClaimLine | Failure],
    notes: Iterable[Note | Failure],
    of: Callable[[Note], Report],
    **known: object,
) -> Reviewer:
    made = Reviewer(
        rulebook=rulebook,
        policy=Policy.of(rulebook),
        coder=Coder(of),  # type: ignore[arg-type]
        store=Store(),
        **known,  # type: ignore[arg-type]
    )
    made.run(claims, notes)
    return made


def told(made: Reviewer) -> list[tuple[str | None, str | None, str]]:
    return [(item.claim_id, item.line, item.kind.value) for item in made.store.findings()]


def plain(item: Note) -> Report:
    return report(["64640-LT"], [FROZEN], note_id=item.id, day=item.date_of_service or DAY)


def test_claims_meet_their_notes_and_nothing_is_dropped(rulebook: Rulebook) -> None:
    claims = [
        line("64640-LT", claim_id="A", note_id="n1"),
        line("64640-LT", claim_id="B"),
        line("99213", 2, claim_id="A", note_id="n1"),
        line("64640-LT", claim_id="D", date_of_service=date(2010, 1, 1)),
    ]
    made = reviewed(rulebook, claims, [note("n1"), note("n2")], plain)
    assert told(made) == [("B", "1", "no-note"), (None, None, "missed"), ("A", "1", "supported")]
    assert {item.line.code for item in made.store.unjudged()} == {"99213", "64640"}
    assert (made.totals.lines, made.totals.notes, made.totals.held) == (4, 2, 1)


def test_what_cannot_be_read_is_kept_and_counted(rulebook: Rulebook) -> None:
    def refuses(item: Note) -> Report:
        raise DateNotCovered("the date 2010-01-01 is not covered")

    failure = Failure(source="gone.txt", error=InputError("gone.txt: there is no such file", kind="missing"))
    made = reviewed(rulebook, [failure, line("64640-LT", note_id="n1")], [failure, note("n1")], refuses)
    assert made.totals.failed == 3
    (found,) = made.store.findings()
    assert found.kind.value == "no-note"
    assert "the date 2010-01-01 is not covered" in found.why


def test_a_fault_of_the_program_on_one_note_costs_no_other(rulebook: Rulebook) -> None:
    def fails(item: Note) -> Report:
        if item.id == "n1":
            raise ValueError("words of the note")
        return plain(item)

    claims = [line("64640-LT", claim_id=number, note_id=number) for number in ("n1", "n2")]
    made = reviewed(rulebook, claims, [note("n1"), note("n2")], fails)
    assert told(made) == [("n1", "1", "no-note"), ("n2", "1", "supported")]
    assert "words of the note" not in "".join(item.why for item in made.store.findings())


def test_the_claims_payer_decides_by_which_rules_the_note_is_read(rulebook: Rulebook) -> None:
    def by_payer(item: Note) -> Report:
        own = item.payer == "cgs"
        suggested = ["0441T"] if own else ["64640-LT"]
        return report(suggested, [FROZEN], note_id=item.id, payer="cgs" if own else None)

    billed = line("64640-LT", note_id="n1")
    for payer, told_as in [("CGS Administrators", "payer-policy"), ("Acme", "supported"), (None, "supported")]:
        made = reviewed(rulebook, [replace(billed, payer=payer)], [note("n1")], by_payer)
        assert told(made) == [("C1", "1", told_as)], payer
    named_by_the_note = reviewed(rulebook, [billed], [note("n1", payer="cgs")], by_payer)
    assert told(named_by_the_note) == [("C1", "1", "payer-policy")]
    outranked = reviewed(rulebook, [replace(billed, payer="Acme")], [note("n1", payer="cgs")], by_payer)
    assert told(outranked) == [("C1", "1", "supported")]
    forced = reviewed(rulebook, [billed], [note("n1")], by_payer, payer="cgs")
    assert told(forced) == [("C1", "1", "payer-policy")]


def test_a_note_without_a_date_is_read_on_the_claims_date(rulebook: Rulebook) -> None:
    def by_date(item: Note) -> Report:
        old = item.date_of_service is not None and item.date_of_service.year < 2019
        suggested = ["64999"] if old else ["64640-LT"]
        return report(suggested, [FROZEN], day=item.date_of_service, note_id=item.id)

    old = line("64999", note_id="n1", date_of_service=date(2018, 5, 6))
    assert told(reviewed(rulebook, [old], [note("n1")], by_date)) == [("C1", "1", "supported")]


def test_two_claims_for_one_note_share_what_it_carries(rulebook: Rulebook) -> None:
    def facet(item: Note) -> Report:
        return report(["64635-RT", "64636-RT", "64633-RT"], note_id=item.id)

    claims = [line("64635-RT", claim_id="A", note_id="n1"), line("64636-RT", claim_id="B", note_id="n1")]
    made = reviewed(rulebook, claims, [note("n1")], facet)
    assert told(made) == [("A", None, "missed"), ("A", "1", "supported"), ("B", "1", "supported")]


def test_lines_of_a_claim_need_not_stand_together(rulebook: Rulebook) -> None:
    def facet(item: Note) -> Report:
        return report(["64635-RT", "64636-RT"], note_id=item.id)

    claims = [
        line("64635-RT", 1, claim_id="A", note_id="n1"),
        line("64635-RT", 1, claim_id="B", note_id="n2"),
        line("64636-RT", 2, claim_id="A", note_id="n1"),
        line("64636-RT", 2, claim_id="B", note_id="n2"),
    ]
    made = reviewed(rulebook, claims, [note("n1"), note("n2")], facet)
    assert {kind for _, _, kind in told(made)} == {"supported"}


def test_the_look_back_needs_no_notes(rulebook: Rulebook) -> None:
    days = [date(2023, 3, 1), date(2023, 9, 1), date(2024, 1, 5)]
    claims = [line("64635-RT", claim_id=str(day), date_of_service=day, patient_id="P1") for day in days]
    made = reviewed(rulebook, claims, [], plain)
    assert ("2024-01-05", "1", "payer-policy") in told(made)
    anonymous = reviewed(rulebook, [replace(item, patient_id=None) for item in claims], [], plain)
    assert "payer-policy" not in {kind for _, _, kind in told(anonymous)}


def test_money_is_told_once_a_line_and_orders_the_findings(rulebook: Rulebook) -> None:
    fees = Fees(amounts={"64640": Decimal(100), "64681": Decimal(300)}, bilateral=Decimal("1.5"))
    claims = [
        line("64640-LT x6", 1, claim_id="A", note_id="n1"),
        line("64681", 1, claim_id="B", note_id="n2"),
    ]
    made = reviewed(rulebook, claims, [note("n1"), note("n2"), note("n3")], plain, fees=fees)
    held = [(item.claim_id, item.kind.value, item.amount) for item in made.store.findings() if item.amount]
    assert held == [
        ("A", "wrong-units", Decimal("500.00")),
        ("B", "unsupported", Decimal("300.00")),
        ("A", "mue-exceeded", Decimal("600.00")),
        (None, "missed", Decimal("100.00")),
    ]
    assert made.totals.at_stake == {Severity.HOLD: Decimal(900)}
    assert made.totals.unbilled == Decimal(100)


def test_without_a_schedule_there_is_no_money(rulebook: Rulebook) -> None:
    made = reviewed(rulebook, [line("64681", note_id="n1")], [note("n1")], plain)
    assert {item.amount for item in made.store.findings()} == {None}
    assert not made.totals.at_stake
    assert not made.totals.unbilled


def test_what_passes_is_watched(rulebook: Rulebook) -> None:
    seen: list[tuple[str, int | None]] = []

    def watch(words: str, items: Iterable[object], total: int | None = None) -> Iterable[object]:
        seen.append((words, total))
        return items

    made = Reviewer(rulebook=rulebook, policy=Policy.of(rulebook), coder=Coder(plain), store=Store())  # type: ignore[arg-type]
    made.run([line("64640-LT", note_id="n1")], [note("n1")], watch)
    assert seen == [("notes", None), ("claim lines", None), ("claims", 1)]
