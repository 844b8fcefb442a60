"""Words fold alike however they are spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import find, fold, spans, stem, tokens, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź", "lodz"), ("Zürich", "ZU\u0308RICH"), ("re\u00adfugees", "refugees"), ("ﬁle", "file"), ("Œuvre", "oeuvre"),
        ("aide–mémoire", "aide-memoire"), ("Khrushchev’s", "Khrushchev"), ("U.S.S.R.", "USSR"), ("U. S.", "us"),
        ("Straße", "STRASSE"), ("İstanbul", "istanbul"), ("x\u200by", "xy"), ("840.48/5425", "840 48 5425"),
    ],
)  # fmt: skip
def test_spellings_that_are_one(one, other):
    assert words(one) == words(other)


@pytest.mark.parametrize(("one", "other"), [("lodz", "lods"), ("us", "u s"), ("aide-memoire", "aidememoire")])
def test_spellings_that_are_not(one, other):
    assert words(one) != words(other)


def test_words_of_one_stem():
    assert tokens("refugee refugees") == ["refuge", "refuge"]
    assert tokens("negotiation") == tokens("negotiating")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert words(fold(text)) == words(text)


@given(st.text() | st.text("aA.'s ’Uś\u0301 -/4\u00ad"))
def test_spans_are_the_tokens_with_their_places(text):
    found = list(spans(text))
    assert [token for token, _, _ in found] == tokens(text)
    assert all(0 <= start < end <= len(text) for _, start, end in found)


@given(
    st.text() | st.text("aA.'s ’Uś\u0301 -/4\u00ad") | st.text("tying die. U.S. ofthe_", max_size=60),
    st.sets(st.sampled_from(["us", "u", "die", "tie", "a", "4", "ty", "ś", "s", "of"]), max_size=3),
    st.sampled_from([(), ("u",), ("ti", "4")]),
)
def test_finding_is_looking_at_every_span(text, exact, begun):
    assert find(text, frozenset(exact), begun) == [
        span for span in spans(text) if span[0] in exact or (begun and span[0].startswith(begun))
    ]


@pytest.mark.parametrize(
    "word", "dying lying skies sky idly ugly early only singly youth yes boyish u ox élan 8x".split()
)
def test_every_word_is_found_by_its_stem_and_by_how_that_begins(word):
    token, text = stem(fold(word)), f"x{word} {word}, and {word}"
    places = [(token, start, start + len(word)) for start in (len(word) + 2, 2 * len(word) + 8)]
    assert find(text, frozenset([token])) == places
    assert find(text, frozenset(), (token[:2],)) == places
