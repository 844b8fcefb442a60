"""Bulk changes: what was changed together, by whom and why, and taking it back as a whole."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from archive import store
from archive.admin.base import DeskAdmin, LookOnly
from archive.models import BulkChange

_SHOWN = 100


@admin.register(BulkChange)
class BulkChangeAdmin(LookOnly, DeskAdmin):
    """Bulk changes, the latest first."""

    list_display = ("pk", "kind", "status", "user", "reason", "created_at", "done_at")
    list_filter = ("kind", "status")
    list_select_related = ("user",)
    fields = ("kind", "status", "what", "outcome", "changed", "reason", "user", "done_at", "undone_by", "undone_at")
    change_form_template = "admin/bulk_form.html"

    def get_urls(self):
        undo = path("<int:pk>/undo/", self.admin_site.admin_view(self.undo_view), name="archive_bulkchange_undo")
        return [undo, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("documents")

    @admin.display(description="what")
    def what(self, change):
        """The parameters in words."""
        return "; ".join(
            f"{name}: {said}" for name, said in change.parameters.items() if isinstance(said, str | int | bool)
        )

    @admin.display(description="outcome")
    def outcome(self, change):
        return ", ".join(f"{count} {name}" for name, count in change.counts.items())

    @admin.display(description="papers changed")
    def changed(self, change):
        versions = change.versions.select_related("document").order_by("document")
        rows = ((reverse("admin:archive_document_change", args=[v.document_id]), v.document) for v in versions[:_SHOWN])
        more = versions.count() - _SHOWN
        return format_html(
            "<ul class='desk-uses'>{}</ul>{}",
            format_html_join("", "<li><a href='{}'>{}</a></li>", rows),
            f"and {more} more" if more > 0 else "",
        )

    def undo_view(self, request, pk):
        """Take a bulk change back, after a question."""
        if not request.user.has_perm("archive.change_bulkchange"):
            raise PermissionDenied
        change = get_object_or_404(BulkChange, pk=pk)
        address = reverse("admin:archive_bulkchange_change", args=[pk])
        if request.method == "POST":
            try:
                counts = store.undo_bulk(change, user=request.user)
                kept = f"; {counts['kept']} were edited since and stay as they are" if counts["kept"] else ""
                messages.success(request, f"{counts['restored']} papers are as they were{kept}.")
            except ValueError as error:
                messages.error(request, str(error))
            return HttpResponseRedirect(address)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Undo {change}",
            "opts": self.opts,
            "change": change,
        }
        return TemplateResponse(request, "admin/bulk_undo.html", {**context, "count": change.versions.count()})
