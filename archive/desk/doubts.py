"""The papers that doubts are about besides their own, as far as whoever looks may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from archive import workflow
from archive.models import Document, DocumentFileNumber, DocumentWarning

#: The most papers that are named in one doubt.
_MOST_NAMED = 3


def doubts_of(document: Document, user) -> list[DocumentWarning]:
    """Return the doubts about a document that somebody may see, each with its ``papers`` (see :func:`add_papers`)."""
    rows = workflow.visible(document.warnings.select_related("dismissed_by", "other"), user)
    return add_papers(rows, user)


def add_papers(doubts: Iterable[DocumentWarning], user) -> list[DocumentWarning]:
    """Give doubts the first of the other papers that they are about as ``papers``, and how many there are besides as ``more``.

    The doubts are those that the user may see, with ``other`` fetched. One query for all, none if no number is shared.
    """
    doubts = list(doubts)
    holders = _holders({doubt.number for doubt in doubts} - {""}, user)
    for doubt in doubts:
        others = [paper for paper in holders[doubt.number] if paper.pk != doubt.document_id]
        if doubt.other_id:
            others.append(doubt.other)  # whoever sees the doubt sees this paper
        doubt.papers, doubt.more = others[:_MOST_NAMED], max(len(others) - _MOST_NAMED, 0)
    return doubts


def _holders(numbers: set[str], user) -> dict[str, list[Document]]:
    """Return the papers that have each of these file numbers, in the order of their volumes."""
    found: dict[str, dict[int, Document]] = defaultdict(dict)
    if numbers:
        rows = DocumentFileNumber.objects.filter(
            file_number__normal__in=numbers, document__in=workflow.visible(Document.objects.all(), user)
        ).order_by("document__position", "document__source_id")
        columns = ("file_number__normal", "document", "document__source_id")
        for normal, pk, source_id in rows.values_list(*columns):
            found[normal][pk] = Document(pk=pk, source_id=source_id)
    return defaultdict(list, {normal: list(papers.values()) for normal, papers in found.items()})
