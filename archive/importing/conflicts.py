"""Conflicts of an import, settled one by one: the archive keeps its version or takes the new reading. The run keeps both."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from archive import store, workflow
from archive.errors import Refused
from archive.models import Document, ImportRun, PendingEdit
from archive.models.workflow import TO_BE_PUBLIC
from archive.records import DocumentRecord, from_json

KEEP, TAKE = "keep", "take"
CHOICES = {KEEP: "the archive's text was kept", TAKE: "the new reading was taken"}


def of_run(run: ImportRun) -> list[dict]:
    """Return the run's conflicts as its report has them; settled ones have ``"settled"``."""
    return (run.report or {}).get("conflicts", [])


def new_reading(conflict: dict) -> DocumentRecord | None:
    """Return the paper as the source has it now, ``None`` if it no longer has it or the report is too old to have it."""
    return from_json(conflict["record"]) if conflict.get("record") else None


def settle(run: ImportRun, source_id: str, how: str, *, version: int, user, reason: str) -> None:
    """Settle the conflict about one paper, which was looked at in this ``version``.

    ``"keep"`` leaves the paper, and the same reading is no conflict in later imports; ``"take"`` makes the reading the next version
    of the paper. Raises ``PermissionDenied``, ``Outdated`` if the paper has changed since, or :class:`archive.errors.Refused`.
    """
    with transaction.atomic():
        # Written before anything is decided, so that of two people who settle it only one succeeds.
        ImportRun.objects.filter(pk=run.pk).update(done=F("done"))
        run.refresh_from_db(fields=["report", "counts", "status"])
        conflict = next((row for row in of_run(run) if row["document"] == source_id), None)
        if conflict is None or conflict.get("settled"):
            raise Refused("This has been settled already.")
        if how not in CHOICES:
            raise Refused("Please choose what shall stand.")
        if not reason:
            raise Refused("Please say why.")
        store.claim(source_id, version)
        document = Document.objects.get(source_id=source_id)
        if not workflow.may_edit(user, document):
            raise PermissionDenied
        read = new_reading(conflict)
        # Its id may be another since that reading.
        _decide(run, document, read and replace(read, source_id=source_id), how, user, reason)
        conflict["settled"] = {
            "how": how,
            "by": user.get_username(),
            "at": timezone.now().isoformat(timespec="seconds"),
            "reason": reason,
        }
        if not conflict.get("gone"):
            run.counts["conflict"] = run.counts.get("conflict", 1) - 1
            run.counts["settled"] = run.counts.get("settled", 0) + 1
        run.save(update_fields=["report", "counts"])


def _decide(run: ImportRun, document: Document, read: DocumentRecord | None, how: str, user, reason: str) -> None:
    if how == KEEP:
        if read is not None:
            store.settle_reading(document.source_id, read, taken=False)
        return
    if read is None:
        raise Refused("The source does not have this paper any more; it can be withdrawn on its page.")
    if document.state in TO_BE_PUBLIC and not user.has_perm("archive.publish_document"):
        raise PermissionDenied
    if PendingEdit.objects.filter(document=document).exists():
        raise Refused("An edit of this paper waits. Publish it or throw it away first.")
    read = replace(read, topics=store.load(document).topics)  # which no source states
    store.save(read, edit=True, user=user, reason=f"reading of import {run.pk} taken: {reason}")
    store.settle_reading(document.source_id, read, taken=True)
