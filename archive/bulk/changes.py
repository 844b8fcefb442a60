"""Plan what a bulk change would do to each document, and do exactly that."""

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
from archive.errors import Outdated, Refused
from archive.models import BulkChange, Document
from archive.records import DocumentRecord
from archive.sql.batches import batches

#: The most documents of one change: it is one transaction, and somebody has to look at each document.
MOST_DOCUMENTS = 500
_BATCH = 50


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One document of a bulk change: as it is, as it would be, and why it is left out, if it is.

    For a row of a spreadsheet that names no document, ``document`` is ``None`` and ``name`` is what the row has as id.
    """

    name: str
    document: Document | None
    before: DocumentRecord | None = None
    after: DocumentRecord | None = None
    problem: str = ""

    @property
    def changes(self) -> bool:
        """Whether the document would be changed."""
        return not self.problem and self.before != self.after


def plan(change: BulkChange) -> list[PlannedChange]:
    """Return what would become of each document of a prepared change; write nothing.

    Raises :class:`~archive.errors.Refused` for parameters that can't be used.
    """
    if change.kind == BulkChange.Kind.SPREADSHEET:
        return list(_rows(change.parameters["rows"]))
    if change.kind == BulkChange.Kind.REPLACE:
        how = change.parameters
        put = replacer(
            how.get("find", ""), how.get("put", ""), match_case=how["match_case"], whole_words=how["whole_words"]
        )
        return [_planned(document, lambda record: replace_in(record, put, how["places"])) for document in _all(change)]
    if change.kind == BulkChange.Kind.SET:
        values = change.parameters["values"]
        return [_planned(document, lambda record: with_values(record, values)) for document in _all(change)]
    raise Refused("This kind of change is not prepared by a plan.")


def digest(planned: list[PlannedChange]) -> str:
    """Return the SHA-256 of what a plan would write over what: equal digests mean the same outcome."""
    outcome = [[one.document.pk, one.document.version, store.fingerprint(one.after)] for one in planned if one.changes]
    return hashlib.sha256(json.dumps(outcome).encode()).hexdigest()


def apply(change: BulkChange, expected: str, *, user=None, reason: str = "") -> BulkChange:
    """Make a prepared change, if it is still what was shown (``expected``). One transaction, one version for each document.

    Raises :class:`~archive.errors.Outdated` if a document, or the change itself, has changed since then, and
    :class:`~archive.errors.Refused` if nothing would be changed.
    """
    with transaction.atomic():
        mine = BulkChange.objects.filter(pk=change.pk, status=BulkChange.Status.PREPARED).update(
            status=BulkChange.Status.DONE, done_at=timezone.now(), user=user, reason=reason
        )
        if not mine:
            raise Outdated("This change has been made already.")
        change.refresh_from_db()
        # Locked until the end, so that nobody edits between the plan and its writing.
        list(Document.objects.select_for_update().filter(pk__in=change.documents).order_by("pk").values_list("pk"))
        planned = plan(change)
        if digest(planned) != expected:
            raise Outdated("Something has changed since you looked. Please look again.")
        wanted = [one for one in planned if one.changes]
        if not wanted:
            raise Refused("Nothing would be changed.")
        for batch in batches(wanted, _BATCH):
            incoming = [store.Incoming(one.after) for one in batch]
            store.save_batch(incoming, user=user, reason=reason or str(change), bulk=change, edit=True)
        change.counts = {
            "changed": len(wanted),
            "unchanged": sum(not one.changes and not one.problem for one in planned),
            "left out": sum(bool(one.problem) for one in planned),
        }
        change.save(update_fields=["counts"])
    return change


def _all(change: BulkChange) -> Iterator[Document]:
    yield from Document.objects.for_record().filter(pk__in=change.documents[:MOST_DOCUMENTS]).order_by("pk")


def _planned(document: Document, alter) -> PlannedChange:
    before = store.load(document)
    try:
        return PlannedChange(document.source_id, document, before, alter(before))
    except Refused as refused:
        return PlannedChange(document.source_id, document, before, before, str(refused))


def _rows(rows: list[dict]) -> Iterator[PlannedChange]:
    """Yield the planned changes of a spreadsheet's rows, in order: each against the document as it is now."""
    known = {d.source_id: d for d in Document.objects.for_record().filter(source_id__in=[row["id"] for row in rows])}
    seen: set[str] = set()
    for row in rows:
        document = known.get(row["id"])
        if document is None:
            yield PlannedChange(row["id"], None, problem="There is no paper with this id.")
            continue
        one = _planned(document, lambda record, row=row: with_values(record, row["values"]))
        if row["id"] in seen:
            one = PlannedChange(one.name, document, one.before, one.before, "This paper has a row further up already.")
        elif one.before != one.after and row["version"] != str(document.version):
            problem = (
                f"The row is from version {row['version'] or '?'}; the paper is at version {document.version} by now."
            )
            one = PlannedChange(one.name, document, one.before, one.after, problem)
        seen.add(row["id"])
        yield one
