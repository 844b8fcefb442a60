"""Days as people type them, to ask for papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dating import read_days


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("1944", "1944-01-01", "1944-12-31"),
        ("1944-06", "1944-06-01", "1944-06-30"),
        ("1944-6-3", "1944-06-03", "1944-06-03"),
        ("19440630", "1944-06-30", "1944-06-30"),
        ("1948-08-23", "1948-08-23", "1948-08-23"),
        ("August 23, 1948", "1948-08-23", "1948-08-23"),
        ("Monday, August 23, 1948", "1948-08-23", "1948-08-23"),
        ("23 August 1948", "1948-08-23", "1948-08-23"),
        ("Aug. 23, 1948.", "1948-08-23", "1948-08-23"),
        ("23rd of August 1948", "1948-08-23", "1948-08-23"),
        ("23. August 1948", "1948-08-23", "1948-08-23"),
        ("31.12.1950", "1950-12-31", "1950-12-31"),
        ("13/4/1944", "1944-04-13", "1944-04-13"),
        ("4/13/1944", "1944-04-13", "1944-04-13"),
        ("Dec 1950", "1950-12-01", "1950-12-31"),
        ("August 23-25, 1948", "1948-08-23", "1948-08-25"),
        ("1948–49", "1948-01-01", "1949-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_what_is_a_date(typed, first, last):
    days = read_days(typed)
    assert days
    assert tuple(day.isoformat() for day in days) == (first, last)


@pytest.mark.parametrize(
    "typed",
    [
        "", "soon", "12", "0000", "1950-02-30", "31.11.1950", "1950-13", "3/4/1944", "August 23", "oil 1948", "1948 oil",
        "on 3 oranges, May 1948", "undated", "before 1948", "1" * 500, "1944-06-30T10:00",
    ],
)  # fmt: skip
def test_what_is_none(typed):
    assert read_days(typed) is None


@given(st.text(max_size=80) | st.from_regex(r"[0-9./ –-]{0,20}(May|Dec\.|1948)?[0-9,. ]{0,10}", fullmatch=True))
def test_nothing_typed_ever_raises(typed):
    days = read_days(typed)
    assert days is None or days[0] <= days[1]
