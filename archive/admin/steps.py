"""Steps of the workflow, edits that wait, doubts that are dismissed, and a document's history."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from archive import store, workflow
from archive.desk.differences import differences
from archive.models import Document, DocumentVersion, DocumentWarning
from archive.records import from_json

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
    comment = request.POST.get("comment", "").replace("\0", "")[:2000]
    try:
        workflow.take(document, request.POST.get("step", ""), user=request.user, comment=comment)
    except workflow.ReasonMissing:
        messages.error(request, "This step needs a reason.")
    except workflow.TooLate as late:
        messages.error(request, f"Somebody else was first: the document is {late}.")
    else:
        messages.success(request, f"The document is now {document.get_state_display()}.")
    return _back(request, document)


@require_POST
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the edit that waits, or throw it away."""
    document = _document(request, pk)
    try:
        if request.POST.get("action") == "publish":
            workflow.publish_edit(document, user=request.user)
            messages.success(request, "The edit is published.")
        else:
            workflow.discard_edit(document, user=request.user)
            messages.success(request, "The edit was thrown away; the published text stands.")
    except workflow.TooLate:
        messages.error(request, "No edit waits for this document.")
    except store.Stale:
        messages.error(request, "The document has changed since this edit began. Open the edit, and save it again.")
    return _back(request, document)


@require_POST
def dismiss(request: HttpRequest, pk: int, warning: int) -> HttpResponse:
    """Dismiss a doubt for a reason, which stays with it; without a reason it is opened again."""
    document = _document(request, pk)
    if not workflow.may_edit(request.user, document):
        raise PermissionDenied
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:1000]
    doubt = get_object_or_404(DocumentWarning, pk=warning, document=document)
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
    number = request.POST.get("number", "")
    number = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:500]
    try:
        workflow.restore(document, number, user=request.user, reason=reason)
    except DocumentVersion.DoesNotExist:
        messages.error(request, "There is no such earlier version.")
    else:
        messages.success(request, f"The document says again what it said in version {number}.")
    return HttpResponseRedirect(reverse("admin:archive_document_history", args=[pk]))


def history(desk, request: HttpRequest, pk: str) -> HttpResponse:
    """The versions of a document, the latest first, each with what it changed, and its steps."""
    document = get_object_or_404(workflow.visible(Document.objects.for_record(), request.user), pk=pk)
    versions = list(document.versions.select_related("user", "run")[: _VERSIONS + 1])
    record, rows = store.load(document), []
    for version, earlier in zip(versions, [*versions[1:], None], strict=True):
        before = from_json(earlier.record["record"]) if earlier and earlier.record else None
        rows.append({"version": version, "changes": differences(before, record) if before else []})
        record = before or record
    context = {
        **desk.admin_site.each_context(request),
        "title": "History",
        "opts": desk.opts,
        "document": document,
        "rows": rows[:_VERSIONS],
        "older": len(versions) > _VERSIONS,
        "may_restore": workflow.may_edit(request.user, document),
        "transitions": document.transitions.select_related("user").order_by("-pk"),
    }
    return render(request, "admin/archive/document/history.html", context)
