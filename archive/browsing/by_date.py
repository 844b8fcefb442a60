"""Papers found by a day, some days or a month, typed alone: "1948-08-23", "August 23, 1948", "31.12.1950", "Dec 1950"."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.browsing.destinations import Destination
from archive.dating import read_days
from archive.models import Document
from archive.web.words import day_in_words

#: A year is a word to search for; what is longer than a month is a question for the filters.
_MOST_DAYS = 31
_MOST = 20


def by_date(typed: str) -> Destination | None:
    """Return the papers of a typed day or month, and the nearest ones where there is none. Two queries, each answered by an index."""
    if not re.search(r"\d{4}", typed):
        return None
    days = read_days(typed)
    if days is None or (days[1] - days[0]).days > _MOST_DAYS:
        return None
    first, last = days
    dated = Document.objects.public().for_lines()
    papers = list(
        dated.filter(date_earliest__range=days, date_latest__lte=last).order_by("date_earliest", "pk")[: _MOST + 1]
    )
    query = urlencode({"since": first.isoformat(), "until": last.isoformat()})
    return Destination(
        _in_words(first, last),
        kind="date",
        papers=tuple(papers[:_MOST]),
        more=len(papers) > _MOST,
        list_url=f"{reverse('archive:search')}?{query}",
        near=() if papers else tuple(_nearest(dated, first, last)),
        near_words="" if papers else _("No paper here is of this date. Nearest before and after:"),
    )


def _nearest(dated: QuerySet[Document], first: date, last: date) -> list[Document]:
    before = dated.filter(date_latest__lt=first, date_earliest__lt=first).order_by("-date_earliest", "-pk")[:1]
    after = dated.filter(date_earliest__gt=last).order_by("date_earliest", "pk")[:1]
    return [*before, *after]


def _in_words(first: date, last: date) -> str:
    if first == last:
        return day_in_words(first)
    if first.day == 1 and (last.month, last.year) == (first.month, first.year) and last.day >= 28:
        return day_in_words(first, "F Y")
    return f"{day_in_words(first)} – {day_in_words(last)}"
