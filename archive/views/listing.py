"""Pages of a list: bounded, with one address each, and never an overflow in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from archive.views.redirects import Redirected
from archive.web import requests

#: After this many pages a reader narrows the list instead; deep offsets are what crawlers bring servers down with.
DEEPEST_PAGE = 100
#: A count above this is shown as "more than".
COUNTED = 10_000


@dataclass(frozen=True)
class Listing:
    """One page of a list. ``total`` is a count up to :data:`COUNTED`; ``more`` is true if there are more than that."""

    items: list[Any]
    number: int
    last: int
    total: int
    more: bool
    start: int
    query: QueryDict = field(repr=False)

    def url_of(self, number: int) -> str:
        """Return the address of another page of the same list."""
        query = self.query.copy()
        query.pop("page", None)
        if number > 1:
            query["page"] = str(number)
        return f"?{query.urlencode()}" if query else "."

    @property
    def previous_url(self) -> str:
        """The address of the page before, ``""`` on the first."""
        return self.url_of(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The address of the page after, ``""`` on the last."""
        return self.url_of(self.number + 1) if self.number < self.last else ""

    @property
    def cut_short(self) -> bool:
        """Whether there is more than the reader can turn to."""
        return self.last == DEEPEST_PAGE


def listing(request: HttpRequest, rows: QuerySet, size: int, count: Callable[[], int] | None = None) -> Listing:
    """Return the requested page of ``rows``. Raises ``BadRequest``, or :class:`Redirected` past the end."""
    number = page_number(request)
    total = count() if count else rows.order_by()[: COUNTED + 1].count()
    last = min(max(-(-total // size), 1), DEEPEST_PAGE)
    found = Listing([], number, last, min(total, COUNTED), total > COUNTED, (number - 1) * size + 1, request.GET)
    if number > last:
        raise Redirected(request.path + found.url_of(last).lstrip("."))
    items = list(rows[(number - 1) * size : number * size])
    return Listing(items, number, last, found.total, found.more, found.start, request.GET)


def listing_of(request: HttpRequest, total: int, size: int) -> Listing:
    """Return the requested page of ``total`` things that the caller has himself, without items. Raises as :func:`listing` does."""
    number = page_number(request)
    last = min(max(-(-total // size), 1), DEEPEST_PAGE)
    found = Listing([], number, last, total, False, (number - 1) * size + 1, request.GET)
    if number > last:
        raise Redirected(request.path + found.url_of(last).lstrip("."))
    return found


def page_number(request: HttpRequest) -> int:
    """Return the number of the requested page, from 1. Raises ``BadRequest`` for what is none."""
    number = requests.as_number(request.GET.get("page", "1"), 0, DEEPEST_PAGE)
    if not number:
        raise BadRequest(
            _("Pages are numbered from 1 to %(last)s. To see more, narrow the list.") % {"last": DEEPEST_PAGE}
        )
    return number
