"""Papers found by a citation: by page or number in a volume, or by their own number with place and date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from archive.browsing.destinations import Destination
from archive.folding import fold
from archive.models import Document, DocumentKey, Footnote, PageBreak, Volume
from archive.parsing.citations import PaperCitation, VolumeCitation, read_citation, read_volume_name
from archive.parsing.references.missions import names_of
from archive.records import TELEGRAM_KINDS
from archive.references.keys import NumberKey
from archive.web.requests import as_number

#: Only so many papers are listed; the result says that there are more.
MOST = 20
#: Papers of one number that are read for their place.
_MOST_READ = 400
_YEARS = range(1861, 1993)


def by_citation(typed: str) -> Destination | None:
    """Return what a citation leads to, or ``None`` if the words are none. A few queries, each answered by an index."""
    citation = read_citation(typed)
    if isinstance(citation, VolumeCitation):
        return _in_volumes(citation)
    if isinstance(citation, PaperCitation):
        return _by_number(citation)
    return None


# --- in volumes -----------------------------------------------------------------------------------------------------


def _in_volumes(citation: VolumeCitation) -> Destination:
    destination = Destination(str(citation))
    volumes = _volumes(citation)
    if not volumes:
        return replace(destination, near_words=_("No volume like this is held."))
    if not citation.document and not citation.page:
        if len(volumes) == 1:
            return replace(destination, volume=volumes[0])
        return replace(destination, near_words=_several_volumes(volumes))
    papers = Document.objects.public().filter(volume__in=volumes)
    if citation.document:
        found = papers.filter(
            document_number__in={citation.document, citation.document.upper(), citation.document.lower()}
        )
    else:
        pages = PageBreak.objects.filter(document=OuterRef("pk"), label__in={citation.page, citation.page.upper()})
        found = papers.filter(Exists(pages))
    if citation.note:
        noted = found.filter(Exists(Footnote.objects.filter(document=OuterRef("pk"), label=citation.note)))
        found = noted if noted.exists() else found
    destination = _listed(destination, found.order_by("volume", "position"))
    if destination.document:
        return replace(destination, fragment=_fragment(destination.document, citation))
    if destination.papers:
        return destination
    return (
        _near(destination, papers, citation)
        if len(volumes) == 1
        else replace(destination, near_words=_("No paper here is at that place."))
    )


def _volumes(citation: VolumeCitation) -> list[Volume]:
    held = Volume.objects.filter(Exists(Document.objects.public().filter(volume=OuterRef("pk")))).only("slug", "title")
    if citation.slug and (named := held.filter(slug=citation.slug).first()):
        return [named]
    volumes = list(held.order_by("slug"))
    if citation.volume is None:
        return volumes
    named = [(volume, read_volume_name(volume.slug, volume.title)) for volume in volumes]
    return [volume for volume, name in named if name and name.agrees(citation.volume)]


def _several_volumes(volumes: list[Volume]) -> str:
    words = "; ".join(volume.short_title for volume in volumes[:MOST])
    return _("%(count)s volumes may be meant: %(names)s.") % {"count": len(volumes), "names": words}


def _fragment(paper: Document, citation: VolumeCitation) -> str:
    if citation.note:
        orders = list(Footnote.objects.filter(document=paper, label=citation.note).values_list("order", flat=True)[:2])
        return f"fn-{orders[0]}" if len(orders) == 1 else ""
    return f"page-{citation.page}" if citation.page else ""


def _near(destination: Destination, papers: QuerySet[Document], citation: VolumeCitation) -> Destination:
    """Return the papers before and after a number or page that no paper has."""
    sought = citation.document or citation.page
    if citation.document:
        rows = papers.exclude(document_number="").values_list("document_number", "pk")
        words = _("No paper here has the number %(number)s.") % {"number": sought}
    else:
        rows = PageBreak.objects.filter(document__in=papers).values_list("label", "document")
        words = _("No paper here is on page %(page)s, as far as pages are marked.") % {"page": sought}
    position = as_number(sought, -1)
    if position < 0:
        return replace(destination, near_words=words)
    places = sorted((place, pk) for label, pk in rows if (place := as_number(label, -1)) >= 0)
    before = [pk for place, pk in places if place < position][-1:]
    after = [pk for place, pk in places if place > position][:1]
    near = Document.objects.public().for_lines().in_bulk([*before, *after])
    nearest = _("Nearest in the volume:")
    return replace(
        destination,
        near=tuple(near[pk] for pk in dict.fromkeys([*before, *after]) if pk in near),
        near_words=f"{words} {nearest}",
    )


# --- by their own number --------------------------------------------------------------------------------------------


def _by_number(citation: PaperCitation) -> Destination:
    destination = Destination(str(citation))
    first, last = _days(citation)
    years = range(first.year, last.year + 1) if first and last else _YEARS
    keys = [str(NumberKey.of(citation.number, year)) for year in years]
    aliased = DocumentKey.objects.filter(key__in=keys).values("document")
    numbered = Document.objects.public().filter(Q(number=citation.number) | Q(pk__in=aliased))
    dated = numbered
    if first and last:
        within = Q(date_earliest__lte=last) | Q(date_earliest=None)
        dated = numbered.filter(within, Q(date_latest__gte=first) | Q(date_latest=None)).exclude(
            date_earliest=None, date_latest=None
        )
    fitting = [paper for paper in _read(dated) if _fits(paper, citation)]
    destination = _chosen(destination, fitting)
    if destination.document or destination.papers:
        return destination
    near = _read(numbered, MOST)
    words = (
        _("No paper here matches all of this. Papers with the same number:")
        if near
        else _("No paper here has this number.")
    )
    return replace(destination, near=tuple(near), near_words=words)


def _read(papers: QuerySet[Document], most: int = _MOST_READ) -> list[Document]:
    return list(
        papers.for_lines()
        .prefetch_related("correspondents__office", "correspondents__place")
        .order_by("date_earliest", "pk")[:most]
    )


def _days(citation: PaperCitation) -> tuple[date | None, date | None]:
    if citation.date is None:
        return None, None
    return date.fromisoformat(citation.date.earliest), date.fromisoformat(citation.date.latest)


def _fits(paper: Document, citation: PaperCitation) -> bool:
    if citation.kind == "telegram" and paper.kind not in TELEGRAM_KINDS | {""}:
        return False
    if citation.kind not in {"", "telegram"} and paper.kind not in {"", citation.kind}:
        return False
    if not citation.place:
        return True
    names = names_of(citation.place)
    sides = {
        "from": _names(paper.senders) | names_of(paper.place_printed),
        "to": _names(paper.recipients),
    }
    return any(names & others for side, others in sides.items() if citation.direction in {"", side})


def _names(correspondents) -> frozenset[str]:
    """Return the places of one side, under all their names: of missions, of offices, and where somebody was temporarily."""
    names: set[str] = set()
    for row in correspondents:
        for place in (row.place_read, row.temporary_place, str(row.place or "")):
            names |= names_of(place)
        if fold(row.office_read).startswith(("secretary of state", "acting secretary of state", "department of state")):
            names |= {"department", "washington", "department of state"}
    return frozenset(names)


# --- the result -----------------------------------------------------------------------------------------------------


def _listed(destination: Destination, found: QuerySet[Document]) -> Destination:
    return _chosen(destination, list(found.for_lines()[: MOST + 1]))


def _chosen(destination: Destination, papers: list[Document]) -> Destination:
    if len(papers) == 1:
        return replace(destination, document=papers[0])
    return replace(destination, papers=tuple(papers[:MOST]), more=len(papers) > MOST)
