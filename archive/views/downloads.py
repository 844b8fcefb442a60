"""Published documents and volumes as TEI files."""

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive.exports.downloads import document_pieces, volume_pieces
from archive.models import Document, public

_TEI = "application/tei+xml; charset=utf-8"


@require_safe
def document_tei(request, slug):
    """One published document as a TEI file."""
    paper = Document.objects.public().filter(slug=slug).first()
    if paper is None:
        raise Http404
    return _file(document_pieces(paper), f"{slug}.xml")


@require_safe
def volume_tei(request, slug):
    """A volume with its published documents as a TEI file, streamed; what is not published is left out."""
    volume = get_object_or_404(public.volumes(), slug=slug)
    return _file(volume_pieces(volume, Document.objects.public()), f"{slug}.xml")


def _file(pieces, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse((piece.encode() for piece in pieces), content_type=_TEI)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
