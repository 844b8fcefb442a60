"""Every change of a document: kept with who, when and why, and reversible, alone or as a whole run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from archive.models import Correspondent, Document, DocumentVersion, ImportRun, Office, Person, Place
from archive.records import from_json
from archive.store.loading import load, snapshot
from archive.store.rows import write_references, write_warnings
from archive.store.saving import Saved, claim, save
from archive.store.texts import write_texts

_LINKS = {"office": Office, "person": Person, "place": Place}


@contextmanager
def changing(
    document: Document, *, user=None, reason: str = "", expected_version: int | None = None
) -> Iterator[Document]:
    """Around an edit that writes the models themselves, as forms do: keeps history, HTML, checks and search in step.

    Nothing happens at the end if nothing was changed. Raises :class:`archive.store.Stale` if ``expected_version``
    is no longer the current one. Everything is one transaction.
    """
    from archive import references, search

    with transaction.atomic():
        if expected_version is not None:
            claim(document.source_id, expected_version)
        before = snapshot(_fresh(document))
        yield document
        after = _fresh(document)
        if snapshot(after) == before:
            return
        DocumentVersion.objects.filter(document=after, number=after.version).update(record=before)
        after.version += 1
        Document.objects.filter(pk=after.pk).update(version=after.version)
        DocumentVersion.objects.create(document=after, number=after.version, user=user, reason=reason)
        record = load(after)
        write_texts([(after, record)])
        write_references([(after, record)])
        write_warnings([(after, record)], with_reader=False)
        search.index(Document.objects.for_page().filter(pk=after.pk))
        references.refresh([after.pk])
        document.version = after.version


def _fresh(document: Document) -> Document:
    return Document.objects.for_record().get(pk=document.pk)


def restore(document: Document, number: int, *, user=None, reason: str = "") -> Saved:
    """Make an earlier version the current one again, as a new version. Raises ``DocumentVersion.DoesNotExist``."""
    version = document.versions.get(number=number, record__isnull=False)
    with transaction.atomic():
        saved = save(
            from_json(version.record["record"]),
            user=user,
            reason=reason or f"return to version {number}",
            edit=True,
        )
        rows = {(row.role, row.order): row for row in Correspondent.objects.filter(document=saved.document)}
        for role, order, *ids in version.record["identified"]:
            row = rows[role, order]
            for (name, model), pk in zip(_LINKS.items(), ids, strict=True):
                setattr(row, f"{name}_id", pk if pk and model.objects.filter(pk=pk).exists() else None)
            row.save()
    return saved


def undo_run(run: ImportRun, *, user=None) -> dict[str, int]:
    """Take a whole import back: documents that it made are removed, those that it changed return to what they were.

    A document that was edited after the run is left alone. Says how many were removed, restored and kept.
    """
    from archive import references, search

    counts = {"removed": 0, "restored": 0, "kept": 0}
    keys: set[str] = set()
    with transaction.atomic():
        for version in run.versions.select_related("document").order_by("-pk"):
            document = version.document
            if document.version != version.number:
                counts["kept"] += 1
            elif version.number == 1:
                search.remove([document.pk])
                keys |= references.keys_of([document.pk])
                document.delete()
                counts["removed"] += 1
            else:
                restore(document, version.number - 1, user=user, reason=f"undo of import {run.pk}")
                counts["restored"] += 1
        references.forget(keys)
        run.status = ImportRun.Status.UNDONE
        run.save(update_fields=["status"])
    return counts
