"""What the lexicon finds in text, misspelt, split, joined and in a row, and what only looks like it."""

from __future__ import annotations

import pytest

from tests.conftest import Parse
from tests.marked import found, overlapping, unmarked, wrong

SPELLING = [
    "<technique:cryoneurolysis>cryoneurolisis</technique> was done",
    "<technique:cryoneurolysis>cryoablaton</technique> was done",
    "<technique:radiofrequency>radiofrequncy ablation</technique> was done",
    "<technique:radiofrequency>radio frequency ablation</technique> was done",
    "<technique:cryoneurolysis>cryo ablation</technique> was done",
    "<technique:cryoneurolysis>cryo-ablation</technique> was done",
    "<technique:cryoneurolysis>cryo-\nablation</technique> was done",
    "<nerve:suprascapular>suprascapullar nerve</nerve>",
    "<nerve:obturator>obturatr nerve</nerve>",
    "<nerve:intercostal>intercostl nerve</nerve>",
    "<nerve:genicular>genicualr nerves</nerve>",
    "<nerve:greater-occipital>greater  occipital\nnerve</nerve>",
    "<nerve:greater-occipital>greateroccipital</nerve> nerve",
    "<technique:radiofrequency>radiofre quency</technique>",
    "<imaging:fluoroscopy>flouroscopy</imaging>",
    "<imaging:ultrasound>ultra sound</imaging>",
    "<technique:phenol>phen0l</technique> was injected",
]
COORDINATED = [
    "<nerve:greater-occipital>greater</nerve> and <nerve:lesser-occipital>lesser occipital nerves</nerve>",
    "<nerve:superficial-peroneal>superficial</nerve> and <nerve:deep-peroneal>deep peroneal nerves</nerve>",
    "<nerve:medial-plantar>medial</nerve> and <nerve:lateral-plantar>lateral plantar nerves</nerve>",
    "<nerve:ilioinguinal>ilioinguinal</nerve> and <nerve:iliohypogastric>iliohypogastric nerves</nerve>",
    "<nerve:supraorbital>supraorbital</nerve>/<nerve:supratrochlear>supratrochlear</nerve> nerves",
]
ROWS = [
    "the <nerve:median>median</nerve> and <nerve:ulnar>ulnar nerves</nerve>",
    "the <nerve:median>median</nerve>, <nerve:ulnar>ulnar</nerve>, and <nerve:radial>radial nerves</nerve>",
    "<nerve:femoral>femoral</nerve> and <nerve:obturator>obturator nerves</nerve>",
    "the 8th <nerve:intercostal>intercostal</nerve>, the 9th and the <nerve:subcostal>subcostal nerve</nerve>",
]
SHORTENED = [
    "<nerve:lateral-plantar>lat plantar n.</nerve> seen",
    "<nerve:superior-cluneal>sup. cluneal nn.</nerve> seen",
    "The <nerve:medial-antebrachial-cutaneous>med. antebrach. cut. nerve</nerve> seen",
    "<nerve:posterior-interosseous>post interosseous nerve</nerve> seen",
    "<nerve:suprascapular>suprascap nerve</nerve> seen",
    "<nerve-name:femoral-articular>fem art</nerve-name> access",
]
MOTOR = [
    "<nerve:tibial>motor branch to the medial head of gastrocnemius</nerve>",
    "<nerve:tibial>nerve to the soleus</nerve>",
    "<nerve:musculocutaneous>nerve to biceps</nerve>",
    "<nerve:obturator>gracilis motor branch</nerve>",
    "<nerve:inferior-calcaneal>nerve to the abductor digiti minimi</nerve>",
]
ALIASES = [
    "<nerve:lateral-femoral-cutaneous>lateral cutaneous nerve of the thigh</nerve>",
    "<nerve:inferior-calcaneal>first branch of the lateral plantar nerve</nerve>",
    "<nerve:anterior-femoral-cutaneous>anterior cutaneous branch of the femoral nerve</nerve>",
    "<nerve:common-peroneal>lateral popliteal nerve</nerve>",
    "<nerve:obturator>obturator nerve</nerve> (ON) first; then the <nerve:obturator>ON</nerve> again",
]
NAMES = [
    "<nerve:infrapatellar-saphenous>infrapatellar branch of the saphenous nerve</nerve>",
    "<nerve:infrapatellar-saphenous>infrapatellar branch of the right saphenous nerve</nerve>",
    "<nerve:lateral-femoral-cutaneous>LFCN</nerve>",
    "<nerve:lateral-femoral-cutaneous>lateral femoral cutaneous nerve</nerve>",
    "<nerve:inferior-calcaneal>Baxter's nerve</nerve>",
    "<nerve:inferior-calcaneal>Baxter\u2019s nerve</nerve>",
    "<nerve:common-peroneal>common fibular nerve</nerve>",
    "<nerve:third-occipital>TON</nerve> was lesioned",
    "<nerve:greater-occipital>GON</nerve> was frozen",
    "<nerve:facet>medial branches</nerve>",
    "<nerve-other:other:dorsal,scapular>dorsal scapular nerve</nerve-other>",
]
WRONG = [
    wrong("the Latin word is known, but not before nerve", "<nerve:saphenous>saphenus nerve</nerve>"),
]
TECHNIQUES = [
    "<technique:nerve-cryo-device>iovera</technique> handpiece",
    "<technique:cryo-device>cryoprobe</technique>",
    "two <technique:freezing>freeze-thaw cycles</technique>",
    "an <technique:freezing>ice ball</technique> formed",
    "<technique:pulsed-radiofrequency>Pulsed RF</technique> at 42 C",
    "<technique:thermal-radiofrequency>thermal RF</technique>",
    "<technique:cooled-radiofrequency>cooled RF</technique>",
    "<technique:cryo-device>CryoStar</technique> cannula",
    "<technique:botulinum>onabotulinumtoxinA</technique>",
    "<technique:botulinum>Dysport</technique> 500 units",
    "<technique:phenol>phenol</technique> 6%",
    "<technique:alcohol>dehydrated alcohol</technique>",
]
IMAGING = [
    "<imaging:ultrasound>under US</imaging> the nerve was seen",
    "<imaging:ultrasound>US guidance</imaging>",
    "<imaging:ultrasound>US</imaging> used: yes",
    "needle seen throughout (<imaging:ultrasound>US</imaging>)",
    "Guidance | <imaging:ultrasound>US</imaging>",
    "<imaging:ultrasound>USS</imaging> guided",
    "<imaging:fluoroscopy>C-arm</imaging>",
    "<imaging:fluoroscopy>tunnel view</imaging>",
    "<imaging:ct>CT guidance</imaging>",
    "<imaging:mri>MR-guided</imaging>",
]
# (kind that is not there, text)
LOOK_ALIKES = [
    ("imaging", "She told us about it, and we saw her under us in the ward."),
    ("imaging", "He came with us to the room."),
    ("imaging", "A US Army veteran, born in the US."),
    ("imaging", "SHE TOLD US ABOUT THE PAIN."),
    ("imaging", "Neuroma (US 9 x 6 mm)."),
    ("nerve", "Her vagus nerve stimulator was left alone."),
    ("nerve", "An occipital nerve stimulator sits behind the ear."),
    ("stimulation", "The spinal cord stimulator was interrogated."),
    ("technique", "Cryoprecipitate was given."),
    ("technique", "Cryoglobulins were negative."),
    ("nerve", "The median age was 60 and the radial pulse was strong."),
    ("nerve", "Mental status was normal."),
    ("nerve", "The femoral artery was avoided."),
    ("limb", "The C-arm was rotated."),
    ("nerve-other", "The targeted nerve was seen."),
    ("level", "C-arm position; T-shirt removed; L hand; S/P surgery."),
]


@pytest.mark.parametrize(
    "marked", [*SPELLING, *COORDINATED, *ROWS, *SHORTENED, *MOTOR, *ALIASES, *NAMES, *TECHNIQUES, *IMAGING, *WRONG]
)
def test_mention(parse: Parse, marked: str) -> None:
    text, entities = unmarked(marked)
    mentions = found(parse(text))
    for entity in entities:
        concepts = {hit.concept for hit in overlapping(entity, mentions)}
        assert concepts == {entity.concept}, entity.text


@pytest.mark.parametrize(("kind", "text"), LOOK_ALIKES)
def test_look_alikes(parse: Parse, kind: str, text: str) -> None:
    assert [item for item in found(parse(text)) if item.kind == kind] == []


@pytest.mark.parametrize("marked", [*SPELLING, *COORDINATED, *NAMES])
def test_a_mention_quotes_its_text(parse: Parse, marked: str) -> None:
    text, _ = unmarked(marked)
    for item in found(parse(text)):
        assert item.text == text[item.start : item.end] == item.text.strip()


def test_no_name_reaches_from_one_row_into_the_next(parse: Parse) -> None:
    doc = parse("Knee  right\nNerve  saphenous nerve\n")
    assert {span.id_ for span in doc.spans["mentions"] if span.label_ == "nerve"} == {"saphenous"}
