"""Volumes, divisions, files and selections as books to take away."""

import tempfile
from datetime import UTC, datetime

from django.core.exceptions import BadRequest
from django.db.models import DateTimeField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive.browsing import contents
from archive.exports import epub
from archive.filters import by_date
from archive.models import Division, Document, DocumentVersion, public
from archive.views.volumes import shown_volume

#: Papers in one book; a larger volume is taken division by division.
MOST = 3000


@require_safe
def volume_book(request, slug):
    """A whole volume with its compilations and chapters."""
    volume = shown_volume(slug)
    shown = [node.division.pk for top in contents.tree(volume) for node in top.walk()]
    divisions = Division.objects.filter(pk__in=shown).order_by("path")
    return _of_volume(request, volume, volume.title, volume.get_absolute_url(), contents.papers_in(volume), divisions)


@require_safe
def division_book(request, slug, division):
    """A compilation or chapter."""
    volume = shown_volume(slug)
    every = [node for top in contents.tree(volume) for node in top.walk()]
    here = next((node for node in every if node.division.source_id == division), None)
    if here is None or not here.total:
        raise Http404
    divisions = Division.objects.filter(pk__in=[node.division.pk for node in here.walk()]).order_by("path")
    title = f"{here.division} ({volume.title})"
    papers = contents.papers_under(here.division)
    return _of_volume(request, volume, title, here.division.get_absolute_url(), papers, divisions)


@require_safe
def file_book(request, scheme, slug):
    """A file, its papers by date."""
    found = get_object_or_404(public.files(), scheme=scheme, slug=slug)
    papers = Document.objects.public().filter(document_file_numbers__file_number__file=found).distinct()
    book = _book(request, f"File {found}", found.get_absolute_url(), papers)
    rows = with_texts(by_date(papers))
    return send(book, epub.chapters_of(rows), f"{scheme}-{slug}")


def _of_volume(request, volume, title, url, papers, divisions):
    book = _book(request, title, url, papers, tuple(volume.editors), volume.publisher, volume.published)
    return send(
        book, epub.chapters_of(with_texts(papers), divisions), url.strip("/").partition("/")[2].replace("/", "-")
    )


def _book(request, title, url, papers, creators=(), publisher="", published="") -> epub.Book:
    count = papers.count()
    if count > MOST:
        raise BadRequest(
            f"A book holds at most {MOST:,} papers, and these are {count:,}. Take it division by division."
        )
    source = ", ".join(part for part in (publisher, published) if part)
    address = request.build_absolute_uri(url)
    return epub.Book(address, title, newest(papers), creators, "", source, f"Taken from {address}")


def with_texts(papers: QuerySet[Document]) -> QuerySet[Document]:
    """Papers with what their chapters need."""
    return papers.only().select_related("text", "division").prefetch_related("document_file_numbers")


def changed(papers: QuerySet[Document]) -> QuerySet[Document]:
    """Papers with ``changed``: when what the public sees of them was last published or edited. No draft moves it."""
    version = DocumentVersion.objects.filter(document=OuterRef("pk"), number=OuterRef("version")).values("at")[:1]
    edited = Subquery(version, output_field=DateTimeField())
    return papers.annotate(
        changed=Greatest(
            Coalesce(F("published_at"), edited, F("created_at")), Coalesce(edited, F("published_at"), F("created_at"))
        )
    )


def newest(papers: QuerySet[Document]) -> datetime:
    """When the newest of these papers was published or edited."""
    return changed(papers.order_by()).aggregate(newest=Max("changed"))["newest"] or datetime(2000, 1, 1, tzinfo=UTC)


def send(book: epub.Book, chapters, name: str) -> FileResponse:
    """The book as a download. It is written to a file first, so that a failure is an error page and never half a book."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        epub.write_book(out, book, chapters)
    except ValueError as error:
        raise Http404 from error
    out.seek(0)
    response = FileResponse(out, as_attachment=True, filename=f"{name}.epub", content_type="application/epub+zip")
    response["X-Robots-Tag"] = "noindex"
    return response
