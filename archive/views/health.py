"""What monitors request: ``/healthz``, whether the server answers, ``/readyz``, whether the archive can do its work, and ``/metrics``."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from archive.upkeep.exposition import CONTENT_TYPE, exposition
from archive.upkeep.facts import gather
from archive.upkeep.readiness import check_readiness


class HealthMiddleware:
    """Middleware that responds to monitors before anything else: no redirect to HTTPS, no check of the host, no session, no cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = {"/healthz": health, "/readyz": readiness, "/metrics": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self.pages.get(request.path_info)
        if page is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        request.route = page.__name__
        return page(request)


def health(request: HttpRequest) -> HttpResponse:
    """Confirm that the server answers; the database is not queried."""
    return _plain(["ok"])


def readiness(request: HttpRequest) -> HttpResponse:
    """Return each check and its outcome, a line each; 503 if one fails."""
    found = check_readiness()
    return _plain([f"{name}: {wrong or 'ok'}" for name, wrong in found.items()], 503 if any(found.values()) else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """Return the metrics to whom they are for; 403 to anybody else."""
    if not _may_read_metrics(request):
        return _plain(["Metrics are for the monitor: see CHANCERY_METRICS_TOKEN in docs/settings.md."], 403)
    response = _plain([], content_type=CONTENT_TYPE)
    response.content = exposition(gather())
    return response


def _may_read_metrics(request: HttpRequest) -> bool:
    """Return whether a request shows the token; where none is set, whether it comes from this machine, and not through a proxy."""
    if settings.METRICS_TOKEN:
        scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and secrets.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _plain(lines: list[str], status: int = 200, content_type: str = "text/plain; charset=utf-8") -> HttpResponse:
    return HttpResponse(
        "".join(f"{line}\n" for line in lines),
        status=status,
        content_type=content_type,
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        },
    )
