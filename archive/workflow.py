"""The workflow of documents: who may see and change which, and every step from draft to withdrawn.

The one place that answers who may do what with a document; pages only ask. Every step locks the document's row, so
that of two people who take a step at once exactly one does, and is one transaction with its Transition, its history
and its search entry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from archive import references, search, store
from archive.models import Document, PendingEdit, State, Transition
from archive.models.workflow import new_token
from archive.records import DocumentRecord, from_json, to_json


class ReasonMissing(Exception):
    """The step needs a reason, which everybody can read later."""


class TooLate(Exception):
    """The document is no longer where the step begins: somebody else was first."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the workflow: from which states, to which, and who may take it."""

    name: str
    label: str
    begins: tuple[str, ...]
    ends: str
    permission: str
    needs_reason: bool = False
    own: bool = False


#: Every step there is. ``own`` steps are open to a clerk for what they entered; the others take the permission alone.
STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("submit", "Send to review", (State.DRAFT,), State.REVIEW, "archive.change_document", own=True),
        Step("return", "Return to draft", (State.REVIEW,), State.DRAFT, "archive.review_document", True),
        Step("publish", "Publish", (State.DRAFT, State.REVIEW), State.PUBLISHED, "archive.publish_document"),
        Step("withdraw", "Withdraw", (State.PUBLISHED,), State.WITHDRAWN, "archive.withdraw_document", True),
        Step("reinstate", "Publish again", (State.WITHDRAWN,), State.PUBLISHED, "archive.publish_document", True),
    )
}


def sees_all(user: Any) -> bool:
    """Whether somebody sees every document, and not only what is public and their own."""
    return user.has_perm("archive.review_document")


def visible(rows: QuerySet[Document], user: Any) -> QuerySet[Document]:
    """The documents among ``rows`` that a member of staff may look at."""
    if not user.has_perm("archive.view_document"):
        return rows.none()
    return rows if sees_all(user) else rows.filter(Q(state=State.PUBLISHED) | Q(created_by=user.pk))


def may_edit(user: Any, document: Document) -> bool:
    """Whether somebody may change a document's content: archivists any, clerks drafts of their own."""
    if not user.has_perm("archive.change_document"):
        return False
    return sees_all(user) or (document.state == State.DRAFT and document.created_by_id == user.pk)


def may_take(user: Any, document: Document, step: Step) -> bool:
    """Whether somebody may take a step with a document as it stands."""
    if document.state not in step.begins or not user.has_perm(step.permission):
        return False
    return may_edit(user, document) if step.own else True


def steps(user: Any, document: Document) -> list[Step]:
    """The steps that somebody may take now."""
    return [step for step in STEPS.values() if may_take(user, document, step)]


def take(document: Document, name: str, *, user: Any, comment: str = "") -> None:
    """Take a step. Raises ``PermissionDenied``, :class:`ReasonMissing`, or :class:`TooLate`."""
    step = STEPS.get(name)
    if step is None:
        raise PermissionDenied
    with transaction.atomic():
        # An update, not a read, so that the row is locked on both databases before anything is decided.
        Document.objects.filter(pk=document.pk).update(updated_at=timezone.now())
        current = Document.objects.get(pk=document.pk)
        if current.state not in step.begins:
            raise TooLate(current.get_state_display())
        if not may_take(user, current, step):
            raise PermissionDenied
        if step.needs_reason and not comment.strip():
            raise ReasonMissing
        values: dict[str, Any] = {
            "state": step.ends,
            "withdrawn_reason": comment.strip() if step.ends == State.WITHDRAWN else "",
        }
        if step.ends == State.PUBLISHED and current.published_at is None:
            values["published_at"] = timezone.now()
        Document.objects.filter(pk=document.pk).update(**values)
        Transition.objects.create(
            document=current, from_state=current.state, to_state=step.ends, user=user, comment=comment.strip()
        )
        search.index(Document.objects.for_page().filter(pk=document.pk))
        references.refresh([document.pk])
    document.refresh_from_db()


# --- Content ----------------------------------------------------------------------------------------------------------


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
