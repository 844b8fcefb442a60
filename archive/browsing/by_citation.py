"""Papers found by a citation: by page or number in a volume, or by their own number with place and date."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from archive.browsing.cited_papers import Found, look_up
from archive.browsing.destinations import Destination
from archive.models import Document, Footnote, PageBreak, Volume
from archive.parsing.citations import Citation, VolumeCitation, read_citation
from archive.web.requests import as_number

#: Only so many papers are listed; the result says that there are more.
MOST = 20


def by_citation(typed: str) -> Destination | None:
    """Return what a citation leads to, or ``None`` if the words are none. A few queries, each answered by an index."""
    read = read_citation(typed)
    if read is None:
        return None
    citation = Citation.of(read, typed)
    found = look_up([citation])[0]
    destination = _chosen(Destination(str(read)), found.papers)
    if destination.document:
        return replace(destination, fragment=_fragment(destination.document, citation))
    if destination.papers:
        return replace(destination, unheld=found.unheld)
    if citation.place:
        return _in_volumes(destination, citation.place, found)
    if citation.address:
        return replace(destination, near_words=_("No paper here has this address."))
    near = found.near[:MOST]
    words = _("No paper here matches all of this. Papers with the same number:")
    if not citation.paper.number:
        words = _("No paper here matches all of this. Papers of the same date:")
    elif not near:
        near, words = _with_number(citation.paper.number, words)
    return replace(destination, near=tuple(near), near_words=words, unheld=found.unheld)


def _with_number(number: str, words: str) -> tuple[list[Document], str]:
    """Return the papers with a number at whatever date, and what to say of them."""
    rows = Document.objects.public().for_lines().filter(number=number).order_by("date_earliest", "pk")[:MOST]
    near = list(rows)
    return near, words if near else _("No paper here has this number.")


def _in_volumes(destination: Destination, place: VolumeCitation, found: Found) -> Destination:
    volumes = found.volumes
    if not volumes:
        return replace(destination, near_words=_("No volume like this is held."))
    if not place.is_exact:
        if len(volumes) == 1:
            return replace(destination, volume=volumes[0])
        return replace(destination, near_words=_several_volumes(volumes))
    if len(volumes) > 1:
        return replace(destination, near_words=_("No paper here is at that place."))
    return _near(destination, Document.objects.public().filter(volume=volumes[0]), place)


def _several_volumes(volumes: tuple[Volume, ...]) -> str:
    words = "; ".join(volume.short_title for volume in volumes[:MOST])
    return _("%(count)s volumes may be meant: %(names)s.") % {"count": len(volumes), "names": words}


def _fragment(paper: Document, citation: Citation) -> str:
    if citation.address:
        return citation.address.fragment
    if citation.place and citation.place.note:
        notes = Footnote.objects.filter(document=paper, label=citation.place.note)
        orders = list(notes.values_list("order", flat=True)[:2])
        return f"fn-{orders[0]}" if len(orders) == 1 else ""
    return f"page-{citation.place.page}" if citation.place and citation.place.page else ""


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


def _chosen(destination: Destination, papers: tuple[Document, ...]) -> Destination:
    if len(papers) == 1:
        return replace(destination, document=papers[0])
    return replace(destination, papers=papers[:MOST], more=len(papers) > MOST)
