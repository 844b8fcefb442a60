"""Where originals are: repositories, record groups, series, boxes and folders."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from archive.api import parameters
from archive.api.authorities import missing_merged
from archive.api.fields import NAMED, NUMBER, TEXT, URL, Field, listed, or_null, record
from archive.api.operations import Asked, Resource, named
from archive.models import SearchCount, Unit, public
from archive.models.holdings import words_of

_EVENT = record(kind=TEXT, date=TEXT, who=TEXT, note=TEXT, source=TEXT)


def steps(chain: list[tuple[str, str, str]], asked: Asked) -> list[dict[str, str] | None]:
    """Return the units of a chain, from the repository down."""
    return [named("holding", slug, words_of(level, name), asked) for slug, level, name in chain]


def _holdings(rows: list[Unit], asked: Asked) -> dict[int, dict[str, Any]]:
    counted = SearchCount.objects.filter(facet="unit", value__in=[row.slug for row in rows])
    counts = dict(counted.values_list("value", "count"))
    return {
        row.pk: {
            "id": row.slug,
            "url": asked.url(row.get_absolute_url()),
            "name": row.words,
            "level": row.level,
            "part_of": above[-1] if (above := steps(row.chain[:-1], asked)) else None,
            "note": row.note,
            "events": [{name: getattr(event, name) for name in _EVENT["properties"]} for event in row.events.all()],
            "papers": counts.get(row.slug, 0),
        }
        for row in rows
    }


HOLDINGS = Resource(
    "holdings",
    _("Repositories, record groups, series, boxes and folders with originals of published papers"),
    (
        Field("id", TEXT, _("The word in its address; it never changes.")),
        Field("url", URL, _("Its page, to cite.")),
        Field("name", TEXT),
        Field("level", {"type": "string", "enum": Unit.Level.values}),
        Field("part_of", or_null(NAMED), _("The unit that it is in.")),
        Field("note", TEXT),
        Field("events", listed(_EVENT), _("What happened to it; days as EDTF.")),
        Field("papers", NUMBER, _("Papers whose originals are in it or in a part of it.")),
    ),
    lambda: public.units().prefetch_related("events"),
    _holdings,
    (parameters.words("name", _("Only those with these letters in the name.")),),
    lambda rows, asked: rows.filter(name__icontains=asked["name"]) if asked["name"] else rows,
    missing=missing_merged("holdings", Unit, public.units),
)
