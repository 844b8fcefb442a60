"""Charts with their words and their tables, from what the archive counts; :mod:`archive.pictures` draws them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from archive import pictures, search
from archive.browsing.chronology import Period
from archive.browsing.relations import MENTIONED, Tenure
from archive.models import Office
from archive.search import Filters, Query
from archive.web.words import day_in_words

_MOST_SPANS = 24
_LONGEST_GAP = 60
_FEW_YEARS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a chart's table: words, and where they lead."""

    words: str
    url: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with the same numbers as a table; ``note`` is what a reader should know about them."""

    name: str
    title: str
    svg: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    note: str = ""
    legend: tuple[tuple[str, str], ...] = field(default=())


def papers_in_words(count: int) -> str:
    """Return for example "1,234 papers"."""
    return ngettext("%(shown)s paper", "%(shown)s papers", count) % {"shown": intcomma(count)}


def years(
    counts: Mapping[str, int],
    url: Callable[[str], str],
    *,
    chosen: tuple[str, ...] = (),
    name: str = "years",
    title: str = "",
) -> Chart | None:
    """Return the chart of papers by year, ``None`` if no paper has one. A page's charts have different names."""
    filled = _filled(counts)
    if not filled:
        return None
    bars = [
        pictures.Bar(year, n, f"{year}: {papers_in_words(n)}", url(year) if n else "", chosen=year in chosen)
        for year, n in filled
    ]
    title = title or _("Papers by year")
    svg = pictures.timeline(bars, name=name, title=title, description=_described(filled))
    rows = [(Cell(year, url(year)), Cell(intcomma(n), number=True)) for year, n in filled if n]
    return Chart(name, title, svg, (_("Year"), _("Papers")), rows)


def mentions(counts: Mapping[str, int], slug: str) -> Chart | None:
    """Return how many papers of each year mention a person, ``None`` if all with a year are of one."""
    if len([year for year, n in counts.items() if n]) < 2:
        return None

    def url(year: str) -> str:
        return search_url((MENTIONED, slug), ("year", year))

    return years(counts, url, name="mentions", title=_("Papers that mention this person"))


def by_date(query: Query, filters: Filters, counts: Mapping[str, int], url: Callable[[str], str]) -> Chart | None:
    """Return when the papers that match were written: by year, or by month or day if they are of few years."""
    known = [int(year) for year, n in counts.items() if n]
    if known and max(known) - min(known) < _FEW_YEARS:
        return over_time(search.count_days(query, filters))
    return years(counts, url, chosen=filters.selected("year"))


def letters(
    sent: Mapping[str, int],
    received: Mapping[str, int],
    sent_days: Mapping[date, int],
    received_days: Mapping[date, int],
) -> Chart | None:
    """Return how many papers somebody sent (up) and received (down) each year, or each month of few years; ``None`` if none has a year."""
    both = _filled(Counter(sent) + Counter(received))
    if not both:
        return None
    if int(both[-1][0]) - int(both[0][0]) < _FEW_YEARS:
        bars = pictures.histogram(
            sent_days,
            others=received_days,
            label=_label,
            words=lambda day, unit, up, down: _both_ways(_step(day, unit), up, down),
        )
        note = _("Papers without an exact day are not in this chart.")
    else:
        steps = [(year, sent.get(year, 0), received.get(year, 0)) for year, _n in both]
        bars = [pictures.Bar(year, up, _both_ways(year, up, down), other=down) for year, up, down in steps]
        note = ""
    if len(bars) < 2:
        return None
    title = _("Letters sent and received")
    description = _described([(bar.label, bar.count + bar.other) for bar in bars])
    svg = pictures.timeline(bars, name="letters", title=title, description=description)
    rows = [
        (
            Cell(bar.words.rpartition(":")[0]),
            Cell(intcomma(bar.count), number=True),
            Cell(intcomma(bar.other), number=True),
        )
        for bar in bars
        if bar.count or bar.other
    ]
    legend = (("bar-up", _("sent")), ("bar-down", _("received")))
    return Chart("letters", title, svg, (_("When"), _("Sent"), _("Received")), rows, note, legend)


def _both_ways(when: str, up: int, down: int) -> str:
    return _("%(when)s: %(sent)s sent, %(received)s received") % {
        "when": when, "sent": intcomma(up), "received": intcomma(down),
    }  # fmt: skip


def _label(day: date, unit: str) -> str:
    return {"day": date_format(day, pgettext("date format of an axis", "j M")), "month": f"{day:%m}/{day.year}"}.get(
        unit, f"{day.year}"
    )


def over_time(counts: Mapping[date, int]) -> Chart | None:
    """Return papers of certain days by day, month or year, whichever shows them best."""
    if not counts:
        return None
    bars = pictures.histogram(
        counts,
        label=_label,
        words=lambda day, unit, n, _other: f"{_step(day, unit)}: {papers_in_words(n)}",
        url=lambda day, unit: _period(day, unit).url,
    )
    unit = pictures.unit_for(min(counts), max(counts))
    title = {"day": _("Papers by day"), "month": _("Papers by month"), "year": _("Papers by year")}[unit]
    description = _("From %(first)s to %(last)s, %(papers)s.") % {
        "first": _step(min(counts), "day"), "last": _step(max(counts), "day"), "papers": papers_in_words(sum(counts.values())),
    }  # fmt: skip
    svg = pictures.timeline(bars, name="life", title=title, description=description)
    rows = [
        (Cell(bar.words.rpartition(":")[0], bar.url), Cell(intcomma(bar.count), number=True))
        for bar in bars
        if bar.count
    ]
    return Chart(
        "life", title, svg, (_("Date"), _("Papers")), rows, _("Papers without an exact day are not in this chart.")
    )


def holders(stated: list[Tenure], seen: list[Tenure], kind: str) -> Chart | None:
    """Return who held an office when (``kind`` "office"), or which offices a person held ("person"); ``None`` if no day is known."""
    rows = []
    for tenure in [*stated, *seen]:
        first, last = tenure.first or tenure.last, tenure.last or tenure.first
        if first:
            one = tenure.person if kind == "office" else tenure.office
            words = f"{one}: {_between(first, last)}"
            rows.append(pictures.Span(one.name, first, last, words, one.get_absolute_url(), bool(tenure.source)))
    if not rows:
        return None
    rows = sorted(rows[:_MOST_SPANS], key=lambda row: (row.first, row.name))
    title = _("Who wrote and received as this office, when") if kind == "office" else _("Offices, over time")
    description = _between(min(row.first for row in rows), max(row.last for row in rows))
    svg = pictures.spans(rows, name="tenures", title=title, description=description)
    legend = (("span-stated", _("according to a record")), ("span-seen", _("from first to last paper")))
    return Chart("tenures", title, svg, (), [], legend=legend)


def offices_in_time(presence: list[tuple[Office, date, date]]) -> Chart | None:
    """Return from when to when the offices of a mission or a place wrote and received; ``None`` for fewer than two."""
    if len(presence) < 2:
        return None
    rows = [
        pictures.Span(office.name, first, last, f"{office}: {_between(first, last)}", office.get_absolute_url())
        for office, first, last in presence
    ]
    title = _("Offices, over time")
    description = _between(min(row.first for row in rows), max(row.last for row in rows))
    svg = pictures.spans(rows, name="offices-in-time", title=title, description=description)
    cells = [
        (Cell(office.name, office.get_absolute_url()), Cell(_step(first, "day")), Cell(_step(last, "day")))
        for office, first, last in presence
    ]
    columns = (_("Office"), _("First paper"), _("Last paper"))
    return Chart(
        "offices-in-time", title, svg, columns, cells, _("From the first to the last paper with an exact day.")
    )


def _filled(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return every year from the first to the last with its count; long gaps are left out, so that a bar stays wide enough to see."""
    known = sorted(int(year) for year, n in counts.items() if n)
    if not known:
        return []
    found: list[tuple[str, int]] = []
    for year, following in zip(known, [*known[1:], known[-1]], strict=True):
        found.append((f"{year:04d}", counts[f"{year:04d}"]))
        if following - year <= _LONGEST_GAP:
            found.extend((f"{gap:04d}", 0) for gap in range(year + 1, following))
    return found


def _described(filled: list[tuple[str, int]]) -> str:
    most = max(filled, key=lambda row: row[1])
    return _("From %(first)s to %(last)s; most in %(year)s, %(papers)s.") % {
        "first": filled[0][0], "last": filled[-1][0], "year": most[0], "papers": papers_in_words(most[1]),
    }  # fmt: skip


def _step(day: date, unit: str) -> str:
    return day_in_words(day, {"day": "j F Y", "month": "F Y", "year": "Y"}[unit])


def _between(first: date, last: date) -> str:
    return _step(first, "day") if first == last else f"{_step(first, 'day')} – {_step(last, 'day')}"


def _period(day: date, unit: str) -> Period:
    return Period.of(*(day.year, day.month, day.day)[: {"year": 1, "month": 2, "day": 3}[unit]])


def search_url(*pairs: tuple[str, str], text: str = "") -> str:
    """Return the address of a search with these words and values of facets."""
    filters = Filters()
    for name, value in pairs:
        if value not in filters.selected(name):
            filters = filters.plus(name, value)
    words = urlencode([("q", text)]) if text else ""
    return reverse("archive:search") + "?" + "&".join(part for part in (words, filters.to_query()) if part)
