"""Which part of a note a word stands in: headings with and without colon, in odd case, in running text, or none."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.conftest import Parse
from tests.marked import unmarked

# A tag marks a heading, or the first words under no heading, with the kind of the section that opens there.
HEADINGS = [
    "<title>PROCEDURE PERFORMED:</title> Cryoneurolysis\n<history>INDICATION:</history> Knee pain",
    "<title>Procedure Performed</title>\nCryoneurolysis of the sural nerve\n\n<history>Indication</history>\nKnee pain",
    "<title>PROCEDURE RECORD:</title> PULSED RADIOFREQUENCY, RIGHT SURAL NERVE\n<history>Indication:</history> Pain",
    "<narrative>OP NOTE</narrative>\nProne. L4 and L5 80 C x 90 s.\n<plan>Plan</plan>\nHome",
    "<diagnosis>Diagnosis:</diagnosis> Pain\n\n<narrative>Account.</narrative>\nSitting, the nerve was frozen.",
    "== <narrative>Details</narrative> ==\nThe nerve was frozen.\n== <plan>Impression / plan</plan> ==\nHome",
    "<title>procedure performed:</title> cryoneurolysis\n<diagnosis>postop dx:</diagnosis> pain",
    "**<title>Procedure Performed:</title>** Cryoneurolysis\n## <plan>Plan</plan>\nReturn in June",
    "1. <title>PROCEDURE PERFORMED:</title> RFA\n2. <history>INDICATION:</history> Pain",
    "<title>PROCEDURES PERFORMED -</title> RFA\n<consent>CONSENT -</consent> Obtained",
    "<diagnosis>PREOPERATIVE DIAGNOSIS:</diagnosis> Pain. <title>PROCEDURE PERFORMED:</title> RFA. <plan>PLAN:</plan> Return.",
    "<history>HISTORY OF PRESENT ILLNESS:</history> Pain.\n<narrative>DESCRIPTION OF PROCEDURE:</narrative> The nerve was frozen.",
    "<history>HPI</history>\nShe had RFA before.\n\n<narrative>Technique</narrative>\nThe nerve was frozen.",
    "<consent>Informed Consent:</consent> Signed.\n<narrative>Details of Procedure:</narrative> The nerve was frozen.",
    "<metadata>DOS:</metadata> 05/03/2024\n<title>Procedure performed:</title> RFA",
    "<medications>Allergies:</medications> phenol\n<narrative>Narrative:</narrative> The nerve was frozen with a cryoprobe today.",
    "<education>Patient Education:</education> RFA uses heat.\n<plan>Follow-up:</plan> RFA in June.",
    "<planned-title>PLANNED PROCEDURE:</planned-title> RFA\n<title>PROCEDURE PERFORMED:</title> Pulsed RF",
    "<history>Why she is here:</history> hip pain\n<history>Tried so far:</history> pulsed RF\n<narrative>What we did:</narrative> The nerve was frozen.\n<plan>What happens next:</plan> RFA",
    "<history>Previous attempts</history>     two RFAs\n<impression>What this means</impression>     a true neuroma\n<plan>What comes after this</plan>     surgery\n",
    "<history>Complaint:</history> heel pain, two blocks helped.\n<body>Turned</body> prone, prepped. The nerve was frozen.",
    "<history>Indication:</history> groin pain since the repair. <body>Supine</body>, draped. 3 ml of phenol.",
    "<exam>EMG FINDINGS:</exam> Denervation of the tibialis anterior.\n<impression>IMPRESSION:</impression> Neuropathy.",
]
BY_WORDS = [
    "<narrative>Conduct of the procedure:</narrative> The nerve was frozen.\n<plan>What comes next:</plan> Rest",
    "<history>Why she came:</history> Pain\n<findings>State afterwards and outcome:</findings> Good",
    "<diagnosis>Diagnosis before the operation:</diagnosis> Pain\n<planned-title>Procedure booked:</planned-title> RFA",
    "<history>What had been tried</history>\nPhysiotherapy.\n\n<narrative>Account of it</narrative>\nThe nerve was frozen.",
]
NO_HEADINGS = [
    "Further management was left open.\nNote date: 01/02/2023\nPain Management",
    "What comes next is RFA and what we did was cryo.",
    "The plan was discussed and the nerve was frozen.",
    "He agreed to the procedure and consent was signed in the room today.",
    "Her history of pain is long and the operation was done under sedation.",
    "The technique used here was cryoneurolysis and the details were explained.",
]
COPY = (
    "--- Copied forward from 01/02/2023 ---\nPROCEDURE: RFA of the left L4 medial branch\n--- {} ---\n"
    "PROCEDURE: Cryoneurolysis of the sural nerve was carried out today with the patient prone on the table."
)


@pytest.mark.parametrize("marked", [*HEADINGS, *BY_WORDS])
def test_a_heading_opens_its_section(parse: Parse, marked: str) -> None:
    text, headings = unmarked(marked)
    doc = parse(text)
    sections = [(span.label_, span.start_char, span.end_char) for span in doc.spans["sections"]]
    for heading in headings:
        opened = [kind for kind, start, end in sections if heading.start <= start < heading.end]
        assert opened == [heading.kind], heading.text


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_a_word_of_prose_is_no_heading(parse: Parse, text: str) -> None:
    doc = parse(text)
    assert {span.label_ for span in doc.spans["sections"]} <= {"head", "body"}


@pytest.mark.parametrize("text", [text for text, _ in map(unmarked, [*HEADINGS, *NO_HEADINGS])])
def test_the_sections_cover_the_text_in_order_without_overlap(parse: Parse, text: str) -> None:
    doc = parse(text)
    spans = list(doc.spans["sections"])
    assert all(one.end <= other.start for one, other in pairwise(spans))
    covered = {token.i for span in spans for token in span}
    assert not [token for token in doc if token.i not in covered and not token.is_space]


def section_of(parse: Parse, text: str, words: str) -> str:
    doc, at = parse(text), text.index(words)
    return next(span.label_ for span in doc.spans["sections"] if span.start_char <= at < span.end_char)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        (
            "PROCEDURE: Cryoneurolysis, left sural nerve\n\nThe patient was placed prone and the nerve was frozen.",
            "The patient",
            "body",
        ),
        (
            "PROCEDURE: The patient was placed prone, the skin was prepped, and a cryoprobe was advanced to the nerve.",
            "cryoprobe",
            "narrative",
        ),
        (
            "PROCEDURE NOTE\nThe patient was placed prone and the skin was prepped. The nerve was frozen.",
            "frozen",
            "narrative",
        ),
        (
            "Valley Pain Clinic\nJane Sample\nThe patient was placed prone and the skin was prepped with betadine.",
            "placed prone",
            "body",
        ),
        (
            "PROCEDURE RECORD: PULSED RF, LEFT SURAL NERVE\n\nAccount\nThe patient lay prone and the needle was brought to the nerve.",
            "PULSED",
            "title",
        ),
        ("(1) Before the room\nBlocks helped.\n(2) In the room\nProne. RF at 80 C.", "Prone", "body"),
        ("S: pain\nO: tender\nP: cryoneurolysis next week", "cryo", "plan"),
        (
            "Procedures -\n  Left sural nerve. Cannula under ultrasound beside the nerve behind the ankle, skin numbed with lido "
            "0.5 cc, then alcohol\n  2 cc in two aliquots with the tip seen all the way in both planes. Images were kept by number.",
            "tip seen",
            "narrative",
        ),
        (COPY.format("End of carried forward text"), "RFA", "history"),
        (COPY.format("End of carried forward text"), "Cryoneurolysis", "narrative"),
        (COPY.format("End of copied text"), "RFA", "history"),
        (COPY.format("End of previous note"), "RFA", "history"),
    ],
)
def test_where_words_stand(parse: Parse, text: str, words: str, kind: str) -> None:
    assert section_of(parse, text, words) == kind


def test_the_heading_as_written_is_the_id_of_the_span(parse: Parse) -> None:
    doc = parse("Details of Procedure: the nerve was frozen.")
    (span,) = doc.spans["sections"]
    assert (span.label_, span.id_) == ("narrative", "Details of Procedure")


@pytest.mark.parametrize(
    "heading",
    ["@ Patient education (auto) @", "[PATIENT EDUCATION]", "§ Education §", "%% What to expect %%", "+++ Handout +++"],
)
def test_headings_keep_their_kind_under_any_decoration(parse: Parse, heading: str) -> None:
    text = f"PROCEDURE NOTE\n\nThe sural nerve was frozen.\n\n{heading}\nFreezing numbs the nerve.\n"
    doc = parse(text)
    assert [span.label_ for span in doc.spans["sections"]][-1] == "education"


@pytest.mark.parametrize(
    "heading", ["Scheduling request:", "Pre-authorization request:", "## Order entry", "Pending orders:"]
)
def test_an_unknown_heading_is_known_by_its_last_word(parse: Parse, heading: str) -> None:
    text = f"PROCEDURE NOTE\n\nThe sural nerve was frozen.\n\n{heading}\nRFA of the other foot.\n"
    doc = parse(text)
    assert [span.label_ for span in doc.spans["sections"]][-1] == "plan"


RULED = [
    ("(What is below the line was copied forward from the last visit.)", "------------------------"),
    ("Text beneath the row of stars is carried over from an earlier note.", "* * * * * * * * * *"),
    ("The account after the dashed line was pulled from the prior encounter.", "- - - - - - - - - - - -"),
    ("Everything under the divider is copied from a note of 2022.", "=========================="),
    ("Below the dotted line: text brought forward by the system for comparison.", ". . . . . . . . . . . ."),
]


@pytest.mark.parametrize(("announcement", "rule"), RULED)
def test_what_stands_under_a_rule_that_is_announced_as_a_copy_is_history(
    parse: Parse, announcement: str, rule: str
) -> None:
    text = f"{announcement}\n\nToday a block.\n{rule}\nPROCEDURE: Phenol, sural nerve.\n{rule}\nHe went home."
    doc = parse(text)
    kinds = {
        words: next(
            span.label_ for span in doc.spans["sections"] if span.start_char <= text.index(words) < span.end_char
        )
        for words in ("Today", "Phenol", "went home")
    }
    assert kinds["Phenol"] == "history"
    assert "history" not in {kinds["Today"], kinds["went home"]}


def test_a_row_of_a_form_ends_where_the_next_begins(parse: Parse) -> None:
    text = "pt  A.S.\nconsent  ok    plt 88\npos  prone, pillow\nSural nerve frozen.\n"
    doc = parse(text)
    consent = next(span for span in doc.spans["sections"] if span.label_ == "consent")
    assert consent.end_char == text.index("pos")


def test_two_blanks_set_a_heading_off(parse: Parse) -> None:
    doc = parse("Exam - tender\nA/P  Repeat genicular RFA, to be scheduled.\n")
    assert [span.label_ for span in doc.spans["sections"]][-1] == "plan"


def test_the_rows_of_a_flow_sheet_are_no_title(parse: Parse) -> None:
    text = "case: CPN\n1005 prone on the table\n1020 needle in\n"
    doc = parse(text)
    at = text.index("needle")
    assert [span.label_ for span in doc.spans["sections"] if span.start_char <= at < span.end_char] == ["body"]


@pytest.mark.parametrize(("source", "kind"), [("the generator", "body"), ("the last visit", "history")])
def test_what_a_device_wrote_is_no_earlier_note(parse: Parse, source: str, kind: str) -> None:
    text = f"== pasted from {source} ==\nLesion 1 at 80 C.\n"
    doc = parse(text)
    at = text.index("80 C")
    assert [span.label_ for span in doc.spans["sections"] if span.start_char <= at < span.end_char] == [kind]


def test_a_title_without_a_verb_ends_where_the_account_begins_on_its_line(parse: Parse) -> None:
    text = "Procedure: Phenol, right sural nerve. The patient was placed prone, the left ankle was prepped and 1 mL of phenol given by the nerve.\n"
    doc = parse(text)
    assert [span.label_ for span in doc.spans["sections"]] == ["title", "narrative"]


def test_a_treatment_of_today_is_no_diagnosis(parse: Parse) -> None:
    doc = parse("Dx: Baxter neuropathy.\nTx today (11/2/2023): alcohol at the left inferior calcaneal nerve.\n")
    assert [span.label_ for span in doc.spans["sections"]] == ["diagnosis", "narrative"]


def test_a_previous_note_ends_where_it_says_so(parse: Parse) -> None:
    doc = parse("*** PREVIOUS NOTE ***\nRight sural phenol.\n*** END PREVIOUS NOTE ***\nNow left sural phenol, 2 mL.\n")
    assert [span.label_ for span in doc.spans["sections"]] == ["history", "narrative"]
