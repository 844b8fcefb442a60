"""The queues of work that waits for an archivist: doubts by subject, proposals, readers' reports, restrictions to review.

Counts are exact up to a hundred thousand.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from archive.desk.open_references import OPEN
from archive.models import (
    Document,
    DocumentWarning,
    ErrorReport,
    ImportRun,
    Office,
    PendingEdit,
    Person,
    Place,
    Reference,
    Restriction,
    State,
)
from archive.parsing.authority_names import NO_NAME
from archive.references.display import HIDDEN
from archive.store.duplicates import LIKELY_DUPLICATE
from archive.store.listings import OTHER_PERSON
from archive.store.term_doubts import OTHER_HOLDER, OUTSIDE_TERM

#: A larger count is shown as "more than" this.
COUNTED = 100_000

#: Queues of doubts: key → (name, codes of the warnings in it).
DOUBTS = {
    "heading": (
        "Unread headings",
        ("heading-not-understood", "heading-too-long", "no-heading", "sender-not-recognised", "recipient-not-recognised",
         "sender-differs-from-markup", "recipient-differs-from-markup", OTHER_PERSON, OTHER_HOLDER, NO_NAME),
    ),
    "date": ("Missing and doubtful dates", (
        "no-date", "date-unreadable", "date-ambiguous", "date-partly-read", "date-to-come", "date-outside-volume",
        "date-weekday-differs", "date-differs-from-markup", OUTSIDE_TERM,
    )),
    "number": (
        "Doubtful file numbers",
        ("file-number-unreadable", "file-class-unknown", "file-country-unknown", "file-subject-unknown", "area-unknown",
         "system-doubtful", "suffix-date-differs", "suffix-garbled", "dash-lost", "letter-for-digit", "point-misplaced"),
    ),
    "footnote": (
        "Footnotes and anchors that disagree",
        ("anchor-without-footnote", "footnote-without-anchor", "anchor-doubtful", "footnote-without-number",
         "footnotes-renumbered", "notes-not-copied", "text-not-well-formed"),
    ),
    "duplicate": ("Papers that may be held twice", (LIKELY_DUPLICATE,)),
}  # fmt: skip
#: The codes of all warnings that are in a queue of their own.
QUEUED = tuple(code for _, codes in DOUBTS.values() for code in codes)


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue: its name, the address of its list, and the rows that wait in it."""

    name: str
    url: str
    rows: QuerySet
    count: int = 0

    @property
    def more(self) -> bool:
        """Whether more rows wait than were counted."""
        return self.count > COUNTED

    @property
    def shown(self) -> int:
        """The count, or the largest one that is shown."""
        return min(self.count, COUNTED)


def doubts(key: str) -> QuerySet:
    """Return the open warnings of one queue; for ``"other"``, those that no other queue has."""
    if key == "other":
        return DocumentWarning.objects.filter(dismissed_at=None).exclude(code__in=QUEUED)
    return DocumentWarning.objects.filter(dismissed_at=None, code__in=DOUBTS[key][1])


def queues() -> list[Queue]:
    """Return all queues with their counts, in one query."""
    warnings = reverse("admin:archive_documentwarning_changelist")
    found = [
        Queue(
            "Waiting for review",
            reverse("admin:archive_document_reviews"),
            Document.objects.filter(state=State.REVIEW),
        ),
        Queue(
            "Edits that wait",
            f"{reverse('admin:archive_document_reviews')}?of=edits",
            PendingEdit.objects.all(),
        ),
        Queue(
            "Readers' reports",
            f"{reverse('admin:archive_errorreport_changelist')}?status__exact=waiting",
            ErrorReport.objects.filter(status=ErrorReport.Status.WAITING),
        ),
        Queue(
            "Conflicts of imports",
            f"{reverse('admin:archive_importrun_changelist')}?conflicts=yes",
            ImportRun.objects.filter(counts__conflict__gt=0).exclude(status=ImportRun.Status.UNDONE),
        ),
        Queue(
            "Restrictions to review",
            f"{reverse('admin:archive_restriction_changelist')}?standing=review",
            Restriction.objects.to_review(),
        ),
    ]
    found += [Queue(name, f"{warnings}?queue={key}", doubts(key)) for key, (name, _) in DOUBTS.items()]
    found += [
        Queue("Other doubts", f"{warnings}?queue=other", doubts("other")),
        Queue(
            "References to decide",
            reverse("admin:archive_reference_questions"),
            Reference.objects.filter(status__in=OPEN, decision=None).exclude(kind__in=HIDDEN),
        ),
    ]
    found += [
        Queue(
            f"Proposed {model._meta.verbose_name_plural}",
            f"{reverse(f'admin:archive_{model.kind}_changelist')}?status__exact=proposed",
            model.objects.filter(status="proposed", merged_into=None),
        )
        for model in (Person, Office, Place)
    ]
    counts = _counts([queue.rows for queue in found])
    return [Queue(queue.name, queue.url, queue.rows, count) for queue, count in zip(found, counts, strict=True)]


def _counts(selections: list[QuerySet]) -> list[int]:
    """Return how many rows each selection has, up to one more than :data:`COUNTED`, in one query."""
    parts, values = [], []
    for rows in selections:
        sql, params = rows.order_by().values("pk")[: COUNTED + 1].query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608 - Django's own SQL, with its parameters separate
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
