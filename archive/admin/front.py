"""Panels of the desk's front page: what the user may begin or left unfinished, and what waits for them."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse

from archive import workflow
from archive.desk.notes import add_records
from archive.desk.site import front_panel
from archive.models import Entry, Note, PendingEdit, State, Transition

#: Name, address and the permission that it needs.
_ACTIONS = (
    ("New from transcription", "admin:archive_document_enter", "archive.add_document"),
    ("Import volumes or transcriptions …", "admin:archive_importrun_add", "archive.add_importrun"),
    ("Import a spreadsheet …", "admin:archive_bulkchange_upload", "archive.add_bulkchange"),
)
_MOST_SHOWN = 10


@front_panel("admin/begin.html", order=0)
def begin_panel(request: HttpRequest) -> dict:
    """Return the actions that the user may begin, and the entries left unfinished or thrown away."""
    mine = Entry.objects.filter(user=request.user).select_related("document")
    return {
        "actions": [
            {"name": name, "url": reverse(address)}
            for name, address, permission in _ACTIONS
            if request.user.has_perm(permission)
        ],
        "entries": mine.open()[:_MOST_SHOWN],
        "thrown_away": mine.filter(ended=Entry.Ended.THROWN_AWAY)[:_MOST_SHOWN],
    }


@front_panel("admin/for_you.html", permission="archive.view_document", order=10)
def for_you_panel(request: HttpRequest) -> dict:
    """Return what waits for the user: notes to them, drafts that were returned; and their edits that wait for others."""
    notes = workflow.visible(Note.objects.filter(to=request.user, done_at=None), request.user)
    return {
        "notes": add_records(notes.select_related("user").order_by("-pk")[:_MOST_SHOWN], request.user),
        "returned": _returned(request.user)[:_MOST_SHOWN],
        "edits": _edits(request.user)[:_MOST_SHOWN],
    }


def _returned(user) -> QuerySet[Transition]:
    """Return the steps by which somebody returned the user's drafts that the user has not sent to review again, the newest first."""
    latest = Transition.objects.filter(document=OuterRef("document")).order_by("-pk").values("pk")[:1]
    returned = Transition.objects.filter(document__created_by=user, document__state=State.DRAFT, pk=Subquery(latest))
    returned = returned.filter(from_state=State.REVIEW).exclude(user=user)
    return returned.select_related("document", "user").order_by("-pk")


def _edits(user) -> QuerySet[PendingEdit]:
    """Return the user's edits of published papers that an archivist has not published yet, the newest first."""
    edits = PendingEdit.objects.filter(user=user).select_related("document").order_by("-updated_at", "-pk")
    return edits.only("reason", "updated_at", "document__heading", "document__source_id")
