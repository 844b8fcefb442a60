"""Topics of the archive's list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from archive.api import parameters
from archive.api.authorities import missing_merged
from archive.api.fields import NAMED, NUMBER, TEXT, TEXTS, URL, Field, or_null
from archive.api.operations import Asked, Resource, named
from archive.models import SearchCount, Topic, public


def _topics(rows: list[Topic], asked: Asked) -> dict[int, dict[str, Any]]:
    counts = dict(
        SearchCount.objects.filter(facet="topic", value__in=[row.slug for row in rows]).values_list("value", "count")
    )
    return {
        row.pk: {
            "id": row.slug,
            "url": asked.url(row.get_absolute_url()),
            "name": row.term,
            "other_terms": row.terms[1:],
            "broader": named("topic", *row.chain[1][:2], asked) if len(row.chain) > 1 else None,
            "note": row.note,
            "papers": counts.get(row.slug, 0),
        }
        for row in rows
    }


TOPICS = Resource(
    "topics",
    _("Topics of published papers, as archivists gave them"),
    (
        Field("id", TEXT, _("The word in its address; it never changes.")),
        Field("url", URL, _("Its page, to cite.")),
        Field("name", TEXT),
        Field("other_terms", TEXTS, _("Other words for the same.")),
        Field("broader", or_null(NAMED)),
        Field("note", TEXT, _("What belongs under it.")),
        Field("papers", NUMBER, _("Its papers, with those of narrower terms.")),
    ),
    public.topics,
    _topics,
    (parameters.words("name", _("Only those with these letters in the name.")),),
    lambda rows, asked: rows.filter(term__icontains=asked["name"]) if asked["name"] else rows,
    missing=missing_merged("topics", Topic, public.topics),
)
