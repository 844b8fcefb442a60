"""Home, about, and rules for robots."""

from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive import search
from archive.browsing import charts, chronology, holdings
from archive.browsing.chronology import Period
from archive.models import Document, Volume, public
from archive.sql.prepared import Prepared
from archive.views.decorators import public_page


def _days():
    return Document.objects.public().filter(date_earliest__isnull=False).values_list("date_earliest")


_volumes = Prepared(lambda: public.volumes().only("slug", "title").order_by("slug")[:6])
_synthetic = Prepared(lambda: Volume.objects.filter(synthetic=True).only("slug")[:1])
_recent = Prepared(lambda: Document.objects.public().for_lines().order_by("-published_at", "-pk")[:5])
_topics = Prepared(lambda: public.topics().order_by()[:1])
_holdings = Prepared(lambda: public.units().filter(parent=None).order_by()[:1])
_first_day = Prepared(lambda: _days().order_by("date_earliest")[:1])
_last_day = Prepared(lambda: _days().order_by("-date_earliest")[:1])


@public_page()
def home(request):
    """The search box, and the ways to browse."""
    days = [day for end in (_first_day, _last_day) for (day,) in end()]
    context = {
        "count": search.total(),
        "volumes": _volumes(),
        "recent": _recent(),
        "first": min(days, default=None),
        "last": max(days, default=None),
        "years": charts.years(
            {f"{year:04d}": n for year, n in chronology.years()}, lambda year: Period.of(int(year)).url
        ),
        "files": holdings.largest_files(),
        "errata": holdings.newest_errata(),
        "day": search.busiest_day(),
        "synthetic": _synthetic(),
        "topics": bool(_topics()),
        "holdings": bool(_holdings()),
    }
    return render(request, "archive/home.html", context)


@public_page()
def about(request):
    """What this archive is, what it holds, how far its papers may be trusted, and how to cite it."""
    context = {"numbers": holdings.numbers(), "years": chronology.years(), "address": request.build_absolute_uri("/")}
    return render(request, "archive/about.html", context)


@require_safe
def for_models(request):
    """What is here, for language models: see https://llmstxt.org/."""
    context = {"base": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "llms.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def robots(request):
    """Rules for robots: they may read the papers, but not every combination of filters, and find them by the sitemap."""
    closed = [
        reverse("admin:index"), f"{reverse('archive:documents')}?", reverse("archive:search"), "/search.",
        f"{reverse('archive:charts')}?", "/selection", "/*.epub$",
    ]  # fmt: skip
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('archive:sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def open_search(request):
    """How a browser adds the archive to its search boxes (OpenSearch 1.1)."""
    page = request.build_absolute_uri(reverse("archive:search"))
    feed = request.build_absolute_uri(reverse("archive:search_feed"))
    suggestions = request.build_absolute_uri(reverse("archive:open_search_suggestions"))
    this = request.build_absolute_uri(reverse("archive:open_search"))
    icon = request.build_absolute_uri(static("archive/icon.svg"))
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>Chancery</ShortName>'
        "<Description>Diplomatic papers by file number, sender, place, day and words.</Description>"
        "<InputEncoding>UTF-8</InputEncoding>"
        f"<Image type={quoteattr('image/svg+xml')}>{escape(icon)}</Image>"
        f"<Url type={quoteattr('text/html')} template={quoteattr(page + '?q={searchTerms}')}/>"
        f"<Url type={quoteattr('application/atom+xml')} template={quoteattr(feed + '?q={searchTerms}')}/>"
        f"<Url type={quoteattr('application/x-suggestions+json')} template={quoteattr(suggestions + '?q={searchTerms}')}/>"
        f"<Url type={quoteattr('application/opensearchdescription+xml')} rel={quoteattr('self')} template={quoteattr(this)}/>"
        "</OpenSearchDescription>\n"
    )
    return HttpResponse(content, content_type="application/opensearchdescription+xml; charset=utf-8")
