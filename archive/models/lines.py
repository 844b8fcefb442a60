"""Papers as lines of a list, found by prepared queries, which do not prefetch."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Model

from archive.models import Document, DocumentFileNumber
from archive.sql.prepared import Prepared

_numbers_of = Prepared(lambda *pks: DocumentFileNumber.objects.filter(document__pk__in=pks).order_by("order"))


def in_lines(papers: list[Document]) -> list[Document]:
    """The papers, fetched as ``for_lines()`` has it, with the file numbers that it would prefetch."""
    numbers = defaultdict(list)
    for row in _numbers_of.among(paper.pk for paper in papers):
        numbers[row.document_id].append(row)
    for paper in papers:
        fill(paper, "document_file_numbers", DocumentFileNumber, numbers[paper.pk])
    return papers


def fill(paper: Document, name: str, model: type[Model], rows: list) -> None:
    """Give a paper the rows that it would fetch for itself, as prefetching does."""
    for row in rows:
        row.document = paper
    found = model._default_manager.all()
    found._result_cache, found._prefetch_done = rows, True
    paper.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
