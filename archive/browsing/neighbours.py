"""The papers before and after a paper: in its volume, in its file, and between the same two correspondents. A few narrow queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from archive import filing, search
from archive.browsing.relations import FACETS
from archive.models import Document
from archive.models.documents import DocumentQuerySet
from archive.sql.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The papers before and after one, in an ``order`` ("volume", "file", "exchange") that ``where`` describes to the reader."""

    order: str
    where: str
    previous: Document | None
    next: Document | None


def _papers() -> DocumentQuerySet:
    return Document.objects.public().for_link()


def _on_shelf(file, pk) -> DocumentQuerySet:
    name = "document_file_numbers__file_number__"
    papers = _papers().filter(**{f"{name}file": file}).exclude(pk=pk)
    return papers.alias(on_shelf=F(f"{name}sort_key"))


def _earlier(pk, day) -> Q:
    if not day:
        return Q(date_earliest=None, pk__lt=pk)
    return Q(date_earliest__lt=day) | Q(date_earliest=day, pk__lt=pk)


def _later(pk, day) -> Q:
    if not day:
        return Q(date_earliest=None, pk__gt=pk)
    return Q(date_earliest__gt=day) | Q(date_earliest=day, pk__gt=pk)


_before_in_volume = Prepared(
    lambda volume, position: _papers().filter(volume=volume, position__lt=position).order_by("-position")[:1]
)
_after_in_volume = Prepared(
    lambda volume, position: _papers().filter(volume=volume, position__gt=position).order_by("position")[:1]
)
# Numbers of a file are together on the shelf, as all begin with its key, followed by "!": neither query leaves the file.
_before_in_file = Prepared(
    lambda file, first, key, pk, day=None: (
        _on_shelf(file, pk)
        .filter(Q(on_shelf__lt=key) | Q(on_shelf=key) & _earlier(pk, day), on_shelf__gte=first, on_shelf__lte=key)
        .order_by("-on_shelf", "-date_earliest", "-pk")[:1]
    )
)
_after_in_file = Prepared(
    lambda file, end, key, pk, day=None: (
        _on_shelf(file, pk)
        .filter(Q(on_shelf__gt=key) | Q(on_shelf=key) & _later(pk, day), on_shelf__gte=key, on_shelf__lt=end)
        .order_by("on_shelf", "date_earliest", "pk")[:1]
    )
)
_these = Prepared(lambda *pks: _papers().filter(pk__in=pks).order_by())


def neighbours_of(paper: Document) -> list[Neighbours]:
    """Return the orders in which the paper has a public neighbour. The paper must be fetched with ``for_page()``."""
    found = [_in_volume(paper), _in_file(paper), _between(paper)]
    return [one for one in found if one and (one.previous or one.next)]


def _in_volume(paper: Document) -> Neighbours | None:
    if not paper.volume_id:
        return None
    place = paper.volume_id, paper.position
    return Neighbours("volume", _("in the volume"), _before_in_volume.first(*place), _after_in_volume.first(*place))


def _in_file(paper: Document) -> Neighbours | None:
    """Return the neighbours by file number and, where several papers share one, by date."""
    number = next((row.file_number for row in paper.document_file_numbers.all()), None)
    if number is None or number.scheme == filing.UNKNOWN:
        return None
    first = number.sort_key.partition("!")[0]
    place = number.sort_key, paper.pk, *filter(None, [paper.date_earliest])
    where = _("in the file %(file)s") % {"file": number.file}
    return Neighbours(
        "file",
        where,
        _before_in_file.first(number.file_id, first, *place),
        _after_in_file.first(number.file_id, first + '"', *place),
    )


def _between(paper: Document) -> Neighbours | None:
    """Return the neighbours among the letters each way between the first sender and the first recipient, by office or else by person."""
    sender, recipient = next(iter(paper.senders), None), next(iter(paper.recipients), None)
    if not (sender and recipient and paper.date_earliest):
        return None
    for who in ("office", "person"):
        one, other = getattr(sender, who), getattr(recipient, who)
        if one and other and one != other:
            day = paper.date_earliest.toordinal()
            before, after = search.neighbours_between(FACETS[who], one.slug, other.slug, day, paper.pk)
            found = {found.pk: found for found in _these.among(filter(None, (before, after)))}
            where = _("between %(one)s and %(other)s") % {"one": one, "other": other}
            return Neighbours("exchange", where, found.get(before), found.get(after))
    return None
