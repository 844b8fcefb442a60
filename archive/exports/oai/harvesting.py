"""What harvesters get, page by page, in the order of changes: a list loses nothing while papers change; such a change comes at its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from archive.browsing import file_shelf
from archive.exports.oai.formats import Format
from archive.exports.oai.requests import Selection
from archive.models import Document, DocumentFileNumber, Footnote, PublicChange, public
from archive.models.documents import with_topics
from archive.models.vocabulary import vocabulary
from archive.sql.prepared import Prepared
from archive.store.changes import class_of, class_set, sets_of, volume_set

#: Records of a page.
PAGE = 100


_described = Prepared(
    lambda *ids: (
        Document.objects.public()
        .filter(pk__in=ids)
        .select_related("volume")
        .defer("volume__header", "volume__skeleton")
        .prefetch_related("correspondents", "document_file_numbers__file_number", "page_breaks", with_topics())
    )
)
_whole = Prepared(
    lambda *ids: (
        Document.objects.public()
        .filter(pk__in=ids)
        .select_related("volume", "text")
        .defer("volume__header", "volume__skeleton", "text__html", "text__notes_html")
        .prefetch_related(
            "correspondents", "document_file_numbers__file_number", "page_breaks", "footnotes", with_topics()
        )
    )
)


@dataclass(frozen=True, slots=True)
class Item:
    """A paper for harvesters: its last change, its sets, and itself while it is public."""

    change: PublicChange
    sets: list[str]
    paper: Document | None


def earliest() -> datetime | None:
    """Return when the first change was that a list can have."""
    return PublicChange.objects.order_by("at").values_list("at", flat=True).first()


def size(selection: Selection) -> int:
    """Return how many records a list has at present."""
    return _changes(selection).count()


def page(selection: Selection, form: Format | None) -> tuple[list[Item], bool]:
    """Return the records of a list that come next, in a constant number of queries, and whether more follow.

    Without a format they have no papers to write, only whether there is one.
    """
    rows = list(_changes(selection).filter(pk__gt=selection.after).order_by("pk")[: PAGE + 1])
    return items(rows[:PAGE], form), len(rows) > PAGE


def one(slug: str, form: Format | None) -> Item | None:
    """Return the record of a paper; None if it was never public."""
    rows = list(PublicChange.objects.filter(slug=slug))
    return items(rows, form)[0] if rows else None


def items(rows: list[PublicChange], form: Format | None) -> list[Item]:
    """Return the records of these changes."""
    ids = [row.document_id for row in rows if row.document_id]
    papers = _papers(form, ids)
    for row in rows:
        if row.document_id in papers:
            papers[row.document_id].public_change = row
    sets = sets_of(ids)
    return [
        Item(row, sets[row.document_id] if row.document_id else row.sets.split(), papers.get(row.document_id))
        for row in rows
    ]


def sets() -> list[tuple[str, str]]:
    """Return the name and the title of every set with public papers: volumes, and classes of file numbers."""
    found = [(volume_set(row.slug), row.title) for row in public.volumes().only("slug", "title").order_by("slug")]
    words = vocabulary()
    for scheme in file_shelf.schemes(words):
        for step in file_shelf.below(scheme.place, words).get("classes", []):
            found.append((class_set(scheme.place.scheme, step.place.class_), f"{scheme.label}: {step.label}"))
    return found


def _papers(form: Format | None, ids: list[int]) -> dict[int, Document]:
    """Return the public papers among these, with what the format writes."""
    if form is None:
        return {pk: Document(pk=pk) for pk in Document.objects.public().filter(pk__in=ids).values_list("pk", flat=True)}
    return {paper.pk: paper for paper in _whole.among(ids)} if form.with_text else described(ids)


def described(ids: list[int]) -> dict[int, Document]:
    """Return the public papers among these with what describes them, as if they had no footnotes."""
    papers = _described.among(ids)
    prefetch_related_objects(papers, Prefetch("footnotes", Footnote.objects.none()))
    return {paper.pk: paper for paper in papers}


def _changes(selection: Selection) -> QuerySet[PublicChange]:
    rows = PublicChange.objects.all()
    if selection.first:
        rows = rows.filter(at__gte=selection.first)
    if selection.last:
        rows = rows.filter(at__lte=selection.last)
    if not selection.set:
        return rows
    kind, _, rest = selection.set.partition(".")
    if kind == "volume":
        inside = Q(document__in=Document.objects.filter(volume__slug=rest))
    elif kind == "class":
        scheme, code = class_of(rest)
        numbers = DocumentFileNumber.objects.filter(
            file_number__file__scheme=scheme, file_number__file__class_code=code
        )
        inside = Q(document__in=numbers.values("document"))
    else:
        return rows.none()
    # A paper that was removed with its import has its sets in its row.
    return rows.filter(inside | Q(document=None, sets__contains=f" {selection.set} "))
