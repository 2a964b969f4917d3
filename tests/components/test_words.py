"""Words, their normal form, and finding terms among them."""

from __future__ import annotations

import pytest

from extractor.components.words import SKIPPABLE, TOKEN, Trie, normal, words


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("Nerves", "nerve"),
        ("BRANCHES", "branch"),
        ("Ganglia", "ganglia"),
        ("anaesthetic", "anesthetic"),
        ("neuropathies", "neuropathy"),
        ("plexus", "plexus"),
        ("pelvis", "pelvis"),
        ("abscess", "abscess"),
        ("as", "as"),
        ("phen0l", "phenol"),
        ("ne1ve", "nelve"),
        ("\u2019", "'"),
    ],
)
def test_the_normal_form(written: str, norm: str) -> None:
    assert normal(written) == norm


def test_a_word_keeps_its_offsets() -> None:
    text = "Cryo-\nablation of  the nerve(s), 80C: L4-5."
    found = words(text)
    assert [word.norm for word in found] == [
        "cryo",
        "ablation",
        "of",
        "the",
        "nerve",
        ",",
        "80",
        "c",
        ":",
        "l",
        "4",
        "-",
        "5",
        ".",
    ]
    assert [text[word.start : word.end] for word in found] == [word.text for word in found]


def test_every_character_but_blanks_is_in_a_token() -> None:
    text = "80\u00b0C \u2013 (L4/5) _\n\t\u201cleft\u201d caf\u00e9 \u2611 1.5 mL"
    assert "".join(word + space for word, space in TOKEN.findall(text)) == text


def found(trie: Trie, text: str) -> list[tuple[str, str]]:
    read = words(text)
    return [
        (text[read[first].start : read[after - 1].end], payload)
        for payloads, first, after in trie.find(read)
        for payload in payloads
    ]


def test_the_longest_term_wins() -> None:
    trie = Trie()
    trie.add("radiofrequency", "rf")
    trie.add("pulsed radiofrequency", "pulsed")
    assert found(trie, "Pulsed Radiofrequency, then radiofrequency") == [
        ("Pulsed Radiofrequency", "pulsed"),
        ("radiofrequency", "rf"),
    ]


def test_a_term_is_found_across_line_ends_plurals_and_hyphens() -> None:
    trie = Trie()
    trie.add("medial branch", "facet")
    for text in ("medial\n  branches", "Medial Branch", "medial-branch", "medial branch(es)"):
        assert [payload for _, payload in found(trie, text)] == ["facet"]


def test_capitals_may_be_asked_for() -> None:
    trie = Trie()
    trie.add("under US", "ultrasound", cased=True)
    assert found(trie, "under US") == [("under US", "ultrasound")]
    assert found(trie, "under us") == []


def test_skippable_words_may_stand_inside_a_term_but_not_at_its_ends() -> None:
    trie = Trie(SKIPPABLE)
    trie.add("branch of saphenous", "infrapatellar")
    assert found(trie, "branch of the right saphenous") == [("branch of the right saphenous", "infrapatellar")]
    assert found(trie, "branch of no saphenous") == []


def test_matches_do_not_overlap() -> None:
    trie = Trie()
    trie.add("a b", 1)
    trie.add("b c", 2)
    assert [payload for _, payload in found(trie, "a b c")] == [1]


def test_the_article_counts_unless_it_may_be_skipped() -> None:
    plain, nerves = Trie(), Trie(SKIPPABLE)
    for trie in (plain, nerves):
        trie.add("branch of the saphenous", 1)
    assert found(plain, "branch of the saphenous") == [("branch of the saphenous", 1)]
    assert found(plain, "branch of saphenous") == []
    assert found(nerves, "branch of saphenous") == [("branch of saphenous", 1)]
