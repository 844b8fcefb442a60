"""Stopping those who guess passwords and codes: what django-axes counts, and what else counts here.

Five failures lock a name at one address, so that nobody locks out a colleague. Two wider limits stop who tries many names from one address,
or one name from many addresses; they never apply to a name that has logged in from that address lately, so that neither a reading room with
one address nor the owner of a name that others attack is shut out.
"""

from __future__ import annotations

from datetime import timedelta

from axes.conf import settings
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from archive.desk import typed

#: Failures within the time of a lock from one address, whatever the names, and for one name, whatever the addresses.
MOST_FROM_ADDRESS, MOST_FOR_NAME = 50, 50
#: How long a login makes an address a known one of its name.
KNOWN_FOR = timedelta(days=90)


class Guard(AxesDatabaseHandler):
    """Counts failures of a name at an address, as axes does, and the two wider limits in proportion to that one."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Return the failures that count for this request, so that ``AXES_FAILURE_LIMIT`` means locked."""
        own = super().get_failures(request, credentials)
        limit = settings.AXES_FAILURE_LIMIT
        name, address = get_client_username(request, credentials), request.axes_ip_address
        if own >= limit or _is_known(name, address):
            return own
        recent = AccessAttempt.objects.filter(
            attempt_time__gte=timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
        )
        wider = [(recent.filter(ip_address=address), MOST_FROM_ADDRESS), (recent.filter(username=name), MOST_FOR_NAME)]
        return max(own, *(_failures(attempts) * limit // most for attempts, most in wider))


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """Return the page that takes the place of the response where axes has locked; it carries the words that somebody had typed."""
    return render(request, "admin/locked_out.html", {"typed": request.POST.get(typed.PARCEL, "")}, status=429)


def may_try(request: HttpRequest, what: str) -> bool:
    """Return whether the user may try a password or a code (``what``) now; if not, axes answers this request with its page."""
    request.axes_locked_out = not AxesProxyHandler.is_allowed(request, _credentials(request, what))
    return not request.axes_locked_out


def note_failure(request: HttpRequest, what: str) -> None:
    """Count a wrong password or code (``what``) of the user; the last one that is allowed makes axes answer with its page."""
    user_login_failed.send(sender=__name__, credentials=_credentials(request, what), request=request)


def note_success(request: HttpRequest, what: str) -> None:
    """Forget the user's failures at this address."""
    AxesProxyHandler.reset_attempts(
        username=_credentials(request, what)["username"], ip_address=request.axes_ip_address
    )


def _credentials(request: HttpRequest, what: str) -> dict[str, str]:
    """Return under which name a failure is counted: one of its own, so that another login does not forget wrong codes."""
    return {"username": f"{request.user.get_username()} ({what})"}


def _failures(attempts) -> int:
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


def _is_known(name: str | None, address: str | None) -> bool:
    since = timezone.now() - KNOWN_FOR
    return AccessLog.objects.filter(username=name, ip_address=address, attempt_time__gte=since).exists()
