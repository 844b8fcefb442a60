"""References: what a document cites, what that was resolved to, and the list of all of them."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.urls import path

from archive import jobs
from archive.admin import deciding
from archive.admin.base import DeskAdmin, LookOnly
from archive.admin.job_progress import answer
from archive.models import Reference, UnheldPaper
from archive.references import verdicts
from archive.references.matching import BROKEN


class DecidedFilter(admin.SimpleListFilter):
    """Whether an archivist has decided."""

    title = "decided"
    parameter_name = "decided"

    def lookups(self, request, model_admin):
        return [("no", "not yet"), ("yes", "by an archivist")]

    def queryset(self, request, queryset):
        return {"yes": queryset.exclude(decision=None), "no": queryset.filter(decision=None)}.get(
            self.value(), queryset
        )


class MarkupFilter(admin.SimpleListFilter):
    """Whether the markup of the source points at something that does not exist."""

    title = "markup"
    parameter_name = "markup"

    def lookups(self, request, model_admin):
        return [("broken", "points at nothing")]

    def queryset(self, request, queryset):
        if self.value() != "broken":
            return queryset
        return queryset.filter(status=Reference.Status.UNKNOWN, reason__startswith=BROKEN)


@admin.register(Reference)
class ReferenceAdmin(DeskAdmin):
    """References by kind and status; a verdict stays when references are resolved again."""

    list_display = ("printed", "kind", "status", "document", "leads_to", "reason")
    list_filter = ("status", DecidedFilter, MarkupFilter, "kind")
    list_select_related = ("document", "file_number", "target_document", "decision")
    search_fields = ("printed",)
    ordering = ("-pk",)
    sortable_by = ()
    actions = ("confirm", "reject", "withdraw_verdicts")

    def get_queryset(self, request):
        return super().get_queryset(request).only(
            "order", "where", "start", "end", "kind", "printed", "details", "status", "candidates", "confidence",
            "reason", "target_footnote_id", "decision__verdict", "decision__at", "decision__reason",
            "document__heading", "document__source_id", "target_document__heading", "target_document__source_id",
            "file_number__normal",
        )  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "questions/",
                view(lambda request: deciding.questions_page(self, request)),
                name="archive_reference_questions",
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a reference with all that one decides on, or take the verdict on it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        reference = self.get_object(request, object_id)
        if reference is None:
            raise Http404
        return deciding.question_page(self, request, reference)

    @admin.action(description="Confirm what was found", permissions=["change"])
    def confirm(self, request, queryset):
        return self._decide_all(request, queryset, verdicts.Verdict.CONFIRMED)

    @admin.action(description="Reject: they lead to no paper", permissions=["change"])
    def reject(self, request, queryset):
        return self._decide_all(request, queryset, verdicts.Verdict.REJECTED)

    @admin.action(description="Withdraw verdicts", permissions=["change"])
    def withdraw_verdicts(self, request, queryset):
        return self._decide_all(request, queryset.exclude(decision=None), jobs.WITHDRAW)

    @staticmethod
    def _decide_all(request, queryset, verdict):
        job = jobs.start_deciding(queryset.order_by().values_list("pk", flat=True), verdict, user=request.user)
        return answer(request, job, request.get_full_path())

    @admin.display(description="leads to")
    def leads_to(self, reference):
        return reference.target_document or reference.file_number or None


@admin.register(UnheldPaper)
class UnheldPaperAdmin(LookOnly, DeskAdmin):
    """Papers known but not held, derived from what public papers cite."""

    list_display = ("__str__", "day", "year", "file_number", "where_held", "cited")
    list_filter = ("kind", "not_found")
    list_select_related = ("file_number", "file")
    search_fields = ("number", "file_number__normal")
    ordering = ("day", "pk")
    sortable_by = ()

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(cited_count=Count("citations"))

    @admin.display(description="cited")
    def cited(self, paper):
        return paper.cited_count
