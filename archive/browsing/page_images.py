"""The images of a paper's pages: which of them the public may see, and where each stands in the text.

A page often has the end of one paper and the beginning of the next on it. Its scan is shown if a published paper is on it and every other
paper on it is published, too: see docs/decisions/scans.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import quote

from django.conf import settings

from archive.models import Document, PageBreak, Volume, public
from archive.scans import Scan, ScanFolder, kept_image
from archive.sql.prepared import Prepared
from archive.web.hrefs import href

#: Widths in pixels for which an image is chosen: of a thumbnail, and of a page beside its text.
THUMBNAIL, BESIDE_TEXT = 150, 800
_MARKS = re.compile(r'<a class="pb[^"]*" id="(page-[^"]*)"[^>]* data-page="([^"]*)"')
_withheld = Prepared(lambda volume: public.withheld_pages().filter(document__volume=volume).values_list("facsimile"))
_shown = Prepared(
    lambda volume, facsimile: (
        PageBreak.objects.public()
        .filter(document__volume__slug=volume, facsimile=facsimile)
        .order_by()
        .values_list("document__volume")[:1]
    )
)


@dataclass(frozen=True, slots=True)
class PageImage:
    """An image to show: its printed page number, the id of the page's mark in the text (``""`` if it has none), addresses and size.

    ``service`` is the address of its IIIF image service, ``""`` if it has no tiles. ``original`` is set for what is no page of a volume.
    """

    key: str
    label: str
    anchor: str
    whole: str
    beside: str
    thumbnail: str
    service: str
    width: int
    height: int
    original: bool = False


def folder() -> ScanFolder | None:
    """Return the folder of scans that the settings name, if they name one."""
    return ScanFolder(settings.SCANS, settings.SCAN_TILES) if settings.SCANS else None


def originals_folder() -> ScanFolder:
    """Return the folder of the images of originals, which is there once there is one."""
    return ScanFolder(settings.ORIGINALS, settings.ORIGINAL_TILES)


def has_scans(volume: Volume) -> bool:
    """Return whether there is a folder of scans of a volume, whether or not any can be shown."""
    scans = folder()
    return scans is not None and scans.has(volume.slug)


def images_of(paper: Document, html: str = "", first_page: str = "") -> list[PageImage]:
    """Return the images of a public paper: of its pages, in their order, then of its original. ``html`` is its text, ``first_page`` the
    page whose mark is put before it. Makes a query for each folder of images that there is.
    """
    marks = ({first_page: f"page-{first_page}"} if first_page else {}) | _marks(html)
    originals = _of_original(paper, marks)
    # One image is in step with a place in the text: what was written goes before what was printed.
    taken = {image.anchor for image in originals} - {""}
    return [
        *(replace(image, anchor="") if image.anchor in taken else image for image in _of_pages(paper, marks)),
        *originals,
    ]


def _of_pages(paper: Document, marks: dict[str, str]) -> list[PageImage]:
    scans = folder()
    volume = paper.volume
    if scans is None or volume is None or not scans.has(volume.slug):
        return []
    withheld = {facsimile for (facsimile,) in _withheld(volume.pk)}
    found = {}
    for page in paper.page_breaks.all():
        if page.facsimile in withheld or page.facsimile in found:
            continue
        if scan := scans.find(volume.slug, page.facsimile):
            found[page.facsimile] = image_of(volume, page, scan, marks.get(page.label, ""))
    return list(found.values())


def _of_original(paper: Document, marks: dict[str, str]) -> list[PageImage]:
    scans = originals_folder()
    if not scans.scans.is_dir() or public.is_redacted(paper):
        return []
    found = []
    for image in paper.originals.filter(removed_at=None):
        if scan := kept_image(scans, image.sha256):
            service = href("archive:original_info", paper.slug, image.key).removesuffix("/info.json")
            key, mark = f"original-{image.key}", marks.get(image.label, "")
            found.append(_image(key, image.name, mark, service, scan, original=True))
    return found


def images_of_volume(volume: Volume) -> Iterator[tuple[PageBreak, PageImage]]:
    """Yield the pages of a volume's public papers, in order, with their images: a page that two papers are on comes twice."""
    scans = folder()
    if scans is None or not scans.has(volume.slug):
        return
    withheld = {facsimile for (facsimile,) in _withheld(volume.pk)}
    pages = PageBreak.objects.public().filter(document__volume=volume).exclude(facsimile="")
    for page in pages.select_related("document").order_by("document__position", "document", "order"):
        scan = None if page.facsimile in withheld else scans.find(volume.slug, page.facsimile)
        if scan is not None:
            yield page, image_of(volume, page, scan)


def public_scan(volume: str, facsimile: str) -> Scan | None:
    """Return the scan of a page if the public may see it."""
    scans = folder()
    scan = scans.find(volume, facsimile) if scans else None
    shown = _shown.first(volume, facsimile) if scan else None
    return scan if shown and (facsimile,) not in _withheld(*shown) else None


def original_of(paper: Document, key: str) -> Scan | None:
    """Return the image of a paper's original that addresses call by ``key``. Whether the paper may be seen is for the caller to ask,
    whether a passage of it is withheld is asked here."""
    row = paper.originals.filter(removed_at=None, sha256__startswith=key).first()
    shown = row and row.key == key and not public.is_redacted(paper)
    return kept_image(originals_folder(), row.sha256) if shown else None


def published_elsewhere(paper: Document) -> list[tuple[str, str]]:
    """Return the pages of a paper with the addresses of their images at the publisher's, if the settings say where those are."""
    if not settings.PUBLISHED_SCANS or paper.volume is None or public.is_redacted(paper):
        return []
    pages = {page.facsimile: page.label or page.facsimile for page in paper.page_breaks.all() if page.facsimile}
    return [
        (label, settings.PUBLISHED_SCANS.format(volume=quote(paper.volume.slug, ""), facs=quote(facsimile, "")))
        for facsimile, label in pages.items()
    ]


def image_of(volume: Volume, page: PageBreak, scan: Scan, anchor: str = "") -> PageImage:
    """Return a page's scan with its addresses."""
    service = href("archive:scan_info", volume.slug, page.facsimile).removesuffix("/info.json")
    return _image(page.facsimile, page.label, anchor, service, scan)


def _image(key: str, label: str, anchor: str, service: str, scan: Scan, *, original: bool = False) -> PageImage:
    def address(size: str) -> str:
        return f"{service}/full/{size}/0/default.{scan.ending}"

    return PageImage(
        key=key,
        label=label,
        anchor=anchor,
        whole=address("max"),
        beside=address(scan.size_for(BESIDE_TEXT)),
        thumbnail=address(scan.size_for(THUMBNAIL)),
        service=service if scan.tiles else "",
        width=scan.width,
        height=scan.height,
        original=original,
    )


def _marks(html: str) -> dict[str, str]:
    """Return the id of the first mark of each page in a text, by the printed number."""
    marks: dict[str, str] = {}
    for name, label in _MARKS.findall(html):
        marks.setdefault(unescape(label), name)
    return marks
