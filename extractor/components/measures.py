"""The grammar of what is written in figures: levels, sides, temperatures, pulse widths, freeze times, counts.

A measure is ``(kind, concept, start, end)`` over the raw text, tried only at words that can open one. A level's concept lists its levels, blank
separated, single nerves as ``L3`` and joints as ``L4-L5``; a temperature's concept is its value in degrees Celsius.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.components.words import Word

Found = tuple[str, str, int, int]

COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
_SPINE = ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"]
_SPINE += [f"T{n}" for n in range(1, 13)] + [f"L{n}" for n in range(1, 6)] + [f"S{n}" for n in range(1, 6)]
PLACES = {level: at for at, level in enumerate(_SPINE)}
_SEPARATOR = r"\s*(?:,\s*(?:and|&|or)?|/|&|\+|;|\band\b|\bplus\b|\bor\b)\s*(?:the\s+|at\s+)?"
_RANGE = r"\s*(?:-|\u2010|\u2011|\u2012|\u2013|\u2014|\bto\b|\bthrough\b|\bthru\b|\bdown\s+to\b)\s*"
_LETTERED = r"\b(?![LS]\s\d{1,2}(?:st|nd|rd|th)\b)(?:[CTLS]|Th|D(?=\d)|lumbar\s(?=\d)|thoracic\s(?=\d)|cervical\s(?=\d)|sacral\s(?=\d))[\s-]?(?:1[0-2]|[1-9])(?!\d|[.]\d|[CTLS]\d|(?<=\s\d)\s?(?:m[lL]|cc|cycles?|mins?|x\s?\d))(?:st|nd|rd|th)?"
_BARE = (
    r"(?:1[0-2]|[1-9])(?![\d.]\d|\d|\s?(?:mm|cm|ml|cc|g\b|ga\b|gauge|mg|mcg|sec|min|hz|v\b|degrees?|deg|x\b|%|/\d{2}))"
)
_JOINED = re.compile(r"\b(?:([CL])([1-9])([CTLS]?)([1-9])|(T)([1-9])(T)([1-9][0-2]?))\b(?!\s*(?:/|-)\s*\d{2,4}\b)")
_LEVELS = re.compile(
    rf"{_LETTERED}(?:(?:{_RANGE}|{_SEPARATOR})(?:{_LETTERED}|{_BARE}))*",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:(?P<letter>[CTLSD]|Th|lumbar|thoracic|cervical|sacral)[\s-]?)?(?P<number>1[0-2]|[1-9])(?:st|nd|rd|th)?",
    re.IGNORECASE,
)
_ORDINAL = "|".join(_ORDINALS) + r"|(?:1[0-2]|[1-9])(?:st|nd|rd|th)"
_RIB_NUMBER = rf"(?:{_ORDINAL}|(?:1[0-2]|[1-9])\b|(?:{'|'.join(COUNTS)})\b(?!\s+\d|[\s-]+\w+[\s-]+(?:sec|min)))"
_RIB_LEVELS = re.compile(
    rf"\b((?:{_ORDINAL})(?:(?:{_RANGE}|{_SEPARATOR})(?:{_ORDINAL}|(?:1[0-2]|[1-9])\b))*)"
    r"(?=\W+(?:(?:left|right|bilateral|lt|rt|thoracic)\W+)?(?:intercostal|inter-costal|interspace|ribs?\b|nerves?\b|icn|distributions?\b|dermatom\w+|territor\w+))",
    re.IGNORECASE,
)
_RIBS = re.compile(
    rf"\b(?:ribs?|intercostals?|intercostal\s+(?:nerves?|spaces?)|ICNs?|interspaces?)(?![ ]{{3}}|[ ]?\t)\s*(?:numbers?|#|nos?\.?|at|of|levels?)?\s*(?:[:(]|,(?=\s*(?:{_ORDINAL})(?:(?:{_RANGE}|{_SEPARATOR})(?:{_ORDINAL}))*\)?(?:\s*[.,:;|\n]|[ ]{{2}}|\t|$)))?\s*"
    rf"(?:the\s+)?({_RIB_NUMBER}(?:(?:{_RANGE}|{_SEPARATOR}){_RIB_NUMBER})*)(?!\s*(?:cc|ml|mL|mg|cm|mm|x\b|sec|min|%|\.\d|finger|needle|cycle|inch|time|of\b|freeze|lesion|millilit|centim|millim|percent))",
    re.IGNORECASE,
)
_SPINE_ADJECTIVE = r"(?:cervical|thoracic|dorsal(?=\s+(?:root|vertebra|spinal))|lumbar|sacral)"
_ORDINAL_LEVELS = re.compile(
    rf"\b(?P<run>(?:{_ORDINAL})(?:(?:{_RANGE}|{_SEPARATOR})(?:{_ORDINAL}))*)\s+(?P<part>{_SPINE_ADJECTIVE})\b"
    r"(?!\s+(?:epidural|block|injection|procedure|treatment|session|visit|RF\w?|radiofrequency|intercostal))",
    re.IGNORECASE,
)
_RIB_TOPIC = re.compile(r"\bribs?\b|intercostal|\bicns?\b")
# What follows an ordinal that stands for its rib or nerve: no noun that it would count.
_NO_NOUN = (
    r"(?=\s*(?:[,.;)+&/]|(?:was|were|is|has|had|got|did|could|would|will|received|needed|proved|looked|seemed|stayed|remained|escaped|took"
    r"|and|but|because|as|since|while|so|though|likewise|also|too|then|next|followed|in\s+the\s+same|on\s+(?:the|that|this)"
    r"|alone|out|only|either|again|undone|untreated|untouched|nerves?|spaces?|levels?|the|we|i|it|she|he)\b))"
)
_ORDINAL_ALONE = re.compile(
    rf"\b(?:the|at|of|left|right|[lr]t?)\s+((?:{_ORDINAL})(?:(?:{_RANGE}|{_SEPARATOR})(?:the\s+)?(?:{_ORDINAL}))*){_NO_NOUN}",
    re.IGNORECASE,
)
_NOT_COUNTED = r"(?!\d|[.,/]\d|\s*(?:cc|ml|mg|cm|mm|x\b|sec|min|%|u\b|units?|finger|needle|cycle|inch|time|of\b|freeze|lesion|millilit|centim|millim|percent|/\d))"
_SPACE_FIGURES = re.compile(
    rf"\b(?:spaces?|ics|levels?|nerves)\s*(?:\#|nos?\.?)?\s*[:(]?\s*(?P<run>(?:1[0-2]|[1-9])\b(?:(?:{_RANGE}|{_SEPARATOR})(?:1[0-2]|[1-9])\b)*){_NOT_COUNTED}",
    re.IGNORECASE,
)
_SIDED_FIGURES = re.compile(
    rf"(?:\b(?:left|right|bilateral|rt|lt)\b|(?-i:\b[RL]\b))\.?(?:\s+(?:sides?|ribs?|ICNs?))?\s*[:=(\u2013-]?\s*(?P<run>(?:1[0-2]|[1-9])\b(?:(?:{_RANGE}|{_SEPARATOR})(?:1[0-2]|[1-9])\b)+){_NOT_COUNTED}",
    re.IGNORECASE,
)
_PAIRED = r"(?:sides?|knees?|hips?|foot|feet|arms?|legs?|thighs?|eyes?|shoulders?|groins?|axillae?|palms?|wrists?|elbows?|calf|calves|heels?|ankles?|limbs?|hands?|buttocks?)\b"
_SIDES = re.compile(
    rf"(?P<other>\b(?:other\s+(?!hand){_PAIRED}|(?<!on\sthe\s)other\s+hand\b|(?:opposite|contralateral)\s+(?:nerve\b|{_PAIRED}))(?!\s+of\b))"
    rf"|(?P<same>\b(?:same\s+{_PAIRED}|(?:that|this)\s+side\b|(?:ipsi|homo)lateral(?:ly)?\b(?!\s+(?:obliq\w*|tilt\w*|view)))(?!\s+(?:of|as)\b))"
    rf"|(?P<each>\b(?:each|the\s+two)\s+(?!sides\b){_PAIRED}(?!\s+of\b))"
    r"|(?P<bilateral>(?-i:\b(?:BLE|BUE)s?\b)|(?:(?<=nerves,\s)|(?<=nerves\s\())both\b(?=\W|\s+with)|\bboth\s+(?:greater\s+|lesser\s+)?(?:GONs?|LONs?|occipitals|obturators|tibials|surals|pudendals|suprascapulars|supraorbitals|infraorbitals|intercostals|genitofemorals|ilioinguinals|musculocutaneous|saphenous)\b|\bright(?:\s+side)?,?\s+then\s+(?:the\s+)?left\b|\bleft(?:\s+side)?,?\s+then\s+(?:the\s+)?right\b|\bboth\s+(?!target|treated|these|the\b|of\b|such|nerves)(?:(?!and\b)[a-z]+\s+){1,3}(?:nerves|nn|ganglia|joints|neuromas?|(?:br|branche)s|SIJs?)\b|\bboth\s+SIJs?\b|\bbilat(?:eral(?:ly)?|\.|\b)|\bboth\s+(?:sides?|knees?|hips?|feet|arms|legs|thighs|eyes|shoulders|groins|axillae|palms|wrists|elbows|calves|heels|ankles)\b|\bb\s?/\s?l\b|\bBL\b|\bleft\s*(?:and|&|\+|/)\s*(?:the\s+)?right\b|\bright\s*(?:and|&|\+|/)\s*(?:the\s+)?left\b|\b(?:R\s?[&+/]\s?L|L\s?[&+/]\s?R)\b(?!\W{0,3}(?:circle|select|choose|check|_))|(?-i:\bR(?:,\s?|\sand\s)L\b|\bL(?:,\s?|\sand\s)R\b)(?=\s?(?:[).;]|$))|\bRt\s?(?:&|and|\+)\s?Lt\b|\bx\s?2\s+sides\b|\beither\s+side\b)"
    r"|(?P<left>(?-i:\bL[LU]E\b)|(?<=\bthe\s)left\b|(?-i:(?<!\bWAS\s)(?<!\bWERE\s)(?:LEFT|(?<=\n)Left))(?=[ \t]*\n)|(?<!\bwas\s)(?<!\bwere\s)(?<!\bhe\s)(?<!\bshe\s)(?<!\bbe\s)(?<!\bbeing\s)(?<!\bhas\s)(?<!\bhad\s)(?<!\bwe\s)(?<!\band\s(?=left\W*(?:$|[.,;])))\bleft\b(?!\s+(?:\d[\d.]*\s?(?:ml|cc|mg)\b|(?:half|one|two|three|four|five)\s+(?:an?\s+)?(?:ml|cc|millilit\w+)\b|out\b|the\b|in\s+(?:place|situ|good|stable)|at\b|with\b|alone|there\b|running\b|hanging\b|to\s+(?:dry|run|cool|thaw|warm|settle|act|soak|stand|work|itself|himself|herself)\b|blank|empty|off\b|over\b|until\b|them\b|be\b|un(?:treated|touched|marked|ticked|checked|done|filled|signed|answered)|behind|for\b|without|our\b|a\b|it\b|him\b|her\b|as\s|intact|well\b|ambulat|walking|after|before|by\b|us\b|comfortabl|unassisted|open\b|my\b))|\blt\b\.?|\bleftside[d]?\b|(?-i:(?<![\w.'/&-])(?<!\s[ABD-Z]\s)(?<![^\d\u00b0]\sC\s)L(?=\.?\s)(?!\.\s[A-Z][a-z])(?!\s?\d(?!\d|st\b|nd\b|rd\b|th\b|\s?(?:u|units?|ml|mL|cc|cycles?|mins?|x)\b))(?![./]\d|/\s\d)|\(L\)|\[L\]|(?<![^\s|:])(?<!\s[ABD-Z]\s)(?<![^\d\u00b0]\sC\s)L(?=[\t|,:)])))"
    r"|(?P<right>(?-i:\bR[LU]E\b)|(?<=\bon\sthe\s)right\b(?!\s+(?:track|path|lines|level|spot|page))|(?<!\bnever\s)(?<!\ball\s)(?<!\bwas\s)(?<!\bis\s)\bright(?:\b|-)(?!(?:[ \t]+|[ \t]*\n[ \t]*(?=(?-i:[a-z])))(?:round|around|under|on\s+(?:top|the\s+nerve)|at\s+the|behind|up\s|next|over\s+the|since|where|in\s+the\s+middle|against|beside|through|there|here|down|into|away|after|before|at\s+the\s+time|angle|now|hand\s+corner)\b)|\brt\b\.?(?!\s+(?:to|knee\s+lat))|(?-i:(?<![\w.'/&-])(?<!\s[ABD-Z]\s)(?<![^\d\u00b0]\sC\s)R(?=\.?\s)(?!\.\s[A-Z][a-z])(?!\.?\s?[A-Z]\.)(?![./]\d|/\s\d)|\(R\)|\[R\]|(?<![^\s|:])(?<!\s[ABD-Z]\s)(?<![^\d\u00b0]\sC\s)R(?=[\t|,:)])))",
    re.IGNORECASE,
)
_BOTH_ANSWERED = re.compile(r"\bboth\b(?=[ \t]*(?:\r?\n|\Z|[|;,.(]|[ ]{2}))", re.IGNORECASE)
_SIDE_ASKED = re.compile(r"\b(?:sides?|laterality|lat\.?|R/L|L/R)(?:\s+\w+)?\s*[:=|]?[ \t]*$", re.IGNORECASE)
_LONGEST_ASKED = 40
_DEGREE = r"(?:\u00b0|\u00ba|\u02da|\bo(?=[CF]\b)|\bdeg(?:rees?|s)?\b\.?)"
_TEMPERATURE = re.compile(
    r"(?P<sign>(?:-|\u2212|\u2013|\bminus\s|\bnegative\s)\s?)?(?<![\d.])(?P<value>\d{2,3}(?:\.\d)?)"
    r"\s*(?:(?P<mark>\u00b0|\u00ba|\u02da|o(?=[CF]\b)|[-\s]?deg(?:rees?|s)?\b\.?)\s*)?(?P<unit>(?:C|F)\b|celsius|centigrade|fahrenheit)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:lot|batch|serial|s/n|ref|room|rm|bed|model)\W{0,3}(?:no\.?\s?|#\s?)?$", re.IGNORECASE)
_SPELT_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SPELT = re.compile(
    r"\b(?P<minus>minus\s)?(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?P<ones>one|two|three|four|five|six|seven|eight|nine))?(?(minus)(?:(?=\W*[.,;\n]|\W*$)|[\s-]+(?:degrees?|deg|celsius|centigrade))|[\s-]+(?:degrees?|deg|celsius|centigrade))(?:\s*(?:C\b|celsius|centigrade))?",
    re.IGNORECASE,
)
_ANGLE_BEFORE = re.compile(
    r"\b(?:supinat\w*|pronat\w*|extens\w*|deviat\w*|motion|rom\b|varus|valgus|straight|chair|table|bed|couch|head|seat\w*|reclin\w*|(?<!c[ -])arm|knee|elbow|rotat\w*|turn\w*|tilt\w*|flex\w*|abduct\w*|obliq\w*|angl\w*|extend\w*|elevat\w*|head\s+up|sat|sit\w*|lean\w*|bent|bend|twist\w*|spun)\W*(?:\w+\W+){0,5}$",
    re.IGNORECASE,
)
_ANGLE_AFTER = re.compile(
    r"^\W*(?:of\s+)?(?:ipsilateral|contralateral|oblique|obliq|caudal|caudad|cephal\w*|cranial|tilt|flexion|abduct\w*|lateral|angle|rotat\w*|extension|passive\w*|active\w*|further|toward|from\s+vertical|lens|scope|needle\s+angle|arc|in\s+the\s+AM|plantarflex\w*|dorsiflex\w*|curve\w*|bend|bevel|head)",
    re.IGNORECASE,
)
_HEAT_BEFORE = re.compile(
    r"\b(?:current|display|read(?:s|ing|out)?|generator|thermistor|thermocouple|screen|dial|tips?|electrodes?|cannula\w*|probes?|power|output|temp\w*|heat\w*|lesion\w*|burn\w*)\W+(?:\w+\W+){0,5}$",
    re.IGNORECASE,
)
_HEAT_AFTER = re.compile(
    r"^\W*(?:which\s+)?(?:was\s+|were\s+)?(?:(?:and\s+)?(?:held|kept|maintained|left|sustained|run|ran)\b|\d{2,3}\s?(?:s|secs?|seconds)\b|(?:for|x|\u00d7|over)\W*(?:\d|[a-z]+[\s-](?:sec|min)))",
    re.IGNORECASE,
)
# A lesion's temperature without its unit ("RF 80 x 90", "ninety seconds at eighty", "tip 42"): what must not follow the
# figure, what may stand before it, and the dwell or the end that then follows it.
_BARE_HEAT = re.compile(
    r"(?<![\d.,/:])(?:(?P<value>4[0-5]|60|65|70|72|75|78|80|82|85|90)|(?P<tens>sixty|seventy|eighty|ninety)(?:[\s-](?P<ones>two|five))?)"
    r"(?!\w|[.,]\d|[ \t]*(?:[-\u2013%]|to\s\d|/(?!\s?(?:time|dur\w*|\d{1,3}(?!\d)))|x\s?\d+\s?mm|percent|m[lgmva]\b|cc\b|cm\b|mcg\b|k?hz\b|a\b|v\b|w\b|u\b|units?\b|amps?\b|volts?\b|watts?\b|ohms?\b|bpm\b|beats?\b|s\b|secs?\b|seconds?\b|min(?:ute)?s?\b|hours?\b|days?\b|y/?o\b|years?\b|yr\b|kg\b|lbs?\b|f\b|am\b|pm\b|of\b|cycles\b|pulses\b|times\b|gauge\b|ga?\b))",
    re.IGNORECASE,
)
_HEAT_READ = re.compile(
    r"\b(?:temp(?:erature)?s?|thermocouples?|thermistors?|(?:needle|electrode|probe|cannula)?\s?tips?(?=\s+(?:temp|read|reach|held|kept|set|to|at|was|were|stayed|came|got|hit))|(?-i:T)(?=\s?[=:@]))\b[^.;\n\d]{0,30}$",
    re.IGNORECASE,
)
_MILD_KEPT = re.compile(
    r"\b(?:tips?|temp(?:erature)?|held|kept|capped|limited|ceiling|max(?:imum)?)\b[^.;\n\d]{0,30}$", re.IGNORECASE
)
_HEAT_APPLIED = re.compile(
    r"\b(?:heat\w*|cook\w*|lesion\w*|RF\w?|RFA|burn\w*|cooled(?:\s+RF\w?)?|thermal|therm|set|conventional\s+RF|ablat\w*|\w*coagulat\w*|generator|console|electrodes?|cannulae?|probes?|ran|run(?:ning)?|(?:brought|taken|raised|ramped)(?:\s+up)?\s+to|reached)\b(?:\s*(?:no\.?\s?|#\s?)?[1-4](?=\s|:))?[^.;\n\d]{0,25}$",
    re.IGNORECASE,
)
_DWELT_BEFORE = re.compile(
    r"(?:\d\s?(?:s|min|mins)|secs?|seconds?|minutes?|minutes\s+and\s+a\s+half)\s+(?:each\s+|apiece\s+|per\s+(?:level|site|nerve)\s+)?(?:at|@)\s+$",
    re.IGNORECASE,
)
_OTHER_SETTING = re.compile(
    r"\b(?:time|timer|duration|dwell|seconds?|secs?|for|x|impedance|current|voltage|power|watts|rate|frequency|angle|tilt\w*|oblique|gauge|length|dose|age|weight|pulse|HR|BP|sats?|grade|motor|sensory)\W*(?:\w+\W+)?$|[x\u00d7]\s?$",
    re.IGNORECASE,
)
_DWELLS_AFTER = re.compile(
    r"\s*(?:[x\u00d7/@](?!\s*\d\s*mm)|for\s+(?:\d|an?\b|(?:\w+[\s-]){1,4}(?:sec|min))|,?\s*and\s+(?:run|held|left|kept|on|going)\b|,?\s*(?:held|kept)\b|,?\s*\d{2,3}\s*s|,?\s*(?:\w+[\s-]){1,3}(?:sec|min)|,?\s*\d\s*min)",
    re.IGNORECASE,
)
# "85 for 90 seconds", "eighty for a minute and a half": no other word is needed.
_FOR_A_TIME = re.compile(
    r"\s+(?:for|over|x)\s+(?:a\s+(?:full\s+)?minute|(?:\d{2,3}|one|two|three|four|sixty|ninety|(?:a|one)\s+hundred(?:\s+and)?(?:\s+\w+)?)(?:\s+and\s+a\s+half)?[\s-]*(?:s|secs?|seconds?|min|mins|minutes?))\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"\s*(?:\.\s|\.?$)", re.MULTILINE)
_CONTEXT = 60
# "65 x 60", "80/90": degrees and seconds as a lesion's settings, where the note tells of such a current. A blood pressure's
# first figure is the higher.
_BY_SECONDS = re.compile(
    r"\s?(?:[x\u00d7]\s?(?:45|60|70|75|80|90|100|120|150|180)|/\s?(?:(?<!90/)(?<!90/ )90|100|120|150|180))(?:\s?(?:s|secs?|seconds))?(?=\s*(?:[,;.)\n]|\Z|x\s?\d\b|\d\s?x\b|each\b|ea\b|per\b|both\b|all\b|then\b|twice\b|once\b))",
    re.IGNORECASE,
)
# "S1 LB   80   90   ok": the same in the columns of a row that a level, a side or a point of the knee heads.
_IN_COLUMNS = re.compile(
    r"\s?(?:C|\u00b0)?(?:[ ]{2,}|\t|[ ]?[/|][ ]?|[ ](?=\d{2,3}[ ]{2}))(?:45|60|70|75|80|90|100|120|150|180)(?:\s?(?:s|secs?|seconds))?(?=[ ]{2}|[ \t]*(?:[|\t\n]|\Z|x\s?\d\b|ok\b|ea\b|done\b))",
    re.IGNORECASE,
)
_ROW_OPENED = re.compile(
    r"(?:^|\n)[\s>*\u2022#|-]*(?:(?:left|right|lt|rt|[LR])\b\W*)?(?:[CTLS]\d{1,2}\b|[SI][LM]\w*\b|TON\b|(?:left|right|lt|rt|[LR])\b)[^\n\d.]{0,24}$",
    re.IGNORECASE,
)
_HEAT_ROW = re.compile(
    r"^[ \t]*(?:temp\w*|heat|set\s?(?:temp)?|deg\.?\s?C|tmax)\b[^\n\d]*\d\d(?P<more>(?:[ \t|]+(?:4[0-5]|6\d|7\d|8\d|9[0-5])(?:\s?(?:C|\u00b0C?))?)+)[ \t|]*$",
    re.IGNORECASE | re.MULTILINE,
)
_CURRENT = re.compile(r"\b(?:\w{0,3}RF\w{0,2}|radio-?\s?freq\w*|thermal|lesion\w*|rhizotomy)\b", re.IGNORECASE)
_PULSE_WIDTH = re.compile(
    r"\b(?:10|20|30|40|5)\s?-?(?:ms(?:ec)?\b|milli-?seconds?\b)|\bpulse\s+(?:width|duration|rate)\b|\b(?:pulses?|bursts)\s+(?:a|per|/)\s?sec",
    re.IGNORECASE,
)
_ENDS_LEVELS = re.compile(
    r"(?:\b[CTLS]\d{1,2}|[,-]\s?\d{1,2})\s*(?:[-/,&\u2013]|and|to|through)\s*$|\d\s*[-/\u2013]\s*$"
)
_SITES = re.compile(
    r"\b(?P<count>one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+(?:\(\d\)\s*)?(?:separate\s+|distinct\s+|different\s+|target(?:ed)?\s+|left\s+|right\s+|(?!additional|several|usual|normal|typical|optional|prior|other|digital|plantar|terminal|interdigital)[a-z]+(?:al|ar|or|ic|ous|eal)\s+|adjacent\s+|consecutive\s+|such\s+|lesion\s+|individual\s+|of\s+the\s+|motor\s+|bony\s+)*"
    r"(?P<noun>nerves?|sites?|targets?|points?|locations?|positions?|levels?|branch(?:es)?|muscles?|needles?|cannulas?|cannulae|electrodes?|probes?|introducers?|geniculars?)\b",
    re.IGNORECASE,
)

_TIMES = re.compile(
    r"\b(?P<noun>nerves|nn?\.?|sites|targets|points|locations|branches|geniculars|muscles)(?:\s+(?:left|right))?\s*[,(:]?\s*[x\u00d7]\s?(?P<count>\d{1,2})\b(?!\s*(?:u\b|units?|s\b|sec|min|ml|cc|%|deg))",
    re.IGNORECASE,
)

_HOT = 60
_CELL = re.compile(r"[^\s|;](?:[^\n|;\t ]|[ ](?![ ]))*")
_HEAT_COLUMN = re.compile(
    r"^(?P<before>[^\n]*?(?:[ ]{2,}|\t|[|;][ ]?))(?:(?:set|lesion|actual|max|peak|tip|target|final)\.?\s?)?(?:temp(?:erature)?s?\.?|heat|deg(?:rees)?|\u00b0|(?-i:T|Tmax|set|Set|SET))\s?(?:\(?\s?(?:\u00b0|deg\.?)?\s?C\)?)?(?=[ ]{2}|\t|[ ]?[|;]|[ ]*$)[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEAT = re.compile(r"4[0-5]|6\d|7\d|8\d|9[0-5]")


Build = Callable[["re.Match[str]"], Iterator[Found]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A pattern, tried where a word opens it, and what its match means. It is its own key: to hash a pattern takes
    longer than to try it."""

    pattern: re.Pattern[str]
    build: Build


def _level_list(match: re.Match[str]) -> Iterator[Found]:
    if items := _spine_items(match.group()):
        yield "level", " ".join(items), match.start(), match.end()


def _joined_level(match: re.Match[str]) -> Iterator[Found]:
    letter, above, next_letter, below = match.groups()[:4] if match[1] else match.groups()[4:]
    upper, lower = f"{letter}{above}", f"{next_letter or letter}{below}"
    if _adjacent(upper, lower):
        yield "level", f"{upper}-{lower}", match.start(), match.end()


def _rib_list(match: re.Match[str]) -> Iterator[Found]:
    if items := _rib_items(match.group(1)):
        yield "level", " ".join(items), match.start(1), match.end(1)


def _ordinal_levels(match: re.Match[str]) -> Iterator[Found]:
    """ "the fourth and fifth lumbar": levels told by ordinals."""
    letter = "T" if match["part"].lower() == "dorsal" else match["part"][0].upper()
    levels = [level for number in _ordinals(match["run"]) if (level := f"{letter}{number}") in PLACES]
    if levels:
        yield "level", " ".join(levels), match.start(), match.end()


def _rib_alone(match: re.Match[str]) -> Iterator[Found]:
    if items := _rib_items(match.group(1)):
        yield "rib-ordinal", " ".join(items), match.start(1), match.end(1)


def _sided_figures(match: re.Match[str]) -> Iterator[Found]:
    """ "right 8, 9 and 10", "space 5", where ribs are spoken of."""
    if items := _rib_items(match["run"]):
        yield "rib-ordinal", " ".join(items), match.start("run"), match.end("run")


def _side(match: re.Match[str]) -> Iterator[Found]:
    if match.lastgroup:
        yield "side", "bilateral" if match.lastgroup == "each" else match.lastgroup, match.start(), match.end()


def _side_answered(match: re.Match[str]) -> Iterator[Found]:
    """ "Side ... both": the word alone, as the answer of a form."""
    if _SIDE_ASKED.search(match.string, max(0, match.start() - _LONGEST_ASKED), match.start()):
        yield "side", "bilateral", match.start(), match.end()


def _temperature(match: re.Match[str]) -> Iterator[Found]:
    """Lesion and freezing temperatures in Celsius; angles of a C-arm or a joint are left out."""
    numbered = _NUMBERED.search(match.string, max(0, match.start() - 12), match.start())
    if numbered or not (match["mark"] or match["unit"]):
        return
    unit = (match["unit"] or "").lower()
    value = float(match["value"])
    if match["sign"]:
        value = -value
    if unit.startswith("f"):
        value = round((value - 32) * 5 / 9)
    elif not unit and _is_angle(match):
        return
    if 38 < value <= 95 or -200 <= value <= -20:
        yield "temperature", f"{value:g}", match.start(), match.end()


def _is_angle(match: re.Match[str]) -> bool:
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    if _ANGLE_AFTER.match(after):
        return True
    angle, heat = _ANGLE_BEFORE.search(before), _HEAT_BEFORE.search(before)
    return angle is not None and not _HEAT_AFTER.match(after) and not (heat and heat.start() > angle.start())


def _bare_temperature(match: re.Match[str]) -> Iterator[Found]:
    """A lesion's temperature told without a unit: by what reads it, by the dwell beside it, or as the end of a setting."""
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - _CONTEXT) : start]
    value = int(match["value"]) if match["value"] else _spelt_figure(match)
    if _set_beside_seconds(text, before, end):
        told = True
    elif value < _HOT:
        told = bool(_MILD_KEPT.search(before)) and not _OTHER_SETTING.search(before)
    elif _OTHER_SETTING.search(before) or _is_angle(match):
        told = bool(_DWELT_BEFORE.search(before))
    elif _FOR_A_TIME.match(text, end):
        told = True
    else:
        ends = _DWELLS_AFTER.match(text, end) or _CLAUSE_ENDS.match(text, end)
        told = bool(_HEAT_READ.search(before) or (ends and _HEAT_APPLIED.search(before)))
    if told:
        yield "temperature", f"{value:g}", start, end


def _spelt_figure(match: re.Match[str]) -> int:
    return _SPELT_TENS[match["tens"].lower()] + COUNTS.get((match["ones"] or "").lower(), 0)


def _set_beside_seconds(text: str, before: str, end: int) -> bool:
    """Whether the figure that ends here is one of a pair of degrees and seconds, in a note that tells of a current."""
    paired = _BY_SECONDS.match(text, end) or (_IN_COLUMNS.match(text, end) and _ROW_OPENED.search(before))
    return bool(paired and _CURRENT.search(text))


def _spelt_temperature(match: re.Match[str]) -> Iterator[Found]:
    value = -_spelt_figure(match) if match["minus"] else _spelt_figure(match)
    if (38 < value <= 95 or value <= -20) and not _is_angle(match):
        yield "temperature", f"{value:g}", match.start(), match.end()


def _pulse_width(match: re.Match[str]) -> Iterator[Found]:
    yield "pulse-width", "pulse-width", match.start(), match.end()


def _count(match: re.Match[str]) -> Iterator[Found]:
    """Stated numbers of nerves, sites or muscles: ``three genicular nerves``."""
    word = match["count"].lower()
    number = COUNTS.get(word) or (int(word) if word.isdigit() else 0)
    if 1 < number <= 40 and not _ENDS_LEVELS.search(match.string, max(0, match.start() - 14), match.start()):
        noun = match["noun"].lower()
        yield "count", f"{number} {'nerve' if len(noun) < 4 else noun.rstrip('s')}", match.start(), match.end()


_LEVEL, _JOIN = Rule(_LEVELS, _level_list), Rule(_JOINED, _joined_level)
_RIB_LEVEL, _RIB, _RIB_ALONE = Rule(_RIB_LEVELS, _rib_list), Rule(_RIBS, _rib_list), Rule(_ORDINAL_ALONE, _rib_alone)
_ORDINAL_LEVEL = Rule(_ORDINAL_LEVELS, _ordinal_levels)
_SIDED_FIGURE, _SPACE_FIGURE = Rule(_SIDED_FIGURES, _sided_figures), Rule(_SPACE_FIGURES, _sided_figures)
_SIDE, _PULSE, _SITE = Rule(_SIDES, _side), Rule(_PULSE_WIDTH, _pulse_width), Rule(_SITES, _count)
_TIME, _ANSWER = Rule(_TIMES, _count), Rule(_BOTH_ANSWERED, _side_answered)
_DEGREES, _WORDS, _BARE_FIGURE = (
    Rule(_TEMPERATURE, _temperature),
    Rule(_SPELT, _spelt_temperature),
    Rule(_BARE_HEAT, _bare_temperature),
)


def _openings() -> dict[str, tuple[Rule, ...]]:
    """The rules by the word, in lower case, that opens their patterns."""
    opened: dict[str, tuple[Rule, ...]] = {}
    for rules, words in (
        ((_LEVEL, _JOIN), "c t l s d th lumbar thoracic cervical sacral"),
        ((_RIB_LEVEL, _ORDINAL_LEVEL), " ".join(_ORDINALS)),
        ((_RIB,), "rib ribs intercostal intercostals icn icns interspace interspaces"),
        ((_RIB_ALONE,), "the at of left right l r lt rt"),
        ((_SPACE_FIGURE,), "space spaces ics level levels nerves"),
        ((_SIDED_FIGURE,), "left right bilateral lt rt l r"),
        (
            (_SIDE,),
            "left right lt rt bilat bilateral bilaterally both b bl l r x either leftside leftsided other opposite contralateral same that this ipsilateral ipsilaterally homolateral each the lle lue rle rue ble bue",
        ),
        ((_ANSWER,), "both"),
        ((_SITE,), " ".join(COUNTS)),
        ((_TIME,), "nerves nn n sites targets points locations branches geniculars muscles"),
        ((_WORDS, _BARE_FIGURE), "minus " + " ".join(_SPELT_TENS)),
        ((_DEGREES,), "minus negative"),
        ((_PULSE,), "pulse pulses burst bursts"),
    ):
        for word in words.split():
            opened[word] = (*opened.get(word, ()), *rules)
    return opened


class _Opened(dict[str, tuple[Rule, ...]]):
    """The rules by the word as written, filled as words are met."""

    def __missing__(self, written: str) -> tuple[Rule, ...]:
        rules = _OPENED_BY_FIGURE if written[0].isdigit() else _OPENED_BY.get(written.lower(), ())
        if len(self) < _MOST_WORDS:
            self[written] = rules
        return rules


_OF_RIBS = frozenset({_RIB_ALONE, _SIDED_FIGURE, _SPACE_FIGURE})
_OPENED_BY = _openings()
_OPENED_BY_FIGURE = (_RIB_LEVEL, _ORDINAL_LEVEL, _DEGREES, _BARE_FIGURE, _PULSE, _SITE)
_MOST_WORDS = 100_000
_OPENED = _Opened()


def measures(text: str, found: Sequence[Word]) -> Iterator[Found]:
    """All measures of a text with these words. A rule does not look again inside its own last match."""
    ribs = bool(_RIB_TOPIC.search(text.lower()))
    reached: dict[Rule, int] = {}
    for word in found:
        for rule in _OPENED[word[1]]:
            start = word.start
            if start < reached.get(rule, 0) or (rule in _OF_RIBS and not ribs):
                continue
            opening = _opening(text, start)
            match = rule.pattern.match(text, opening) or (opening < start and rule.pattern.match(text, start))
            if match:
                reached[rule] = match.end()
                yield from rule.build(match)
    yield from _column_temperatures(text)


def _column_temperatures(text: str) -> Iterator[Found]:
    """The bare figures under a heading "Temp" or "deg C", and those of a row so headed behind its first."""
    for row in _HEAT_ROW.finditer(text):
        for figure in re.finditer(r"\d\d", row["more"]):
            start = row.start("more") + figure.start()
            yield "temperature", figure.group(), start, start + 2
    for header in _HEAT_COLUMN.finditer(text) if "\n" in text else ():
        titles = list(_CELL.finditer(text, header.start(), header.end()))
        column = len(_CELL.findall(header["before"]))
        at = header.end() + 1
        while 0 < at < len(text):
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            if not text[at:end].strip():
                break
            cells = list(_CELL.finditer(text, at, end))
            own = column + (len(cells) == len(titles) + 1 and text[header.start()].isspace())
            if len(cells) > own and _HEAT.fullmatch(cells[own].group().strip(" |;\t")):
                value = cells[own].group().strip(" |;\t")
                start = text.index(value, cells[own].start())
                yield "temperature", value, start, start + len(value)
            at = end + 1


def _opening(text: str, start: int) -> int:
    """Where a measure begins whose first word stands at ``start``: at a sign or bracket just before it."""
    if start and text[start - 1] in "-\u2212\u2013([" and not text[start - 2 : start - 1].isalnum():
        return start - 1
    return start


def _adjacent(upper: str, lower: str) -> bool:
    return (
        upper in PLACES and lower in PLACES and (PLACES[lower] - PLACES[upper] == 1 or (upper, lower) == ("C7", "T1"))
    )


_NAMES = {"lumbar": "L", "thoracic": "T", "cervical": "C", "sacral": "S", "th": "T", "d": "T"}


def _spine_items(text: str) -> list[str]:
    """The levels of one written list. ``L4-5`` and ``L5-S1`` are joints; a longer stretch is a run of levels."""
    parts: list[tuple[str, bool]] = []
    letter = ""
    last_end = 0
    for part in _PART.finditer(text):
        if not part.group("number"):
            continue
        given = part.group("letter")
        if given:
            letter = _NAMES.get(given.lower(), given.upper())
        if not letter:
            continue
        between = text[last_end : part.start()]
        ranged = bool(re.fullmatch(_RANGE, between, re.IGNORECASE)) if parts else False
        slashed = between.strip() == "/" and bool(parts)
        parts.append((f"{letter}{int(part.group('number'))}", ranged or slashed))
        last_end = part.end()
    return _expand(parts)


def _expand(parts: list[tuple[str, bool]]) -> list[str]:
    items: list[str] = []
    at = 0
    if len(parts) > 1 and parts[1][1] and parts[1][0] not in PLACES:
        return []
    parts = [(level, linked) for level, linked in parts if level in PLACES]
    while at < len(parts):
        run = [parts[at][0]]
        while at + 1 < len(parts) and parts[at + 1][1]:
            at += 1
            run.append(parts[at][0])
        at += 1
        items += _run(run)
    return list(dict.fromkeys(items))


def _run(run: list[str]) -> list[str]:
    if len(run) == 1:
        return run
    if len(run) == 2:
        if _adjacent(*run):
            return [f"{run[0]}-{run[1]}"]
        first, last = PLACES[run[0]], PLACES[run[1]]
        if first > last:
            first, last = last, first
        stretch = _SPINE[first : last + 1]
        return [level for level in stretch if level != "C8"] if len(stretch) <= 13 else run
    if all(_adjacent(*pair) for pair in pairwise(run)):
        return run
    return run


def _rib_items(text: str) -> list[str]:
    return [f"T{number}" for number in _ordinals(text) if number <= 12]


def _ordinals(text: str) -> list[int]:
    """The numbers of a list of ordinals or figures, ranges filled in, each once."""
    numbers: list[int] = []
    last_end = 0
    for part in re.finditer(rf"{_ORDINAL}|1[0-2]|[1-9]|\b(?:{'|'.join(COUNTS)})\b", text, re.IGNORECASE):
        word = part.group().lower()
        number = _ORDINALS.get(word) or COUNTS.get(word) or int(re.sub(r"\D", "", word) or 0)
        if numbers and re.fullmatch(_RANGE, text[last_end : part.start()], re.IGNORECASE) and number > numbers[-1]:
            numbers += range(numbers[-1] + 1, number + 1)
        else:
            numbers.append(number)
        last_end = part.end()
    return [number for number in dict.fromkeys(numbers) if number > 0]
