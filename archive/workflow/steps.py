"""Who may change which document, and every step from draft to withdrawn.

The one place that decides who may do what with a document. Every step locks the document's row, so that of two people
who take a step at the same time exactly one does. It is one transaction with its ``Transition``, its history and its search
entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive import references, search
from archive.errors import Outdated, Refused
from archive.models import Document, Restriction, State, Transition
from archive.workflow.visibility import sees_all


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


#: Why somebody else's document is left out of a step.
NOT_ALLOWED = "You may not do this with it."

#: All steps. ``own`` steps are open to clerks for what they entered; the others need the permission alone.
STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("submit", "Send to review", (State.DRAFT,), State.REVIEW, "archive.change_document", own=True),
        Step("return", "Return to draft", (State.REVIEW,), State.DRAFT, "archive.review_document", True),
        Step("publish", "Publish", (State.DRAFT, State.REVIEW), State.PUBLISHED, "archive.publish_document"),
        Step(
            "withdraw", "Withdraw", (State.PUBLISHED, State.CLOSED), State.WITHDRAWN, "archive.withdraw_document", True
        ),
        Step("discard", "Throw away", (State.DRAFT,), State.DISCARDED, "archive.change_document", own=True),
        Step("recover", "Bring back", (State.DISCARDED,), State.DRAFT, "archive.change_document", own=True),
        Step("reinstate", "Publish again", (State.WITHDRAWN,), State.PUBLISHED, "archive.publish_document", True),
    )
}


def may_edit(user: Any, document: Document) -> bool:
    """Return whether somebody may change a document's content: archivists that of any, clerks that of their own drafts."""
    if not user.has_perm("archive.change_document"):
        return False
    return sees_all(user) or (document.state == State.DRAFT and document.created_by_id == user.pk)


def _is_theirs(user: Any, document: Document) -> bool:
    return sees_all(user) or document.created_by_id == user.pk


def may_take(user: Any, document: Document, step: Step) -> bool:
    """Return whether somebody may take a step with a document in its present state."""
    if document.state not in step.begins or not user.has_perm(step.permission):
        return False
    return _is_theirs(user, document) if step.own else True


def available_steps(user: Any, document: Document) -> list[Step]:
    """Return the steps that somebody may take now."""
    return [step for step in STEPS.values() if may_take(user, document, step)]


def take(document: Document, name: str, *, user: Any, comment: str = "") -> None:
    """Take a step.

    Raises ``PermissionDenied``, :class:`~archive.errors.Refused` if a reason is missing, or
    :class:`~archive.errors.Outdated` if the document is no longer in a state where the step begins.
    """
    ((_, why),) = take_all(Document.objects.filter(pk=document.pk), name, user=user, comment=comment) or (
        (document, NOT_ALLOWED),
    )
    if why == NOT_ALLOWED:
        raise PermissionDenied
    if why:
        raise Outdated(why)
    document.refresh_from_db()


def take_all(rows: QuerySet[Document], name: str, *, user: Any, comment: str = "") -> list[tuple[Document, str]]:
    """Take a step with several documents, in one transaction; return each with why it was left out, ``""`` if it was not.

    Raises ``PermissionDenied`` for an unknown step, and :class:`~archive.errors.Refused` if a reason is missing.
    """
    step, comment = STEPS.get(name), comment.strip()
    if step is None:
        raise PermissionDenied
    with transaction.atomic():
        # An update, not a read, so that the rows are locked on both databases before anything is decided.
        rows.update(updated_at=timezone.now())
        found = [(document, _why_not(user, document, step)) for document in rows.order_by("pk")]
        taken = [document for document, why in found if not why]
        if not taken:
            return found
        if step.needs_reason and not comment:
            raise Refused("This step needs a reason.")
        move(taken, step.ends, user=user, comment=comment)
    return found


def _why_not(user: Any, document: Document, step: Step) -> str:
    if document.state not in step.begins:
        return f"Somebody else was first: the document is {document.get_state_display()}."
    return "" if may_take(user, document, step) else NOT_ALLOWED


def move(documents: list[Document], ends: str, *, user: Any, comment: str = "") -> None:
    """Write that documents, whose rows are locked, go from their states to another one; the one way for it.

    A document with a restriction in force is closed where it would be published.
    """
    ids = [document.pk for document in documents]
    to = dict.fromkeys(ids, ends)
    if ends == State.PUBLISHED:
        restricted = Restriction.objects.in_force().filter(document__in=ids)
        to |= dict.fromkeys(restricted.values_list("document", flat=True), State.CLOSED)
    reason = comment if ends == State.WITHDRAWN else ""
    for state in set(to.values()):
        some = [pk for pk, new in to.items() if new == state]
        Document.objects.filter(pk__in=some).update(state=state, withdrawn_reason=reason)
        if state == State.PUBLISHED:
            Document.objects.filter(pk__in=some, published_at=None).update(published_at=timezone.now())
    Transition.objects.bulk_create(
        Transition(document=document, from_state=document.state, to_state=to[document.pk], user=user, comment=comment)
        for document in documents
    )
    search.index(Document.objects.for_page().filter(pk__in=ids))
    references.refresh(ids)
