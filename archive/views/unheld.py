"""What a reader of the register asks for: a file, a year, the gaps of one thread, an order."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import HttpRequest, QueryDict

from archive import filing
from archive.models import Document, File, Reference, UnheldPaper, public
from archive.references import threads

_ORDERS = {
    "": (F("day").asc(nulls_last=True), F("year").asc(nulls_last=True), "key"),
    "file": (
        F("file__sort_key").asc(nulls_last=True),
        F("file_number__sort_key").asc(nulls_last=True),
        F("day").asc(nulls_last=True),
        "key",
    ),
}
#: Files and citing papers that a page lists.
_MOST_FILES, _MOST_CITING = 40, 5


def cited_in(rows: QuerySet[UnheldPaper]) -> QuerySet[UnheldPaper]:
    """The rows with the first papers that name each, and one more if there are more."""
    citing = (
        Reference.objects.public()
        .select_related("document")
        .only("unheld_id", "printed", "order", "document__slug", "document__heading", "document__source_id")
        .order_by("document__date_earliest", "document", "order")
    )
    return rows.prefetch_related(Prefetch("citations", queryset=citing[: _MOST_CITING + 1], to_attr="first_citations"))


def name_papers(rows: list[UnheldPaper]) -> None:
    """Give each row ``named_in``, the first papers that name it, and ``named_in_others``, whether there are more."""
    for row in rows:
        papers = list({one.document_id: one.document for one in row.first_citations}.values())
        row.named_in, row.named_in_others = papers[:_MOST_CITING], len(row.first_citations) > _MOST_CITING


class Asked:
    """The rows of one request. Raises ``BadRequest`` for a year or an order that is none."""

    def __init__(self, request: HttpRequest):
        self.file = request.GET.get("file", "")[:200].replace("\0", "").strip()
        self.year = request.GET.get("year", "")
        self.order = request.GET.get("order", "")
        of_thread = request.GET.get("thread", "").replace("\0", " ")
        self.thread = Document.objects.public().filter(slug=of_thread).first() if of_thread else None
        self.nowhere = bool(of_thread) and self.thread is None
        if self.year and not (self.year.isascii() and self.year.isdigit() and len(self.year) == 4):
            raise BadRequest("A year has four digits.")
        if self.order not in _ORDERS:
            raise BadRequest("The register is in order of date, or of file.")
        self.read = filing.prefix_query(self.file) if self.file else None

    @property
    def understood(self) -> str:
        """What the file asked for was understood as."""
        return self.read.understood if self.read else ""

    def rows(self) -> QuerySet[UnheldPaper]:
        rows = public.unheld().select_related("file_number", "file")
        if self.file:
            rows = rows.filter(self._in_file()) if self.read else rows.none()
        if self.year:
            rows = rows.filter(year=int(self.year))
        if self.nowhere:
            rows = rows.none()
        if self.thread:
            rows = rows.filter(pk__in=[gap.unheld.pk for gap in threads.thread(self.thread).gaps])
        return rows.order_by(*_ORDERS[self.order])

    def _in_file(self) -> Q:
        low, high = self.read.low, self.read.high
        return Q(file__sort_key__gte=low, file__sort_key__lt=high) | Q(
            file_number__sort_key__gte=low, file_number__sort_key__lt=high
        )

    def years(self) -> list[tuple[int, int]]:
        """Years with how many papers of them are missing.

        Counted over the whole register, which holds nothing but what public papers name.
        """
        rows = UnheldPaper.objects.filter(year__isnull=False).order_by("year")
        return list(rows.values_list("year").annotate(count=Count("pk")))

    def files(self) -> list[File]:
        """The files from which most is missing, in the order of the shelf."""
        rows = UnheldPaper.objects.filter(file__isnull=False).values_list("file").annotate(count=Count("pk"))
        most = dict(rows.order_by("-count", "file")[:_MOST_FILES])
        files = list(File.objects.filter(pk__in=most).order_by("sort_key"))
        for file in files:
            file.missing = most[file.pk]
        return files

    def url(self, **changes: str) -> str:
        """The address of the list with something else asked for."""
        asked = {"file": self.file, "year": self.year, "order": self.order}
        asked |= {"thread": self.thread.slug if self.thread else ""} | changes
        query = QueryDict(mutable=True)
        for name, value in asked.items():
            if value:
                query[name] = value
        return f"?{query.urlencode()}" if query else "."

    @property
    def by_date_url(self) -> str:
        return self.url(order="")

    @property
    def by_file_url(self) -> str:
        return self.url(order="file")

    @property
    def query(self) -> str:
        return self.url().lstrip(".")
