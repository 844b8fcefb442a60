"""Dates in words, in each style."""

import pytest

from archive.dating import MONTH_ABBREVIATIONS, MONTH_NUMBERS, MONTHS, SHORT_MONTHS, in_words, parse_edtf, read_date
from archive.exports.citing import date_words
from archive.records import DateRecord


def record(edtf, earliest, latest):
    return DateRecord(earliest=earliest, latest=latest, edtf=edtf)


@pytest.mark.parametrize(
    ("read", "english", "american", "day_first"),
    [
        (record("1944-03-26", "1944-03-26", "1944-03-26"), "26 March 1944", "March 26, 1944", "26 Mar. 1944"),
        (record("1944-09", "1944-09-01", "1944-09-30"), "September 1944", "September 1944", "Sept. 1944"),
        (record("1944", "1944-01-01", "1944-12-31"), "1944", "1944", "1944"),
        (record("1944/1945", "1944-01-01", "1945-12-31"), "1944–1945", "1944–1945", "1944–1945"),
        (record("", "1944-03-26", "1944-03-28"), "26–28 March 1944", "March 26–28, 1944", "26–28 Mar. 1944"),
        (
            record("", "1944-04-30", "1944-05-02"),
            "30 April – 2 May 1944",
            "April 30–May 2, 1944",
            "30 Apr. 1944–2 May 1944",
        ),
        (
            record("", "1944-12-30", "1945-01-02"),
            "30 December 1944 – 2 January 1945",
            "December 30, 1944–January 2, 1945",
            "30 Dec. 1944–2 Jan. 1945",
        ),
        (record("1944-03-26/..", "1944-03-26", ""), "on or after 26 March 1944", "on or after March 26, 1944", "on or after 26 Mar. 1944"),
        (
            record("../1944-03-26", "", "1944-03-26"),
            "on or before 26 March 1944",
            "on or before March 26, 1944",
            "on or before 26 Mar. 1944",
        ),
        (record("1944~", "1944-01-01", "1944-12-31"), "1944 (about)", "ca. 1944", "ca. 1944"),
        (record("1944?", "1944-01-01", "1944-12-31"), "1944 (uncertain)", "1944?", "1944?"),
        (record("1944%", "1944-01-01", "1944-12-31"), "1944 (about, uncertain)", "ca. 1944?", "ca. 1944?"),
        (record("", "", ""), "", "n.d.", "n.d."),
    ],
)  # fmt: skip
def test_one_date_in_every_style(read, english, american, day_first):
    assert in_words(read) == english
    assert date_words(read) == american
    assert date_words(read, "day-first") == day_first


@pytest.mark.parametrize("number", range(1, 13))
def test_what_is_written_is_read(number):
    first, last = parse_edtf(f"1944-{number:02}")
    for name in (MONTHS[number - 1], SHORT_MONTHS[number - 1]):
        assert MONTH_NUMBERS[name.lower().rstrip(".")] == number
        read = read_date(f"{name} 5, 1944")
        assert read.edtf == f"1944-{number:02}-05"
    assert read_date(f"{MONTHS[number - 1]} 1944").earliest == first.isoformat()
    assert read_date(f"{MONTHS[number - 1]} 1944").latest == last.isoformat()


def test_every_abbreviation_is_of_one_month():
    assert all(sum(month.startswith(short) for month in MONTHS) == 1 for short in MONTH_ABBREVIATIONS)
