"""Paths that no record can have, refused before a view looks them up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from archive.web.requests import is_clean


class CleanPathMiddleware:
    """Answer 404 to a path with a NUL, which PostgreSQL refuses and no address has. No view needs to check for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_clean(request.path_info):
            raise Http404
        return self.get_response(request)
