"""Papers by day, month and year. A paper is listed under a day only if its date is that day.

A paper whose date is a span ("March 1948", "5–7 March") or open at one end is listed beside the days that it may be of, never among
them, and on the page of the shortest period that includes it.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.urls import reverse

from archive.models import Document, SearchCount

#: How many days a span may extend past a period to be listed there; longer ones are listed with the longer period.
_REACH = {"day": 31, "month": 92, "year": 5 * 366}


@lru_cache(maxsize=10_000)
def _address(unit: str, first: date) -> str:
    # A chart has an address for each of its bars, and making one takes longer than drawing the bar.
    parts = [f"{first.year:04d}", f"{first.month:02d}", f"{first.day:02d}"]
    return reverse(f"archive:chronology_{unit}", args=parts[: {"year": 1, "month": 2, "day": 3}[unit]])


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month or a year of the calendar."""

    unit: str
    first: date
    last: date

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> Period:
        """Return the period of these numbers. Raises ``ValueError`` if the calendar has none."""
        first = date(year, month or 1, day or 1)
        if day:
            return cls("day", first, first)
        if month:
            return cls("month", first, date(year, month, calendar.monthrange(year, month)[1]))
        return cls("year", first, date(year, 12, 31))

    @property
    def url(self) -> str:
        """The address of its page."""
        return _address(self.unit, self.first)

    @property
    def hours_url(self) -> str:
        """The address of a day hour by hour."""
        return f"{self.url}hours/"

    def around(self, day: date) -> Period:
        """Return the period of the same unit that includes a day."""
        numbers = {"year": (day.year,), "month": (day.year, day.month), "day": (day.year, day.month, day.day)}
        return Period.of(*numbers[self.unit])

    def months(self) -> Iterator[Period]:
        """Yield the months of a year."""
        return (Period.of(self.first.year, month) for month in range(1, 13))


def years() -> list[tuple[int, int]]:
    """Return (year, papers) from the first year to the last; a paper that may be of several years counts in each."""
    rows = SearchCount.objects.filter(facet="year", count__gt=0).order_by("value").values_list("value", "count")
    return [(int(value), count) for value, count in rows]


def exact() -> QuerySet[Document]:
    """Return the public papers whose date is one day."""
    return Document.objects.public().filter(date_latest=F("date_earliest"))


def of_period(period: Period) -> QuerySet[Document]:
    """Return the papers of exactly one day in the period, in order."""
    inside = exact().filter(date_earliest__gte=period.first, date_earliest__lte=period.last)
    return inside.order_by("date_earliest", "volume", "position", "pk")


def days_of(period: Period) -> dict[date, int]:
    """Return how many papers there are of each day; days without papers are left out."""
    rows = of_period(period).order_by().values_list("date_earliest").annotate(papers=Count("pk"))
    return dict(rows)


def months_only(period: Period) -> dict[int, int]:
    """Return how many papers of a year are dated to a month and no day in it, by month."""
    rows = (
        _spans(period.first, period.last, period.first, period.last)
        .annotate(month=ExtractMonth("date_earliest"))
        .filter(month=ExtractMonth("date_latest"))
        .values_list("month")
        .annotate(papers=Count("pk"))
        .order_by()
    )
    return dict(rows)


def uncertain(period: Period) -> QuerySet[Document]:
    """Return the papers that may be of this period, but whose date is not one day in it.

    Those of one month are not listed with its year.
    """
    reach = timedelta(days=_REACH[period.unit])
    spans = _spans(_minus(period.first, reach), period.last, period.first, _plus(period.last, reach))
    if period.unit == "year":
        spans = spans.annotate(
            m1=ExtractMonth("date_earliest"), m2=ExtractMonth("date_latest"),
            y1=ExtractYear("date_earliest"), y2=ExtractYear("date_latest"),
        ).exclude(m1=F("m2"), y1=F("y2"))  # fmt: skip
    public = Document.objects.public()
    begun = public.filter(date_earliest__gte=period.first, date_earliest__lte=period.last, date_latest=None)
    ended = public.filter(date_earliest=None, date_latest__gte=period.first, date_latest__lte=period.last)
    # Three scans of an index are quick; one condition with OR would read every paper.
    found = [rows.order_by().values("pk") for rows in (spans, begun, ended)]
    return public.filter(pk__in=found[0].union(*found[1:], all=True)).order_by(
        F("date_earliest").asc(nulls_last=True), "date_latest", "pk"
    )


def undated() -> QuerySet[Document]:
    """Return the papers without any date."""
    return Document.objects.public().filter(date_earliest=None, date_latest=None).order_by("volume", "position", "pk")


def neighbours(period: Period) -> tuple[Period | None, Period | None]:
    """Return the nearest periods before and after with papers of exactly one day."""
    before = exact().filter(date_earliest__lt=period.first).order_by("-date_earliest")
    after = exact().filter(date_earliest__gt=period.last).order_by("date_earliest")
    days = [rows.values_list("date_earliest", flat=True).first() for rows in (before, after)]
    return tuple(period.around(day) if day else None for day in days)


def _spans(low: date, high: date, first: date, last: date) -> QuerySet[Document]:
    """Return the papers dated to a span that begins from ``low`` to ``high`` and ends from ``first`` to ``last``."""
    begins = Q(date_earliest__gte=low, date_earliest__lte=high)
    ends = Q(date_latest__gte=first, date_latest__lte=last)
    return Document.objects.public().filter(begins, ends, date_latest__gt=F("date_earliest"))


def _minus(day: date, span: timedelta) -> date:
    return day - span if day.toordinal() > span.days else date.min


def _plus(day: date, span: timedelta) -> date:
    return day + span if day.toordinal() + span.days <= date.max.toordinal() else date.max
