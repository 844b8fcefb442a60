"""Panels of the desk's front page: what the user may begin or left unfinished; for administrators, the database that runs."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse

from archive.desk.site import front_panel
from archive.models import Entry, State, Transition
from archive.sql.sqlite.library import is_database_sound, notice

#: Name, address and the permission that it needs.
_ACTIONS = (
    ("New from transcription", "admin:archive_document_enter", "archive.add_document"),
    ("Import volumes or transcriptions …", "admin:archive_importrun_add", "archive.add_importrun"),
    ("Import a spreadsheet …", "admin:archive_bulkchange_upload", "archive.add_bulkchange"),
)
_MOST_ENTRIES = 10


@front_panel("admin/begin.html", order=0)
def begin_panel(request: HttpRequest) -> dict:
    """Return the actions that the user may begin, the entries left unfinished or thrown away, and the drafts that were returned."""
    mine = Entry.objects.filter(user=request.user).select_related("document")
    return {
        "actions": [
            {"name": name, "url": reverse(address)}
            for name, address, permission in _ACTIONS
            if request.user.has_perm(permission)
        ],
        "entries": mine.open()[:_MOST_ENTRIES],
        "thrown_away": mine.filter(ended=Entry.Ended.THROWN_AWAY)[:_MOST_ENTRIES],
        "returned": _returned(request.user)[:_MOST_ENTRIES],
    }


def _returned(user) -> QuerySet[Transition]:
    """Return the steps by which somebody returned the user's drafts that the user has not sent to review again, the newest first."""
    latest = Transition.objects.filter(document=OuterRef("document")).order_by("-pk").values("pk")[:1]
    returned = Transition.objects.filter(document__created_by=user, document__state=State.DRAFT, pk=Subquery(latest))
    returned = returned.filter(from_state=State.REVIEW).exclude(user=user)
    return returned.select_related("document", "user").order_by("-pk")


@front_panel("admin/service.html", permission="auth.change_user", order=90)
def service_panel(request: HttpRequest) -> dict:
    """Return which database runs, and whether it has a fault that whoever runs the archive should know of."""
    return {"notice": notice(), "is_sound": is_database_sound()}
