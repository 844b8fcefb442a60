"""Redirects to the one address of a page, raised from wherever a view finds out that the request came by another."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


class Redirected(Exception):
    """The requested page has another address, ``url``. Every public view redirects there (see ``views.decorators``)."""

    def __init__(self, url: str, *, permanent: bool = False) -> None:
        super().__init__(url)
        self.url, self.permanent = url, permanent


def require_address(request: HttpRequest, address: str) -> None:
    """Raise :class:`Redirected` unless the request came by exactly this address."""
    if request.get_full_path() != address:
        raise Redirected(address)


def require_canonical_address(request: HttpRequest, known: tuple[str, ...]) -> None:
    """Raise :class:`Redirected` unless the query string has known parameters only, in their order, none empty, none twice.

    The first page of a list has no ``page``; a view that lists it among the known means a printed page. Values are compared as they
    were sent and not cleaned: what is wrong with one is for the view to say.
    """
    query = QueryDict(mutable=True)
    for name in (*known, "page"):
        value = request.GET.get(name, "").strip()
        if value and (value != "1" or name != "page" or name in known):
            query[name] = value
    if query.urlencode() != request.GET.urlencode():
        raise Redirected(request.path + (f"?{query.urlencode()}" if query else ""))
