"""Writing a document's content: entering, editing, publishing an edit that waits, returning to an earlier version.

Each function checks that the user may do it, and is one transaction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from archive import store
from archive.models import Document, PendingEdit, State
from archive.models.workflow import new_token
from archive.records import DocumentRecord, from_json, to_json
from archive.workflow.steps import TooLate, may_edit


def enter(record: DocumentRecord, *, user: Any) -> Document:
    """Save a new document as somebody's draft. Raises ``PermissionDenied``, or ``store.Stale`` if its id is taken."""
    if not user.has_perm("archive.add_document"):
        raise PermissionDenied
    with transaction.atomic():
        saved = store.save(record, user=user, reason="entered from a transcription")
        if saved.outcome != "created":
            raise store.Stale(record.source_id)
    return saved.document


def edit(
    document: Document,
    record: DocumentRecord,
    *,
    user: Any,
    reason: str,
    version: int,
    waiting: str | None = None,
    identified: dict | None = None,
) -> bool:
    """Save an edit that began at ``version``; that of a published document waits, unseen by the public.

    ``waiting`` is the token of the edit that was waiting when this one began (``""`` if none was, ``None`` not to
    care); ``identified`` the authorities chosen by hand, as :func:`archive.store.save_identified` takes them. Whether it
    waits. Raises ``PermissionDenied``, or ``store.Stale`` if the document, or the edit that waits, has changed since.
    """
    record = replace(record, source_id=document.source_id)
    with transaction.atomic():
        store.claim(document.source_id, version)
        current = Document.objects.get(pk=document.pk)
        if not may_edit(user, current):
            raise PermissionDenied
        earlier = PendingEdit.objects.filter(document=current).first()
        if waiting is not None and waiting != (earlier.token if earlier else ""):
            raise store.Stale(document.source_id)
        if current.state != State.PUBLISHED:
            store.save_identified(record, identified or {}, user=user, reason=reason)
            return False
        values = {
            "record": to_json(record),
            "identified": identified if identified is not None else _still_identified(earlier, record),
            "user": user,
            "reason": reason,
            "base_version": version,
            "token": new_token(),
        }
        PendingEdit.objects.update_or_create(document=current, defaults=values)
        return True


def _still_identified(earlier: PendingEdit | None, record: DocumentRecord) -> dict:
    """What the edit that waited had chosen by hand, where the words that it was chosen for are still there."""
    if earlier is None:
        return {}
    before = from_json(earlier.record)

    def printed(of: DocumentRecord, role: str, order: int) -> str:
        return {row: who.printed for row, who in enumerate(getattr(of, f"{role}s"), 1)}.get(order, "")

    rows = [
        [role, order, links]
        for role, order, links in earlier.identified.get("rows", [])
        if printed(record, role, order) and printed(before, role, order) == printed(record, role, order)
    ]
    kept = {"rows": rows}
    if "place" in earlier.identified and before.place == record.place:
        kept["place"] = earlier.identified["place"]
    return kept


def publish_edit(document: Document, *, user: Any) -> None:
    """Make the edit that waits the published text. Raises ``PermissionDenied``, ``store.Stale`` or :class:`TooLate`."""
    if not user.has_perm("archive.publish_document"):
        raise PermissionDenied
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(updated_at=timezone.now())
        waiting = PendingEdit.objects.filter(document=document).first()
        if waiting is None:
            raise TooLate
        store.claim(document.source_id, waiting.base_version)
        store.save_identified(
            from_json(waiting.record),
            waiting.identified,
            user=waiting.user or user,
            reason=f"{waiting.reason or 'edit'} (published by {user.get_username()})",
        )
        waiting.delete()


def discard_edit(document: Document, *, user: Any) -> None:
    """Throw the edit that waits away. Raises ``PermissionDenied`` or :class:`TooLate`."""
    if not may_edit(user, document):
        raise PermissionDenied
    if not PendingEdit.objects.filter(document=document).delete()[0]:
        raise TooLate


def restore(document: Document, number: int, *, user: Any, reason: str = "") -> None:
    """Return to an earlier version. Raises ``PermissionDenied`` or ``DocumentVersion.DoesNotExist``."""
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(updated_at=timezone.now())
        current = Document.objects.get(pk=document.pk)
        allowed = "archive.publish_document" if current.state == State.PUBLISHED else "archive.change_document"
        if not (may_edit(user, current) and user.has_perm(allowed)):
            raise PermissionDenied
        store.restore(current, number, user=user, reason=reason)
