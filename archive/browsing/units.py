"""Where originals are, as readers see it: each repository, series, box and folder with the parts and the papers in it.

Papers are counted by the search (``SearchCount``, facet ``unit``), published ones only, so a page costs as many rows as it shows.
"""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from archive.models import Document, SearchCount, Unit, public
from archive.search.entries import UNIT


def parts_of(unit: Unit | None) -> QuerySet[Unit]:
    """Return the public units right in one, or the repositories, in natural order, each with its number of ``papers``."""
    counts = SearchCount.objects.filter(facet=UNIT, value=OuterRef("slug")).values("count")
    # What was merged into the unit has parts, too, until its papers are placed again; all of them count as its own then.
    return public.units().filter(parent=unit).annotate(papers=Subquery(counts[:1])).order_by("order", "pk")


def count_papers(unit: Unit) -> int:
    """Return the number of public papers in a unit and below it."""
    return SearchCount.objects.filter(facet=UNIT, value=unit.slug).values_list("count", flat=True).first() or 0


def papers_right_in(unit: Unit) -> QuerySet[Document]:
    """Return the public papers of which nothing more is known than that they are in a unit, by date."""
    return Document.objects.public().filter(holding__unit=unit).order_by("date_earliest", "pk")
