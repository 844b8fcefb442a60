"""Calendars as tables: weeks of days, each with how many papers are of it and how warm that is."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from archive.browsing.chronology import Period

#: From how many papers a day on is warmer; the shade never says more than the number that stands with it.
HEAT = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class Day:
    """A cell: a day with its papers, or None for a cell of another month."""

    date: date
    papers: int
    url: str

    @property
    def heat(self) -> int:
        """From 0 (no papers) to 5."""
        return sum(self.papers >= least for least in HEAT)


@dataclass(frozen=True, slots=True)
class Month:
    """A month's table; ``only`` is how many papers are known to the month and no nearer."""

    period: Period
    weeks: list[list[Day | None]]
    papers: int
    only: int = 0


def month_of(period: Period, counts: Mapping[date, int], only: int = 0) -> Month:
    """The table of a month, weeks beginning on Monday."""
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
