"""Notes on records: who may write, see and settle them. Whoever sees a record sees the notes on it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.utils import timezone

from archive.errors import Refused
from archive.models import Note
from archive.workflow.visibility import visible


def notes_on(record: Model, user: Any) -> QuerySet[Note]:
    """Return the notes on a record that somebody may see, the oldest first."""
    rows = Note.objects.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)
    return visible(rows, user).select_related("user", "to", "done_by")


def colleagues(user: Any) -> QuerySet:
    """Return the members of staff to whom somebody may write, by name."""
    people = get_user_model().objects.filter(is_staff=True, is_active=True)
    return people.exclude(pk=user.pk).order_by("username")


def write_note(record: Model, text: str, *, user: Any, to: Any = None, words: str = "") -> Note:
    """Write a note on a record.

    Raises ``PermissionDenied``, or :class:`~archive.errors.Refused` if it is empty, or if whom it is for may not see the record.
    """
    if not (user.has_perm("archive.add_note") and _sees(record, user)):
        raise PermissionDenied
    if not text.strip():
        raise Refused("Please write what the note says.")
    if to is not None and not _sees(record, to):
        raise Refused(f"{to} may not see this record. Choose somebody else.")
    return Note.objects.create(record=record, text=text.strip(), words=words.strip(), user=user, to=to)


def settle_note(note: Note, *, user: Any, done: bool = True) -> None:
    """Say that a note is done, or that it is not; who wrote it, whom it is for, and whoever may change notes may.

    Raises ``PermissionDenied``.
    """
    own = user.has_perm("archive.add_note") and user.pk in (note.user_id, note.to_id)
    if not own and not user.has_perm("archive.change_note"):
        raise PermissionDenied
    by, at = (user, timezone.now()) if done else (None, None)
    Note.objects.filter(pk=note.pk, done_at__isnull=done).update(done_by=by, done_at=at)


def _sees(record: Model, user: Any) -> bool:
    rows = type(record)._default_manager.filter(pk=record.pk)
    allowed = user.has_perm(f"archive.view_{record._meta.model_name}")
    return user.is_active and allowed and visible(rows, user).exists()
