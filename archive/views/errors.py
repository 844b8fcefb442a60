"""Pages for what went wrong, and the way from retired addresses to where their records are now.

Whoever had typed something gets it back on each of them.
"""

import sys

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from archive.api.operations import ROOT
from archive.desk import giving_back, typed
from archive.models import OldAddress, Volume
from archive.views.answers import problem_response
from archive.views.failures import OF_THE_SERVER, SLOW, failure_of
from archive.views.right_case import in_right_case
from archive.web.requests import is_clean


class Missing(Http404):
    """There is no such page, for a ``reason`` in the reader's language; ``volume`` is the one in which the paper would be."""

    def __init__(self, reason: str = "", volume: Volume | None = None) -> None:
        super().__init__(reason)
        self.reason, self.volume = reason, volume


class Withdrawn(Exception):
    """The requested paper was withdrawn; the text is the reason. Public pages answer 410."""


def bad_request(request, exception=None):
    """400: the request cannot be understood. The page gives the reason where it is known."""
    reason = exception.args[0] if exception is not None and exception.args else ""
    return _page(request, 400, "This address cannot be read", reason if isinstance(reason, str) else "")


def forbidden(request, exception=None):
    """403."""
    return _page(request, 403, "You do not have access to this page")


def untrusted(request, reason=""):
    """403: the token of a form is not valid. ``reason`` is Django's, for people who write programs."""
    page = giving_back.untrusted(request) if typed.is_desk(request.path) else None
    return page or _page(request, 403, "This form was out of date", _("Nothing was saved. Please open the page again."))


def not_found(request, exception=None):
    """404, unless the address was retired: then redirect to the record's present address, or 410 if it was withdrawn.

    An address in capitals redirects to the one in small letters. A paper that a known volume doesn't have leads to the volume.
    """
    old = OldAddress.objects.filter(path=request.path).first() if is_clean(request.path) else None
    if old is None:
        if (
            request.method in ("GET", "HEAD")
            and not typed.is_desk(request.path)
            and (right := _right_case(request.path))
        ):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{right}?{query}" if query else right)
        reason, volume = getattr(exception, "reason", ""), getattr(exception, "volume", None)
        return _page(request, 404, "There is no such page", reason, volume)
    if old.target and url_has_allowed_host_and_scheme(old.target, {request.get_host()}):
        return HttpResponsePermanentRedirect(old.target)
    return gone(request, old.reason)


def _right_case(path: str) -> str:
    """Return the address that is meant by one in capitals, or in small letters where codes of files and ids of volumes have capitals."""
    # A "%" is left of bytes that are no text, and would be written in capitals again.
    wrong = is_clean(path) and "%" not in path and (path != path.lower() or path.startswith(("/files/", "/volumes/")))
    return in_right_case(path) if wrong else ""


def gone(request, reason=""):
    """410: what was here was withdrawn."""
    return _page(request, 410, "This paper was withdrawn", reason)


def server_error(request):
    """500; 503 or 507 with the reason where the database or the disk failed. Makes no query for that reason."""
    failure = failure_of(sys.exc_info()[1])
    request.ask_another_server = failure in OF_THE_SERVER
    if failure is None:
        return _page(request, 500, "Something went wrong on our side")
    try:
        return _page(request, failure.status, failure.title, _(failure.reason))
    except ValueError:  # where there is no archive, its static files were often not collected either
        text = f"{_(failure.title)}\n\n{_(failure.reason)}\n"
        return HttpResponse(text, status=failure.status, content_type="text/plain; charset=utf-8")


def out_of_time(request, reason):
    """503: reading what the request is about takes longer than a request may. ``reason`` is for the desk, which is in English."""
    return _page(request, SLOW.status, SLOW.title, reason if typed.is_desk(request.path) else _(SLOW.reason))


def _page(request, status: int, title: str, reason: str = "", volume: Volume | None = None) -> HttpResponse:
    if request.path.startswith(ROOT):
        return problem_response(status, reason, title=title)
    if page := giving_back.words_page(request, status, title, reason, again=status >= 500):
        return page
    words = typed.sent(request)
    context = {"status": status, "title": title, "reason": reason, "words": words, "volume": volume}
    content = render_to_string("archive/error.html", context)
    response = HttpResponse(content, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
