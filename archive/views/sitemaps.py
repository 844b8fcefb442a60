"""The sitemap: an index, and for each kind of page files of at most 10,000 addresses."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse

from archive.browsing import sitemap
from archive.views.decorators import public_view

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_MOST_FILES = 10_000


@public_view
def index(request: HttpRequest) -> HttpResponse:
    """All files of the sitemap."""
    urls = [
        reverse("archive:sitemap_section", args=[name, number])
        for name, section in sitemap.SECTIONS.items()
        for number in range(1, section.files + 1)
    ]
    lines = "".join(f"<sitemap><loc>{_absolute(request, url)}</loc></sitemap>\n" for url in urls)
    return _xml(HttpResponse, f"{_DECLARATION}<sitemapindex {_NAMESPACE}>\n{lines}</sitemapindex>\n")


@public_view
def section(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """One file: the number-th ten thousand addresses of a kind."""
    if section not in sitemap.SECTIONS or not 1 <= number <= _MOST_FILES:
        raise Http404
    rows = list(sitemap.SECTIONS[section].addresses((number - 1) * sitemap.SIZE))
    if not rows:
        raise Http404

    def lines() -> Iterator[str]:
        yield f"{_DECLARATION}<urlset {_NAMESPACE}>\n"
        for url, day in rows:
            when = f"<lastmod>{day}</lastmod>" if day else ""
            yield f"<url><loc>{_absolute(request, url)}</loc>{when}</url>\n"
        yield "</urlset>\n"

    return _xml(StreamingHttpResponse, lines())


def _absolute(request: HttpRequest, url: str) -> str:
    return escape(f"{request.scheme}://{request.get_host()}{url}")


def _xml(response, content):
    return response(content, content_type="application/xml; charset=utf-8")
