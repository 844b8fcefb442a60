"""Steps of the workflow, edits that wait, doubts that are dismissed, and a document's history."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from archive import store, workflow
from archive.admin.base import DeskAdmin
from archive.desk.differences import version_differences
from archive.desk.refusals import refusals_as_messages
from archive.models import Document, DocumentWarning
from archive.web.requests import number, text

_VERSIONS = 25


def _document(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(workflow.visible(Document.objects.all(), request.user), pk=pk)


def _back(request: HttpRequest, document: Document) -> HttpResponse:
    if workflow.visible(Document.objects.filter(pk=document.pk), request.user).exists():
        return HttpResponseRedirect(reverse("admin:archive_document_change", args=[document.pk]))
    return HttpResponseRedirect(reverse("admin:archive_document_changelist"))


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step of the workflow."""
    document = _document(request, pk)
    with refusals_as_messages(request):
        comment = text(request.POST, "comment", longest=2000)
        workflow.take(document, request.POST.get("step", ""), user=request.user, comment=comment)
        messages.success(request, f"The document is now {document.get_state_display()}.")
    return _back(request, document)


@require_POST
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the edit that waits, or throw it away."""
    document = _document(request, pk)
    with refusals_as_messages(request):
        if request.POST.get("action") == "publish":
            workflow.publish_edit(document, user=request.user)
            messages.success(request, "The edit is published.")
        else:
            workflow.discard_edit(document, user=request.user)
            messages.success(request, "The edit was thrown away; the published text stays as it is.")
    return _back(request, document)


@require_POST
def dismiss(request: HttpRequest, pk: int, warning: int) -> HttpResponse:
    """Dismiss a doubt for a reason, which is kept with it; without a reason, open it again."""
    document = _document(request, pk)
    if not workflow.may_edit(request.user, document):
        raise PermissionDenied
    reason = text(request.POST, "reason", longest=1000)
    doubts = workflow.visible(DocumentWarning.objects.filter(document=document), request.user)
    doubt = get_object_or_404(doubts, pk=warning)
    one = DocumentWarning.objects.filter(pk=doubt.pk)
    if reason:
        store.dismiss(one, user=request.user, reason=reason)
    else:
        store.reopen(one)
    return _back(request, document)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Return to an earlier version, as a new one."""
    document = _document(request, pk)
    version = number(request.POST, "number")
    with refusals_as_messages(request):
        workflow.restore(document, version, user=request.user, reason=text(request.POST, "reason"))
        messages.success(request, f"The document is again as it was in version {version}.")
    return HttpResponseRedirect(reverse("admin:archive_document_history", args=[pk]))


def history(desk: DeskAdmin, request: HttpRequest, pk: str) -> HttpResponse:
    """Show the versions of a document, the latest first, each with what it changed, and the steps that were taken."""
    document = get_object_or_404(workflow.visible(Document.objects.for_record(), request.user), pk=pk)
    if document.redactions.in_force().exists() and not workflow.may_restrict(request.user):
        raise PermissionDenied  # earlier versions have what is withheld
    rows, older = version_differences(document, _VERSIONS)
    return desk.page(
        request,
        "admin/archive/document/history.html",
        "History",
        document=document,
        rows=rows,
        older=older,
        may_restore=workflow.may_edit(request.user, document),
        transitions=document.transitions.select_related("user").order_by("-pk"),
    )
