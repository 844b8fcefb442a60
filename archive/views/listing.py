"""Pages of a list: bounded, with one address each, and never an overflow in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from archive.views.redirects import Redirected
from archive.web import requests

#: No list is as long; what is greater would overflow in the database.
_MOST_PAGES = 10_000_000


@dataclass(frozen=True)
class Listing:
    """One page of a list that has ``total`` things in all, and ``last`` pages.

    ``parameter`` of the address has the page's number.
    """

    items: list[Any]
    number: int
    last: int
    total: int
    start: int
    query: QueryDict = field(repr=False)
    parameter: str = "page"

    def url_of(self, number: int) -> str:
        """Return the address of another page of the same list."""
        query = self.query.copy()
        query.pop(self.parameter, None)
        if number > 1:
            query[self.parameter] = str(number)
        return f"?{query.urlencode()}" if query else "."

    @property
    def previous_url(self) -> str:
        """The address of the page before, ``""`` on the first."""
        return self.url_of(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The address of the page after, ``""`` on the last."""
        return self.url_of(self.number + 1) if self.number < self.last else ""


def listing(
    request: HttpRequest, rows: QuerySet, size: int, count: Callable[[], int] | None = None, parameter: str = "page"
) -> Listing:
    """Return the requested page of ``rows``. Raises ``BadRequest``, or :class:`Redirected` past the end."""
    page = listing_of(request, count() if count else rows.order_by().count(), size, parameter)
    return replace(page, items=list(rows[page.start - 1 : page.start - 1 + size]))


def listing_of(request: HttpRequest, total: int, size: int, parameter: str = "page") -> Listing:
    """Return the requested page of ``total`` things that the caller has himself, without items. Raises as :func:`listing` does."""
    number = _page_number(request, parameter)
    last = max(-(-total // size), 1)
    page = Listing([], number, last, total, (number - 1) * size + 1, request.GET, parameter)
    if number > last:
        raise Redirected(request.path + page.url_of(last).lstrip("."))
    return page


def _page_number(request: HttpRequest, parameter: str) -> int:
    """Return the number of the requested page, from 1. Raises ``BadRequest`` for what is none."""
    number = requests.as_number(request.GET.get(parameter, "1"), 0, _MOST_PAGES)
    if not number:
        raise BadRequest(_("Pages are numbered from 1."))
    return number
