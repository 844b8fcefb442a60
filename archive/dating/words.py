"""Dates in words for people, in one style or another."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from archive.dating.months import MONTHS
from archive.records import DateRecord


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How dates are written: a day, a whole month, a span of days, an open end, and what qualifies them.

    ``since`` and ``until`` are patterns for the words of a day; ``marks`` are patterns for the words of a date by the sign that its EDTF
    ends with.
    """

    day: Callable[[date], str]
    month: Callable[[date], str]
    span: Callable[[date, date], str]
    since: str
    until: str
    marks: dict[str, str]


def in_words(record: DateRecord, style: DateStyle | None = None) -> str:
    """Return a date in words: "26 March 1944", "on or after 21 March 1944", "March 1944 (about)"; ``""`` if no day of it is known."""
    style = style or ENGLISH
    first, last = (date.fromisoformat(day) if day else None for day in (record.earliest, record.latest))
    if first and last:
        words = _span_in_words(first, last, style)
    elif first:
        words = style.since.format(style.day(first))
    elif last:
        words = style.until.format(style.day(last))
    else:
        return ""
    return style.marks.get(record.edtf[-1:], "{}").format(words)


def day_in_words(day: date) -> str:
    """Return a day in words: "26 March 1944"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _span_in_words(first: date, last: date, style: DateStyle) -> str:
    if first == last:
        return style.day(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month, first.day) == (last.year, last.month, 1) and _ends_month(last):
        return style.month(first)
    return style.span(first, last)


def _ends_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _days_in_words(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_in_words(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day_in_words(last)}"
    return f"{day_in_words(first)} – {day_in_words(last)}"


ENGLISH = DateStyle(
    day=day_in_words,
    month=lambda day: f"{MONTHS[day.month - 1]} {day.year}",
    span=_days_in_words,
    since="on or after {}",
    until="on or before {}",
    marks={"?": "{} (uncertain)", "~": "{} (about)", "%": "{} (about, uncertain)"},
)
