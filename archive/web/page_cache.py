"""Cache pages in memory as long as nothing in the database has changed: exactly, whoever writes, on both databases.

Both databases can tell cheaply whether anything was committed since the last query. SQLite counts the commits of other connections
(``PRAGMA data_version``) and the rows that this connection changed; PostgreSQL's snapshot names the next transaction, and a
transaction gets a number only when it writes; a replica says how much of the primary's log it has replayed. A process counts
generations: a connection that sees a change begins a new one, and a page is valid only in the generation in which its making
began. So a page is never older than the last commit before its request.

Pages say when their generation began (``Last-Modified``), so that browsers and robots can ask whether they have changed since. A page that
is made within the second in which its generation began says nothing: another generation could begin within the same second.

Only what is the same for everybody is cached: responses of 200 to a GET without a cookie that set none themselves.

An address that was read once so far can be any robot's; it never takes the place of pages that were read again. The limit counts all
that a page takes up: content, headers, address, and what Python needs for each.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from sys import getsizeof

from cachetools import LRUCache
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date, parse_http_date_safe
from django.utils.translation import get_language_from_request

from archive.web.tracing import route_of

_LARGEST_PAGE = 256 * 1024
#: No page of the archive has a longer address; who sends one gets a page made for them.
_LONGEST_ADDRESS = 500
#: Bytes for a place in the cache: a page's entries in dictionaries, its place in their order, and its size.
_PLACE = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A cached response: its generation, content and headers, and the name of its address."""

    generation: int
    content: bytes
    headers: tuple[tuple[str, str], ...]
    route: str = ""


@dataclass(frozen=True, slots=True)
class _Cached:
    """A page in the cache, and the bytes of memory that it takes up there."""

    page: Page
    size: int


class Pages:
    """The cached pages of a process, shared by its threads. Of those that were read once, and of those that were read again, the least
    recently read are dropped first.
    """

    def __init__(self, limit: int) -> None:
        """``limit`` is in bytes of memory; pages that were read once get an eighth of it."""
        self._generation = 0
        self._began = 0
        self._once: LRUCache[tuple, _Cached] = LRUCache(limit // 8, getsizeof=lambda cached: cached.size)
        self._again: LRUCache[tuple, _Cached] = LRUCache(limit - limit // 8, getsizeof=lambda cached: cached.size)
        self._lock = threading.Lock()
        self._seen = threading.local()

    @property
    def size(self) -> int:
        """Return how many bytes of memory the pages take up."""
        return int(self._once.currsize + self._again.currsize)

    def generation(self) -> int:
        """Return the present generation, after checking whether anything in the database has changed."""
        mark = _mark()
        with self._lock:
            if getattr(self._seen, "mark", None) != mark:
                self._seen.mark = mark
                self._generation += 1
                self._began = math.ceil(time.time())
                self._once.clear()
                self._again.clear()
            return self._generation

    def began(self, generation: int) -> int | None:
        """Return the first full second of a generation; None while it has not come, and after the generation."""
        with self._lock:
            return self._began if generation == self._generation and time.time() >= self._began else None

    def get(self, key: tuple, generation: int) -> Page | None:
        """Return the page, if it is of this generation."""
        with self._lock:
            cached = self._again.get(key)
            if cached is None and (cached := self._once.pop(key, None)):
                self._again[key] = cached
            return cached.page if cached and cached.page.generation == generation else None

    def put(self, key: tuple, page: Page) -> None:
        """Cache a page, unless its generation is over."""
        cached = _Cached(page, _size_of(key, page))
        with self._lock:
            pages = self._again if key in self._again else self._once
            if page.generation == self._generation and cached.size <= pages.maxsize:
                pages[key] = cached


def _size_of(key: tuple, page: Page) -> int:
    """Return the bytes that a page takes up with its address. The names of headers, true and false are there anyway."""
    parts = [key, *(part for part in key if isinstance(part, str)), page, page.content, page.headers]
    parts += [part for header in page.headers for part in (header, header[1])]
    return _PLACE + sum(map(getsizeof, parts))


def _mark() -> tuple:
    """Return a value that differs as soon as anything was committed that this connection can see."""
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "sqlite":
        # The connection itself is part of the mark: another one has counts of its own.
        return raw, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes
    with connection.cursor() as cursor:
        # A replica's snapshot does not name what is still going on, so that an earlier transaction could end without a change.
        cursor.execute("SELECT pg_current_snapshot()::text, pg_last_wal_replay_lsn()::text")
        return cursor.fetchone()


class PageCache:
    """Middleware that responds from the cache. It is inside compression and the security headers, and outside everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = Pages(settings.PAGE_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_CACHE_BYTES or not _may_be_cached(request) or connection.in_atomic_block:
            return self.get_response(request)
        generation = self.pages.generation()
        key = (
            request.get_host(),
            request.is_secure(),
            request.get_full_path(),
            # Browsers name languages in many ways; a page is the same for all that get the same language.
            get_language_from_request(request),
            # What was read from a replica that is behind is for those who read from that one.
            getattr(request, "server", ""),
        )
        if page := self.pages.get(key, generation):
            request.page_cache, request.route = "hit", page.route
            return self._conditional(request, HttpResponse(page.content, headers=dict(page.headers)), generation)
        response = self.get_response(request)
        if _is_for_everybody(response):
            request.page_cache = "miss"
            self.pages.put(key, Page(generation, response.content, tuple(response.items()), route_of(request)))
            return self._conditional(request, response, generation)
        return response

    def _conditional(self, request: HttpRequest, response: HttpResponse, generation: int) -> HttpResponse:
        """Return the response, or 304 if the reader has it as it is: by its ETag, or by when its generation began."""
        began = self.pages.began(generation)
        if began and "Last-Modified" not in response:
            response["Last-Modified"] = http_date(began)
        modified = parse_http_date(response["Last-Modified"]) if "Last-Modified" in response else None
        since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
        if since is not None and since != modified:
            modified = (
                None  # a later moment tells nothing either: the clock may have been ahead when that page was made
            )
        return get_conditional_response(request, response.get("ETag"), modified, response)


def _may_be_cached(request: HttpRequest) -> bool:
    return request.method == "GET" and not request.COOKIES and len(request.get_full_path()) <= _LONGEST_ADDRESS


def _is_for_everybody(response: HttpResponse) -> bool:
    """Return whether a response is the same for all that request it, until the database changes."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and len(response.content) <= _LARGEST_PAGE
    )
