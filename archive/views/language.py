"""Choosing the language of the pages. The choice is a cookie of this browser."""

from django.conf import settings
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from archive.web import requests

_A_YEAR = 365 * 24 * 60 * 60


@csrf_exempt
@require_POST
def choose(request):
    """Remember a language and go back to the page.

    It needs no CSRF token: all that a forged request could do is show somebody another language, and a token would make
    every page of the archive differ from reader to reader.
    """
    language = requests.text(request.POST, "language")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest("There is no such language here.\n", content_type="text/plain; charset=utf-8")
    target = requests.text(request.POST, "next", longest=10_000)
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = reverse("archive:home")
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=_A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
    )
    response["Cache-Control"] = "no-store"
    return response
