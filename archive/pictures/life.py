"""Counts over a lifetime: days gathered into days, months or years, whichever shows them best, gaps included."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from archive.pictures.bars import Bar

_MOST_DAYS, _MOST_MONTHS = 62, 72


def unit_for(first: date, last: date) -> str:
    """Return ``"day"``, ``"month"`` or ``"year"``: the shortest step with no more bars than can be distinguished."""
    if (last - first).days < _MOST_DAYS:
        return "day"
    months = (last.year - first.year) * 12 + last.month - first.month
    return "month" if months < _MOST_MONTHS else "year"


def histogram(
    counts: Mapping[date, int],
    *,
    label: Callable[[date, str], str],
    words: Callable[[date, str, int, int], str],
    url: Callable[[date, str], str] = lambda day, unit: "",
    others: Mapping[date, int] | None = None,
) -> list[Bar]:
    """Return the bars of :func:`~archive.pictures.timeline` for the number of papers of each day.

    ``others`` is a second series. ``label``, ``words`` and ``url`` are called with the first day of a step and its unit (``words``
    also with its count and that of the second series).
    """
    days = [*counts, *(others or ())]
    if not days:
        return []
    first, last = min(days), max(days)
    unit = unit_for(first, last)
    up, down = _gathered(counts, unit), _gathered(others or {}, unit)
    bars = []
    for step in _steps(_start(first, unit), last, unit):
        one, other = up.get(step, 0), down.get(step, 0)
        bars.append(Bar(label(step, unit), one, words(step, unit, one, other), url(step, unit), other))
    return bars


def _gathered(counts: Mapping[date, int], unit: str) -> dict[date, int]:
    total: dict[date, int] = {}
    for day, count in counts.items():
        total[_start(day, unit)] = total.get(_start(day, unit), 0) + count
    return total


def _start(day: date, unit: str) -> date:
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]


def _steps(step: date, last: date, unit: str) -> Iterator[date]:
    if unit == "day":
        yield from (step + timedelta(days=number) for number in range((last - step).days + 1))
    else:
        months = range(step.month, 13) if unit == "month" else (1,)
        for year in range(step.year, last.year + 1):
            yield from (date(year, month, 1) for month in months if date(year, month, 1) <= last)
            months = range(1, 13) if unit == "month" else (1,)
