"""References: what a document cites and what that was resolved to. Finding is the reader's; deciding is in archive.threads."""

from django.contrib import admin

from archive.admin.base import DeskAdmin, LookOnly
from archive.models import Reference


@admin.register(Reference)
class ReferenceAdmin(LookOnly, DeskAdmin):
    """References by kind and by what became of them."""

    list_display = ("printed", "kind", "status", "document", "file_number", "target_document", "reason")
    list_filter = ("status", "kind")
    list_select_related = ("document", "file_number", "target_document")
    search_fields = ("printed",)
    ordering = ("-pk",)
    sortable_by = ()

    def get_queryset(self, request):
        return super().get_queryset(request).only(
            "order", "where", "start", "end", "kind", "printed", "details", "status", "candidates", "confidence",
            "reason", "decided_at", "decided_by_id", "target_footnote_id",
            "document__heading", "document__source_id", "target_document__heading", "target_document__source_id",
            "file_number__normal",
        )  # fmt: skip
