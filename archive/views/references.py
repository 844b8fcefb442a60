"""Threads, previews of papers, and the register of papers known but not held."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive import dating, pictures
from archive.exports import unheld as unheld_table
from archive.models import Document, State, public
from archive.parsing.plain import plain_text
from archive.pictures import Arrow, Box
from archive.references import threads
from archive.views.decorators import public_page
from archive.views.errors import gone
from archive.views.paging import listing
from archive.views.unheld import Asked, cited_in, name_papers

_PREVIEWED = 320


def _paper(slug: str, related: str = "text") -> Document:
    return get_object_or_404(Document.objects.public().for_list().select_related(related), slug=slug)


@public_page()
def thread(request, slug):
    """The exchange that a paper is part of, in order, with what is not held of it."""
    withdrawn = Document.objects.filter(slug=slug, state=State.WITHDRAWN, published_at__isnull=False).first()
    if withdrawn:
        return gone(request, withdrawn.withdrawn_reason)
    paper = _paper(slug)
    found = threads.thread(paper)
    lanes = threads.lanes(found.entries)
    context = {"document": paper, "thread": found, "picture": _picture(found, lanes) if len(found.entries) > 1 else ""}
    return render(request, "archive/thread.html", context)


def _picture(found: threads.Thread, lanes: list[str]) -> str:
    lane = {name: index for index, name in enumerate(lanes)}
    boxes = [
        Box(
            entry.key,
            lane.get(entry.sender, len(lanes) - 1),
            entry.name,
            f"{entry.day.day} {entry.day:%b %Y}" if entry.day else "",
            entry.described,
            entry.url,
            held=entry.document is not None,
            here=entry.here,
        )
        for entry in found.entries
    ]
    arrows = [
        Arrow(entry.key, other.key, answer, f"{entry.name} {'answers' if answer else 'refers to'} {other.name}")
        for entry in found.entries
        for others, answer in ((entry.answers, True), (entry.cites, False))
        for other in others
    ]
    return pictures.thread(
        boxes,
        arrows,
        lanes,
        name="thread",
        title="The exchange as a picture",
        description="A lane for each side, the papers from top to bottom by date, a line for each reference. "
        "The list below says the same.",
    )


def _after_heading(words: str, heading: str) -> str:
    """A text without its heading and what stands before that, such as a file line; whole if the heading isn't in it."""
    lines, sought = words.split("\n"), " ".join(heading.split())
    start = next((place for place, line in enumerate(lines[:5], 1) if sought and sought in line), 0)
    return " ".join(lines[start:])


@public_page()
def preview(request, slug):
    """A few lines of a paper, which a script shows beside a link to it."""
    paper = _paper(slug)
    body = _after_heading(plain_text(paper.text.tei) if getattr(paper, "text", None) else "", paper.heading)
    response = render(
        request,
        "archive/preview.html",
        {"document": paper, "opening": body[:_PREVIEWED] + ("…" if len(body) > _PREVIEWED else "")},
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page("file", "year", "order", "thread")
def not_held(request):
    """Papers that public papers cite and that are not held, by date or by file."""
    asked = Asked(request)
    found = listing(request, cited_in(asked.rows()), 50)
    name_papers(found.items)
    context = {
        "asked": asked,
        "listing": found,
        "years": asked.years(),
        "files": asked.files(),
    }
    return render(request, "archive/not_held.html", context)


@require_safe
def not_held_csv(request):
    """The same list to take to the archives."""
    asked = Asked(request)
    response = StreamingHttpResponse(unheld_table.csv_lines(asked.rows()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="not-held.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page()
def unheld_paper(request, slug):
    """One paper that is not held: what is known of it, where it should be, and who cites it."""
    paper = get_object_or_404(public.unheld().select_related("file_number__file", "file"), slug=slug)
    citing = Document.objects.public().filter(references__unheld=paper).distinct()
    context = {
        "paper": paper,
        "date": dating.day_in_words(paper.day) if paper.day else "",
        "listing": listing(request, citing.for_list().order_by("date_earliest", "pk"), 25),
    }
    return render(request, "archive/unheld_paper.html", context)
