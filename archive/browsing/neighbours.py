"""What stands beside a paper: in its volume, in its file, and between the same two correspondents. A few narrow queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from archive import search
from archive.browsing.relations import FACETS
from archive.models import Document


@dataclass(frozen=True, slots=True)
class Beside:
    """The papers before and after one, in an ``order`` ("volume", "file", "exchange") that ``where`` names for the reader."""

    order: str
    where: str
    previous: Document | None
    next: Document | None


def beside(paper: Document) -> list[Beside]:
    """The orders in which the paper has a public neighbour. Needs what ``for_page()`` fetches."""
    found = [_in_volume(paper), _in_file(paper), _between(paper)]
    return [one for one in found if one and (one.previous or one.next)]


def _in_volume(paper: Document) -> Beside | None:
    if not paper.volume_id:
        return None
    papers = Document.objects.public().for_link().filter(volume=paper.volume_id)
    return Beside(
        "volume",
        _("in the volume"),
        papers.filter(position__lt=paper.position).order_by("-position").first(),
        papers.filter(position__gt=paper.position).order_by("position").first(),
    )


def _in_file(paper: Document) -> Beside | None:
    """By file number and, where several papers share one, by date."""
    number = next((row.file_number for row in paper.document_file_numbers.all()), None)
    if number is None or number.scheme == "unknown":
        return None
    name = "document_file_numbers__file_number__"
    papers = Document.objects.public().for_link().filter(**{f"{name}file": number.file_id}).exclude(pk=paper.pk)
    papers = papers.alias(on_shelf=F(f"{name}sort_key"))
    same = Q(on_shelf=number.sort_key)
    return Beside(
        "file",
        _("in the file %(file)s") % {"file": number.file},
        papers.filter(Q(on_shelf__lt=number.sort_key) | same & _earlier(paper))
        .order_by("-on_shelf", "-date_earliest", "-pk")
        .first(),
        papers.filter(Q(on_shelf__gt=number.sort_key) | same & _later(paper))
        .order_by("on_shelf", "date_earliest", "pk")
        .first(),
    )


def _between(paper: Document) -> Beside | None:
    """Letters each way between the first sender and the first recipient, by date: their offices, or else the people."""
    sender, recipient = next(iter(paper.senders), None), next(iter(paper.recipients), None)
    if not (sender and recipient and paper.date_earliest):
        return None
    for who in ("office", "person"):
        one, other = getattr(sender, who), getattr(recipient, who)
        if one and other and one != other:
            day = paper.date_earliest.toordinal()
            before, after = search.between(FACETS[who], one.slug, other.slug, day, paper.pk)
            found = Document.objects.public().for_link().in_bulk([pk for pk in (before, after) if pk])
            where = _("between %(one)s and %(other)s") % {"one": one, "other": other}
            return Beside("exchange", where, found.get(before), found.get(after))
    return None


def _earlier(paper: Document) -> Q:
    if not paper.date_earliest:
        return Q(date_earliest=None, pk__lt=paper.pk)
    return Q(date_earliest__lt=paper.date_earliest) | Q(date_earliest=paper.date_earliest, pk__lt=paper.pk)


def _later(paper: Document) -> Q:
    if not paper.date_earliest:
        return Q(date_earliest=None, pk__gt=paper.pk)
    return Q(date_earliest__gt=paper.date_earliest) | Q(date_earliest=paper.date_earliest, pk__gt=paper.pk)
