"""The register of papers that public papers cite and that are not held: its rows, and the years and files to browse it by."""

from __future__ import annotations

from django.db.models import Count, F, Prefetch, Q, QuerySet

from archive import filing
from archive.models import Document, File, Reference, UnheldPaper
from archive.references import threads

#: The orders of the list by name: by date, which is the usual one, and by file.
ORDERS = {
    "": (F("day").asc(nulls_last=True), F("year").asc(nulls_last=True), "key"),
    "file": (
        F("file__sort_key").asc(nulls_last=True),
        F("file_number__sort_key").asc(nulls_last=True),
        F("day").asc(nulls_last=True),
        "key",
    ),
}
#: Files to browse by, and citing papers shown for each row.
_MOST_FILES, _MOST_CITING = 40, 5
#: What the list shows of a citing paper.
_OF_CITING = ("slug", "heading", "source_id", "document_number", "languages", "volume__slug", "volume__title")


def with_citations(rows: QuerySet[UnheldPaper]) -> QuerySet[UnheldPaper]:
    """Return the rows with the first references to each, and one more if there are more."""
    citing = (
        Reference.objects.public()
        .select_related("document__volume")
        .only("unheld_id", "printed", "order", *(f"document__{name}" for name in _OF_CITING))
        .order_by("document__date_earliest", "document", "order")
    )
    return rows.prefetch_related(Prefetch("citations", queryset=citing[: _MOST_CITING + 1], to_attr="first_citations"))


def add_citing_papers(rows: list[UnheldPaper]) -> None:
    """Add to each row ``named_in``, the first papers that name it, and ``named_in_others``, whether there are more."""
    for row in rows:
        papers = list({one.document_id: one.document for one in row.first_citations}.values())
        row.named_in, row.named_in_others = papers[:_MOST_CITING], len(row.first_citations) > _MOST_CITING


def in_file(query: filing.NumberQuery) -> Q:
    """Select the papers of the files, or with the numbers, in a range of the shelf."""
    low, high = query.low, query.high
    of_file = Q(file__sort_key__gte=low, file__sort_key__lt=high)
    return of_file | Q(file_number__sort_key__gte=low, file_number__sort_key__lt=high)


def in_thread(paper: Document) -> Q:
    """Select the papers missing from the thread that a paper belongs to."""
    return Q(pk__in=[gap.unheld.pk for gap in threads.thread(paper).gaps])


def years() -> list[tuple[int, int]]:
    """Return the years with how many papers of each are missing.

    Counted over the whole register, which holds nothing but what public papers name.
    """
    rows = UnheldPaper.objects.filter(year__isnull=False).order_by("year")
    return list(rows.values_list("year").annotate(count=Count("pk")))


def files() -> list[File]:
    """Return the files from which most is missing, in shelf order, each with the number of its missing papers as ``missing``."""
    rows = UnheldPaper.objects.filter(file__isnull=False).values_list("file").annotate(count=Count("pk"))
    most = dict(rows.order_by("-count", "file")[:_MOST_FILES])
    found = list(File.objects.filter(pk__in=most).order_by("sort_key"))
    for file in found:
        file.missing = most[file.pk]
    return found
