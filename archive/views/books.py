"""Volumes, divisions, files and selections as EPUB books to download."""

import tempfile

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from archive.browsing import contents
from archive.browsing.newest import last_change
from archive.exports import epub
from archive.filters import by_date
from archive.models import Division, Document, public
from archive.views.decorators import public_view
from archive.views.volumes import public_volume

#: Papers in one book; a larger volume is downloaded division by division.
MOST = 3000


@public_view
def volume_book(request, slug):
    """A whole volume with its compilations and chapters."""
    volume = public_volume(slug)
    shown = [node.division.pk for top in contents.tree(volume) for node in top.walk()]
    divisions = Division.objects.filter(pk__in=shown).order_by("path")
    return _of_volume(request, volume, volume.title, volume.get_absolute_url(), contents.papers_in(volume), divisions)


@public_view
def division_book(request, slug, division):
    """A compilation or chapter."""
    volume = public_volume(slug)
    every = [node for top in contents.tree(volume) for node in top.walk()]
    here = next((node for node in every if node.division.source_id == division), None)
    if here is None or not here.total:
        raise Http404
    divisions = Division.objects.filter(pk__in=[node.division.pk for node in here.walk()]).order_by("path")
    title = f"{here.division} ({volume.title})"
    papers = contents.papers_under(here.division)
    return _of_volume(request, volume, title, here.division.get_absolute_url(), papers, divisions)


@public_view
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
            _("A book holds at most %(most)s papers, and these are %(count)s. Take it division by division.")
            % {"most": intcomma(MOST), "count": intcomma(count)}
        )
    source = ", ".join(part for part in (publisher, published) if part)
    address = request.build_absolute_uri(url)
    return epub.Book(address, title, last_change(papers), creators, "", source, f"Taken from {address}")


def with_texts(papers: QuerySet[Document]) -> QuerySet[Document]:
    """Return papers with what their chapters need."""
    return papers.only().select_related("text", "division").prefetch_related("document_file_numbers")


def send(book: epub.Book, chapters, name: str) -> FileResponse:
    """Return the book as a download. It is written to a file first, so that a failure is an error page and never half a book."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        epub.write_book(out, book, chapters)
    except ValueError as error:
        raise Http404 from error
    out.seek(0)
    response = FileResponse(out, as_attachment=True, filename=f"{name}.epub", content_type="application/epub+zip")
    response["X-Robots-Tag"] = "noindex"
    return response
