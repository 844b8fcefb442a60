"""Warnings about file numbers that several papers have. Each of these papers has the warning.

A serial number belongs to one paper; a dated one is often shared by the papers of its day. So the two have codes of their
own, and the desk can tell a likely misprint from what is usual. All papers with a shared number are updated together, with
the same few queries for a batch of any size. Which other papers have the number is found when a warning is shown, because it
depends on who looks (see :mod:`archive.desk.doubts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count

from django.db.models import Q

from archive.models import Document, DocumentFileNumber, DocumentWarning
from archive.sql.rows import insert

SERIAL, DATED = "file-number-shared", "file-number-shared-day"
CODES = (SERIAL, DATED)

#: After a document's other warnings, whose orders count from 1.
_FIRST_ORDER = 1_000
#: A number with an enclosure or a date; the number of a file alone is meant for many papers.
_WHOLE = Q(file_number__date__isnull=False) | ~Q(file_number__enclosure="")


def numbers_of(documents: Iterable[Document]) -> set[int]:
    """Return the ids of the whole file numbers that documents have now; :func:`warn_of_shared` takes them after a change."""
    rows = DocumentFileNumber.objects.filter(_WHOLE, document__in=list(documents))
    return set(rows.values_list("file_number", flat=True))


def warn_of_shared(documents: Iterable[Document], before: Iterable[int] = ()) -> None:
    """Update the warnings of these documents and of every other paper that has one of their numbers.

    ``before`` are the ids of numbers that they had before they were changed.
    """
    documents = list(documents)
    numbers = numbers_of(documents) | set(before)
    others = DocumentFileNumber.objects.filter(file_number__in=numbers).values_list("document", flat=True)
    concerned = {document.pk for document in documents if document.pk} | set(others)
    wanted = _wanted(concerned)
    present = DocumentWarning.objects.filter(
        source=DocumentWarning.Source.CHECK, code__in=CODES, document__in=concerned
    )
    known = {(row.document_id, row.code, row.number): row.pk for row in present}
    gone = [pk for key, pk in known.items() if key not in wanted]
    if gone:
        DocumentWarning.objects.filter(pk__in=gone).delete()
    new, order = [], defaultdict(lambda: count(_FIRST_ORDER))
    for pk, code, number in wanted:
        values = {"code": code, "number": number, "message": _message(number), "order": next(order[pk])}
        if (pk, code, number) not in known:
            new.append({"document_id": pk, "source": str(DocumentWarning.Source.CHECK), **values})
    insert(DocumentWarning, new)


def _wanted(concerned: set[int]) -> list[tuple[int, str, str]]:
    """Return document, code and number of every warning that these documents should have."""
    own = DocumentFileNumber.objects.filter(_WHOLE, document__in=concerned).values("file_number")
    rows = DocumentFileNumber.objects.filter(file_number__in=own).order_by(
        "file_number__normal", "document__position", "document__source_id"
    )
    papers: dict[tuple[str, bool], dict[int, None]] = defaultdict(dict)
    for normal, day, document in rows.values_list("file_number__normal", "file_number__date", "document"):
        # By normal form: the same words may have been read in two eras.
        papers[normal, day is not None][document] = None
    return [
        (document, DATED if dated else SERIAL, normal)
        for (normal, dated), sharing in papers.items()
        if len(sharing) > 1
        for document in sharing
        if document in concerned
    ]


def _message(number: str) -> str:
    return f"The number {number} is used by another paper, too."
