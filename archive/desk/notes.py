"""What pages show of notes: the panel on a record's page, and lists of notes with the records that somebody may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from archive import workflow
from archive.models import Note


@dataclass(frozen=True, slots=True)
class NotePanel:
    """The notes on a record, those to whom one can write, and where a new one goes; ``""`` if none may be written."""

    rows: list[Note]
    colleagues: list
    url: str
    here: str


def note_panel(record: Model, request: HttpRequest) -> NotePanel | None:
    """Return the panel of notes for the page of a record, ``None`` if the user may see no notes."""
    user = request.user
    if not user.has_perm("archive.view_note"):
        return None
    rows = list(workflow.notes_on(record, user).order_by("-pk")[:50])
    if not user.has_perm("archive.add_note"):
        return NotePanel(rows, [], "", request.get_full_path())
    kind = ContentType.objects.get_for_model(record)
    url = reverse("admin:archive_note_write", args=[kind.pk, record.pk])
    return NotePanel(rows, list(workflow.colleagues(user)), url, request.get_full_path())


def add_records(notes: Iterable[Note], user) -> list[Note]:
    """Return notes with what they are about as ``about``, and its page as ``url``: ``None`` and ``""`` if the user may not see it."""
    notes, wanted = list(notes), defaultdict(set)
    for note in notes:
        wanted[note.content_type_id].add(note.object_id)
    seen: dict[tuple[int, int], Model] = {}
    for kind, ids in wanted.items():
        rows = ContentType.objects.get_for_id(kind).model_class()._default_manager.filter(pk__in=ids)
        seen |= {(kind, record.pk): record for record in workflow.visible(rows, user)}
    for note in notes:
        record = note.about = seen.get((note.content_type_id, note.object_id))
        name = record and f"admin:archive_{record._meta.model_name}_change"
        note.url = reverse(name, args=[record.pk]) if record else ""
    return notes
