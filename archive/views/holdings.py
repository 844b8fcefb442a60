"""Where originals are: the repositories, and a page for each of them, its series, its boxes and folders, down to the papers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.browsing import units
from archive.models import Unit, public
from archive.views.authorities import one_record
from archive.views.decorators import public_page
from archive.views.listing import listing

#: Parts, and papers, on a page.
_PARTS, _PAPERS = 100, 50


@public_page()
def holdings(request: HttpRequest) -> HttpResponse:
    """The repositories with originals of papers."""
    context = {"listing": listing(request, units.parts_of(None), _PARTS)}
    return render(request, "archive/holding_list.html", context)


@public_page("parts", "papers")
def holding(request: HttpRequest, slug: str) -> HttpResponse:
    """A repository, series, box or folder: what is in it, what happened to it, and the papers of which no more is known."""
    unit = one_record(request, Unit, public.units(), slug)
    context = {
        "unit": unit,
        "count": units.count_papers(unit),
        "parts": listing(request, units.parts_of(unit), _PARTS, parameter="parts"),
        "events": unit.events.all(),
        "papers": listing(request, units.papers_right_in(unit).for_lines(), _PAPERS, parameter="papers"),
    }
    return render(request, "archive/holding.html", context)
