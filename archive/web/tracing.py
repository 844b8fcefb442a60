"""The id of each request, by which its lines in the log are found again, its job among them; and what it was and how long it took."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse

from archive.web.tallies import REQUESTS

HEADER = "X-Request-ID"
#: An id that a proxy or a program gave; any other is not taken over, so that nobody writes what they like into the log.
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = frozenset("GET HEAD POST OPTIONS PUT DELETE PATCH".split())

logger = logging.getLogger("archive.requests")


@dataclass(frozen=True, slots=True)
class Trace:
    """What is worked on now: the id of the request that asked for it, that request itself while it lasts, and the number of the job."""

    id: str = ""
    request: HttpRequest | None = None
    job: int | None = None


_current: ContextVar[Trace] = ContextVar("trace", default=Trace())  # noqa: B039 (it can't be changed)


def trace() -> Trace:
    """Return what this thread works on."""
    return _current.get()


@contextmanager
def working_on(job: int, request_id: str) -> Iterator[None]:
    """Let lines of the log name the job within, and the request that started it."""
    token = _current.set(Trace(request_id, job=job))
    try:
        yield
    finally:
        _current.reset(token)


def _forget(**signal: object) -> None:
    # Not at the end of the middleware: Django logs a refusal after that.
    _current.set(Trace())


request_finished.connect(_forget, dispatch_uid="archive.web.tracing")


class TracingMiddleware:
    """Middleware around everything else: it gives a request its id, answers with it, and counts the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request.trace_id = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
        _current.set(Trace(request.trace_id, request))
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        method, status = request.method if request.method in _METHODS else "other", str(response.status_code)
        route = route_of(request)
        REQUESTS.count((route, method, status, getattr(request, "page_cache", "none")), seconds)
        if logger.isEnabledFor(logging.INFO):
            milliseconds = round(1000 * seconds, 1)
            facts = {"method": method, "route": route, "status": response.status_code, "milliseconds": milliseconds}
            logger.info("%s %s %s in %s ms", method, route, status, milliseconds, extra={"facts": facts})
        response[HEADER] = request.trace_id
        return response


def route_of(request: HttpRequest) -> str:
    """Return the name of the address that a request is for, which has nothing in it that somebody typed: "archive:document"."""
    if route := getattr(request, "route", ""):
        return route
    if match := request.resolver_match:
        return match.view_name or match.route
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
