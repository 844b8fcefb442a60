"""What people type to ask for one paper, and what is no citation and stays a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.parsing.citations import (
    PaperAddress,
    PaperCitation,
    VolumeCitation,
    VolumeName,
    read_citation,
    read_volume_id,
    read_volume_name,
    roman_number,
)

#: Typed words; first and last year, volume, part; document, page, note.
PLACES = [
    ("FRUS 1944, I, p. 1017", ("1944", "", "1", ""), ("", "1017", "")),
    ("F.R.U.S., 1944, vol. I, p. 1017", ("1944", "", "1", ""), ("", "1017", "")),
    ("frus 1944 v. 1", ("1944", "", "1", ""), ("", "", "")),
    ("FRUS 1944, I, 1017", ("1944", "", "1", ""), ("", "1017", "")),
    ("FRUS 1944 I 1016–17", ("1944", "", "1", ""), ("", "1016", "")),
    ("FRUS 1944", ("1944", "", "", ""), ("", "", "")),
    ("Foreign Relations, 1948, vol. V, part 1, p. 532", ("1948", "", "5", "1"), ("", "532", "")),
    ("FRUS, 1948, V/1, 532", ("1948", "", "5", "1"), ("", "532", "")),
    ("FRUS, 1948, vol. V, pt. 1, pp. 532-534, n. 3", ("1948", "", "5", "1"), ("", "532", "3")),
    ("FRUS 1948 vol. 5 part two doc. 72A", ("1948", "", "5", "2"), ("72A", "", "")),
    ("FRUS, 1964-68, vol. 34, doc. 199", ("1964", "1968", "34", ""), ("199", "", "")),
    ("FRUS, 1964–1968, XXXIV, document 199, footnote 2", ("1964", "1968", "34", ""), ("199", "", "2")),
    ("FRUS, 1969–76, vol. E-15, part 1, doc. 3", ("1969", "1976", "E15", "1"), ("3", "", "")),
    ("FRUS 1969-76 E–15 doc 3", ("1969", "1976", "E15", ""), ("3", "", "")),
    (
        "Foreign Relations of the United States, 1964–1968, Volume XXXIV, Energy Diplomacy and Global Issues, Document 199",
        ("1964", "1968", "34", ""),
        ("199", "", ""),
    ),
    (
        "Foreign Relations of the United States, 1948, The Near East, South Asia, and Africa, Volume V, Part 1, p. 532",
        ("1948", "", "5", "1"),
        ("", "532", ""),
    ),
    (
        "Foreign Relations of the United States: Diplomatic Papers, 1944, General, Volume I, p. 1017",
        ("1944", "", "1", ""),
        ("", "1017", ""),
    ),
    (
        "U.S. Department of State, Foreign Relations of the United States, 1944, vol. 1, General (Washington, DC: Printer, 1966), 1017",
        ("1944", "", "1", ""),
        ("", "1017", ""),
    ),
    ("frus1948v05p1 120", ("1948", "", "5", "1"), ("120", "", "")),
    ("frus1948v05p1#d120", ("1948", "", "5", "1"), ("120", "", "")),
    ("frus1948v05p1#d120fn3", ("1948", "", "5", "1"), ("120", "", "3")),
    ("frus1948v05p1 9, n. 10", ("1948", "", "5", "1"), ("9", "", "10")),
    ("frus1948v05p1, doc. 120", ("1948", "", "5", "1"), ("120", "", "")),
    ("frus1944v01, p. 1017", ("1944", "", "1", ""), ("", "1017", "")),
    ("frus1948v05p1", ("1948", "", "5", "1"), ("", "", "")),
    ("FRUS 1948, 5:532", ("1948", "", "5", ""), ("", "532", "")),
    ("1952–54, XII/2, 209", ("1952", "1954", "12", "2"), ("", "209", "")),
    ("1944, I, p. 1017", ("1944", "", "1", ""), ("", "1017", "")),
    ("FRUS1948,V,p.532", ("1948", "", "5", ""), ("", "532", "")),
    ("FRUS 1948 5/1:532n3", ("1948", "", "5", "1"), ("", "532", "3")),
    ("FRUS 1948, vol. 5, pt. 1:532–34", ("1948", "", "5", "1"), ("", "532", "")),
    ("FRUS, 1948, V (Part 1), 532", ("1948", "", "5", "1"), ("", "532", "")),
    ("17:412", ("", "", "17", ""), ("", "412", "")),
    ("XVII:412", ("", "", "17", ""), ("", "412", "")),
    ("FRUS 1952-54, 12, part 2, p. 209", ("1952", "1954", "12", "2"), ("", "209", "")),
    ("FRUS 1955–57, 17:412–13", ("1955", "1957", "17", ""), ("", "412", "")),
    ("FRUS, 1955–1957, XVII, #22", ("1955", "1957", "17", ""), ("22", "", "")),
    ("FRUS 1955-57, vol. 17 (Washington, D.C.: GPO, 1990), p. 412", ("1955", "1957", "17", ""), ("", "412", "")),
    ("FRUS, vol. V, 1948, p. 532", ("1948", "", "5", ""), ("", "532", "")),
    ("FRUS 1944, 1017", ("1944", "", "", ""), ("", "1017", "")),
    ("FRUS 1948, vol. V, pp. 532, 540", ("1948", "", "5", ""), ("", "532", "")),
    ("FRUS 1964-68, vol. 34, docs. 209-210", ("1964", "1968", "34", ""), ("209", "", "")),
    (
        "Foreign Relations of the United States (hereafter FRUS), 1948, vol. V, part 1, p. 532",
        ("1948", "", "5", "1"),
        ("", "532", ""),
    ),
    ("For. Rels. 1948, V, 532", ("1948", "", "5", ""), ("", "532", "")),
    ("frus1948v05p1-d290", ("1948", "", "5", "1"), ("290", "", "")),
    ("FRUS1948V05P1-D290", ("1948", "", "5", "1"), ("290", "", "")),
    ("frus1948v05p1/d290", ("1948", "", "5", "1"), ("290", "", "")),
    ("https://history.state.gov/historicaldocuments/frus1948v05p1/d290", ("1948", "", "5", "1"), ("290", "", "")),
    (
        "https://history.state.gov/historicaldocuments/frus1948v05p1/d290#fn:1.3.4",
        ("1948", "", "5", "1"),
        ("290", "", ""),
    ),
    ("history.state.gov/historicaldocuments/frus1948v05p1/pg_532", ("1948", "", "5", "1"), ("", "532", "")),
    ("https://history.state.gov/historicaldocuments/FRUS1948v05p1/ch3", ("1948", "", "5", "1"), ("", "", "")),
    ("https://archive.example/volumes/frus1948v05p1/", ("1948", "", "5", "1"), ("", "", "")),
]


@pytest.mark.parametrize(("typed", "volume", "place"), PLACES)
def test_a_place_in_a_volume(typed, volume, place):
    read = read_citation(typed)
    assert isinstance(read, VolumeCitation)
    assert (read.volume.first, read.volume.last, read.volume.volume, read.volume.part) == volume
    assert (read.document, read.page, read.note) == place


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("document 120", ("120", "", "")),
        ("Doc. 72A", ("72A", "", "")),
        ("p. 1017", ("", "1017", "")),
        ("page XII", ("", "XII", "")),
        ("doc. 120, n. 3", ("120", "", "3")),
    ],
)
def test_a_place_in_a_volume_that_only_the_context_can_say(typed, place):
    read = read_citation(typed)
    assert read.volume is None
    assert (read.document, read.page, read.note) == place


@pytest.mark.parametrize(
    ("typed", "kind", "number", "place", "direction", "days"),
    [
        ("telegram 1020 from Moscow, March 1944", "telegram", "1020", "Moscow", "from", ("1944-03-01", "1944-03-31")),
        ("telegram 1020", "telegram", "1020", "", "", None),
        ("Telegram No. 1020, 1944", "telegram", "1020", "", "", ("1944-01-01", "1944-12-31")),
        ("tel. 1020 to Moscow Mar 26, 1944", "telegram", "1020", "Moscow", "to", ("1944-03-26", "1944-03-26")),
        (
            "telegram no. 1020 of March 26, 1944 from Moscow",
            "telegram",
            "1020",
            "Moscow",
            "from",
            ("1944-03-26", "1944-03-26"),
        ),
        ("telegram 1020 from the Embassy in the Soviet Union", "telegram", "1020", "the Soviet Union", "from", None),
        ("telegram 1020, Moscow", "telegram", "1020", "Moscow", "", None),
        ("despatch 71, Athens, May 3 1948", "despatch", "71", "Athens", "", ("1948-05-03", "1948-05-03")),
        (
            "dispatch 71 from Port-au-Prince, 3 May 1948",
            "despatch",
            "71",
            "Port-au-Prince",
            "from",
            ("1948-05-03", "1948-05-03"),
        ),
        ("Secto 17", "", "Secto 17", "", "", None),
        ("secto 17, May 3, 1950", "", "Secto 17", "", "", ("1950-05-03", "1950-05-03")),
        ("airgram a – 120 from Paris, June 1948", "airgram", "A-120", "Paris", "from", ("1948-06-01", "1948-06-30")),
    ],
)
def test_a_paper_by_its_number(typed, kind, number, place, direction, days):
    read = read_citation(typed)
    assert isinstance(read, PaperCitation)
    assert (read.kind, read.number, read.place, read.direction) == (kind, number, place, direction)
    assert (read.date and (read.date.earliest, read.date.latest)) == days


@pytest.mark.parametrize(
    ("typed", "slug", "fragment"),
    [
        ("https://archive.example/documents/frus1948v05p1-d290/", "frus1948v05p1-d290", ""),
        ("archive.example/documents/FRUS1948v05p1-D290/#page-532", "frus1948v05p1-d290", "page-532"),
        ("/documents/letter-3/?view=understood#fn-2", "letter-3", "fn-2"),
        ("<https://archive.example/documents/letter-3/cite/>.", "letter-3", ""),
    ],
)
def test_an_address_of_a_paper(typed, slug, fragment):
    assert read_citation(typed) == PaperAddress(slug, fragment)


@pytest.mark.parametrize(
    ("typed", "kind", "number", "place", "direction", "whose", "days"),
    [
        ("Embtel 890, March 14, 1954", "telegram", "890", "", "", "mission", ("1954-03-14", "1954-03-14")),
        (
            "Deptel 345 to Rangoon, March 1954",
            "telegram",
            "345",
            "Rangoon",
            "to",
            "Department",
            ("1954-03-01", "1954-03-31"),
        ),
        ("USUN 137, February 4, 1949", "", "137", "USUN", "from", "", ("1949-02-04", "1949-02-04")),
        ("Rangoon 890", "", "890", "Rangoon", "from", "", None),
        ("Moscow’s 935", "", "935", "Moscow", "from", "", None),
        ("Rangoon tel. 890, 14 March 1954", "telegram", "890", "Rangoon", "from", "", ("1954-03-14", "1954-03-14")),
        ("Embassy Rangoon 890, 14.3.1954", "", "890", "Rangoon", "from", "", ("1954-03-14", "1954-03-14")),
        (
            "Moscow to State, tel. 511, Feb 22, 1946",
            "telegram",
            "511",
            "Moscow",
            "from",
            "",
            ("1946-02-22", "1946-02-22"),
        ),
        ("Saigon 1234 to State, Nov 2, 1963", "", "1234", "Saigon", "from", "", ("1963-11-02", "1963-11-02")),
        ("State to Moscow 345", "", "345", "Moscow", "to", "", None),
    ],
)
def test_a_paper_by_the_number_of_its_mission(typed, kind, number, place, direction, whose, days):
    read = read_citation(typed)
    assert isinstance(read, PaperCitation)
    assert (read.kind, read.number, read.place, read.direction, read.whose) == (kind, number, place, direction, whose)
    assert (read.date and (read.date.earliest, read.date.latest)) == days


@pytest.mark.parametrize(
    ("typed", "kind", "people"),
    [
        ("Memcon, Dulles and Eban, November 15, 1956", "memorandum of conversation", ("Dulles", "Eban")),
        (
            "Memorandum of conversation, Rusk and Gromyko, 18 Oct 1962",
            "memorandum of conversation",
            ("Rusk", "Gromyko"),
        ),
        ("Dulles to Eban, November 15, 1956", "", ("Dulles", "Eban")),
        ("Letter, Eisenhower to Nehru, 27 November 1956", "letter", ("Eisenhower", "Nehru")),
        ("Eisenhower to Nehru, 27 November 1956, letter", "letter", ("Eisenhower", "Nehru")),
        ("Memorandum from Rostow to Johnson, May 3, 1967", "memorandum", ("Rostow", "Johnson")),
        ("Kennan to Secretary of State, 22 February 1946", "", ("Kennan", "Secretary of State")),
    ],
)
def test_a_paper_by_its_people_and_day(typed, kind, people):
    read = read_citation(typed)
    assert isinstance(read, PaperCitation)
    assert (read.kind, read.number, read.people) == (kind, "", people)


@pytest.mark.parametrize(
    "typed",
    [
        "1948, 532", "1948 V", "1944, I", "Paris 1919",
        "Geneva 1954", "oil to China, May 1948", "refugees from Hungary, November 1956", "memorandum on oil, May 1948",
        "memcon 1956", "to Moscow, 1944", "From Washington to Moscow", "Rangoon 890 rice", "12:41", "5:12", "Embtel", "Rangoon",
        "https://archive.example/people/kennan/", "https://history.state.gov/", "documents/letter-3",
    ],
)  # fmt: skip
def test_words_that_look_like_citations_stay_words(typed):
    assert read_citation(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "FRUS", "foreign relations", "document", "documents about oil", "840.48 Refugees/5425", "1020", "no. 5",
        "page 12 of the report", "telegram 1020 refugees", "telegram from Moscow", "letter to the editor", "document 120 oil",
        "telegram 12 from Moscow, February 31, 1944", "FRUS 1944 refugees", "FRUS 1944 vol. IIII p 3", "frus1944 refugees",
        "telegram 5 from a b c d e f g", "NSC 68", "oil 1944", "at 5", "note",
        '"document 120"', "document 120 OR document 121", "file:840.48",
    ],
)  # fmt: skip
def test_what_is_no_citation(typed):
    assert read_citation(typed) is None


@given(
    st.text(max_size=120)
    | st.from_regex(r"(FRUS|telegram|frus1948v05p1|document)[ ,.IVX0-9a-z/#–-]{0,80}", fullmatch=True)
)
def test_nothing_typed_ever_raises(typed):
    read = read_citation(typed)
    assert read is None or str(read)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("frus1948v05p1", VolumeName("1948", "", "5", "1")),
        ("frus1961-63v07-09mSupp", VolumeName("1961", "1963", "7-9", "", "msupp")),
        ("frus1952-54Guat", VolumeName("1952", "1954", special="guat")),
        ("frus1945Berlinv01", VolumeName("1945", "", "1", "", "berlin")),
        ("frus1969-76ve15p1", VolumeName("1969", "1976", "E15", "1")),
        ("frus1861", VolumeName("1861")),
        ("letters", None),
        ("frus", None),
    ],
)
def test_ids_of_volumes(words, name):
    assert read_volume_id(words) == name


def test_a_volume_without_an_id_is_named_by_its_title():
    assert read_volume_name("v", "Foreign Relations, 1948, Africa, Volume V, Part 1") == VolumeName(
        "1948", "", "5", "1"
    )
    assert read_volume_name("v", "Letters of a Consul") is None


@pytest.mark.parametrize(
    ("words", "value"), [("I", 1), ("iv", 4), ("XXXIV", 34), ("IIII", None), ("VX", None), ("", None), ("a", None)]
)
def test_roman_numbers(words, value):
    assert roman_number(words) == value


def test_a_volume_agrees_with_what_is_said_of_it_and_no_more():
    volume = VolumeName("1948", "", "5", "1")
    assert volume.agrees(VolumeName("1948"))
    assert volume.agrees(VolumeName("1948", "", "5"))
    assert not volume.agrees(VolumeName("1948", "", "5", "2"))
    assert not volume.agrees(VolumeName("1948", "1950", "5"))
    assert not VolumeName("1943", special="china").agrees(VolumeName("1943", "", "1"))
