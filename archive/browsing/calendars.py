"""Calendars as tables: weeks of days, each with its number of papers and a shade for it."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from archive.browsing.chronology import Period

#: The least numbers of papers for each shade; a shade never shows more than the number beside it.
HEAT = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class Day:
    """A cell: a day with its papers. A cell of another month is None."""

    date: date
    papers: int
    url: str

    @property
    def heat(self) -> int:
        """The shade, from 0 (no papers) to 5."""
        return sum(self.papers >= least for least in HEAT)


@dataclass(frozen=True, slots=True)
class Month:
    """A month's table. ``only`` counts the papers dated to the month and no day in it."""

    period: Period
    weeks: list[list[Day | None]]
    papers: int
    only: int = 0


def month_of(period: Period, counts: Mapping[date, int], only: int = 0) -> Month:
    """Return the table of a month, with weeks that begin on Monday."""
    first = period.first
    weeks = [
        [_day(first, number, counts) if number else None for number in week]
        for week in calendar.Calendar(0).monthdayscalendar(first.year, first.month)
    ]
    papers = sum(day.papers for week in weeks for day in week if day)
    return Month(period, weeks, papers, only)


def _day(first: date, number: int, counts: Mapping[date, int]) -> Day:
    day = first.replace(day=number)
    papers = counts.get(day, 0)
    return Day(day, papers, Period.of(day.year, day.month, day.day).url if papers else "")
