"""The papers that are like one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.browsing.likeness import papers_like
from archive.views.decorators import public_page
from archive.views.papers import paper_to_read


@public_page()
def like(request: HttpRequest, slug: str) -> HttpResponse:
    """Ten papers that speak of the same matter as this one, and the words that they share."""
    paper = paper_to_read(slug)
    return render(request, "archive/like.html", {"document": paper, "found": papers_like(paper)})
