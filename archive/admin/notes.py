"""Notes on records: their list, the panel on each record's page, writing one and saying that it is done."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from archive import store, workflow
from archive.admin.base import DeskAdmin, LookOnly
from archive.desk.notes import add_records
from archive.desk.refusals import refusals_as_messages
from archive.desk.review import edit_of, place_of_words
from archive.models import Document, Note
from archive.records import from_json
from archive.web.requests import number, text


class DoneFilter(admin.SimpleListFilter):
    """Whether notes are done; those that wait are shown unless the others are requested."""

    title = "done"
    parameter_name = "done"

    def lookups(self, request, model_admin):
        return [("yes", "done")]

    def queryset(self, request, queryset):
        return queryset.filter(done_at__isnull=self.value() != "yes")


class ForFilter(admin.SimpleListFilter):
    """Whose notes."""

    title = "for or by"
    parameter_name = "for"

    def lookups(self, request, model_admin):
        return [("me", "for me"), ("mine", "by me")]

    def queryset(self, request, queryset):
        found = {"me": {"to": request.user}, "mine": {"user": request.user}}
        return queryset.filter(**found.get(self.value() or "", {}))


@admin.register(Note)
class NoteAdmin(LookOnly, DeskAdmin):
    """Notes, the latest first."""

    list_display = ("text", "record", "words", "user", "to", "at", "done_at")
    list_filter = (DoneFilter, ForFilter)
    list_select_related = ("user", "to", "content_type")
    list_display_links = None
    search_fields = ("text",)
    ordering = ("-pk",)
    sortable_by = ()

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("write/<int:content_type_id>/<int:pk>/", view(self.write), name="archive_note_write"),
            path("<int:pk>/done/", view(self.settle), name="archive_note_done"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def write(self, request: HttpRequest, content_type_id: int, pk: int) -> HttpResponse:
        """Write a note on a record, and go back to where it was written."""
        kind = ContentType.objects.filter(pk=content_type_id, app_label="archive").first()
        model = kind and kind.model_class()
        if model not in self.admin_site._registry:
            raise Http404
        rows = self.admin_site.get_model_admin(model).get_queryset(request)
        record = get_object_or_404(rows, pk=pk)
        with refusals_as_messages(request):
            to = number(request.POST, "to")
            colleague = get_object_or_404(workflow.colleagues(request.user), pk=to) if to else None
            said, words = text(request.POST, "note", longest=5000), text(request.POST, "words", longest=2000)
            workflow.write_note(record, said, user=request.user, to=colleague, words=words)
            messages.success(request, "The note is kept.")
            if words and not _has(record, words):
                messages.warning(request, "The text has these words nowhere, so the note is marked at no place in it.")
        return _back(request, reverse(f"admin:archive_{model._meta.model_name}_change", args=[pk]))

    @method_decorator(require_POST)
    def settle(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say that a note is done, or that it is not."""
        note = get_object_or_404(self.get_queryset(request), pk=pk)
        done = not text(request.POST, "open")
        workflow.settle_note(note, user=request.user, done=done)
        messages.success(request, "The note is done." if done else "The note waits again.")
        return _back(request, reverse("admin:archive_note_changelist"))

    @admin.display(description="about")
    def record(self, note):
        """Return a link to the record, for whoever may see it."""
        return format_html("<a href='{}'>{}</a>", note.url, str(note.about)[:120]) if note.about else None

    def get_changelist_instance(self, request):
        found = super().get_changelist_instance(request)
        found.result_list = add_records(found.result_list, request.user)
        return found


def _has(record: Model, words: str) -> bool:
    """Return whether a paper, or the edit of it that waits, has these words."""
    if not isinstance(record, Document):
        return True
    edit = edit_of(record)
    texts = [store.load(Document.objects.for_record().get(pk=record.pk)), *([from_json(edit.record)] if edit else [])]
    return any(place_of_words(one, words) for one in texts)


def _back(request: HttpRequest, default: str) -> HttpResponse:
    there = text(request.POST, "next", longest=2000)
    safe = there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return HttpResponseRedirect(there if safe else default)
