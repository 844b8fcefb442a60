"""What monitors request: ``/healthz``, whether the server answers, and ``/readyz``, whether the archive can do its work."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from archive.browsing.readiness import check_readiness


class HealthMiddleware:
    """Middleware that responds to monitors before anything else: no redirect to HTTPS, no check of the host, no session, no cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = {"/healthz": health, "/readyz": readiness}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self.pages.get(request.path_info)
        if page is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        return page()


def health() -> HttpResponse:
    """Confirm that the server answers; the database is not queried."""
    return _plain(["ok"])


def readiness() -> HttpResponse:
    """Return each check and its outcome, a line each; 503 if one fails."""
    found = check_readiness()
    return _plain([f"{name}: {wrong or 'ok'}" for name, wrong in found.items()], 503 if any(found.values()) else 200)


def _plain(lines: list[str], status: int = 200) -> HttpResponse:
    return HttpResponse(
        "".join(f"{line}\n" for line in lines),
        status=status,
        content_type="text/plain; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        },
    )
