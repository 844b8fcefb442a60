"""Days as people type them, to ask for papers: "1944", "1944-06", "31.12.1950", "Dec 1950", "August 23, 1948"."""

from __future__ import annotations

import re
from datetime import date

from archive.dating.reading import read_with_form

#: What is typed for a date is a few words.
_LONGEST = 60
_IN_FIGURES = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?|(\d{4})(\d\d)(\d\d)", re.ASCII)
_BEFORE = re.compile(r"(?:on |(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )+", re.IGNORECASE)
#: Forms of dates that a reader asks for: not feasts, seasons, or the two days of a telegram that crossed the date line.
_FORMS = frozenset({"span", "days", "day", "figures", "months", "month", "year and month", "years", "year"})


def read_days(typed: str) -> tuple[date, date] | None:
    """Return the first and the last day of what was typed, ``None`` unless the whole of it is one date that can be meant.

    Figures that can be read in two ways ("3/4/1944") and days that no calendar has ("1950-02-30") are no date.
    """
    text = " ".join(typed[: 2 * _LONGEST].split()).strip(" ,.;")
    if len(text) > _LONGEST:
        return None
    text = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text
    if (match := _IN_FIGURES.fullmatch(text)) and (days := _in_figures(match)):
        return days
    found = read_with_form(text)
    if found is None or found.form not in _FORMS or found.is_ambiguous or (found.start, found.end) != (0, len(text)):
        return None
    earliest, latest = found.record.earliest, found.record.latest
    return (date.fromisoformat(earliest), date.fromisoformat(latest)) if earliest and latest else None


def _in_figures(match: re.Match[str]) -> tuple[date, date] | None:
    year, month, day = (int(match[part] or match[part + 3] or 0) for part in (1, 2, 3))
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        following = date(year, month + 1, 1) if month and month < 12 else date(year + 1, 1, 1)
    except ValueError:
        # The last year that has days has no following one.
        return (first, date.max) if year == date.max.year and not day and month in (0, 12) else None
    return first, date.fromordinal(following.toordinal() - 1)
