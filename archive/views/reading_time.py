"""Gives each request its time for reading: whatever a page reads, it reads within ``CHANCERY_READING_TIME_LIMIT``."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from archive.deadline import within
from archive.errors import OutOfTime
from archive.views.errors import out_of_time


class ReadingTimeMiddleware:
    """Middleware that answers 503 with the reason, and with what was typed, when the time is over and no page has said so itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with within(settings.READING_TIME_LIMIT / 1000):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a request whose time was over, ``None`` for any other exception."""
        return out_of_time(request, str(exception)) if isinstance(exception, OutOfTime) else None
