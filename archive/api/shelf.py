"""The shelf: files, the numbers in them, the steps that lead to them, and what a number means."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from archive import filing
from archive.api import parameters
from archive.api.fields import NUMBER, TEXT, TEXTS, URL, Field, listed, or_null, record
from archive.api.operations import Asked, Operation, Resource
from archive.api.problems import Problem
from archive.browsing import file_shelf
from archive.browsing.by_file_number import papers_with
from archive.models import DocumentFileNumber, File, FileNumber
from archive.models.vocabulary import vocabulary
from archive.search.entries import place_of

#: Papers that are named beside the meaning of a number.
_MOST_PAPERS = 100
_IN_FILE = parameters.words("number", _("Only those whose number begins so, or lies in such a range, in any spelling."))


def _by_scheme(rows: QuerySet, ids: list[str]) -> QuerySet:
    wanted = Q(pk__in=())
    for one in ids:
        scheme, _colon, slug = one.partition(":")
        wanted |= Q(scheme=scheme, slug=slug)
    return rows.filter(wanted)


def _in_range(rows: QuerySet, asked: Asked) -> QuerySet:
    if typed := asked["number"]:
        query = filing.parse_query(typed) or filing.prefix_query(typed)
        rows = rows.filter(sort_key__gte=query.low, sort_key__lt=query.high) if query else rows.none()
    return rows.filter(scheme=asked["scheme"]) if asked["scheme"] else rows


_SCHEME = parameters.one_of("scheme", _("Only those of this filing scheme."), tuple(filing.SCHEMES))


def file_id(file: File) -> str:
    """Return the id of a file: its scheme and the word in its address."""
    return f"{file.scheme}:{file.slug}"


def meaning_of(file: File, words: filing.Vocabulary) -> str:
    """Return what a file's number means in its era, step by step; ``""`` where that is not known."""
    place = place_of(file)
    names = [filing.label(step, words).name for step in filing.steps_of(place)[1:]] if place else []
    return " · ".join(name for name in names if name)


def _files(rows: list[File], asked: Asked) -> dict[int, dict[str, Any]]:
    words = vocabulary()
    return {
        row.pk: {
            "id": file_id(row),
            "url": asked.url(row.get_absolute_url()),
            "scheme": row.scheme,
            "number": row.normal,
            "meaning": meaning_of(row, words),
            "class": row.class_code,
            "country": row.country_code,
            "second_country": row.second_country_code,
            "subject": row.subject,
            "qualifier": row.qualifier,
            "papers": row.papers,
        }
        for row in rows
    }


FILES = Resource(
    "files",
    _("Files that hold published papers"),
    (
        Field("id", TEXT, _("Its scheme and the word in its address; it never changes.")),
        Field("url", URL, _("Its page, to cite.")),
        Field("scheme", TEXT),
        Field("number", TEXT, _("In its normal form.")),
        Field("meaning", TEXT, _("What the number means in its era.")),
        Field("class", TEXT),
        Field("country", TEXT),
        Field("second_country", TEXT),
        Field("subject", TEXT),
        Field("qualifier", TEXT),
        Field("papers", NUMBER, _("Published papers in it.")),
    ),
    lambda: file_shelf.with_counts(File.objects.all()),
    _files,
    (_IN_FILE, _SCHEME),
    _in_range,
    by_ids=_by_scheme,
)


def _numbers(rows: list[FileNumber], asked: Asked) -> dict[int, dict[str, Any]]:
    return {
        row.pk: {
            "id": f"{row.scheme}:{row.normal}",
            "scheme": row.scheme,
            "number": row.normal,
            "file": file_id(row.file),
            "enclosure": row.enclosure,
            "date": row.date.isoformat() if row.date else "",
        }
        for row in rows
    }


def _papers_of(rows: list[FileNumber], asked: Asked) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {row.pk: [] for row in rows}
    held = DocumentFileNumber.objects.public().filter(file_number__in=rows).order_by("file_number", "document")
    for pk, slug in held.values_list("file_number", "document__slug"):
        found[pk].append(slug)
    return found


FILE_NUMBERS = Resource(
    "file-numbers",
    _("File numbers of published papers"),
    (
        Field("id", TEXT),
        Field("scheme", TEXT),
        Field("number", TEXT, _("In its normal form.")),
        Field("file", TEXT, _("The id of its file.")),
        Field("enclosure", TEXT),
        Field("date", TEXT, _("Of a date suffix.")),
    ),
    lambda: FileNumber.objects.filter(
        Exists(DocumentFileNumber.objects.public().filter(file_number=OuterRef("pk")))
    ).select_related("file"),
    _numbers,
    (_IN_FILE, _SCHEME),
    _in_range,
    ((Field("papers", TEXTS, _("The ids of the papers that have it.")), _papers_of),),
    by_ids=lambda rows, ids: rows.filter(normal__in=[one.partition(":")[2] for one in ids]),
)


# --- A number explained -------------------------------------------------------------------------------------------------------


def explained(asked: Asked) -> dict[str, Any]:
    """Return what a file number in any spelling means, and what the archive has of it."""
    number = filing.parse(filing.without_surroundings(asked["number"]))
    found = filing.explain(number, None, vocabulary())
    files = list(file_shelf.with_counts(File.objects.filter(normal=number.file)))
    papers = papers_with([number.normal]).order_by("document")
    slugs = list(dict.fromkeys(row.document.slug for row in papers[:_MOST_PAPERS]))
    return {
        **found.as_json(),
        "files": list(_files(files, asked).values()),
        "papers": slugs,
    }


_OR_NULL = or_null(TEXT)
_PARTS = (
    "printed",
    "normal",
    "scheme",
    "class",
    "country",
    "country_name",
    "subject",
    "subject_name",
    "qualifier",
    "enclosure",
    "date",
)
EXPLAINED = Operation(
    "explained-file-number",
    "explained-file-number",
    _("What a file number means, and what the archive has of it"),
    (parameters.words("number", _("A file number in any spelling."), example="840.48 Refugees/5425", required=True),),
    record(
        **dict.fromkeys((*_PARTS, "sentence"), _OR_NULL),
        warnings=listed(record(code=TEXT, message=TEXT)),
        files=listed({"$ref": "#/components/schemas/files"}),
        papers=TEXTS,
    ),
    explained,
)


# --- Steps of the shelf -------------------------------------------------------------------------------------------------------

_STEP = record(scheme=TEXT, **{"class": TEXT}, country=TEXT, subject=TEXT, code=TEXT, name=TEXT, papers=NUMBER, url=URL)


def step(asked: Asked) -> dict[str, Any]:
    """Return a step of the shelf and the steps below it; without a scheme, the schemes."""
    words = vocabulary()
    for name, above in (("class", "scheme"), ("country", "class"), ("subject", "class")):
        if asked[name] and not asked[above]:
            raise Problem(400, f"It says nothing without a {above}.", name)
    if not asked["scheme"]:
        return {"step": None, "below": [_step(one, asked) for one in file_shelf.schemes(words)], "files": 0}
    place = filing.ShelfPlace(asked["scheme"], asked["class"] or "", asked["country"] or "", asked["subject"] or "")
    papers = file_shelf.papers_at(place)
    if not papers:
        raise Problem(404, "No published paper is at this step of the shelf.")
    here = file_shelf.Step(place, filing.label(place, words), papers)
    below = [one for steps in file_shelf.below(place, words).values() for one in steps]
    return {
        "step": _step(here, asked),
        "below": [_step(one, asked) for one in below],
        "files": file_shelf.files_at(place).count() if place.class_ else 0,
    }


def _step(one: file_shelf.Step, asked: Asked) -> dict[str, Any]:
    place = one.place
    return {
        "scheme": place.scheme,
        "class": place.class_,
        "country": place.country,
        "subject": place.subject,
        "code": one.label.code,
        "name": one.label.name,
        "papers": one.papers,
        "url": asked.url(file_shelf.address_of(place)),
    }


SHELF = Operation(
    "shelf",
    "shelf",
    _("A step of the shelf and the steps below it, with how many published papers each has"),
    (
        parameters.one_of("scheme", _("The filing scheme; without it, all schemes."), tuple(filing.SHELVES)),
        parameters.words("class", _("A class of the scheme.")),
        parameters.words("country", _("A country of the class.")),
        parameters.words("subject", _("A subject of the class, or of the country.")),
    ),
    record(step=or_null(_STEP), below=listed(_STEP), files=NUMBER),
    step,
)
