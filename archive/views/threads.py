"""The thread of a paper, and the preview that is shown beside a link to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.browsing.thread_drawing import draw_thread
from archive.models import Document
from archive.references import threads
from archive.views.decorators import public_page
from archive.views.papers import public_paper

_PREVIEWED = 320


@public_page()
def thread(request: HttpRequest, slug: str) -> HttpResponse:
    """The exchange that a paper is part of, in order, with what is not held of it."""
    paper = public_paper(Document.objects.for_list().select_related("text"), slug)
    found = threads.thread(paper)
    return render(request, "archive/thread.html", {"document": paper, "thread": found, "picture": draw_thread(found)})


@public_page()
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """A few lines of a paper, which a script shows beside a link to it."""
    paper = public_paper(Document.objects.for_list().select_related("text"), slug)
    body = _after_heading(paper.text.plain_text() if getattr(paper, "text", None) else "", paper.heading)
    opening = body[:_PREVIEWED] + ("…" if len(body) > _PREVIEWED else "")
    response = render(request, "archive/preview.html", {"document": paper, "opening": opening})
    response["X-Robots-Tag"] = "noindex"
    return response


def _after_heading(text: str, heading: str) -> str:
    """Return a text without its heading and what is before that, such as a file line; whole if the heading isn't in it."""
    lines, sought = text.split("\n"), " ".join(heading.split())
    start = next((place for place, line in enumerate(lines[:5], 1) if sought and sought in line), 0)
    return " ".join(lines[start:])
