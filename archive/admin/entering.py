"""Entering and editing a text: the text and its fields on one side, on the other the page that they become, with every doubt.

Every look at the preview keeps the text in an :class:`~archive.models.Entry`. The pages work with buttons alone; a script
asks for the same preview while one types.
"""

from __future__ import annotations

import json
from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from archive import store, workflow
from archive.desk import entries, fields
from archive.desk.differences import differences
from archive.errors import Refused
from archive.models import Document, Entry, PendingEdit, State
from archive.parsing.transcription.lines import decode
from archive.records import DocumentRecord, from_json

LARGEST_UPLOAD = 2_000_000
_PAGE = "admin/archive/document/entry.html"


def enter(desk, request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new transcription, or one of the user's own unfinished entries."""
    if pk is None:
        if not request.user.has_perm("archive.add_document"):
            raise PermissionDenied
        entry = Entry(user=request.user)
    else:
        entry = get_object_or_404(Entry.objects.select_related("document"), pk=pk, user=request.user)
        _may_go_on(request, entry)
    return _answer(desk, request, entry)


def edit(desk, request: HttpRequest, pk: int) -> HttpResponse:
    """The text and fields of a document; an unfinished edit of it is taken up again."""
    document = get_object_or_404(workflow.visible(Document.objects.for_record(), request.user), pk=pk)
    if not workflow.may_edit(request.user, document):
        raise PermissionDenied
    if entry := Entry.objects.filter(user=request.user, document=document).first():
        if request.method != "POST":
            return HttpResponseRedirect(_address(entry))
    else:
        form = request.POST.get("form") or request.GET.get("form", "")
        form = form if form in (Entry.Form.NOTATION, Entry.Form.TEI) else ""
        record, began = _begun(request, document)
        try:
            entry = entries.begin(request.user, document, record, form, **began)
        except Refused as error:
            messages.error(request, f"The notation cannot say all of this text: {error}. It is shown as TEI.")
            entry = entries.begin(request.user, document, record, Entry.Form.TEI, **began)
    return _answer(desk, request, entry)


def _current(document: Document) -> tuple[DocumentRecord, str]:
    """What an edit begins with: the edit that waits, if one does, with its token."""
    waiting = PendingEdit.objects.filter(document=document).first()
    return (from_json(waiting.record), waiting.token) if waiting else (store.load(document), "")


def _begun(request, document: Document) -> tuple[DocumentRecord, dict]:
    """The record, version and token that a page of the editor showed, which may be past by now."""
    record, token = _current(document)
    if request.POST.get("base_token", token) != token:
        record, token = store.load(document), request.POST["base_token"][:32]
    version = request.POST.get("base_version", "")
    version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else document.version
    if version != document.version:
        past = document.versions.filter(number=version, record__isnull=False).first()
        record = from_json(past.record["record"]) if past else record
    return record, {"version": version, "token": token}


def _may_go_on(request, entry: Entry) -> None:
    new = entry.document is None
    if not (request.user.has_perm("archive.add_document") if new else workflow.may_edit(request.user, entry.document)):
        raise PermissionDenied


def _address(entry: Entry) -> str:
    if entry.pk:
        return reverse("admin:archive_document_entry", args=[entry.pk])
    if entry.document_id:
        return reverse("admin:archive_document_edit", args=[entry.document_id])
    return reverse("admin:archive_document_enter")


def _answer(desk, request, entry: Entry) -> HttpResponse:
    if request.method in ("GET", "HEAD"):
        return _page(desk, request, entry)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    problem = _take_in(entry, request)
    try:
        entry.save()
    except IntegrityError:
        # The same edit was begun in another window; this one's text goes on in it.
        earlier = Entry.objects.get(user=request.user, document=entry.document_id)
        earlier.text, earlier.values, earlier.reason = entry.text, entry.values, entry.reason
        earlier.save()
        entry = earlier
    if problem:
        messages.error(request, problem)
        return HttpResponseRedirect(_address(entry))
    action = request.POST.get("action", "preview")
    if action == "discard":
        return _discard(request, entry)
    if action in ("save", "next"):
        return _save(desk, request, entry, action)
    if action in (Entry.Form.NOTATION, Entry.Form.TEI) and entry.document_id:
        return _other_form(request, entry, action)
    if action == "live":
        return _live(request, entry)
    return HttpResponseRedirect(_address(entry))


def _take_in(entry: Entry, request) -> str:
    """Take what was typed into the entry; what is wrong with an upload, in words."""
    data = request.POST
    entry.text = data.get("text", "").replace("\0", "").replace("\r\n", "\n")
    entry.reason = data.get("reason", "").replace("\0", "").strip()[:500]
    entry.name = slugify(data.get("name", ""))[:150]
    entry.values = _corrections(data, entry.values)
    upload = request.FILES.get("file")
    if upload is None:
        return ""
    if upload.size > LARGEST_UPLOAD:
        return f"{upload.name} is larger than {LARGEST_UPLOAD:,} bytes, which no paper is."
    try:
        entry.text = decode(upload.read(), upload.name).replace("\0", "").replace("\r\n", "\n")
    except Refused as error:
        return f"Not taken: {error}"
    entry.name = entry.name or slugify(PurePath(upload.name).stem)[:150]
    return ""


def _corrections(data, before: dict) -> dict[str, str]:
    """The fields that differ from what the form showed as read; one that says again what was read follows the text again."""
    try:
        read = json.loads(data.get("read", "{}"))
    except ValueError:
        read = {}
    if not isinstance(read, dict):
        read = {}
    if not any(fields.is_field(key) for key in data):
        return before
    found = {}
    for key, value in data.items():
        value = value.replace("\0", "").replace("\r\n", "\n").strip()[:5000]
        if fields.is_field(key) and value != str(read.get(key, "")).strip():
            found[key] = value
    return found


def _shown(entry: Entry, reading: entries.Reading) -> dict:
    return {
        "entry": entry,
        "reading": reading,
        "groups": fields.groups(reading.read, entry.values) if reading.record else [],
        "read": json.dumps(reading.read),
        "kinds_of_name": ("office", "person", "place"),
        "pieces": entries.marked(entry.text, reading.doubts) if reading.doubts else [],
    }


def _page(desk, request, entry: Entry, status: int = 200, **more) -> HttpResponse:
    reading = entries.read(entry)
    others = Entry.objects.filter(user=request.user).exclude(pk=entry.pk).select_related("document")[:8]
    context = {
        **desk.admin_site.each_context(request),
        "title": f"Text of {entry.document}" if entry.document_id else "New from transcription",
        "opts": desk.opts,
        "address": _address(entry),
        "others": others,
        "published": bool(entry.document_id) and entry.document.state == State.PUBLISHED,
        **_shown(entry, reading),
        **more,
    }
    return render(request, _PAGE, context, status=status)


def _live(request, entry: Entry) -> HttpResponse:
    """The preview and the fields for the script, and the entry's address."""
    shown = _shown(entry, entries.read(entry))
    return JsonResponse(
        {
            "address": _address(entry),
            "preview": render_to_string("admin/archive/document/preview.html", shown, request),
            "fields": render_to_string("admin/archive/document/fields.html", shown, request),
        }
    )


def _discard(request, entry: Entry) -> HttpResponse:
    document = entry.document_id
    entry.delete()
    messages.success(request, "The entry was thrown away.")
    if document:
        return HttpResponseRedirect(reverse("admin:archive_document_change", args=[document]))
    return HttpResponseRedirect(reverse("admin:archive_document_enter"))


def _other_form(request, entry: Entry, form: str) -> HttpResponse:
    """Turn the text into TEI or into the notation, with what was typed."""
    reading = entries.read(entry)
    if reading.record is None:
        messages.error(request, "The text must be readable before it can be turned into another form.")
        return HttpResponseRedirect(_address(entry))
    try:
        other = entries.begin(request.user, entry.document, reading.record, form)
    except Refused as error:
        messages.error(request, f"The notation cannot say all of this text: {error}.")
    else:
        entry.text, entry.form, entry.base, entry.values = other.text, other.form, other.base, {}
        entry.save()
    return HttpResponseRedirect(_address(entry))


def _save(desk, request, entry: Entry, action: str) -> HttpResponse:
    reading = entries.read(entry)
    if reading.record is None or reading.problems:
        if not reading.problems:
            messages.error(request, "There is no text yet.")
        return _page(desk, request, entry, status=400)
    if entry.document_id:
        return _save_edit(desk, request, entry, reading)
    record = entries.renamed(reading.record, entries.new_id(reading.record, entry.name))
    try:
        document = workflow.enter(record, user=request.user)
    except store.Stale:
        messages.error(request, "Somebody took this id a moment ago. Please save again.")
        return HttpResponseRedirect(_address(entry))
    entry.delete()
    messages.success(request, f"Saved as a draft: {document}")
    if action == "next":
        return HttpResponseRedirect(reverse("admin:archive_document_enter"))
    return HttpResponseRedirect(reverse("admin:archive_document_change", args=[document.pk]))


def _save_edit(desk, request, entry: Entry, reading: entries.Reading) -> HttpResponse:
    over = request.POST.get("over", "")
    over = over.isascii() and over.isdigit() and len(over) < 9 and int(over)
    began = {
        "version": over or entry.base_version,
        "waiting": request.POST.get("over_token", "") if over else entry.base_token,
    }
    reason = entry.reason or "edited in its text"
    try:
        waits = workflow.edit(entry.document, reading.record, user=request.user, reason=reason, **began)
    except store.Stale:
        return _conflict(desk, request, entry, reading)
    pk = entry.document_id
    entry.delete()
    if waits:
        messages.success(request, "The edit is kept. The public sees the published text until the edit is published.")
    else:
        messages.success(request, "Saved.")
    return HttpResponseRedirect(reverse("admin:archive_document_change", args=[pk]))


def _conflict(desk, request, entry: Entry, reading: entries.Reading) -> HttpResponse:
    """409: somebody was first. The text is kept, and both changes are shown."""
    current = Document.objects.for_record().filter(pk=entry.document_id).first()
    if current is None:
        raise Http404
    (now, token), base = _current(current), from_json(entry.base)
    context = {
        **desk.admin_site.each_context(request),
        "title": "Somebody else has changed this document",
        "opts": desk.opts,
        "document": current,
        "entry": entry,
        "address": _address(entry),
        "versions": current.versions.select_related("user").filter(number__gt=entry.base_version),
        "waiting": PendingEdit.objects.select_related("user").filter(document=current).first(),
        "token": token,
        "theirs": differences(base, now),
        "mine": differences(base, reading.record),
        "between": differences(now, reading.record),
    }
    return render(request, "admin/archive/document/conflict.html", context, status=409)
