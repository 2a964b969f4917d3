"""How mentions stand: done, intended, planned, past, denied, supposed, another person's."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Parse
from tests.marked import found, overlapping, unmarked, wrong

DAY = date(2024, 5, 3)

NEGATED = [
    "<technique negated>Pulsed radiofrequency</technique> first? No: we went straight to <technique performed>thermal radiofrequency</technique>.",
    "The <nerve performed>sural nerve</nerve> was frozen. The <nerve negated>saphenous nerve</nerve> I did not trouble.",
    "I used the <imaging performed>C-arm</imaging> so that I did not stray.",
    "The <nerve performed>sural nerve</nerve> I froze for as long as she did not complain.",
    "<nerve performed>Sural nerve</nerve>: <technique performed>cryo</technique>, 2 min.\n<nerve negated>Saphenous nerve</nerve>: quiet to the touch, left alone.",
    "<nerve performed>Sural nerve</nerve>: <technique performed>cryo</technique>, 2 min.\n<nerve negated>Saphenous nerve</nerve>: thought about for the shin.",
    "No complications occurred and <technique performed>cryoablation</technique> was completed.",
    "<technique negated>Pulsed RF</technique> was not performed; <technique performed>thermal radiofrequency</technique> was used.",
    "<technique performed>Thermal radiofrequency</technique> was used, not <technique negated>pulsed radiofrequency</technique>.",
    "We did not use <technique negated>phenol</technique> but <technique performed>cryoneurolysis</technique> was performed.",
    "<technique performed>Cryoneurolysis</technique> was done without <imaging negated>fluoroscopy</imaging>.",
    "Without complication, <technique performed>cryoneurolysis</technique> of the sural nerve was performed.",
    "There was no paresthesia and the <nerve performed>sural nerve</nerve> was frozen.",
    "The <nerve negated>obturator nerve</nerve> was not treated today, while the <nerve performed>femoral nerve</nerve> was ablated.",
    "No <imaging negated>ultrasound</imaging> was available, so the <nerve performed>sural nerve</nerve> was found by stimulation.",
    "The <nerve performed>ilioinguinal nerve</nerve> was frozen; the <nerve negated>genitofemoral nerve</nerve> was left alone.",
    "Instead of <technique negated>phenol</technique>, <technique performed>cryoneurolysis</technique> was performed.",
    "No difficulty was met although <technique performed>radiofrequency ablation</technique> took an hour.",
    "There was no bleeding and no hematoma. <technique performed>Radiofrequency ablation</technique> was performed.",
    "<technique negated>Botulinum toxin</technique> was withheld because of fever.",
    "Neither <technique negated>phenol</technique> nor <technique negated>alcohol</technique> was injected.",
    "The patient had no pain, and the <nerve performed>median nerve</nerve> was then treated with <technique performed>cryoneurolysis</technique>.",
    "Not only the <nerve performed>sural nerve</nerve> but also the <nerve performed>saphenous nerve</nerve> was frozen.",
    "The reading never climbed above <temperature performed>42 degrees</temperature> while <technique performed>pulsed RF</technique> ran.",
    "It did not go beyond <temperature performed>42 degrees</temperature> in any cycle.",
    "Since she did not like numbness I used <technique performed>pulsed RF</technique> there.",
    "The <muscle negated>trapezius</muscle>, which used to get 40, was left out.",
    "The spread was <nerve performed>epidural</nerve> with none in the <nerve negated>subarachnoid space</nerve>.",
    "The <side negated>left</side> foot, which hurts far less, was not treated.",
    "The <nerve negated>sural nerve</nerve>, whose territory was quiet, was left alone.",
    "<muscle performed>Soleus</muscle>     60\n<muscle negated>Gastrocnemius</muscle>     held\n<muscle performed>Tibialis posterior</muscle>     50",
    "<muscle performed>Soleus</muscle> | 60 | 2\n<muscle negated>Gastrocnemius</muscle> | 40 | skipped | too weak",
    "<muscle performed>Soleus</muscle>     60\n<muscle negated>Gastrocnemius</muscle>     --",
    "<muscle performed>Soleus</muscle>     60     --\n<muscle negated>Gastrocnemius</muscle>     --",
    "Not used          <technique negated>phenol</technique>",
    "Sedation was declined and <technique performed>cryoneurolysis</technique> was carried out awake.",
]
TIMES = [
    "We went through what there is: <technique planned>glycerol</technique>, <technique planned>radiofrequency</technique>.",
    "I went through the cricothyroid membrane to the <muscle performed>thyroarytenoid</muscle>.",
    "She would rather have <technique planned>radiofrequency ablation</technique>.",
    "One was placed at <level performed>C3</level>, the next at <level performed>C4</level>.",
    "Doses as last time: <muscle performed>splenius capitis</muscle> 60 units of <technique performed>Dysport</technique>.",
    "The <technique performed>iovera</technique> was used in the same way as at the last visit.",
    "To stay off the artery, we gave <technique performed>phenol</technique> slowly.",
    "As I usually do, I first used <technique performed>pulsed RF</technique> and then made a <technique performed>thermal lesion</technique>.",
    "We will schedule <technique planned>cryoneurolysis</technique> next month.",
    "She is a candidate for <technique planned>radiofrequency ablation</technique> of the <nerve planned>genicular nerves</nerve>.",
    "<technique planned>Radiofrequency ablation</technique> is planned for June.",
    "The patient underwent <technique historical>radiofrequency ablation</technique> in 2021 with good relief.",
    "<technique historical>RFA</technique> 3/2022 helped; today the <nerve performed>sural nerve</nerve> was frozen.",
    "She had <technique historical>cryoneurolysis</technique> last year.",
    "Status post <technique historical>phenol</technique> injection on 02/11/2020.",
    "His mother had <technique other>radiofrequency ablation</technique> years ago.",
    "Some patients choose <technique hypothetical>radiofrequency ablation</technique> where available.",
    "The patient asked about <technique hypothetical>cryoneurolysis</technique>.",
    "On 05/03/2024 <technique performed>cryoneurolysis</technique> of the left sural nerve was performed.",
    "He presents for <technique intended>cryoneurolysis</technique> of the <nerve intended>sural nerve</nerve>.",
]
IDLE = [
    "The vial of <technique negated>phenol</technique> was never opened.",
    "<technique negated>Absolute alcohol</technique> remained sealed.",
    "The <technique negated>RF generator</technique> stayed in the corner.",
    "The <technique negated>cryo handpiece</technique> was left in its case.",
    "The <technique negated>phenol</technique> went back to pharmacy.",
    "<technique negated>RF machine</technique> sat idle while the <nerve performed>sural nerve</nerve> was blocked.",
    "<technique hypothetical>Phenol</technique> near the <nerve hypothetical>obturator nerve</nerve> kills the fibers.",
    "Explained: <technique hypothetical>cryo</technique> freezes the nerve.",
    "<technique hypothetical>Radiofrequency</technique> heats the nerve to <temperature hypothetical>80 degrees</temperature>.",
    "The word in the booking line (<technique hypothetical>ablation</technique>) belongs to the scheduler.",
    "We mean to freeze the <nerve performed>sural nerve</nerve> and <technique performed>cryoneurolysis</technique> was done.",
    "I described how <technique hypothetical>radiofrequency</technique> works.",
    "We froze the <nerve performed>sural nerve</nerve> with the <technique performed>cryoprobe</technique>, two freezes.",
]
DAYS = [
    "<technique planned>Cryoneurolysis</technique> on the 17th, slot held.",
    "<technique planned>Phenol</technique> Tuesday the 7th if she agrees.",
    "Next Monday I bring her down for <technique planned>radiofrequency ablation</technique>.",
    "<technique planned>Cryoneurolysis</technique>, May 20.",
    "<technique historical>Cryoneurolysis</technique> on 2 April.",
    "On the planning slices the <nerve performed>pudendal nerve</nerve> was followed.",
    "<technique performed>Cryoneurolysis</technique> was performed, the Monday list being full.",
    "On Friday <technique performed>cryoneurolysis</technique> was performed.",
]
FORMS = [
    "Ribs on the left:\n  <level performed>T6</level>   frozen twice\n  <level negated>T7</level>   lung in the way, skipped\n  <level negated>T8</level>   not done",
    "Means: <technique negated>phenol</technique> [ ]   <technique performed>cryoprobe</technique> [X]   <technique negated>alcohol</technique> [ ]",
    "Pulsed: No\n<technique performed>Thermal RF</technique> was used at all levels.",
    "<imaging negated>Fluoroscopy</imaging>: none",
    "[ ] <technique negated>Phenol</technique>  [x] <technique performed>Cryoneurolysis</technique>",
    "\u2610 <technique negated>Phenol</technique>\n\u2612 <technique performed>Cryoneurolysis</technique>",
    "( ) <imaging negated>CT guidance</imaging> (x) <imaging performed>Ultrasound</imaging>",
    "<technique negated>Phenol</technique> [ ] yes [x] no",
    "The <level:L3 negated>L3</level>, scratch that, <level:L4 performed>L4</level> medial branch was lesioned.",
    "The <side negated>left</side>, no, <side performed>right</side> saphenous nerve was frozen.",
    "<technique performed>Phenol</technique> was given. <image negated>Image</image> saved: [ ] yes [x] no",
    "<imaging historical>Ultrasound</imaging> had been used at the March visit.",
    "<technique performed>Phenol</technique> [x] yes [ ] no",
    "<technique performed>Phenol</technique> given: [x] Y [ ] N",
    "<technique negated>Phenol</technique> given: [ ] Y [x] N",
    "<technique negated>Phenol</technique> given? N    <imaging performed>Ultrasound</imaging>? Y",
    "GUIDANCE\n<imaging negated>Fluoroscopy</imaging> \u2610\n<imaging performed>Ultrasound</imaging> \u2611",
]
SECTIONS = [
    "HISTORY: She had <technique historical>phenol</technique> before.\nPROCEDURE DETAILS: <technique performed>Cryoneurolysis</technique> was performed.",
    "CONSENT: Risks of <technique hypothetical>radiofrequency ablation</technique> were reviewed.",
    "PLAN: <technique planned>Radiofrequency ablation</technique> of the right side.",
    "PATIENT EDUCATION: <technique hypothetical>Radiofrequency ablation</technique> uses heat.",
    "PLANNED PROCEDURE: <technique intended>Cryoneurolysis</technique> of the sural nerve.",
]

WRONG = [
    "The temperature did not exceed 80 C during <technique performed>radiofrequency ablation</technique>.",
    wrong(
        "an if-clause reaches into its main clause",
        "If the pain returns we may repeat <technique planned>radiofrequency ablation</technique>.",
    ),
    "<imaging negated>Fluoroscopy</imaging>: No    <imaging performed>Ultrasound</imaging>: Yes",
]


def check(parse: Parse, marked: str) -> None:
    text, entities = unmarked(marked)
    mentions = found(parse(text, DAY))
    for entity in entities:
        hits = overlapping(entity, mentions)
        assert hits, f"{entity.text} is not found"
        assert {hit.assertion for hit in hits} == {entity.assertion}, entity.text


@pytest.mark.parametrize("marked", [*NEGATED, *TIMES, *IDLE, *DAYS, *FORMS, *SECTIONS, *WRONG])
def test_assertion(parse: Parse, marked: str) -> None:
    check(parse, marked)


DISTANT = [
    "I chose to leave the <nerve negated>sural nerve</nerve> alone.",
    "We left the <nerve negated>obturator nerve</nerve> for another day.",
    "The <nerve performed>left sural nerve</nerve> was frozen; it was carried out under <imaging performed>ultrasound</imaging>.",
    "A <technique negated>strip electrode</technique> was at hand but we did not need it.",
    "The <technique negated>cryoprobe</technique> was offered and the team decided against it.",
    "She did not want <technique negated>pulsed radiofrequency</technique>.",
    "The <nerve planned>sural nerve</nerve> is to be treated in June.",
]


@pytest.mark.parametrize("marked", DISTANT)
def test_denials_told_at_a_distance(parse: Parse, marked: str) -> None:
    text, expected = unmarked(marked)
    mentions = found(parse(text))
    for entity in expected:
        assert {item.assertion for item in overlapping(entity, mentions)} == {entity.assertion}, entity.text


HEARSAY = [
    "He has heard of a neighbor who had his nerve <technique hypothetical>frozen</technique>.",
    "She knows a woman who had <technique hypothetical>phenol</technique> for it.",
    "She had read in the paper of the <technique hypothetical>cryoneurolysis</technique> of such nerves.",
    "A man who had <technique other>cryoneurolysis</technique> told him of it.",
    "People who had <technique other>cryoablation</technique> were on the programme.",
]


@pytest.mark.parametrize("marked", HEARSAY)
def test_what_was_heard_of_others_was_not_done(parse: Parse, marked: str) -> None:
    check(parse, marked)


ANSWERED = [
    ("RF   [ ] done  [x] not done", "RF", "negated"),
    ("RF   [x] done  [ ] not done", "RF", "performed"),
    ("Dysport 100 u   EMG no   US no", "EMG", "negated"),
    ("EMG  Y    stim  N    US  N", "EMG", "performed"),
    ("EMG  Y    stim  N    US  N", "US", "negated"),
    ("Right sural nerve block. If >50% -> RFA", "RFA", "planned"),
    ("The L5 dorsal ramus was also lesioned, omitted from the dictation in error.", "L5", "performed"),
    ("Left L3, L4 lesioned 04/30/2024. Addendum 05/01/2024: L5 dorsal ramus also lesioned.", "L5", "performed"),
]


@pytest.mark.parametrize(("text", "word", "stands"), ANSWERED)
def test_answers_conditions_and_amendments(parse: Parse, text: str, word: str, stands: str) -> None:
    doc = parse(text, date(2024, 4, 30))
    told = dict(zip((span.text for span in doc.spans["mentions"]), doc.spans["assertions"], strict=True))
    assert told[word].label_ == stands


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("PTPS cryo? -> no probe. Sural nerve instead.", "hypothetical"),
        ("Cryo? yes, at the sural nerve.", "performed"),
    ],
)
def test_what_is_only_asked_for(parse: Parse, text: str, stands: str) -> None:
    doc = parse(text)
    told = zip(doc.spans["mentions"], doc.spans["assertions"], strict=True)
    assert next(assertion.label_ for mention, assertion in told if mention.label_ == "technique") == stands


@pytest.mark.parametrize(
    "row",
    [
        "sural   L   -  (asymptomatic, skip)",
        "sural      -- not sore today, omit",
        "sural - left - none needed, defer",
        "sural   not tender; hold",
    ],
)
def test_rows_that_end_with_what_was_left_out(parse: Parse, row: str) -> None:
    doc = parse(f"saphenous   L   2 x 2 min\n{row}\n")
    told = dict(zip((span.text for span in doc.spans["mentions"]), doc.spans["assertions"], strict=True))
    assert (told["saphenous"].label_, told["sural"].label_) == ("performed", "negated")


def test_a_timed_row_denies_every_word_for_its_level(parse: Parse) -> None:
    doc = parse("0935  T7 intercostal, freeze 2:00\n0941  T8?  -- MD: no, T8 is quiet, leave\n")
    told = [
        (mention.text, stands.label_)
        for mention, stands in zip(doc.spans["mentions"], doc.spans["assertions"], strict=True)
        if mention.label_ == "level"
    ]
    assert told == [("T7", "performed"), ("T8", "negated"), ("T8", "negated")]
