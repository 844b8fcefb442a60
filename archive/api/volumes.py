"""Volumes and their divisions: compilations, chapters."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from archive.api import parameters
from archive.api.fields import NUMBER, TEXT, TEXTS, URL, Field, listed, or_null, record
from archive.api.operations import Asked, Operation, Resource
from archive.api.problems import Problem
from archive.browsing import contents
from archive.models import Document, Volume, public


def _encode(rows: list[Volume], asked: Asked) -> dict[int, dict[str, Any]]:
    papers = (
        Document.objects.public().filter(volume__in=rows).order_by().values_list("volume").annotate(papers=Count("pk"))
    )
    counts = dict(papers)
    return {
        row.pk: {
            "id": row.slug,
            "url": asked.url(row.get_absolute_url()),
            "title": row.title,
            "short_title": row.short_title,
            "series": row.series,
            "number": row.number,
            "subject": row.subject,
            "editors": row.editors,
            "publisher": row.publisher,
            "published": row.published,
            "papers": counts.get(row.pk, 0),
        }
        for row in rows
    }


VOLUMES = Resource(
    "volumes",
    _("Printed volumes with published papers"),
    (
        Field("id", TEXT, _("The word in its address; it never changes.")),
        Field("url", URL, _("Its page, to cite.")),
        Field("title", TEXT),
        Field("short_title", TEXT),
        Field("series", TEXT),
        Field("number", TEXT),
        Field("subject", TEXT),
        Field("editors", TEXTS),
        Field("publisher", TEXT),
        Field("published", TEXT, _("As printed.")),
        Field("papers", NUMBER, _("Published papers in it.")),
    ),
    lambda: public.volumes().defer("header", "skeleton"),
    _encode,
)


def divisions_of(asked: Asked) -> dict[str, Any]:
    """Return the divisions of a volume in printed order, with the numbers of their published papers."""
    volume = public.volumes().filter(slug=asked["id"]).defer("header", "skeleton").first()
    if volume is None:
        raise Problem(404, "No public volume has this id.", "id")
    found = [node for top in contents.tree(volume) for node in top.walk()]
    ids = {node.division.pk: node.division.source_id for node in found}
    return {
        "items": [
            {
                "id": node.division.source_id,
                "url": asked.url(node.division.get_absolute_url()),
                "in": ids.get(node.division.parent_id),
                "kind": node.division.kind,
                "number": node.division.number,
                "heading": node.division.heading,
                "part": node.division.part,
                "papers": node.own,
                "papers_below": node.total - node.own,
            }
            for node in found
        ]
    }


_DIVISION = record(
    **{
        "id": TEXT, "url": URL, "in": or_null(TEXT), "kind": TEXT, "number": TEXT, "heading": TEXT, "part": TEXT, "papers": NUMBER,
        "papers_below": NUMBER,
    }
)  # fmt: skip
DIVISIONS = Operation(
    "divisions",
    "volumes/{id}/divisions",
    _("The compilations and chapters of a volume, in printed order"),
    (parameters.path("id", _("The id of a volume."), "vol"),),
    record(items=listed(_DIVISION)),
    divisions_of,
)
