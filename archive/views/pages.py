"""Home, about, and rules for robots."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive import search
from archive.models import Document
from archive.views import public
from archive.views.decorators import public_page


@public_page()
def home(request):
    """One search box, and the ways to browse."""
    documents = Document.objects.public()
    dated = documents.filter(date_earliest__isnull=False)
    context = {
        "count": search.total(),
        "volumes": public.volumes().order_by("slug")[:6],
        "recent": documents.for_lines().order_by("-published_at", "-pk")[:5],
        "first": dated.order_by("date_earliest").values_list("date_earliest", flat=True).first(),
        "last": dated.order_by("-date_earliest").values_list("date_earliest", flat=True).first(),
    }
    return render(request, "archive/home.html", context)


@public_page()
def about(request):
    """What this archive is, and how far its papers may be trusted."""
    return render(request, "archive/about.html")


@require_safe
def robots(request):
    """Robots read the papers, not every combination of filters."""
    documents = reverse("archive:documents")
    lines = ["User-agent: *", f"Disallow: {reverse('admin:index')}", f"Disallow: {documents}?", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
