"""The pages to enter or edit a text: the text and its fields on one side, and the page that they become, with every doubt.

Every preview saves the text in an :class:`~archive.models.Entry`. The pages work with buttons alone; a script requests
the same preview during typing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from archive import store, workflow
from archive.admin.base import DeskAdmin
from archive.desk import entries, fields, typed
from archive.desk.differences import differences
from archive.desk.refusals import refusals_as_messages
from archive.errors import Outdated, Refused
from archive.models import Document, Entry, PendingEdit, State
from archive.parsing.transcription.lines import decode
from archive.records import DocumentRecord, from_json
from archive.web.requests import clean, number, text

LARGEST_UPLOAD = 2_000_000
_LARGEST_VERSION = 2**31 - 1
_LONGEST_FIELD = 5000
#: A longer text is cut here; it is refused all the same, because no paper is so long.
_LONGEST_TEXT = entries.LONGEST + 1
_PAGE = "admin/archive/document/entry.html"


def enter(desk: DeskAdmin, request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a new transcription, or go on with one of the user's own unfinished entries."""
    if pk is None:
        if not request.user.has_perm("archive.add_document"):
            raise PermissionDenied
        entry = Entry(user=request.user)
    else:
        entry = get_object_or_404(Entry.objects.select_related("document"), pk=pk, user=request.user)
        _require_permission(request, entry)
    return _answer(desk, request, entry)


def edit(desk: DeskAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the text and fields of a document, or go on with an unfinished edit of it."""
    document = get_object_or_404(workflow.visible(Document.objects.for_record(), request.user), pk=pk)
    if not workflow.may_edit(request.user, document):
        raise PermissionDenied
    data = request.POST or typed.put_back(request) or {}
    if entry := Entry.objects.filter(user=request.user, document=document).first():
        if request.method != "POST" and not data:
            return HttpResponseRedirect(_address(entry))
    else:
        form = data.get("form") or request.GET.get("form", "")
        form = form if form in (Entry.Form.NOTATION, Entry.Form.TEI) else ""
        record, began = _began_with(data, document)
        try:
            entry = entries.begin_edit(request.user, document, record, form, **began)
        except Refused as refused:
            messages.error(request, f"The notation cannot write all of this text: {refused}. It is shown as TEI.")
            entry = entries.begin_edit(request.user, document, record, Entry.Form.TEI, **began)
    return _answer(desk, request, entry)


def _current(document: Document) -> tuple[DocumentRecord, str]:
    """Return the record that an edit begins with, and its token if it is that of an edit that waits."""
    waiting = PendingEdit.objects.filter(document=document).first()
    return (from_json(waiting.record), waiting.token) if waiting else (store.load(document), "")


def _began_with(data, document: Document) -> tuple[DocumentRecord, dict]:
    """Return the record, version and token that a page of the editor showed, which may be out of date by now."""
    record, token = _current(document)
    if data.get("base_token", token) != token:
        record, token = store.load(document), text(data, "base_token", longest=32)
    version = number(data, "base_version", document.version, largest=_LARGEST_VERSION)
    if version != document.version:
        past = document.versions.filter(number=version, record__isnull=False).first()
        record = from_json(past.record["record"]) if past else record
    return record, {"version": version, "token": token}


def _require_permission(request, entry: Entry) -> None:
    new = entry.document is None
    if not (request.user.has_perm("archive.add_document") if new else workflow.may_edit(request.user, entry.document)):
        raise PermissionDenied


def _address(entry: Entry) -> str:
    if entry.pk:
        return reverse("admin:archive_document_entry", args=[entry.pk])
    if entry.document_id:
        return reverse("admin:archive_document_edit", args=[entry.document_id])
    return reverse("admin:archive_document_enter")


def _answer(desk: DeskAdmin, request, entry: Entry) -> HttpResponse:
    if request.method in ("GET", "HEAD"):
        if data := typed.put_back(request):
            request.typed_words_taken = True
            _take_in(entry, data)
            entry.name = text(data, "name", longest=150)
        return _page(desk, request, entry)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    problem = _take_in(entry, request.POST, request.FILES.get("file"))
    try:
        entry.save()
    except IntegrityError:
        # The same edit was begun in another window; that entry gets the text of this one.
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


def _take_in(entry: Entry, data, upload=None) -> str:
    """Copy what was typed or uploaded into the entry; return what is wrong with an upload, in words."""
    entry.text = text(data, "text", longest=_LONGEST_TEXT, strip=False)
    entry.reason = text(data, "reason")
    entry.name = slugify(data.get("name", ""))[:150]
    entry.values = _corrections(data, entry.values)
    if upload is None:
        return ""
    if upload.size > LARGEST_UPLOAD:
        return f"{upload.name} is larger than {LARGEST_UPLOAD:,} bytes, which no paper is."
    try:
        entry.text = clean(decode(upload.read(), upload.name), _LONGEST_TEXT, strip=False)
    except Refused as refused:
        return f"Not taken: {refused}"
    entry.name = entry.name or slugify(PurePath(upload.name).stem)[:150]
    return ""


def _corrections(data, before: dict) -> dict[str, str]:
    """Return the fields that differ from what the form showed as read; a field set back to that follows the text again."""
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
        value = clean(value, _LONGEST_FIELD)
        if fields.is_field(key) and value != str(read.get(key, "")).strip():
            found[key] = value
    return found


def _shown(entry: Entry, reading: entries.EntryReading) -> dict:
    return {
        "entry": entry,
        "reading": reading,
        "groups": fields.groups(reading.values, entry.values) if reading.record else [],
        "read": json.dumps(reading.values),
        "kinds_of_name": ("office", "person", "place"),
        "pieces": entries.marked(entry.text, reading.doubts) if reading.doubts else [],
    }


def _page(desk: DeskAdmin, request, entry: Entry, status: int = 200, **more) -> HttpResponse:
    reading = entries.read_entry(entry)
    others = Entry.objects.filter(user=request.user).exclude(pk=entry.pk).select_related("document")[:8]
    context = {
        "address": _address(entry),
        "others": others,
        "published": bool(entry.document_id) and entry.document.state == State.PUBLISHED,
        **_shown(entry, reading),
        **more,
    }
    title = f"Text of {entry.document}" if entry.document_id else "New from transcription"
    return desk.page(request, _PAGE, title, status=status, **context)


def _live(request, entry: Entry) -> HttpResponse:
    """Return the preview and the fields for the script, and the entry's address."""
    shown = _shown(entry, entries.read_entry(entry))
    return JsonResponse(
        {
            "address": _address(entry),
            "mark": typed.mark_of(request, _address(entry)),
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
    """Convert the text, with what was typed, to TEI or to the notation."""
    reading = entries.read_entry(entry)
    if reading.record is None:
        messages.error(request, "The text must be readable before it can be turned into another form.")
        return HttpResponseRedirect(_address(entry))
    try:
        other = entries.begin_edit(request.user, entry.document, reading.record, form)
    except Refused as refused:
        messages.error(request, f"The notation cannot write all of this text: {refused}.")
    else:
        entry.text, entry.form, entry.base, entry.values = other.text, other.form, other.base, {}
        entry.save()
    return HttpResponseRedirect(_address(entry))


def _save(desk: DeskAdmin, request, entry: Entry, action: str) -> HttpResponse:
    reading = entries.read_entry(entry)
    if reading.record is None or reading.problems:
        if not reading.problems:
            messages.error(request, "There is no text yet.")
        return _page(desk, request, entry, status=400)
    if entry.document_id:
        return _save_edit(desk, request, entry, reading)
    record = replace(reading.record, source_id=entries.new_id(reading.record, entry.name))
    with refusals_as_messages(request):
        document = workflow.enter(record, user=request.user)
        entry.delete()
        messages.success(request, f"Saved as a draft: {document}")
        if action == "next":
            return HttpResponseRedirect(reverse("admin:archive_document_enter"))
        return HttpResponseRedirect(reverse("admin:archive_document_change", args=[document.pk]))
    return HttpResponseRedirect(_address(entry))


def _save_edit(desk: DeskAdmin, request, entry: Entry, reading: entries.EntryReading) -> HttpResponse:
    over = number(request.POST, "over", largest=_LARGEST_VERSION)
    began = {
        "version": over or entry.base_version,
        "waiting": request.POST.get("over_token", "") if over else entry.base_token,
    }
    reason = entry.reason or "edited in its text"
    try:
        waits = workflow.edit(entry.document, reading.record, user=request.user, reason=reason, **began)
    except Outdated:
        return _conflict(desk, request, entry, reading)
    pk = entry.document_id
    entry.delete()
    if waits:
        messages.success(request, "The edit is kept. The public sees the published text until the edit is published.")
    else:
        messages.success(request, "Saved.")
    return HttpResponseRedirect(reverse("admin:archive_document_change", args=[pk]))


def _conflict(desk: DeskAdmin, request, entry: Entry, reading: entries.EntryReading) -> HttpResponse:
    """Answer 409, because somebody else was first: the text is kept, and both changes are shown."""
    current = Document.objects.for_record().filter(pk=entry.document_id).first()
    if current is None:
        raise Http404
    (now, token), base = _current(current), from_json(entry.base)
    context = {
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
    title = "Somebody else has changed this document"
    return desk.page(request, "admin/archive/document/conflict.html", title, status=409, **context)
