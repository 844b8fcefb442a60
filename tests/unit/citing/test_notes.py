"""Bibliographies and footnotes of books: where one citation ends, and what each says."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.parsing.citations import read_note, read_notes

NOTES = """
1. Kennan to Secretary of State, 22 February 1946, FRUS 1946, 6:696–709.
2. Dulles to Lodge, Nov. 1, 1956, FRUS 1955–57, 16:932; memcon, Dulles and Eban, Nov. 15, 1956, ibid., 1130–32; Waging Peace, 88.
3. Ibid., 1133.
[4] Telegram 1020 from Moscow, March 21, 1944, 840.48 Refugees/5425, RG 59, NARA. See also 501.BC Indonesia/8-2049.
For the background, see FRUS, 1961–1963, vol. II, Vietnam, 1962, doc. 14.
U.S. Department of State. Foreign Relations of the United States, 1952–1954. Vol. 12, pt. 2, East Asia. Washington, DC: GPO, 1987.
Memorandum of Conversation, Washington, May 3, 1948, Foreign Relations of the United States, 1948, Volume V, Part 2, eds. H. Fine and others
"""


def said(citation) -> tuple:
    place, paper = citation.place, citation.paper
    return (
        f"{place.volume.years} {place.volume.volume} {place.page or place.document}".strip()
        if place and place.volume
        else "",
        citation.numbers,
        (paper.number or paper.people) if paper else "",
    )


def test_the_citations_of_notes():
    assert [said(citation) for citation in read_notes(NOTES)] == [
        ("1946 6 696", (), ("Kennan", "Secretary of State")),
        ("1955–1957 16 932", (), ("Dulles", "Lodge")),
        ("1955–1957 16 1130", (), ("Dulles", "Eban")),
        ("", (), ""),
        ("1955–1957 16 1133", (), ""),
        ("", ("840.48 Refugees/5425",), "1020"),
        ("", ("501.BC Indonesia/8-2049",), ""),
        ("1961–1963 2 14", (), ""),
        ("1952–1954 12", (), ""),
        ("1948 5", (), ("Washington",)),
    ]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Ibid.", "FRUS 1948, 5:532"),
        ("ibid., 540–41", "FRUS 1948, 5:540"),
        ("Ibid., p. 540.", "FRUS 1948, 5:540"),
        ("Ibid., doc. 7", "FRUS 1948, 5, doc. 7"),
        ("Ibid., 540, which says nothing", ""),
        ("Ibid., and much else", ""),
    ],
)
def test_ibid_is_the_volume_before_where_a_place_follows(words, place):
    before = read_note("FRUS 1948, 5:532")
    read = read_note(words, before)
    assert read.place == (read_note(place).place if place else None)
    assert bool(read) is read.is_again is bool(place)


def test_ibid_after_nothing_is_not_understood():
    assert not read_note("Ibid., 12")
    assert not read_note("Ibid., 12", read_note("Moscow 1020"))


@pytest.mark.parametrize(
    "words",
    [
        "Harold Macmillan, Riding the Storm (London: Macmillan, 1971), 123.",
        "Quoted in McMahon, Colonialism, 45.",
        "Author’s interview",
        "12",
        "…",
    ],
)
def test_other_books_are_not_understood(words):
    assert not read_note(words)


@given(st.text(max_size=300) | st.from_regex(r"(Ibid|FRUS|see|;|\. |\n|1948|[a-z ,:()])*", fullmatch=True))
def test_nothing_pasted_ever_raises(text):
    for citation in read_notes(text):
        assert str(citation) or not citation


@pytest.mark.parametrize(
    "piece",
    [
        "ibid., 1; ",
        "FRUS 1948, ",
        "(",
        "; ",
        "see ",
        "840.48/1, ",
        "Moscow to ",
        "http://a/",
        "Dulles and ",
        "1948 ",
        "\n",
        "vol. 5 ",
    ],
)
def test_time_grows_with_the_text(piece):
    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        start = time.process_time()
        for _ in read_notes(text):
            pass
        return time.process_time() - start

    seconds(1_000)
    assert seconds(40_000) < 12 * max(seconds(8_000), 0.01)
