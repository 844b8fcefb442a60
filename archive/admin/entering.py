"""The pages to enter or edit a text: the text and its fields on one side, and the page that they become, with every doubt.

Every preview saves the text in an :class:`~archive.models.Entry`. The pages work with buttons alone; a script requests
the same preview during typing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify

from archive import store, workflow
from archive.admin.base import DeskAdmin
from archive.desk import entries, fields, keeping, typed
from archive.desk.differences import differences
from archive.desk.refusals import refusals_as_messages
from archive.errors import Outdated, Refused
from archive.models import Document, Entry, PendingEdit, Volume
from archive.models.workflow import TO_BE_PUBLIC, new_token
from archive.parsing.transcription.lines import decode
from archive.parsing.transcription.tidying import cleaned
from archive.records import DocumentRecord, from_json
from archive.web.requests import clean, number, text

LARGEST_UPLOAD = 2_000_000
_LARGEST_VERSION = 2**31 - 1
#: The action of a button that settles a doubt, before the key of its remedy.
_SETTLE = "settle "
_MERGED = "This text was changed in another window, too. Both are below as one: look at it, and save again."
_PAGE = "admin/archive/document/entry.html"


def enter(desk: DeskAdmin, request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a new transcription, or go on with one of the user's own unfinished entries."""
    if pk is None:
        if not request.user.has_perm("archive.add_document"):
            raise PermissionDenied
        token = text(request.POST or request.GET, "token", longest=32)
        entry = Entry.objects.filter(user=request.user, token=token).exclude(token="").first()
        entry = entry or Entry(user=request.user, token=token or new_token())
    else:
        entry = get_object_or_404(Entry.objects.select_related("document"), pk=pk, user=request.user)
        if entry.ended != Entry.Ended.SAVED:
            _require_permission(request, entry)
    return _answer(desk, request, entry)


def edit(desk: DeskAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the text and fields of a document, or go on with an unfinished edit of it."""
    document = get_object_or_404(workflow.visible(Document.objects.for_record(), request.user), pk=pk)
    if not workflow.may_edit(request.user, document):
        raise PermissionDenied
    data = request.POST or typed.put_back(request) or {}
    if entry := Entry.objects.open().filter(user=request.user, document=document).first():
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


def _paper(pk: int) -> str:
    return reverse("admin:archive_document_change", args=[pk])


def _answer(desk: DeskAdmin, request, entry: Entry) -> HttpResponse:
    if request.method in ("GET", "HEAD"):
        if entry.ended == Entry.Ended.SAVED:
            return HttpResponseRedirect(_paper(entry.document_id))
        if not (data := typed.put_back(request)):
            return _page(desk, request, entry)
        request.typed_words_taken = True
        # The page is told what is saved, so that what is put back counts as changed when it is sent.
        revision, corrections = entry.revision, json.dumps(entry.values)
        _say(request, keeping.put(entry, keeping.sent(data, entry)))
        entry.name, entry.revision = text(data, "name", longest=150), revision
        return _page(desk, request, entry, corrections=corrections)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    action = request.POST.get("action", "preview")
    if entry.ended:
        if action == "live":
            return JsonResponse({"problem": "gone"}, status=410)
        if entry.ended == Entry.Ended.SAVED and clean(request.POST.get("text", ""), strip=False) in ("", entry.text):
            return HttpResponseRedirect(_paper(entry.document_id))
    if action == "live":
        return _live(request, entry)
    try:
        with keeping.locked(entry) as entry:
            new, problem = _with_upload(keeping.sent(request.POST, entry), request.FILES.get("file"))
            merged = keeping.is_behind(entry, new)
            notices = keeping.put(entry, new)
            entry.save()
    except keeping.Incomplete as incomplete:
        raise BadRequest from incomplete
    if problem:
        messages.error(request, problem)
        return HttpResponseRedirect(_address(entry))
    if merged:
        messages.warning(request, _MERGED)
        _say(request, notices)
        return HttpResponseRedirect(_address(entry))
    if action == "discard":
        return _discard(request, entry)
    if action in ("save", "next"):
        return _save(desk, request, entry, action)
    if action == "clean":
        return _clean(request, entry)
    if action == "both" and entry.document_id:
        return _both(request, entry)
    if action.startswith(_SETTLE):
        return _settle(request, entry, action.removeprefix(_SETTLE))
    if action in (Entry.Form.NOTATION, Entry.Form.TEI) and entry.document_id:
        return _other_form(request, entry, action)
    return HttpResponseRedirect(_address(entry))


def _say(request, notices: list[str]) -> None:
    for notice in notices:
        messages.warning(request, notice)


def _with_upload(new: keeping.Sent, upload) -> tuple[keeping.Sent, str]:
    """Return what was sent with the text of an uploaded file, and what is wrong with the file, in words."""
    if upload is None:
        return new, ""
    if upload.size > LARGEST_UPLOAD:
        return new, f"{upload.name} is larger than {LARGEST_UPLOAD:,} bytes, which no paper is."
    try:
        words = clean(decode(upload.read(), upload.name), entries.LONGEST + 1, strip=False)
    except Refused as refused:
        return new, f"Not taken: {refused}"
    return replace(new, text=words, name=new.name or slugify(PurePath(upload.name).stem)[:150]), ""


def _shown(entry: Entry, reading: entries.EntryReading) -> dict:
    return {
        "entry": entry,
        "reading": reading,
        "groups": fields.groups(reading.values, entry.values, _volumes(entry)) if reading.record else [],
        "read": json.dumps(reading.values),
        "corrections": json.dumps(entry.values),
        "kinds_of_name": ("office", "person", "place"),
        "pieces": entries.marked(entry.text, reading.doubts) if reading.doubts else [],
    }


def _open_volumes(entry: Entry) -> QuerySet[Volume]:
    """Return the volumes that a paper can be entered into: those that its clerk may see."""
    return workflow.visible(Volume.objects.order_by("slug"), entry.user)


def _volumes(entry: Entry) -> list[str]:
    """Return the addresses to choose a volume from; none for a paper that has its place already."""
    return [] if entry.document_id else list(_open_volumes(entry).values_list("slug", flat=True))


def _page(desk: DeskAdmin, request, entry: Entry, status: int = 200, **more) -> HttpResponse:
    reading = entries.read_entry(entry)
    others = Entry.objects.open().filter(user=request.user).exclude(pk=entry.pk).select_related("document")[:8]
    context = {
        "address": _address(entry),
        "others": others,
        "published": bool(entry.document_id) and entry.document.state in TO_BE_PUBLIC,
        **_shown(entry, reading),
        **more,
    }
    title = f"Text of {entry.document}" if entry.document_id else "New from transcription"
    return desk.page(request, _PAGE, title, status=status, **context)


def _live(request, entry: Entry) -> HttpResponse:
    """Keep what the script sent, and return the preview and the fields; or, if another window was first, both as one text.

    What was merged is not saved: the window puts it in its place, unless its user has typed on, and sends it again.
    """
    with keeping.locked(entry) as entry:
        try:
            new = keeping.sent(request.POST, entry)
        except keeping.Incomplete:
            return JsonResponse({"problem": "whole"}, status=409)
        if keeping.is_behind(entry, new):
            merged = keeping.merged_text(entry, new)
            if merged.text != entry.text or new.text != entry.text:
                notices = [str(clash) for clash in merged.clashes]
                found = {"merged": merged.text, "text": entry.text, "revision": entry.revision, "notices": notices}
                return JsonResponse(found | {"address": _address(entry)})
        keeping.put(entry, new)
        entry.save()
    shown = _shown(entry, entries.read_entry(entry))
    return JsonResponse(
        {
            "address": _address(entry),
            "mark": typed.mark_of(request, _address(entry)),
            "revision": entry.revision,
            "sent": json.dumps(new.values),
            "preview": render_to_string("admin/archive/document/preview.html", shown, request),
            "fields": render_to_string("admin/archive/document/fields.html", shown, request),
        }
    )


def _clean(request, entry: Entry) -> HttpResponse:
    with keeping.locked(entry) as entry:
        changes = entries.cleaning(entry)
        keeping.note_revision(entry, cleaned(entry.text, changes))
        entry.save()
    messages.success(request, f"{len(changes)} places were cleaned.")
    return HttpResponseRedirect(_address(entry))


def _both(request, entry: Entry) -> HttpResponse:
    """Let an edit begin from the document as it is now, with what both changed in the text; of its fields, only corrected ones differ."""
    document = get_object_or_404(Document.objects.for_record(), pk=entry.document_id)
    with refusals_as_messages(request), keeping.locked(entry) as entry:
        merged = keeping.rebase(entry, document, *_current(document))
        entry.save()
        messages.warning(request, _MERGED)
        _say(request, [str(clash) for clash in merged.clashes])
    return HttpResponseRedirect(_address(entry))


def _settle(request, entry: Entry, key: str) -> HttpResponse:
    """Put what settles a doubt into the text; if the text has changed since, nothing."""
    with keeping.locked(entry) as entry:
        remedies = [remedy for doubt in entries.read_entry(entry).doubts for remedy in doubt.remedies]
        if chosen := next((remedy for remedy in remedies if remedy.key == key), None):
            keeping.note_revision(entry, chosen.put(entry.text))
            entry.save()
    if not chosen:
        messages.warning(request, "The text has changed, and nothing was done. Look at the doubts again.")
    return HttpResponseRedirect(_address(entry))


def _discard(request, entry: Entry) -> HttpResponse:
    keeping.end(entry, Entry.Ended.THROWN_AWAY)
    messages.success(
        request,
        format_html('The entry was thrown away. <a href="{}">Look at it, or bring it back</a>', _address(entry)),
    )
    if entry.document_id:
        return HttpResponseRedirect(_paper(entry.document_id))
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
        keeping.note_revision(entry, other.text)
        entry.form, entry.base, entry.values = other.form, other.base, {}
        entry.save()
    return HttpResponseRedirect(_address(entry))


def _save(desk: DeskAdmin, request, entry: Entry, action: str) -> HttpResponse:
    reading = entries.read_entry(entry)
    if reading.record is None or reading.problems:
        if not reading.problems:
            messages.error(request, "There is no text yet.")
        return _page(desk, request, entry, status=400)
    if entry.base:
        return _save_edit(desk, request, entry, reading)
    record = replace(reading.record, source_id=entries.new_id(reading.record, entry.name))
    slug = entry.values.get(fields.VOLUME, "")
    volume = _open_volumes(entry).filter(slug=slug).first()
    if slug and volume is None:
        messages.error(request, f"There is no volume “{slug}”.")
        return _page(desk, request, entry, status=400)
    with refusals_as_messages(request):
        with transaction.atomic():
            document = workflow.enter(record, user=request.user, volume=volume)
            keeping.end(entry, Entry.Ended.SAVED, document)
        messages.success(request, f"Saved as a draft: {document}")
        if action == "next":
            return HttpResponseRedirect(reverse("admin:archive_document_enter"))
        return HttpResponseRedirect(_paper(document.pk))
    return HttpResponseRedirect(_address(entry))


def _save_edit(desk: DeskAdmin, request, entry: Entry, reading: entries.EntryReading) -> HttpResponse:
    began = {"version": entry.base_version, "waiting": entry.base_token}
    reason = entry.reason or "edited in its text"
    try:
        with transaction.atomic():
            waits = workflow.edit(entry.document, reading.record, user=request.user, reason=reason, **began)
            keeping.end(entry, Entry.Ended.SAVED)
    except Outdated:
        return _conflict(desk, request, entry, reading)
    if waits:
        messages.success(request, "The edit is kept. The public sees the published text until the edit is published.")
    else:
        messages.success(request, "Saved.")
    return HttpResponseRedirect(_paper(entry.document_id))


def _conflict(desk: DeskAdmin, request, entry: Entry, reading: entries.EntryReading) -> HttpResponse:
    """Answer 409, because somebody else was first: the text is kept, and both changes are shown."""
    current = Document.objects.for_record().filter(pk=entry.document_id).first()
    if current is None:
        raise Http404
    (now, _), base = _current(current), from_json(entry.base)
    context = {
        "document": current,
        "entry": entry,
        "address": _address(entry),
        "versions": current.versions.select_related("user").filter(number__gt=entry.base_version),
        "waiting": PendingEdit.objects.select_related("user").filter(document=current).first(),
        "theirs": differences(base, now),
        "mine": differences(base, reading.record),
    }
    title = "Somebody else has changed this document"
    return desk.page(request, "admin/archive/document/conflict.html", title, status=409, **context)
