"""Descriptions of many papers for portals: finding aids of the shelf (EAD3), and who wrote to whom (CMIF)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.conf import settings
from django.db.models import Max, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from archive import filing
from archive.browsing import file_page, file_shelf
from archive.exports import cmif, ead
from archive.exports.holdings import finding_aid
from archive.exports.markup import gathered
from archive.exports.oai.formats import cited_as
from archive.exports.oai.harvesting import described
from archive.models import Document, public
from archive.models.vocabulary import vocabulary
from archive.sql.batches import batches
from archive.views.decorators import public_view
from archive.views.volumes import public_volume
from archive.web.hrefs import href

_AT_ONCE = 100


@public_view
def volume_letters(request: HttpRequest, slug: str) -> HttpResponse:
    """The correspondence of a volume."""
    volume = public_volume(slug)
    return _letters(request, cmif.letters(volume), volume.title)


@public_view
def all_letters(request: HttpRequest) -> HttpResponse:
    """The correspondence of the archive."""
    return _letters(request, cmif.letters(), "Correspondence in the archive")


@public_view
def file_aid(request: HttpRequest, scheme: str, slug: str) -> HttpResponse:
    """The finding aid of a file."""
    file = get_object_or_404(public.files(), scheme=scheme, slug=slug)
    papers = file_page.papers_in(file)
    meaning = filing.explain(file_page.number_of(file), None, vocabulary()).sentence
    title = f"{filing.title_of(scheme)}: {file.normal}"
    return _aid(
        request, papers, ead.Unit(file.normal, title, _site(request) + file.get_absolute_url(), "file", meaning)
    )


@public_view
def shelf_aid(request: HttpRequest, scheme: str, class_: str = "") -> HttpResponse:
    """The finding aid of a shelf, or of a class on it."""
    place = filing.ShelfPlace(scheme, file_shelf.code_of(class_))
    if not file_shelf.papers_at(place):
        raise Http404
    of_place = {"document_file_numbers__file_number__file__scheme": scheme}
    if place.class_:
        of_place["document_file_numbers__file_number__file__class_code"] = place.class_
    steps = [str(filing.label(step, vocabulary())) for step in (*place.above(), place)]
    unit = ead.Unit(
        ": ".join(filter(None, (scheme, place.class_))),
        ": ".join(steps),
        _site(request) + file_shelf.address_of(place),
        "class" if place.class_ else "series",
    )
    return _aid(request, Document.objects.public().filter(**of_place), unit)


@public_view
def holding_aid(request: HttpRequest, slug: str) -> HttpResponse:
    """The finding aid of a repository, a series, a box …: what is below it, down to each paper."""
    unit = get_object_or_404(public.units(), slug=slug)
    site = _site(request)
    tree, papers = finding_aid(unit, site)

    def cited(ids: Sequence[int]) -> Iterable:
        return _cited(ids, site)

    return _xml(ead.holdings_aid(tree, cited, _changed(papers)), "application/xml; charset=utf-8")


def _letters(request: HttpRequest, papers: QuerySet[Document], title: str) -> HttpResponse:
    if not papers.exists():
        raise Http404
    pieces = cmif.correspondence(
        papers,
        title=title,
        address=request.build_absolute_uri(request.path),
        site=_site(request),
        made=_changed(papers),
        licence=settings.DATA_LICENCE,
    )
    return _xml(pieces, "application/tei+xml; charset=utf-8")


def _aid(request: HttpRequest, papers: QuerySet[Document], unit: ead.Unit) -> HttpResponse:
    span = papers.order_by().aggregate(first=Min("date_earliest"), last=Max("date_latest"))
    ids = list(dict.fromkeys(papers.order_by("date_earliest", "pk").values_list("pk", flat=True)))
    unit = replace(unit, papers=len(ids), **{end: day.isoformat() for end, day in span.items() if day})
    site, changed = _site(request), _changed(papers)

    return _xml(ead.finding_aid(unit, _cited(ids, site), changed), "application/xml; charset=utf-8")


def _cited(ids: Sequence[int], site: str) -> Iterable:
    for some in batches(ids, _AT_ONCE):
        found = described(some)
        yield from (cited_as(found[pk], site + href("archive:document", found[pk].slug)) for pk in some if pk in found)


def _changed(papers: QuerySet[Document]):
    return papers.order_by().aggregate(at=Max("public_change__at"))["at"] or timezone.now()


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _xml(pieces: Iterable[str], media: str) -> HttpResponse:
    response = StreamingHttpResponse(gathered(pieces), content_type=media)
    response["X-Robots-Tag"] = "noindex"
    return response
