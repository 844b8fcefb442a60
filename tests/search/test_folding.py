"""Words fold alike however they are spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import compound, find, fold, indexed, spans, stem, tokens, words


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("O’Connor", "oconnor"), ("C–130s", "c130s"), ("Govern-ment", "govern"), ("vis-à-vis", "visavi visa avi"),
        ("the non-aligned and non-aligned", "nonalign"), ("1943–44, 5-454", ""), ("matter—which", ""), ("Moss’s a -b c- d", ""),
        ("a-b-c-d", "ab bc cd"), ("外交-部", ""), ("oil", ""),
    ],
)  # fmt: skip
def test_what_joints_hold_together_is_a_word_beside_its_parts(text, found):
    assert indexed(text)[0].split() == [*tokens(text), *(["0gap", *found.split()] if found else [])]


@pytest.mark.parametrize(
    ("text", "word"),
    [("O’Connor", "oconnor"), ("c-130", "c130"), ("a-b-c-d", ""), ("O’Connor, C", ""), ("1943-44", ""), ("oil", "")],
)
def test_one_compound(text, word):
    assert compound(text) == word


def test_signs_are_words():
    assert words("中華民國外交部 in Tōkyō 東京ABC") == [*"中華民國外交部", "in", "tokyo", "東", "京", "abc"]


_PIECES = "aA.'s ’Uś\u0301 -/4\u00ad—外"


@given(st.text() | st.text(_PIECES))
def test_spans_are_the_tokens_and_compounds_with_their_places(text):
    found = list(spans(text))
    compounds = indexed(text)[0].split()[len(tokens(text)) + 1 :]
    assert {token for token, _, _ in found} == {*tokens(text), *compounds}
    assert len(found) >= len(tokens(text)) + len(compounds)
    assert found == sorted(found, key=lambda span: (span[1], -span[2]))
    assert all(0 <= start < end <= len(text) for _, start, end in found)


@given(
    st.text() | st.text(_PIECES) | st.text("tying die. U.S. ofthe_-外", max_size=60),
    st.sets(st.sampled_from(["us", "u", "die", "tie", "a", "4", "ty", "ś", "s", "of", "aa", "外"]), max_size=3),
    st.sampled_from([(), ("u",), ("ti", "4")]),
)
def test_finding_is_looking_at_every_span(text, exact, begun):
    assert find(text, frozenset(exact), begun) == [
        span for span in spans(text) if span[0] in exact or (begun and span[0].startswith(begun))
    ]


@pytest.mark.parametrize(
    "word",
    "dying lying skies sky idly ugly early only singly youth yes boyish u ox élan 8x ability national luxuriated".split(),
)
def test_every_word_is_found_by_its_stem_and_by_how_that_begins(word):
    token, text = stem(fold(word)), f"x{word} {word}, and {word}"
    places = [(token, start, start + len(word)) for start in (len(word) + 2, 2 * len(word) + 8)]
    assert find(text, frozenset([token])) == places
    assert find(text, frozenset(), (token[:2],)) == places


@pytest.mark.parametrize("word", ["O’Connor", "C-130", "anti-communists", "Kefauver-ok", "vis-à-vis"])
def test_a_compound_is_found_by_its_token_wherever_its_joint_is(word):
    token = stem(fold(compound(word) or "visavi"))
    assert (token, 4, 4 + len(word)) in find(f"The {word}, and Kefauver", frozenset([token]))
