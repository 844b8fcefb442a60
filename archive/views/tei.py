"""Published documents and volumes as TEI files."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from archive.exports.tei_pieces import document_pieces, volume_pieces
from archive.models import Document, public
from archive.views.decorators import public_view
from archive.views.papers import public_paper

_TEI = "application/tei+xml; charset=utf-8"


@public_view
def document_tei(request: HttpRequest, slug: str) -> HttpResponse:
    """One published document as a TEI file."""
    return _file(document_pieces(public_paper(Document.objects.all(), slug)), f"{slug}.xml")


@public_view
def volume_tei(request: HttpRequest, slug: str) -> HttpResponse:
    """A volume with its published documents as a TEI file, streamed; what is not published is left out."""
    volume = get_object_or_404(public.volumes(), slug=slug)
    return _file(volume_pieces(volume, Document.objects.public()), f"{slug}.xml")


def _file(pieces: Iterable[str], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse((piece.encode() for piece in pieces), content_type=_TEI)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
