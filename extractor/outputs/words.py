"""How records are put into words, the same in every way out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.rulebook import Rulebook

Record = dict[str, Any]

NO_CODE = {
    "block-only": "only a block or an injection was done",
    "open-neurolysis": "the nerve was freed by open surgery, not destroyed",
    "other-organ": "the treatment was of another organ",
    "planned": "the procedure is only planned",
    "historical": "the procedure was done at another time",
    "negated": "the note says that it was not done",
    "not-mentioned": "no nerve destruction is documented",
}

_QUOTES = 6
_FACTS = {
    "image_saved": "image saved",
    "laterality": "side",
    "temperature_c": "temperature",
}


Glossary = Mapping[str, str]


def glossary(rulebook: Rulebook) -> Glossary:
    """Codes in our own short wording, or in the descriptors that the site has a licence for, and titles of sources."""
    codes = {code.id: code.short for code in rulebook.codes}
    return {**codes, **rulebook.descriptors, **{source.id: source.title for source in rulebook.sources.values()}}


def meaning(code: str | None, words: Glossary) -> str:
    """What a code, with or without modifiers, stands for; empty where that is not known."""
    return words.get((code or "").partition("-")[0], "")


def shown(text: str) -> str:
    """Text that is safe on a terminal: control characters other than tab and newline become a visible mark."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if unicodedata.category(char) == "Cc" and char not in "\t\n" else char for char in plain)


def fact(name: str) -> str:
    return _FACTS.get(name, name.replace("_", " "))


def plain(identifier: str) -> str:
    """A lexicon or kind id as words: "infrapatellar-saphenous" -> "infrapatellar saphenous"."""
    return identifier.replace(":", ": ").replace("-", " ")


def line(suggestion: Record) -> str:
    """A code with its modifiers, joined by hyphens."""
    return "-".join([suggestion["code"], *suggestion["modifiers"]])


def procedure(record: Record) -> str:
    """One procedure in one line: "cryo of intercostal T5, T6; left; ultrasound, image saved; percutaneous"."""
    target = plain(record["nerve"]) if record["nerve"] else "a nerve not named"
    parts = [f"{plain(record['technique'])} of {target} {listed(record['levels'])}".rstrip()]
    if record["laterality"]:
        parts.append(record["laterality"])
    if record["imaging"]:
        parts.append(listed(record["imaging"]) + (", image saved" if record["image_saved"] else ""))
    parts.append(record["approach"])
    if record["temperature_c"] is not None:
        parts.append(f"{record['temperature_c']:g} \N{DEGREE SIGN}C")
    if record["agent"]:
        parts.append(plain(record["agent"]))
    return "; ".join(parts)


def listed(items: Iterable[str]) -> str:
    return ", ".join(items)


def why_no_code(record: Record) -> str:
    """Why a report has no suggestion, in words; empty when it has one."""
    if record["suggestions"]:
        return ""
    if record["no_code_reason"]:
        return NO_CODE.get(record["no_code_reason"], plain(record["no_code_reason"]))
    return "not documented well enough: " + listed(plain(kind) for kind in gap_kinds(record))


def quotes(suggestion: Record, record: Record) -> str:
    """The note's words that a suggested line rests on, in the order of the note; the first few."""
    proofs = [proof for number in suggestion["procedures"] for proof in record["procedures"][number]["evidence"]]
    words = [" ".join(proof["text"].split()) for proof in sorted(proofs, key=lambda proof: int(proof["start"]))]
    once = list(dict.fromkeys(words))
    few = listed(f"\N{LEFT DOUBLE QUOTATION MARK}{word}\N{RIGHT DOUBLE QUOTATION MARK}" for word in once[:_QUOTES])
    return shown(few + (f" and {len(once) - _QUOTES} more" if len(once) > _QUOTES else ""))


def by_fact(evidence: Iterable[Record]) -> dict[str, list[Record]]:
    """Evidence under the facts that it is for, in order of appearance."""
    facts: dict[str, list[Record]] = {}
    for proof in evidence:
        facts.setdefault(proof["fact"], []).append(proof)
    return facts


def gap_kinds(record: Record) -> list[str]:
    """The kinds of gap, each once, in order."""
    return list(dict.fromkeys(gap["kind"] for gap in record["gaps"]))


def failed(record: Record) -> bool:
    return "error" in record
