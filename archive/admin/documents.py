"""Documents: their list, and a record's own page with what is wrong with it."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, Q

from archive import filing
from archive.admin.base import DeskAdmin, NoDeletion
from archive.models import (
    Correspondent,
    Document,
    DocumentFileNumber,
    DocumentWarning,
    Footnote,
)
from archive.roles import is_archivist

_OPEN = DocumentWarning.objects.filter(dismissed_at=None)


class DoubtFilter(admin.SimpleListFilter):
    """Whether anything about a record is in doubt."""

    title = "doubts"
    parameter_name = "doubts"

    def lookups(self, request, model_admin):
        return [("yes", "with doubts"), ("no", "without doubts")]

    def queryset(self, request, queryset):
        doubted = Exists(_OPEN.filter(document=OuterRef("pk")))
        return {"yes": queryset.filter(doubted), "no": queryset.filter(~doubted)}.get(self.value() or "", queryset)


class MineFilter(admin.SimpleListFilter):
    """Whose records."""

    title = "entered by"
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("me", "me")]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user) if self.value() == "me" else queryset


class _Part(admin.TabularInline):
    """A document's parts as they stand; they are edited with the document's text and fields."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("archive.view_document")


class CorrespondentInline(_Part):
    """Senders and recipients, as printed and as identified."""

    model = Correspondent
    fields = ("role", "printed", "office", "person", "place")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("office", "person", "place")


class FileNumberInline(_Part):
    """File numbers, as printed and as understood."""

    model = DocumentFileNumber
    fields = ("printed", "file_number")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("file_number")


class FootnoteInline(_Part):
    """Footnotes with the words that they stand after."""

    model = Footnote
    fields = ("label", "kind", "anchor", "text")


@admin.register(Document)
class DocumentAdmin(NoDeletion, DeskAdmin):
    """Documents. Clerks see what is public and what they entered themselves."""

    list_display = ("heading_short", "kind", "date_edtf", "numbers", "state", "doubts", "volume")
    list_filter = ("state", DoubtFilter, MineFilter, "kind", "date_certainty")
    search_fields = ("heading",)
    search_help_text = "A file number in any spelling, a paper's own number, or words of the heading."
    ordering = ("-pk",)
    sortable_by = ()
    inlines = (CorrespondentInline, FileNumberInline, FootnoteInline)
    fields = (
        "state", "heading", "kind", "number", "dateline", "date_edtf", "date_certainty", "date_reason", "place",
        "classification", "source_note", "volume",
    )  # fmt: skip

    def get_queryset(self, request):
        rows = (
            super().get_queryset(request).select_related("volume", "place").defer("volume__header", "volume__skeleton")
        )
        if not is_archivist(request.user):
            rows = rows.filter(Q(created_by=request.user) | Q(pk__in=Document.objects.public().values("pk")))
        return rows

    def get_changelist_instance(self, request):
        found = super().get_changelist_instance(request)
        found.result_list = found.result_list.prefetch_related(
            "document_file_numbers", Prefetch("warnings", queryset=_OPEN, to_attr="open_warnings")
        )
        return found

    def get_search_results(self, request, queryset, search_term):
        """Papers that bear the number in any spelling, have it as their own, or have all the words in their heading."""
        if not search_term.strip():
            return queryset, False
        words = search_term.split()[:32]
        said = Q()
        for word in words:
            said &= Q(heading__icontains=word)
        said |= Q(number__in=words) if len(words) == 1 else Q()
        said |= Q(source_id=search_term.strip())
        if (read := filing.parse_query(search_term)) and not read.words:
            bearing = DocumentFileNumber.objects.filter(
                file_number__sort_key__gte=read.low, file_number__sort_key__lt=read.high
            )
            said |= Q(pk__in=bearing.values("document"))
        return queryset.filter(said), False

    def has_change_permission(self, request, obj=None):
        return False

    def has_add_permission(self, request):
        return False

    @admin.display(description="heading")
    def heading_short(self, document):
        heading = str(document)
        return heading if len(heading) < 120 else heading[:118] + " …"

    @admin.display(description="file numbers")
    def numbers(self, document):
        return "; ".join(row.printed for row in document.document_file_numbers.all()) or None

    @admin.display(description="doubts")
    def doubts(self, document):
        return len(document.open_warnings) or None
