"""The scans of pages that the public may see, their tiles, and the manifests with which other viewers show them."""

from __future__ import annotations

import json
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse

from archive.browsing.page_images import images_of, images_of_volume, original_of, public_scan
from archive.exports import iiif
from archive.models import Document
from archive.scans import MEDIA, Scan
from archive.views.decorators import public_view
from archive.views.papers import paper_to_read, public_paper
from archive.views.volumes import public_volume
from archive.web.sending import send_file
from archive.web.words import date_in_words


@public_view
def scan_info(request: HttpRequest, volume: str, facsimile: str) -> HttpResponse:
    """The image service of a scan with tiles: its size, and which tiles there are."""
    return _info(request, public_scan(volume, facsimile))


@public_view
def scan_image(request: HttpRequest, volume: str, facsimile: str, part: str, ending: str) -> HttpResponseBase:
    """A whole image or a tile of a scan, as IIIF addresses it: "full/max/0/default.jpg"."""
    return _image(request, public_scan(volume, facsimile), part, ending)


@public_view
def original_info(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The same of an image of a published paper's original."""
    return _info(request, _original(slug, key))


@public_view
def original_image(request: HttpRequest, slug: str, key: str, part: str, ending: str) -> HttpResponseBase:
    """The same of an image of a published paper's original."""
    return _image(request, _original(slug, key), part, ending)


def _original(slug: str, key: str) -> Scan | None:
    return original_of(public_paper(Document.objects.only("slug"), slug), key)


def _info(request: HttpRequest, scan: Scan | None) -> HttpResponse:
    file = scan.file("info.json") if scan and scan.tiles else None
    if file is None:
        raise Http404
    info = json.loads(file.read_text(encoding="utf-8"))
    info["id"] = request.build_absolute_uri(request.path).removesuffix("/info.json")
    return _for_other_viewers(JsonResponse(info))


def _image(request: HttpRequest, scan: Scan | None, part: str, ending: str) -> HttpResponseBase:
    file = scan.file(f"{part}/0/default.{ending}") if scan else None
    if file is None:
        raise Http404
    return _for_other_viewers(send_file(request, file, MEDIA[ending]))


@public_view
def paper_manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """The images of a paper's pages as a IIIF manifest; 404 if there are none."""
    paper = paper_to_read(slug)
    images = images_of(paper)
    return _manifest(request, _paper(request, paper), images)


@public_view
def volume_manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """The images of a volume's pages as a IIIF manifest with its papers as the table of contents; 404 if there are none."""
    volume = public_volume(slug)
    rows = list(images_of_volume(volume))
    papers = [
        (_paper(request, document), [image for _, image in pages])
        for document, pages in groupby(rows, key=lambda row: row[0].document)
    ]
    described = iiif.Described(
        request.build_absolute_uri(volume.get_absolute_url()),
        volume.title,
        "en",
        [("Series", volume.series)] if volume.series else [],
        request.build_absolute_uri(reverse("archive:volume_tei", args=[volume.slug])),
    )
    return _manifest(request, described, list({image.key: image for _, image in rows}.values()), papers)


def _paper(request: HttpRequest, paper: Document) -> iiif.Described:
    return iiif.Described(
        request.build_absolute_uri(paper.get_absolute_url()),
        paper.title,
        paper.language,
        [("Date", date_in_words(paper.date_record))],
        request.build_absolute_uri(reverse("archive:document_tei", args=[paper.slug])),
    )


def _manifest(request: HttpRequest, described: iiif.Described, images: list, papers=()) -> HttpResponse:
    if not images:
        raise Http404
    made = iiif.manifest(described, images, request.build_absolute_uri, papers)
    return _for_other_viewers(JsonResponse(made, content_type=iiif.MEDIA_TYPE))


def _for_other_viewers(response: HttpResponseBase) -> HttpResponseBase:
    """Let viewers on other sites read what everybody may read: they run in the reader's browser."""
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response
