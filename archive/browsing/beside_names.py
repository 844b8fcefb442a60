"""What lists and suggestions show beside a name: how many papers, of which years, and the office or the holder that most of them have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Model

from archive import search
from archive.browsing import relations
from archive.models import Office, Person, SearchCount, public

#: A line printed in a list of persons is cut here.
_LONGEST_LINE = 90


@dataclass(frozen=True, slots=True)
class Beside:
    """``sent``, ``received``, ``mentioned`` and ``written`` are numbers of papers, ``years`` of the first and the last of them.

    ``chief`` is the office under which most papers have a person, or the person under whom they have an office. ``line`` is what a
    volume's list prints about somebody without an office.
    """

    sent: int = 0
    received: int = 0
    mentioned: int = 0
    written: int = 0
    years: tuple[int, int] | None = None
    chief: str = ""
    line: str = ""

    @property
    def span(self) -> str:
        """The years as "1948–1951", or one; ``""`` if none is known."""
        if not self.years:
            return ""
        return "–".join(str(year) for year in dict.fromkeys(self.years))


def beside_names(kind: str, rows: Sequence[Model]) -> dict[int, Beside]:
    """Return what stands beside the names of these public records, by row."""
    values: dict[str, list[int]] = defaultdict(list)  # of the search's facets, with the rows that each is of
    if kind == "mission":
        for slug, mission in Office.objects.filter(mission__in=rows, merged_into=None).values_list("slug", "mission"):
            values[slug].append(mission)
    else:
        values |= {row.slug: [row.pk] for row in rows}
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    facets = relations.COUNTED[kind]
    counted = SearchCount.objects.filter(facet__in=facets, value__in=values, count__gt=0)
    for facet, value, count in counted.values_list("facet", "value", "count"):
        for pk in values[value]:
            counts[pk][facet] += count
    years = _years(facets, values)
    chiefs = _chiefs(kind, rows) if kind in ("person", "office") else {}
    lines = _lines(row for row in rows if row.pk not in chiefs) if kind == "person" else {}
    names = {"place": ("written",)}.get(kind, ("sent", "received", "mentioned"))
    return {
        row.pk: Beside(
            **dict(zip(names, (counts[row.pk][facet] for facet in facets), strict=False)),
            years=years.get(row.pk),
            chief=chiefs.get(row.pk, ""),
            line=lines.get(row.pk, ""),
        )
        for row in rows
    }


def _years(facets: tuple[str, ...], values: dict[str, list[int]]) -> dict[int, tuple[int, int]]:
    """Return first and last year by row: of the papers that somebody wrote or received, or else of those that mention them."""
    found: dict[int, tuple[int, int]] = {}
    letters = tuple(facet for facet in facets if facet != relations.MENTIONED)
    for some in (letters, facets) if letters != facets else (facets,):
        known = set(found)
        wanted = [value for value, rows in values.items() if not known.issuperset(rows)]
        for value, (first, last) in search.first_and_last_years(some, wanted).items():
            for pk in set(values[value]) - known:
                before = found.get(pk, (first, last))
                found[pk] = min(first, before[0]), max(last, before[1])
    return found


def _chiefs(kind: str, rows: Sequence[Model]) -> dict[int, str]:
    """Return the name of the office under which most papers have each person, or of the person under whom they have each office."""
    counted = search.counted_beside(relations.TENURES[kind], [row.slug for row in rows])
    chief = {slug: next(iter(others)) for slug, others in counted.items()}
    labels = search.labels_of([(relations.FACETS[relations.OTHER[kind]][0], slug) for slug in chief.values()])
    names = {slug: name for (_, slug), name in labels.items()}
    return {row.pk: names[chief[row.slug]] for row in rows if row.slug in chief}


def _lines(people: Iterable[Person]) -> dict[int, str]:
    """Return what the first list that names each of these people prints about them."""
    found: dict[int, str] = {}
    printed = public.listed_persons().filter(person__in=people).exclude(description="").order_by("volume", "pk")
    for pk, line in printed.values_list("person", "description"):
        found.setdefault(pk, line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE].rsplit(" ", 1)[0] + " …")
    return found
