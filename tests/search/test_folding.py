"""Words fold alike however they are spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.folding import fold, spans, tokens, words


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
