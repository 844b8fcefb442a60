"""Parameters of a request are clean text and safe numbers, whatever somebody sends."""

import pytest

from archive.web.requests import LARGEST_NUMBER, as_number, clean, line, number, numbers, text

TEXTS = [
    ("", ""),
    ("   ", ""),
    (" oil and gas ", "oil and gas"),
    ("a\0b", "ab"),
    ("\0", ""),
    ("half \ud83d of a pair", "half ? of a pair"),
    ("\udc00", "?"),
    ("a whole one: \U0001f600", "a whole one: \U0001f600"),
    ("one\r\ntwo", "one\ntwo"),
    ("one\rtwo", "one\rtwo"),
    ("Łódź", "Łódź"),
    ("١٢", "١٢"),
]


@pytest.mark.parametrize(("value", "expected"), TEXTS)
def test_text(value, expected):
    assert clean(value) == expected
    assert text({"q": value}, "q") == expected


def test_clean_text_can_be_written_as_utf_8_and_has_no_nul():
    cleaned = clean("\0\ud800x\udfff\0")
    assert cleaned.encode()
    assert "\0" not in cleaned


@pytest.mark.parametrize(
    "value", ["x" * 5_000, " " + "x" * 5_000, "\0" * 400 + "x" * 5_000, "\r\n" * 200 + "x" * 5_000]
)
def test_long_text_is_cut(value):
    assert len(clean(value)) <= 500
    assert len(clean(value, 3)) <= 3
    assert "x" in clean(value)


def test_white_space_stays_where_it_has_a_meaning():
    assert clean("  [Page 3]\r\n\0", strip=False) == "  [Page 3]\n"
    assert text({"text": " a "}, "text", strip=False) == " a "


def test_a_line_has_single_spaces():
    assert line({"why": " as\r\n the   file\0 says "}, "why") == "as the file says"
    assert line({}, "why") == ""


def test_a_missing_parameter_is_its_default():
    assert text({}, "q") == ""
    assert text({}, "q", "all") == "all"
    assert text({"q": ""}, "q", "all") == ""
    assert number({}, "page", 1) == 1


NUMBERS = ["0", "7", "007", " 12 ", str(LARGEST_NUMBER)]
NO_NUMBERS = [
    "",
    " ",
    "x",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "1_000",
    "1 000",
    "0x10",
    "٣",
    "²",
    "1²",
    "１２",
    "1\0",
    "\ud800",
    "9" * 5_000,
    str(LARGEST_NUMBER + 1),
]


@pytest.mark.parametrize("value", NUMBERS)
def test_numbers(value):
    assert as_number(value, -1) == int(value)
    assert number({"n": value}, "n", -1) == int(value)


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_is_the_default(value):
    assert as_number(value) == 0
    assert as_number(value, 42) == 42
    assert number({"n": value}, "n", 42) == 42


def test_a_number_above_the_largest_one_is_the_default():
    assert as_number("9999", largest=9999) == 9999
    assert as_number("10000", largest=9999) == 0
    assert number({"year": "10000"}, "year", 1944, largest=9999) == 1944


def test_several_numbers_leave_out_what_is_none():
    assert numbers(["3", *NO_NUMBERS, "5"]) == [3, 5]
    assert numbers("4,x,,2".split(",")) == [4, 2]
    assert numbers([]) == []


def test_of_several_numbers_only_so_many_are_read():
    assert numbers(["1", "x", "2", "3"], most=3) == [1, 2]
