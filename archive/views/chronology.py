"""The chronology: every paper under its day, hour by hour, and calendars of the days that have papers."""

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR

from archive.browsing import calendars, chronology
from archive.browsing.chronology import Period
from archive.browsing.day_book import MOST_PAPERS, day_book
from archive.views.decorators import public_page
from archive.views.listing import listing

#: A month with more papers than this shows its calendar only; each day has a page of its own.
_MOST_IN_MONTH = 400
_PAGE_SIZE = 100


@public_page()
def years(request):
    """All years, each with its number of papers."""
    counts = chronology.years()
    most = max((count for _, count in counts), default=0)
    decades: dict[int, list] = {}
    for year, count in counts:
        decades.setdefault(year // 10 * 10, []).append((Period.of(year), count, _share(count, most)))
    context = {"decades": list(decades.items()), "undated": chronology.undated().count()}
    return render(request, "archive/chronology/years.html", context)


@public_page()
def undated(request):
    """Papers without any date."""
    rows = chronology.undated().for_list()
    return render(request, "archive/chronology/undated.html", {"listing": listing(request, rows, 25)})


@public_page("uncertain")
def year(request, year):
    """A calendar of the year, and the papers dated to the year and no month in it."""
    period = _period(year)
    counts, only = chronology.days_of(period), chronology.months_only(period)
    months = [calendars.month_of(month, counts, only.get(month.first.month, 0)) for month in period.months()]
    context = {
        "months": months,
        "empty": [month for month in months if not month.papers and not month.only],
        "papers": sum(counts.values()),
        "days": len(counts),
        "legend": _legend(),
        **_around(request, period),
    }
    return render(request, "archive/chronology/year.html", context)


@public_page("uncertain")
def month(request, year, month):
    """A calendar of the month, and its papers day by day."""
    period = _period(year, month)
    table = calendars.month_of(period, chronology.days_of(period))
    context = {"month": table, "papers": table.papers, "days": [], **_around(request, period)}
    if table.papers <= _MOST_IN_MONTH:
        context["days"] = _by_day(chronology.of_period(period).select_related("volume"))
    return render(request, "archive/chronology/month.html", context)


@public_page("uncertain")
def day(request, year, month, day):
    """The papers of a day, and those that may be of it."""
    period = _period(year, month, day)
    rows = chronology.of_period(period).for_list()
    context = {
        "listing": listing(request, rows, _PAGE_SIZE),
        "month": Period.of(int(year), int(month)),
        **_around(request, period),
    }
    return render(request, "archive/chronology/day.html", context)


@public_page()
def hours(request, year, month, day):
    """A day hour by hour, with a column for each post, and the answers of the day and to it."""
    period = _period(year, month, day)
    before, after = chronology.neighbours(period)
    context = {
        "book": day_book(period.first),
        "month": Period.of(int(year), int(month)),
        "most": MOST_PAPERS,
        "period": period,
        "previous": before,
        "next": after,
    }
    return render(request, "archive/chronology/hours.html", context)


def _period(*numbers: str) -> Period:
    try:
        return Period.of(*map(int, numbers))
    except ValueError as error:
        raise Http404 from error


def _around(request: HttpRequest, period: Period) -> dict:
    before, after = chronology.neighbours(period)
    return {
        "period": period,
        "previous": before,
        "next": after,
        "uncertain": listing(request, chronology.uncertain(period).for_list(), _PAGE_SIZE, parameter="uncertain"),
        "weekdays": [(WEEKDAYS_ABBR[number], WEEKDAYS[number]) for number in range(7)],
    }


def _by_day(rows) -> list[tuple]:
    days: dict = {}
    for document in rows:
        days.setdefault(document.date_earliest, []).append(document)
    return [(Period.of(day.year, day.month, day.day), papers) for day, papers in days.items()]


def _legend() -> list[tuple[int, str]]:
    """Return each shade with the numbers that it means."""
    ends = [least - 1 for least in calendars.HEAT[1:]]
    spans = [f"{least}" if end == least else f"{least}–{end}" for least, end in zip(calendars.HEAT, ends, strict=False)]
    return list(enumerate([*spans, f"{calendars.HEAT[-1]}+"], 1))


def _share(count: int, most: int) -> int:
    """Return a share from 1 to 20, for the height of a bar."""
    return 1 + 19 * count // most if most else 0
