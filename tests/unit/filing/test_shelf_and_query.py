"""The order on the shelf, and what a searcher's words are understood as."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import filing

SHELF = [
    "3767/5",
    "3767/12",
    "5767",
    "811.00",
    "811A.00",
    "812.00",
    "840.48",
    "840.48/1",
    "840.48/9",
    "840.48/10",
    "840.48/137",
    "840.48/137½",
    "840.48/137a",
    "840.48/138",
    "840.48/5-1744",
    "840.48/12-144",
    "840.48/1-145",
    "840.48 Refugees",
    "840.48 Refugees/5425",
    "840.48 Refugees/5426",
    "840.48 Refugees Evian",
    "840.481",
    "840.50",
    "891.00",
    "891.00/8-548",
    "891.00-MSP",
    "891.001",
    "891.00B",
    "891.01",
    "POL HUNG-US",
    "POL 1 IRAN",
    "POL 1-1 IRAN",
    "POL 2 IRAN",
    "POL 7",
    "POL 7 IRAN",
    "POL 27 VIET S",
    "POL 27-1 VIET S",
    "POL 27-14 ARAB-ISR",
    "P840114-1808",
    "P840114-1809",
    "Lot 57 F 103",
    "Lot 64 D 95",
    "Lot 64 D 535",
    "RG 59",
    "RG 256",
]


def test_the_order_of_the_keys_is_the_order_on_the_shelf():
    keys = [filing.parse(f"File No. {words}" if words == "5767" else words).sort_key.encode() for words in SHELF]
    assert [SHELF[place] for place in sorted(range(len(keys)), key=lambda place: keys[place])] == SHELF


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_serials_stand_in_their_order(one, other):
    keys = [filing.parse(f"840.48 Refugees/{serial}").sort_key for serial in (one, other)]
    assert (keys[0] < keys[1]) == (one < other)


_TRUNKS = [
    "840.48",
    "891.00",
    "891.00B",
    "751G.5",
    "740.0011",
    "893.51",
    "500.A15A4",
    "501.BB",
    "611.93",
    "711.90F27",
    "033.4111",
]
_QUALIFIERS = [
    "",
    " Refugees",
    " European War 1939",
    "-MSP",
    "-EI",
    " Palestine",
    " Control (Japan)",
    " Ward, Angus I.",
]
_SUFFIXES = st.one_of(
    st.just(""),
    st.builds(
        "/{}{}{}".format,
        st.integers(1, 30_000),
        st.sampled_from(["", "½", "¼", "a", "b"]),
        st.sampled_from(["", " FW"]),
    ),
    st.builds(lambda day: f"/{day.month}–{day.day}{day:%y}", st.dates(date(1944, 1, 1), date(1963, 1, 31))),
)
_NUMBERS = st.one_of(
    st.builds("{}{}{}".format, st.sampled_from(_TRUNKS), st.sampled_from(_QUALIFIERS), _SUFFIXES),
    st.builds(
        "{} {}{}{}".format,
        st.sampled_from(["POL", "DEF", "AID (US)", "FN"]),
        st.integers(1, 38),
        st.sampled_from(["", "-1", "-14"]),
        st.sampled_from(["", " VIET S", " S VIET", " ARAB-ISR", " ARAB-ISR/SANDSTORM", " (GE)"]),
    ),
    st.builds("{}/{}".format, st.integers(1, 25_000), st.integers(1, 999)),
    st.builds("{}{:06}–{:04}".format, st.sampled_from("PDN"), st.integers(730_001, 799_999), st.integers(1, 9_999)),
    st.builds("Lot {} {} {}".format, st.integers(50, 79), st.sampled_from("DF"), st.integers(1, 900)),
    st.builds("RG {}{}".format, st.integers(1, 600), st.sampled_from(["", ", Saigon Embassy", ", Entry 105, Box 4"])),
    st.builds("FRC 330 {} A {}{}".format, st.integers(60, 79), st.integers(1, 999), st.sampled_from(["", ", Box 1"])),
    st.builds("Job {}-{:05}A".format, st.integers(70, 99), st.integers(1, 9_999)),
    st.sampled_from(
        ["Eisenhower Library, Dulles papers", "Johnson Library, National Security File, Box 4", "NSC 68", "701…/–1958"]
    ),
)


@given(_NUMBERS, _NUMBERS)
def test_the_shelf_has_one_order_and_no_two_numbers_share_a_place(one, other):
    """Keys compare as strings, which is a total order; so it is one of numbers if equal keys mean equal numbers."""
    first, second = filing.parse(one), filing.parse(other)
    assert (first.sort_key == second.sort_key) == (first.normal == second.normal)
    assert (first.sort_key.encode() < second.sort_key.encode()) == (first.sort_key < second.sort_key)


@given(_NUMBERS)
def test_a_paper_stands_in_its_file_and_a_spelling_does_not_move_it(text):
    number = filing.parse(text)
    file = f"File No. {number.file}" if number.scheme == "numerical" else number.file
    assert number.file_key == filing.parse(file).sort_key
    assert filing.parse(number.normal).sort_key == number.sort_key
    assert filing.parse(f"[{text.replace('–', '—')}]".replace(" ", "  ")).sort_key == number.sort_key


_DAYS = st.dates(min_value=date(1944, 1, 1), max_value=date(1963, 1, 31))


@given(_DAYS, _DAYS)
def test_dated_papers_stand_in_their_order(one, other):
    keys = [filing.parse(f"891.00/{day.month}-{day.day}{day:%y}").sort_key for day in (one, other)]
    assert (keys[0] < keys[1]) == (one < other)


@pytest.mark.parametrize("words", ["840.48 Refugees/5425", "891.00/8-548", "5767/123", "320/9-1960", "P840114-1808"])
def test_a_number_stands_with_its_file(words):
    number = filing.parse(words)
    assert number.sort_key.startswith(number.file_key + "!")


def test_spelling_and_era_do_not_change_the_place():
    assert filing.parse("740.0011 E.W./5").sort_key == filing.parse("740.0011 European War 1939/5").sort_key
    assert (
        filing.parse("891.00", 1940).sort_key
        == filing.parse("891.00", 1955).sort_key
        == filing.parse("891.00").sort_key
    )


WITHIN = [
    # query, kind, answers, doesn't answer
    ("891.00/8–548", "number", ["891.00/8-548"], ["891.00/8-549", "891.00"]),
    ("840.48 refugees / 5425", "number", ["840.48 Refugees/5425"], ["840.48 Refugees/54250", "840.48 Refugees/5425a"]),
    ("891.00", "file", ["891.00", "891.00/5", "891.00/8-548"], ["891.00-MSP/5", "891.001", "891.01"]),
    ("891.00*", "prefix", ["891.00", "891.00/5", "891.00-MSP", "891.001/3", "891.00B"], ["891.01", "890.99"]),
    ("891.00 a*", "prefix", ["891.00 Azerbaijan", "891.00 Azerbaijan/3"], ["891.00", "891.00A", "891.00 Bushire"]),
    ("891.*", "prefix", ["891.00", "891.51/3"], ["891A.00", "892.00"]),
    ("89*", "prefix", ["891.00", "893B.01/3"], ["88.00", "901.00"]),
    ("891.00–891.51", "range", ["891.00", "891.01/5", "891.51/8-548", "891.51 Loan"], ["891.52", "890.99"]),
    ("891.51 to 891.00", "range", ["891.00", "891.51/8-548"], ["891.52"]),
    ("POL 27", "file", ["POL 27"], ["POL 27-1", "POL 27 VIET S"]),
    ("POL 27*", "prefix", ["POL 27", "POL 27-1 US", "POL 27 VIET S"], ["POL 28", "POL 2"]),
    ("POL*", "prefix", ["POL 1", "POL HUNG-US"], ["PO 1", "PPT 3"]),
    ("Lot 64*", "prefix", ["Lot 64 D 535"], ["Lot 63 D 1"]),
    ("lot 64D535", "file", ["Lot 64 D 535", "Lot 64 D 535, Box 3"], ["Lot 64 D 53"]),
]


@pytest.mark.parametrize(("words", "kind", "answers", "others"), WITHIN)
def test_what_a_query_covers(words, kind, answers, others):
    query = filing.parse_query(words)
    assert query.kind == kind
    keys = {number: filing.parse(number).sort_key for number in answers + others}
    assert [number for number, key in keys.items() if query.low <= key < query.high] == answers


def test_a_number_with_words_offers_every_reading():
    query = filing.parse_query("840.48 Refugees Evian")
    readings = [(one.number.normal, one.words) for one in (query, *query.alternatives)]
    assert readings == [("840.48 Refugees Evian", ""), ("840.48 Refugees", "Evian"), ("840.48", "Refugees Evian")]


def test_words_after_a_whole_number_are_words():
    query = filing.parse_query("611.93/3-158 telegram")
    assert (query.number.normal, query.words) == ("611.93/3-158", "telegram")
    assert query.understood == "file number 611.93/3-158, with the words “telegram”"


@pytest.mark.parametrize(
    "words", ["", "*", "hello", "1944", "The Ambassador in Iran", "oil 888.2553", "5 August 1948", "NSC 68"]
)
def test_other_words_are_no_number(words):
    assert filing.parse_query(words) is None


@given(st.text(max_size=40))
def test_any_words_can_be_asked(words):
    query = filing.parse_query(words)
    assert query is None or query.low < query.high
    assert filing.prefix_query(words) is None or filing.prefix_query(words).low < filing.prefix_query(words).high
