"""What the finding aid of a repository, a series, a box or a folder describes, from the tree of holdings."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet

from archive.exports import ead
from archive.models import Document, DocumentHolding, Unit, UnitEvent, public
from archive.models.holdings import below
from archive.web.words import edtf_in_words

#: EAD's words for the levels; a box has none of its own there.
_LEVELS = {
    Unit.Level.REPOSITORY: ("otherlevel", "repository"),
    Unit.Level.GROUP: ("recordgrp", ""),
    Unit.Level.SERIES: ("series", ""),
    Unit.Level.SUBSERIES: ("subseries", ""),
    Unit.Level.BOX: ("otherlevel", "box"),
    Unit.Level.FOLDER: ("file", ""),
}
#: Events that tell how the archives came by a unit; the others tell who had it and what was done with it.
_ACQUIRED = (UnitEvent.Kind.ACCESSION, UnitEvent.Kind.TRANSFER)


def finding_aid(unit: Unit, site: str) -> tuple[ead.HoldingUnit, QuerySet[Document]]:
    """Return what the finding aid of a unit describes, and the public papers in it. Three queries, however much there is."""
    inside = Unit.objects.filter(below(unit))
    rows = list(public.units().filter(below(unit)).order_by("order", "pk"))
    events = defaultdict(list)
    for event in UnitEvent.objects.filter(unit__in=rows).order_by("earliest", "pk"):
        events[event.unit_id].append(
            ("acqinfo" if event.kind in _ACQUIRED else "custodhist", event_in_words(event)),
        )
    papers: dict[int, list[int]] = defaultdict(list)
    held = DocumentHolding.objects.public().filter(unit__in=inside.values("pk"))
    for pk, document in held.order_by("document__date_earliest", "pk").values_list("unit", "pk"):
        papers[pk].append(document)
    parts: dict[int | None, list[Unit]] = defaultdict(list)
    for row in rows:
        parts[row.parent_id].append(row)

    def described(row: Unit) -> ead.HoldingUnit:
        return ead.HoldingUnit(
            row.words,
            site + row.get_absolute_url(),
            *_LEVELS[row.level],
            row.note,
            tuple(events[row.pk]),
            tuple(papers[row.pk]),
            tuple(described(part) for part in parts[row.pk]),
        )

    whole = next(row for row in rows if row.pk == unit.pk)
    return described(whole), Document.objects.public().filter(holding__unit__in=inside.values("pk"))


def event_in_words(event: UnitEvent) -> str:
    """Return an event as a sentence: "Transfer, May 1972: from the Department of State. Box list. (Accession register.)"."""
    said = f"{event.get_kind_display()}, {edtf_in_words(event.date)}"
    said = f"{said[:1].upper()}{said[1:]}" + (f": {event.who}" if event.who else "")
    note = f" {event.note}" if event.note else ""
    return f"{said}.{note}" + (f" ({event.source})" if event.source else "")
