"""People, offices, missions and places."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from archive.api import parameters
from archive.api.fields import FLAG, NAMED, NUMBER, TEXT, TEXTS, URL, Field, Schema, listed, or_null, record
from archive.api.operations import Asked, Resource, named
from archive.api.problems import Moved
from archive.browsing import relations
from archive.browsing.authorities import merged_into
from archive.models import Mission, Office, OfficeTerm, Person, PersonName, Place, SearchCount, public

_COMMON = (
    Field("id", TEXT, _("The word in its address; it never changes.")),
    Field("url", URL, _("Its page, to cite.")),
    Field("name", TEXT),
    Field(
        "accepted", FLAG, _("Whether an archivist has reviewed it; otherwise it rests on the words of papers alone.")
    ),
    Field("note", TEXT),
)
_COUNTS = (Field("sent", NUMBER, _("Papers sent.")), Field("received", NUMBER, _("Papers received.")))
_NAME = (parameters.words("name", _("Only those with these letters in the name.")),)


def _narrowed(rows: QuerySet, asked: Asked) -> QuerySet:
    return rows.filter(name__icontains=asked["name"]) if asked["name"] else rows


def _common(row: Any, asked: Asked) -> dict[str, Any]:
    return {
        "id": row.slug,
        "url": asked.url(row.get_absolute_url()),
        "name": row.name,
        "accepted": row.status == row.Status.ACCEPTED,
        "note": row.note,
    }


def _counts(kind: str, rows: list[Any]) -> dict[str, tuple[int, int]]:
    return relations.letter_counts(kind, [row.slug for row in rows])


def _public_places(rows: list[Any], name: str = "place") -> set[int]:
    """Return which of the rows' places may be shown: those made by hand, and those that a published paper names."""
    ids = {getattr(row, f"{name}_id") for row in rows} - {None}
    made = Place.objects.filter(pk__in=ids, made_by_hand=True).values_list("pk", flat=True)
    return {*made, *public.places().filter(pk__in=ids).values_list("pk", flat=True)} if ids else set()


def _place(row: Any, shown: set[int], asked: Asked, name: str = "place") -> dict[str, str] | None:
    place = getattr(row, name) if getattr(row, f"{name}_id") in shown else None
    return named("place", place.slug, place.name, asked) if place else None


def missing_merged(kind: str, model: Any, rows: Any):
    """Return what answers for an id that ``rows`` don't have: where it leads, if that record was merged."""

    def missing(slug: str) -> None:
        merged = merged_into(model, slug)
        if merged and rows().filter(pk=merged.pk).exists():
            raise Moved(f"{kind}/{merged.slug}")

    return missing


# --- People -----------------------------------------------------------------------------------------------------------------


def _people(rows: list[Person], asked: Asked) -> dict[int, dict[str, Any]]:
    slugs = [row.slug for row in rows]
    counts = _counts("person", rows)
    mentions = dict(
        SearchCount.objects.filter(facet=relations.MENTIONED, value__in=slugs).values_list("value", "count")
    )
    found = {}
    for row in rows:
        sent, received = counts.get(row.slug, (0, 0))
        found[row.pk] = {
            **_common(row, asked),
            "dates": row.dates,
            "identifiers": row.identifiers,
            "sent": sent,
            "received": received,
            "mentioned": mentions.get(row.slug, 0),
        }
    return found


def _other_names(rows: list[Person], asked: Asked) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {row.pk: [] for row in rows}
    for pk, name in PersonName.objects.filter(person__in=rows).order_by("person", "name").values_list("person", "name"):
        found[pk].append(name)
    return found


def _listings(rows: list[Person], asked: Asked) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {row.pk: [] for row in rows}
    entries = public.listed_persons().filter(person__in=rows).order_by("person", "volume__slug", "pk")
    for pk, volume, name, description in entries.values_list("person", "volume__slug", "name", "description"):
        found[pk].append({"volume": volume, "name": name, "description": description})
    return found


def _terms(rows: list[Person], asked: Asked) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {row.pk: [] for row in rows}
    terms = OfficeTerm.objects.filter(named__person__in=rows).order_by("named__person", "first", "pk")
    for pk, title, post, began, left in terms.values_list("named__person", "title", "post_name", "began", "left"):
        found[pk].append({"title": title, "post": post, "from": began, "to": left})
    return found


_LISTING: Schema = record(volume=TEXT, name=TEXT, description=TEXT)
_TERM: Schema = record(**{"title": TEXT, "post": TEXT, "from": TEXT, "to": TEXT})

PEOPLE = Resource(
    "people",
    _("People who sent, received or are mentioned in published papers"),
    (
        *_COMMON,
        Field("dates", TEXT, _("Years of birth and death, as EDTF.")),
        Field("identifiers", {"type": "object", "additionalProperties": TEXT}, _("In other catalogues, such as VIAF.")),
        *_COUNTS,
        Field("mentioned", NUMBER, _("Papers that mention the person.")),
    ),
    public.people,
    _people,
    _NAME,
    _narrowed,
    (
        (Field("other_names", TEXTS), _other_names),
        (Field("listings", listed(_LISTING), _("Entries of volumes’ lists of persons.")), _listings),
        (Field("terms", listed(_TERM), _("Terms of office, according to name authority files.")), _terms),
    ),
    missing=missing_merged("people", Person, public.people),
)


# --- Offices, missions, places ----------------------------------------------------------------------------------------------


def _offices(rows: list[Office], asked: Asked) -> dict[int, dict[str, Any]]:
    counts, shown = _counts("office", rows), _public_places(rows)
    found = {}
    for row in rows:
        sent, received = counts.get(row.slug, (0, 0))
        mission = row.mission if row.mission_id else None
        found[row.pk] = {
            **_common(row, asked),
            "other_names": row.other_names.splitlines(),
            "dates": row.dates,
            "place": _place(row, shown, asked),
            "mission": named("mission", mission.slug, mission.name, asked) if mission else None,
            "sent": sent,
            "received": received,
        }
    return found


OFFICES = Resource(
    "offices",
    _("Offices that sent or received published papers"),
    (
        *_COMMON,
        Field("other_names", TEXTS),
        Field("dates", TEXT, _("When there was such an office, as EDTF.")),
        Field("place", or_null(NAMED)),
        Field("mission", or_null(NAMED)),
        *_COUNTS,
    ),
    lambda: public.offices().select_related("place", "mission"),
    _offices,
    _NAME,
    _narrowed,
    missing=missing_merged("offices", Office, public.offices),
)


def _missions(rows: list[Mission], asked: Asked) -> dict[int, dict[str, Any]]:
    shown = _public_places(rows)
    return {
        row.pk: {**_common(row, asked), "rank": row.rank, "dates": row.dates, "place": _place(row, shown, asked)}
        for row in rows
    }


def _offices_there(rows: list[Mission], asked: Asked) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list] = {row.pk: [] for row in rows}
    offices = public.offices().filter(mission__in=rows).order_by("mission", "pk")
    for pk, slug, name in offices.values_list("mission", "slug", "name"):
        found[pk].append(named("office", slug, name, asked))
    return found


MISSIONS = Resource(
    "missions",
    _("Embassies, legations, consulates and delegations"),
    (
        *_COMMON,
        Field("rank", {"type": "string", "enum": Mission.Rank.values}),
        Field("dates", TEXT, _("When it was open, as EDTF.")),
        Field("place", or_null(NAMED)),
    ),
    lambda: public.missions().select_related("place"),
    _missions,
    _NAME,
    _narrowed,
    ((Field("offices", listed(NAMED)), _offices_there),),
    missing=missing_merged("missions", Mission, public.missions),
)


def _places(rows: list[Place], asked: Asked) -> dict[int, dict[str, Any]]:
    shown = _public_places(rows, "parent")
    written = dict(
        SearchCount.objects.filter(facet="place", value__in=[row.slug for row in rows]).values_list("value", "count")
    )
    return {
        row.pk: {
            **_common(row, asked),
            "part_of": _place(row, shown, asked, "parent"),
            "written": written.get(row.slug, 0),
        }
        for row in rows
    }


PLACES = Resource(
    "places",
    _("Places where papers were written, and places of missions"),
    (*_COMMON, Field("part_of", or_null(NAMED)), Field("written", NUMBER, _("Papers written there."))),
    lambda: public.places().select_related("parent"),
    _places,
    _NAME,
    _narrowed,
    missing=missing_merged("places", Place, public.places),
)
