"""The shelf of files: each step with the steps or files below it, and their numbers of published papers.

Every count is stored by search (``SearchCount``, facets ``shelf`` and ``file``), read as a range of its unique
index on facet and value. So a step costs as many rows as it shows, however many papers there are, and counts published papers only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import CharField, Func, QuerySet, Subquery, Value
from django.db.models.expressions import OuterRef
from django.db.models.functions import Concat
from django.urls import reverse

from archive import filing
from archive.filing import sort_keys
from archive.models import File, SearchCount
from archive.search.entries import FILE, SHELF, step_value


class _Bytewise(Func):
    """Text joined from columns of different collations, to be compared byte by byte like the column beside it."""

    arity = 1
    template = "%(expressions)s"
    output_field = CharField()

    def as_postgresql(self, compiler, connection, **context):
        """Return the SQL with the collation of :class:`archive.models.fields.OrderedTextField`, as PostgreSQL could not choose one."""
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **context)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the shelf, in words, with its published papers."""

    place: filing.ShelfPlace
    label: filing.ShelfLabel
    papers: int


def schemes(vocabulary: filing.Vocabulary) -> list[Step]:
    """Return the schemes that have papers, in the order of time."""
    counts = dict(_counts("1 ", "1!"))
    places = [filing.ShelfPlace(scheme) for scheme in filing.SHELVES]
    return [
        Step(place, filing.label(place, vocabulary), counts[place.scheme]) for place in places if place.scheme in counts
    ]


def papers_at(place: filing.ShelfPlace) -> int:
    """Return how many published papers are at or below a step; 0 if there is no such step."""
    found = SearchCount.objects.filter(facet=SHELF, value=step_value(place)).values_list("count", flat=True).first()
    return found or 0


def below(place: filing.ShelfPlace, vocabulary: filing.Vocabulary) -> dict[str, list[Step]]:
    """Return the steps below a step, by what they are: ``"classes"``, ``"countries"`` and ``"subjects"``, each in shelf order."""
    if place.depth == 1:
        return {"classes": _steps(place, "class_", 2, vocabulary)}
    if place.depth == 2:
        return {
            "countries": _steps(place, "country", 3, vocabulary),
            "subjects": _steps(place, "subject", 4, vocabulary),
        }
    if place.depth == 3 and not filing.SCHEMES[place.scheme].subjects_first:
        return {"subjects": _steps(place, "subject", 4, vocabulary)}
    return {}


def _steps(place: filing.ShelfPlace, part: str, depth: int, vocabulary: filing.Vocabulary) -> list[Step]:
    parts = [place.scheme, place.class_, place.country][: depth - 1]
    prefix = f"{depth} {'/'.join(parts)}/"
    found = []
    for value, count in _counts(prefix, prefix[:-1] + "0"):
        step = replace(place, **{part: value})
        found.append(Step(step, filing.label(step, vocabulary), count))
    if filing.SCHEMES[place.scheme].pads_codes:
        found.sort(key=lambda step: sort_keys.plain_key("", getattr(step.place, part)))
    return found


def _counts(low: str, high: str) -> list[tuple[str, int]]:
    rows = SearchCount.objects.filter(facet=SHELF, value__gte=low, value__lt=high).order_by("value")
    return [(value[len(low) :], count) for value, count in rows.values_list("value", "count")]


def with_counts(files: QuerySet[File]) -> QuerySet[File]:
    """Return the files that have published papers, in shelf order, each with the number of them as ``papers``."""
    parts = (OuterRef("scheme"), Value("/"), OuterRef("sort_key"), Value(" "), OuterRef("slug"))
    value = _Bytewise(Concat(*parts, output_field=CharField()))
    counts = SearchCount.objects.filter(facet=FILE, value=value).values("count")
    return files.annotate(papers=Subquery(counts)).filter(papers__isnull=False).order_by("sort_key", "pk")


def files_at(place: filing.ShelfPlace) -> QuerySet[File]:
    """Return the files directly at a step, with no step between, each with its number of papers."""
    files = File.objects.filter(scheme=place.scheme)
    if place.class_:
        files = files.filter(class_code=place.class_)
    if filing.SCHEMES[place.scheme].subjects_first:
        files = files.filter(country_code=place.country) if place.country else files
        if place.subject:
            files = files.filter(subject="" if place.subject == filing.NO_NUMBER else place.subject)
    elif place.subject:
        # A file's qualified files come right after it.
        key = sort_keys.decimal_key(filing.trunk_of(place), "")
        files = files.filter(sort_key__gte=key, sort_key__lt=f"{key}$")
    return with_counts(files)


def neighbours(file: File, count: int = 3) -> tuple[list[File], list[File]]:
    """Return the files before and after a file on its shelf, nearest last and nearest first."""
    value = f"{file.scheme}/{file.sort_key} {file.slug}"
    counts = SearchCount.objects.filter(facet=FILE)
    before = counts.filter(value__lt=value, value__gte=f"{file.scheme}/").order_by("-value")[:count]
    after = counts.filter(value__gt=value, value__lt=f"{file.scheme}0").order_by("value")[:count]
    rows = list(before), list(after)
    slugs = [row.value.rpartition(" ")[2] for side in rows for row in side]
    files = {one.slug: one for one in File.objects.filter(scheme=file.scheme, slug__in=slugs)}
    for row in (*rows[0], *rows[1]):
        files[row.value.rpartition(" ")[2]].papers = row.count
    sides = [[files[row.value.rpartition(" ")[2]] for row in side] for side in rows]
    return sides[0][::-1], sides[1]


def address_of(place: filing.ShelfPlace) -> str:
    """Return the address of a step of the shelf."""
    names = ("class_", "country", "subject")
    parts = {name: _in_address(getattr(place, name)) for name in names if getattr(place, name)}
    route = {
        (): "shelf",
        ("class_",): "shelf_class",
        ("class_", "country"): "shelf_country",
        ("class_", "subject"): "shelf_subject",
        ("class_", "country", "subject"): "shelf_country_subject",
    }[tuple(parts)]
    return reverse(f"archive:{route}", kwargs={"scheme": place.scheme, **parts})


def _in_address(code: str) -> str:
    return code.replace("/", "|").replace(" ", "_")


def code_of(part: str) -> str:
    """Return the code of a class, country or subject from its part of an address."""
    return part.replace("_", " ").replace("|", "/")
