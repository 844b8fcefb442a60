"""Write a document's content: enter it, edit it, publish an edit that waits, return to an earlier version.

Each function checks that the user may do it, and is one transaction. It raises ``PermissionDenied`` if not, and
:class:`~archive.errors.Outdated` if somebody else has changed the document, or the edit that waits, in between.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from archive import store
from archive.errors import Outdated, Refused
from archive.models import Document, PendingEdit, Volume
from archive.models.workflow import TO_BE_PUBLIC, new_token
from archive.records import DocumentRecord, from_json, to_json
from archive.workflow.steps import may_edit


def enter(record: DocumentRecord, *, user: Any, volume: Volume | None = None) -> Document:
    """Save a new document as somebody's draft, as the last one of a volume if there is one.

    Raises :class:`~archive.errors.Outdated` if its id is taken.
    """
    if not user.has_perm("archive.add_document"):
        raise PermissionDenied
    with transaction.atomic():
        last = Document.objects.filter(volume=volume).aggregate(last=Max("position"))["last"] if volume else None
        reason = "entered from a transcription"
        saved = store.save(record, volume=volume, position=(last or 0) + bool(volume), user=user, reason=reason)
        if saved.outcome != "created":
            raise Outdated("Somebody took this id a moment ago. Please save again.")
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
    """Save an edit that began at ``version``, and return whether it waits, as that of a published or closed document does.

    ``waiting`` is the token of the edit that was waiting when this one began (``""`` if none was, ``None`` for any);
    ``identified`` are the authorities chosen by hand, in the form that :func:`archive.store.save_identified` takes.
    """
    record = replace(record, source_id=document.source_id)
    with transaction.atomic():
        store.claim(document.source_id, version)
        current = Document.objects.get(pk=document.pk)
        if not may_edit(user, current):
            raise PermissionDenied
        earlier = PendingEdit.objects.filter(document=current).first()
        if waiting is not None and waiting != (earlier.token if earlier else ""):
            raise Outdated("Somebody else has saved another edit of this document.")
        if current.state not in TO_BE_PUBLIC:
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
    """Return what the edit that waited had chosen by hand, if the words that it was chosen for are still there."""
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


def is_own(waiting: PendingEdit, user: Any) -> bool:
    """Return whether somebody made an edit themselves."""
    return waiting.user_id is not None and waiting.user_id == user.pk


def publish_edit(document: Document, *, user: Any) -> None:
    """Make the edit that waits the published text.

    Raises :class:`~archive.errors.Refused` if it is the user's own and the archive wants a second person to see each edit.
    """
    if not user.has_perm("archive.publish_document"):
        raise PermissionDenied
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(updated_at=timezone.now())
        waiting = PendingEdit.objects.filter(document=document).first()
        if waiting is None:
            raise Outdated("No edit waits for this document.")
        if is_own(waiting, user) and not settings.PUBLISH_OWN_EDITS:
            raise Refused("This edit is your own. Somebody else has to publish it.")
        try:
            store.claim(document.source_id, waiting.base_version)
        except Outdated as outdated:
            sentence = "The document has changed since this edit began. Open the edit, and save it again."
            raise Outdated(sentence) from outdated
        store.save_identified(
            from_json(waiting.record),
            waiting.identified,
            user=waiting.user or user,
            reason=f"{waiting.reason or 'edit'} (published by {user.get_username()})",
        )
        waiting.delete()


def discard_edit(document: Document, *, user: Any) -> None:
    """Throw away the edit that waits."""
    if not may_edit(user, document):
        raise PermissionDenied
    if not PendingEdit.objects.filter(document=document).delete()[0]:
        raise Outdated("No edit waits for this document.")


def restore(document: Document, number: int, *, user: Any, reason: str = "") -> None:
    """Return to an earlier version. Raises :class:`~archive.errors.Refused` if there is no such version."""
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(updated_at=timezone.now())
        current = Document.objects.get(pk=document.pk)
        allowed = "archive.publish_document" if current.state in TO_BE_PUBLIC else "archive.change_document"
        if not (may_edit(user, current) and user.has_perm(allowed)):
            raise PermissionDenied
        store.restore(current, number, user=user, reason=reason)
