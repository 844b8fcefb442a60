"""All the papers of a list that a page shows in part: what "all of them" means on the page of an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from archive import search
from archive.browsing import chronology, contents, file_page
from archive.browsing.chronology import Period
from archive.browsing.kept_selections import MOST_PAPERS
from archive.filters import by_date
from archive.models import Division, Document, public
from archive.references import threads
from archive.search import Filters
from archive.search.matches import all_matches
from archive.sql.batches import batches
from archive.views.papers import public_paper
from archive.views.volumes import public_volume
from archive.web import requests

_CHUNK = 500


def slugs_of_list(address: str) -> list[str]:
    """Return the slugs of the papers of the list at an address, in its order, and one more than a selection may have at most.

    Raises ``Http404`` if there is no such page, ``BadRequest`` if it has no such list.
    """
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404 as error:
        raise Http404 from error
    find = _LISTS.get(match.view_name.removeprefix("archive:"))
    if find is None:
        raise BadRequest(_("That page has no list of papers."))
    return list(islice(find(QueryDict(parts.query), **match.kwargs), MOST_PAPERS + 1))


def _search(query: QueryDict) -> Iterable[str]:
    typed = search.understand(requests.text(query, "q", longest=2000))
    for ids in all_matches(typed, Filters.from_query(query), _CHUNK):
        slugs = dict(Document.objects.public().filter(pk__in=ids).order_by().values_list("pk", "slug"))
        yield from (slugs[pk] for pk in ids if pk in slugs)


def _file(query: QueryDict, scheme: str, slug: str) -> Iterable[str]:
    return _slugs(by_date(file_page.papers_in(get_object_or_404(public.files(), scheme=scheme, slug=slug))))


def _volume(query: QueryDict, slug: str) -> Iterable[str]:
    return _slugs(contents.papers_in(public_volume(slug)))


def _division(query: QueryDict, slug: str, division: str) -> Iterable[str]:
    return _slugs(contents.papers_under(get_object_or_404(Division, volume=public_volume(slug), source_id=division)))


def _period(query: QueryDict, **numbers: str) -> Iterable[str]:
    try:
        period = Period.of(*(int(numbers[unit]) for unit in ("year", "month", "day") if unit in numbers))
    except ValueError as error:
        raise Http404 from error
    return _slugs(chronology.of_period(period))


def _thread(query: QueryDict, slug: str) -> Iterable[str]:
    found = threads.thread(public_paper(Document.objects.for_list().select_related("text"), slug))
    return [entry.document.slug for entry in found.papers]


def _slugs(rows) -> Iterable[str]:
    ids = rows.values_list("pk", flat=True)[: MOST_PAPERS + 1]
    for chunk in batches(ids.iterator(), _CHUNK):
        slugs = dict(Document.objects.public().filter(pk__in=chunk).order_by().values_list("pk", "slug"))
        yield from (slugs[pk] for pk in chunk if pk in slugs)


_LISTS: dict[str, Callable[..., Iterable[str]]] = {
    "search": _search, "file": _file, "volume": _volume, "division": _division, "thread": _thread,
    "chronology_year": _period, "chronology_month": _period, "chronology_day": _period,
}  # fmt: skip
