"""Save records in the database: in batches, each in one transaction with everything that depends on it.

A record that is the same as the last reading of its source changes nothing. One that differs replaces the last reading,
unless somebody has edited the document since: then the document stays as it is, and the new reading is reported as a
conflict for an archivist to settle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from archive import references, search
from archive.deriving import Derived
from archive.errors import Outdated
from archive.models import BulkChange, Division, Document, DocumentVersion, ImportRun, State, Volume
from archive.models.slugs import document_slug, free_slugs
from archive.records import DocumentRecord, fingerprint
from archive.sql.rows import insert, insert_objects
from archive.store.loading import load, snapshot
from archive.store.redactions import in_force, keep, without_passages
from archive.store.renumbering import reserved
from archive.store.rows import DocumentRows, document_values

CREATED, CHANGED, UNCHANGED, CONFLICT = "created", "changed", "unchanged", "conflict"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record to be saved, with its place in a volume; ``derived`` is what was derived from it before, if anything was.

    ``held_as`` is the source id under which the archive holds the paper until the import renames it, ``""`` if the paper is new although
    another has its id; ``same_words`` means that it differs only in ids and numbers from the reading on which somebody has edited it.
    """

    record: DocumentRecord
    volume: Volume | None = None
    division: Division | None = None
    position: int = 0
    derived: Derived | None = None
    held_as: str | None = None
    same_words: bool = False

    @property
    def fingerprint(self) -> str:
        """The record's fingerprint."""
        return self.derived.fingerprint if self.derived else fingerprint(self.record)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a record: its document, and ``"created"``, ``"changed"``, ``"unchanged"`` or ``"conflict"``."""

    document: Document
    outcome: str


def save(
    record: DocumentRecord,
    *,
    volume: Volume | None = None,
    division: Division | None = None,
    position: int = 0,
    expected_version: int | None = None,
    **how: Any,
) -> Saved:
    """Save one record; see :func:`save_batch`. Raises :class:`~archive.errors.Outdated` as :func:`claim` does."""
    with transaction.atomic():
        if expected_version is not None:
            claim(record.source_id, expected_version)
        return save_batch([Incoming(record, volume, division, position)], **how)[0]


def claim(source_id: str, expected_version: int) -> None:
    """Lock a document for this transaction. Raises :class:`~archive.errors.Outdated` if its version is not the expected one."""
    current = Document.objects.filter(source_id=source_id, version=expected_version)
    # An update of the row, not a read, so that of two editors exactly one gets past this line on both databases.
    if not current.update(updated_at=timezone.now()):
        raise Outdated("The paper has changed since you looked. Please look again.")


def settle_reading(source_id: str, record: DocumentRecord, *, taken: bool) -> None:
    """Note that somebody has settled a reading of an edited document, so that the same reading is no conflict again.

    If ``taken``, the document was saved as the reading has it: then it counts as unedited, and the next reading replaces it.
    """
    noted: dict[str, Any] = {"source_fingerprint": fingerprint(record)}
    if taken:
        noted["source_version"] = F("version")
    Document.objects.filter(source_id=source_id).update(**noted)


def save_batch(
    batch: Sequence[Incoming],
    *,
    state: str = State.DRAFT,
    user=None,
    reason: str = "",
    run: ImportRun | None = None,
    bulk: BulkChange | None = None,
    edit: bool = False,
    dry_run: bool = False,
) -> list[Saved]:
    """Save records in one transaction and return what became of each, in order.

    ``state`` is the state of new documents; ``run`` and ``bulk`` are the import or bulk change that the versions
    belong to. With ``edit=True`` the records are somebody's edits and not a new reading of the source: they replace what is there, but
    for passages that are withheld, for which :class:`~archive.errors.Refused` may be raised. With ``dry_run=True`` nothing is written.
    """
    with transaction.atomic():
        # Before an import the papers still have the ids that it will change.
        ids = [i.held_as if dry_run and i.held_as is not None else i.record.source_id for i in batch]
        known = {row.source_id: row for row in Document.objects.for_record().filter(source_id__in=ids)}
        withheld = in_force([row.pk for row in known.values()])
        saved: list[Saved] = []
        created: list[tuple[Document, Incoming]] = []
        changed: list[tuple[Document, Incoming]] = []
        for incoming, source_id in zip(batch, ids, strict=True):
            document = known.get(source_id)
            redactions = withheld[document.pk] if document and document.pk in withheld else []
            if edit and redactions:
                incoming = replace(incoming, record=without_passages(incoming.record, redactions), derived=None)
            outcome = _outcome(document, incoming, edit, redacted=bool(redactions))
            if document is None:
                document = Document(source_id=incoming.record.source_id, state=state, created_by=user)
            if outcome == CREATED:
                created.append((document, incoming))
            elif outcome == CHANGED:
                changed.append((document, incoming if edit else _with_topics(incoming, document)))
            saved.append(Saved(document, outcome))
        if dry_run or not (created or changed):
            return saved
        keep([row for document, _ in changed for row in withheld.get(document.pk, ())])
        before = references.standing([document.pk for document, _ in changed])
        rows = _write(created, changed, user=user, reason=reason, run=run, bulk=bulk, edit=edit)
        texts = {i.record.source_id: i.derived.texts for _, i in created + changed if i.derived}
        search.index([rows.with_parts(document) for document, i in created if i.derived], texts, new=True)
        rest = [document.pk for document, i in created + changed if document.version > 1 or not i.derived]
        search.index(Document.objects.for_page().filter(pk__in=rest), texts)
        references.refresh([document.pk for document, _ in created + changed], rows.references, before=before)
    return saved


def _with_topics(incoming: Incoming, document: Document) -> Incoming:
    """Return a new reading of a document with the topics that it has: no source states them."""
    topics = tuple(term for _, term in document.topics)
    return replace(incoming, record=replace(incoming.record, topics=topics)) if topics else incoming


def _outcome(document: Document | None, incoming: Incoming, edit: bool, *, redacted: bool) -> str:
    if document is None:
        return CREATED
    if edit:
        same = replace(load(document), references=()) == replace(incoming.record, references=())
        return UNCHANGED if same else CHANGED
    edited = redacted or document.version != document.source_version
    if edited and incoming.same_words:
        return UNCHANGED
    moved = (document.volume_id, document.division_id, document.position) != (
        incoming.volume and incoming.volume.pk,
        incoming.division and incoming.division.pk,
        incoming.position,
    )
    if document.source_fingerprint == incoming.fingerprint and not moved:
        return UNCHANGED
    return CONFLICT if edited else CHANGED


def _write(created, changed, *, user, reason, run, bulk, edit) -> DocumentRows:
    """Write documents, their parts and their history; the references of new documents are returned and not written yet."""
    everything = created + changed
    for document, _ in changed:
        DocumentVersion.objects.filter(document=document, number=document.version).update(record=snapshot(document))
        document.version += 1
    places = {document.pk: (document.place_printed, document.place_id) for document, _ in changed}
    for document, incoming in everything:
        for name, value in document_values(incoming.record).items():
            setattr(document, name, value)
        if not edit:
            document.volume, document.division, document.position = (
                incoming.volume,
                incoming.division,
                incoming.position,
            )
            document.source_fingerprint = incoming.fingerprint
            document.source_version = document.version
        if document.state == State.PUBLISHED and document.published_at is None:
            document.published_at = timezone.now()
    rows = DocumentRows(everything)
    for document, incoming in everything:
        printed, place = places.get(document.pk, ("", None))
        if document.place_printed != printed or place is None:
            document.place = rows.place(incoming.record)
    wanted = [document_slug(document.source_id) for document, _ in created]
    slugs = free_slugs(wanted, Document.objects, taken=reserved(wanted))
    for (document, _), slug in zip(created, slugs, strict=True):
        document.slug = slug
    now = timezone.now()
    for document, _ in created:
        document.created_at = document.updated_at = now
    insert_objects([document for document, _ in created])
    for document, _ in changed:
        document.save()
    how = {"user_id": user and user.pk, "reason": reason, "run_id": run and run.pk, "bulk_id": bulk and bulk.pk}
    insert(
        DocumentVersion,
        [{"document_id": document.pk, "number": document.version, "at": now, **how} for document, _ in everything],
    )
    rows.write()
    return rows
