"""The minute of the day that a printed time names."""

import pytest

from archive.dating import Hour, hour_of


@pytest.mark.parametrize(
    ("printed", "clock"),
    [
        ("6 p. m.", "18:00"),
        ("12:23 a.m.", "00:23"),
        ("12:20 p.m.", "12:20"),
        ("Noon", "12:00"),
        ("12 noon", "12:00"),
        ("midnight", "24:00"),
        ("10: 08-10:35 a.m.", "10:08"),
        ("11:32 a.m.-12:05 p.m.", "11:32"),
        ("11:50–12:40 p.m.", "11:50"),
        ("1 to 2 p.m.", "13:00"),
        ("10 a.m. to noon", "10:00"),
        ("6:10 [p. m.]", "18:10"),
        ("5:30 p.m. EST", "17:30"),
        ("18:30", "18:30"),
        ("1530 hours", "15:30"),
        ("9.30 Uhr", "09:30"),
        ("9 h. 15", "09:15"),
        ("0:30", "00:30"),
    ],
)
def test_a_printed_time_begins_at_a_minute(printed, clock):
    hour, minute = map(int, clock.split(":"))
    assert hour_of(printed) == Hour(60 * hour + minute)


@pytest.mark.parametrize(("printed", "minutes"), [("0004Z", 4), ("2359Z", 1439), ("1530 GMT", 930), ("9:05 GMT", 545)])
def test_greenwich_time_says_so(printed, minutes):
    assert hour_of(printed) == Hour(minutes, greenwich=True)


@pytest.mark.parametrize(
    "printed", ["", "9:17", "6", "11–noon", "25:00", "7:75 p.m.", "30 p.m.", "2475Z", "in the evening"]
)
def test_a_time_that_is_left_open_is_none(printed):
    assert hour_of(printed) is None
