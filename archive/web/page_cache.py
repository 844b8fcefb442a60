"""Cache pages in memory as long as nothing in the database has changed: exactly, whoever writes, on both databases.

Both databases can tell cheaply whether anything was committed since the last query. SQLite counts the commits of other connections
(``PRAGMA data_version``) and the rows that this connection changed; PostgreSQL's snapshot names the next transaction, and a
transaction gets a number only when it writes. A process counts generations: a connection that sees a change begins a new one, and a
page is valid only in the generation in which its making began. So a page is never older than the last commit before its request.

Only what is the same for everybody is cached: responses of 200 to a GET without a cookie that set none themselves.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_from_request

_LARGEST_PAGE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """A cached response: its generation, content and headers."""

    generation: int
    content: bytes
    headers: tuple[tuple[str, str], ...]


class Pages:
    """The cached pages of a process, shared by its threads. The least recently read are dropped first."""

    def __init__(self, limit: int) -> None:
        """``limit`` is in bytes of content."""
        self._limit = limit
        self._size = 0
        self._generation = 0
        self._pages: OrderedDict[tuple, Page] = OrderedDict()
        self._lock = threading.Lock()
        self._seen = threading.local()

    def generation(self) -> int:
        """Return the present generation, after checking whether anything in the database has changed."""
        mark = _mark()
        with self._lock:
            if getattr(self._seen, "mark", None) != mark:
                self._seen.mark = mark
                self._generation += 1
                self._pages.clear()
                self._size = 0
            return self._generation

    def get(self, key: tuple, generation: int) -> Page | None:
        """Return the page, if it is of this generation."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.generation != generation:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: tuple, page: Page) -> None:
        """Cache a page, unless its generation is over."""
        with self._lock:
            if page.generation != self._generation:
                return
            if replaced := self._pages.pop(key, None):
                self._size -= len(replaced.content)
            self._pages[key] = page
            self._size += len(page.content)
            while self._size > self._limit:
                _, gone = self._pages.popitem(last=False)
                self._size -= len(gone.content)


def _mark() -> tuple:
    """Return a value that differs as soon as anything was committed that this connection can see."""
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "sqlite":
        # The connection itself is part of the mark: another one has counts of its own.
        return raw, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return (cursor.fetchone()[0],)


class PageCache:
    """Middleware that responds from the cache. It is inside compression and the security headers, and outside everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = Pages(settings.PAGE_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or request.COOKIES or not settings.PAGE_CACHE_BYTES or connection.in_atomic_block:
            return self.get_response(request)
        generation = self.pages.generation()
        key = (
            request.get_host(),
            request.is_secure(),
            request.get_full_path(),
            # Browsers name languages in many ways; a page is the same for all that get the same language.
            get_language_from_request(request),
        )
        if page := self.pages.get(key, generation):
            cached = HttpResponse(page.content, headers=dict(page.headers))
            return (
                get_conditional_response(request, cached.get("ETag"), response=cached) if "ETag" in cached else cached
            )
        response = self.get_response(request)
        if (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and len(response.content) <= _LARGEST_PAGE
        ):
            self.pages.put(key, Page(generation, response.content, tuple(response.items())))
        return response
