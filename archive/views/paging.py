"""Pages of a list: bounded, with one address each, and never an overflow in the database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

#: Beyond this many pages a reader narrows the list instead; deep offsets are what crawlers kill servers with.
DEEPEST_PAGE = 100
#: More than this is said as "more than".
COUNTED = 10_000


class Elsewhere(Exception):
    """The page asked for has another address: ``url``."""

    def __init__(self, url: str):
        super().__init__(url)
        self.url = url


@dataclass(frozen=True)
class Listing:
    """One page of a list. ``total`` is a count up to :data:`COUNTED`; ``more`` says that there are more than that."""

    items: list[Any]
    number: int
    last: int
    total: int
    more: bool
    start: int
    query: QueryDict = field(repr=False)

    def url_of(self, number: int) -> str:
        """The address of another page of the same list."""
        query = self.query.copy()
        query.pop("page", None)
        if number > 1:
            query["page"] = str(number)
        return f"?{query.urlencode()}" if query else "."

    @property
    def previous_url(self) -> str:
        return self.url_of(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url_of(self.number + 1) if self.number < self.last else ""

    @property
    def cut_short(self) -> bool:
        """Whether there is more than can be turned to."""
        return self.last == DEEPEST_PAGE


def listing(request: HttpRequest, rows: QuerySet, size: int, count: Callable[[], int] | None = None) -> Listing:
    """The page of ``rows`` that the request asks for. Raises ``BadRequest``, or :class:`Elsewhere` past the end."""
    number = page_number(request)
    total = count() if count else rows.order_by()[: COUNTED + 1].count()
    last = min(max(-(-total // size), 1), DEEPEST_PAGE)
    found = Listing([], number, last, min(total, COUNTED), total > COUNTED, (number - 1) * size + 1, request.GET)
    if number > last:
        raise Elsewhere(request.path + found.url_of(last).lstrip("."))
    items = list(rows[(number - 1) * size : number * size])
    return Listing(items, number, last, found.total, found.more, found.start, request.GET)


def page_number(request: HttpRequest) -> int:
    """The page asked for, from 1. Raises ``BadRequest`` for what is none."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= DEEPEST_PAGE):
        raise BadRequest(f"Pages are numbered from 1 to {DEEPEST_PAGE}. To see more, narrow the list.")
    return int(text)


def canonical(request: HttpRequest, known: tuple[str, ...]) -> str:
    """The one address of this page: known parameters in their order, none empty, none twice; ``""`` if it is that."""
    query = QueryDict(mutable=True)
    for name in (*known, "page"):
        value = request.GET.get(name, "").strip()
        if value and not (name == "page" and value == "1"):
            query[name] = value
    if query.urlencode() == request.GET.urlencode():
        return ""
    return request.path + (f"?{query.urlencode()}" if query else "")
