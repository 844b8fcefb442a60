"""The review room: one paper, or one edit of a published paper, with all that one decides on; after each decision comes the next."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from archive import store, workflow
from archive.admin.base import DeskAdmin
from archive.desk.differences import differences
from archive.desk.notes import note_panel
from archive.desk.refusals import refusals_as_messages
from archive.desk.review import EDITS, Waiting, edit_of, reviewed_text
from archive.errors import Refused
from archive.models import Document
from archive.records import from_json
from archive.web.requests import number, text

_ON_A_PAGE = 50


def _list(asked: Waiting) -> str:
    return reverse("admin:archive_document_reviews") + asked.query


def _address(pk: int | None, asked: Waiting) -> str:
    return reverse("admin:archive_document_review", args=[pk]) + asked.query if pk else ""


def _require_reviewer(request: HttpRequest) -> None:
    if not request.user.has_perm("archive.review_document"):
        raise PermissionDenied


def reviews(desk: DeskAdmin, request: HttpRequest) -> HttpResponse:
    """Show the queue of papers, or of edits, that wait for review."""
    _require_reviewer(request)
    asked = Waiting.asked(request)
    rows = asked.rows().select_related("volume", "created_by", "pending_edit__user")
    rows = rows.defer("volume__header", "volume__skeleton", "pending_edit__record")
    page = Paginator(rows, _ON_A_PAGE).get_page(number(request.GET, "page", 1))
    return desk.page(
        request,
        "admin/reviews.html",
        "Edits that wait" if asked.of == EDITS else "Papers in review",
        asked=asked,
        edits=asked.of == EDITS,
        page=page,
        rows=[(row, _address(row.pk, asked)) for row in page],
        volumes=asked.volumes(),
        people=asked.colleagues(),
    )


def review(desk: DeskAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show one paper of the queue, or take a step with it and go on to the next."""
    _require_reviewer(request)
    asked = Waiting.asked(request)
    document = get_object_or_404(workflow.visible(Document.objects.for_record(), request.user), pk=pk)
    place, before, after = asked.place(document)
    if request.method == "POST":
        with refusals_as_messages(request):
            messages.success(request, _decide(request, document))
            return HttpResponseRedirect(_address(after or before, asked) or _list(asked))
        return HttpResponseRedirect(request.get_full_path())
    edit = edit_of(document)
    record = store.load(document)
    shown = from_json(edit.record) if edit else record
    doubts = document.warnings.filter(dismissed_at=None).select_related("other")
    notes = list(workflow.notes_on(document, request.user).filter(done_at=None))
    return desk.page(
        request,
        "admin/review.html",
        document.heading or document.source_id,
        asked=asked,
        document=document,
        edit=edit,
        own=edit is not None and workflow.is_own(edit, request.user),
        changes=differences(record, shown) if edit else [],
        text=reviewed_text(shown, list(workflow.visible(doubts, request.user)), notes),
        note_panel=note_panel(document, request),
        steps=workflow.available_steps(request.user, document),
        transitions=document.transitions.select_related("user").order_by("-pk")[:10],
        place=place,
        count=asked.rows().count(),
        before=_address(before, asked),
        after=_address(after, asked),
        list_url=_list(asked),
    )


def _decide(request: HttpRequest, document: Document) -> str:
    """Take a step, publish the edit that waits or throw it away; return what was done. Raises :class:`~archive.errors.Refused`."""
    name, comment = text(request.POST, "step"), text(request.POST, "comment", longest=2000)
    if name == "publish_edit":
        _require_shown(request, document)
        workflow.publish_edit(document, user=request.user)
        return f"The edit of “{document}” is published."
    if name == "discard_edit":
        workflow.discard_edit(document, user=request.user)
        return f"The edit of “{document}” was thrown away."
    if name not in workflow.STEPS:
        raise Refused("Please choose what to do.")
    workflow.take(document, name, user=request.user, comment=comment)
    return f"“{document}” is now {document.get_state_display()}."


def _require_shown(request: HttpRequest, document: Document) -> None:
    """Raise :class:`~archive.errors.Refused` if another edit waits than the one that was shown."""
    edit = edit_of(document)
    if edit and text(request.POST, "token") != edit.token:
        raise Refused("Somebody has saved another edit since you looked. Please look at it again.")
