"""What a bulk change would do to each document, and doing exactly that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from archive import store
from archive.bulk.fields import with_values
from archive.bulk.replacing import replace_in, replacer
from archive.models import BulkChange, Document
from archive.records import DocumentRecord

#: More are not changed at once: they are one transaction, and somebody has to look at each.
MOST_DOCUMENTS = 500
_BATCH = 50


class Changed(Exception):
    """What would be changed is not any more what was looked at."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One document of a bulk change: as it is, as it would be, and why it is left alone, if it is.

    ``document`` is None, and ``name`` what was given, for a row of a spreadsheet that names no document.
    """

    name: str
    document: Document | None
    before: DocumentRecord | None = None
    after: DocumentRecord | None = None
    problem: str = ""

    @property
    def changes(self) -> bool:
        """Whether it would be changed."""
        return not self.problem and self.before != self.after


def plan(change: BulkChange) -> list[Planned]:
    """What would become of each document of a prepared change; writes nothing. Raises ``ValueError`` for bad parameters."""
    if change.kind == BulkChange.Kind.SPREADSHEET:
        return list(_rows(change.parameters["rows"]))
    if change.kind == BulkChange.Kind.REPLACE:
        said = change.parameters
        put = replacer(
            said.get("find", ""), said.get("put", ""), match_case=said["match_case"], whole_words=said["whole_words"]
        )
        return [_planned(document, lambda record: replace_in(record, put, said["places"])) for document in _all(change)]
    if change.kind == BulkChange.Kind.SET:
        values = change.parameters["values"]
        return [_planned(document, lambda record: with_values(record, values)) for document in _all(change)]
    raise ValueError("This kind of change is not prepared by a plan.")


def digest(planned: list[Planned]) -> str:
    """SHA-256 of what a plan would write over what: equal digests mean the same outcome."""
    outcome = [[one.document.pk, one.document.version, store.fingerprint(one.after)] for one in planned if one.changes]
    return hashlib.sha256(json.dumps(outcome).encode()).hexdigest()


def apply(change: BulkChange, expected: str, *, user=None, reason: str = "") -> BulkChange:
    """Make a prepared change, if it still is what was looked at (``expected``). One transaction, one version a document.

    Raises :class:`Changed` if a document, or the change itself, has changed since then or nothing would be changed.
    """
    with transaction.atomic():
        mine = BulkChange.objects.filter(pk=change.pk, status=BulkChange.Status.PREPARED).update(
            status=BulkChange.Status.DONE, done_at=timezone.now(), user=user, reason=reason
        )
        if not mine:
            raise Changed("This change has been made already.")
        change.refresh_from_db()
        # Locked until the end, so that nobody edits between the plan and its writing.
        list(Document.objects.select_for_update().filter(pk__in=change.documents).order_by("pk").values_list("pk"))
        planned = plan(change)
        if digest(planned) != expected:
            raise Changed("Something has changed since you looked. Please look again.")
        wanted = [one for one in planned if one.changes]
        if not wanted:
            raise Changed("Nothing would be changed.")
        for start in range(0, len(wanted), _BATCH):
            batch = [store.Incoming(one.after) for one in wanted[start : start + _BATCH]]
            store.save_batch(batch, user=user, reason=reason or str(change), bulk=change, edit=True)
        change.counts = {
            "changed": len(wanted),
            "unchanged": sum(not one.changes and not one.problem for one in planned),
            "left out": sum(bool(one.problem) for one in planned),
        }
        change.save(update_fields=["counts"])
    return change


def _all(change: BulkChange) -> Iterator[Document]:
    yield from Document.objects.for_record().filter(pk__in=change.documents[:MOST_DOCUMENTS]).order_by("pk")


def _planned(document: Document, alter) -> Planned:
    before = store.load(document)
    try:
        return Planned(document.source_id, document, before, alter(before))
    except ValueError as error:
        return Planned(document.source_id, document, before, before, str(error))


def _rows(rows: list[dict]) -> Iterator[Planned]:
    """The rows of a spreadsheet, in order: each against the document as it is now."""
    known = {d.source_id: d for d in Document.objects.for_record().filter(source_id__in=[row["id"] for row in rows])}
    seen: set[str] = set()
    for row in rows:
        document = known.get(row["id"])
        if document is None:
            yield Planned(row["id"], None, problem="There is no paper with this id.")
            continue
        one = _planned(document, lambda record, row=row: with_values(record, row["values"]))
        if row["id"] in seen:
            one = Planned(one.name, document, one.before, one.before, "This paper has a row further up already.")
        elif one.before != one.after and row["version"] != str(document.version):
            said = (
                f"The row is from version {row['version'] or '?'}; the paper is at version {document.version} by now."
            )
            one = Planned(one.name, document, one.before, one.after, said)
        seen.add(row["id"])
        yield one
