"""Readers' reports, which archivists answer, and the archive's errata, which are published with their date."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from reversion.admin import VersionAdmin

from archive.admin.base import DeskAdmin, OwnRevisions, WithReason
from archive.models import Erratum, ErrorReport


class AnswerForm(forms.ModelForm):
    """The answer to a report, and the erratum that it leads to, if any."""

    erratum = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was wrong, and what is right. It is published on the paper's page, with today's date.",
    )

    class Meta:
        model = ErrorReport
        fields = ("status", "answer")
        widgets = {"answer": forms.Textarea(attrs={"rows": 4})}

    def clean(self):
        values = super().clean()
        waiting = values.get("status") == ErrorReport.Status.WAITING
        if not waiting and not (values.get("answer") or "").strip():
            self.add_error("answer", "Please give an answer: whoever reported it can read it.")
        if values.get("erratum", "").strip() and values.get("status") != ErrorReport.Status.CORRECTED:
            self.add_error("erratum", "An erratum is for something that was corrected: choose that status.")
        return values


@admin.register(ErrorReport)
class ErrorReportAdmin(DeskAdmin, OwnRevisions, VersionAdmin):
    """Readers' reports, the latest first."""

    form = AnswerForm
    list_display = ("text_short", "paper", "status", "created_at", "answered_by")
    list_filter = ("status",)
    list_select_related = ("document", "answered_by")
    search_fields = ("text",)
    ordering = ("-pk",)
    sortable_by = ()
    fields = (
        "paper",
        "where",
        "text",
        "created_at",
        "status",
        "answer",
        "erratum",
        "published",
        "answered_by",
        "answered_at",
    )
    readonly_fields = ("paper", "where", "text", "created_at", "published", "answered_by", "answered_at")

    def has_add_permission(self, request):
        """Return that nobody adds reports here: readers make them."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        """Return the fields; users who may not change a report have no field for an erratum."""
        fields = super().get_fields(request, obj)
        if self.has_change_permission(request, obj) and request.user.has_perm("archive.add_erratum"):
            return fields
        return tuple(name for name in fields if name != "erratum")

    def save_model(self, request, obj, form, change):
        obj.answered_by, obj.answered_at = request.user, timezone.now()
        obj.sender = ""  # answered reports are no longer counted by sender
        super().save_model(request, obj, form, change)
        text = (form.cleaned_data.get("erratum") or "").strip()
        if text and request.user.has_perm("archive.add_erratum"):
            Erratum.objects.create(document=obj.document, text=text, report=obj, user=request.user)
            messages.success(request, "The erratum is on the paper's page.")

    @admin.display(description="report")
    def text_short(self, report):
        return str(report)

    @admin.display(description="paper")
    def paper(self, report):
        url = reverse("admin:archive_document_change", args=[report.document_id])
        return format_html("<a href='{}'>{}</a>", url, str(report.document)[:120])

    @admin.display(description="errata published")
    def published(self, report):
        return "; ".join(f"{erratum.date}: {erratum.text}" for erratum in report.errata.all()) or None


@admin.register(Erratum)
class ErratumAdmin(DeskAdmin, WithReason, VersionAdmin):
    """Published corrections."""

    list_display = ("text", "date", "document", "user")
    list_select_related = ("document", "user")
    search_fields = ("text",)
    ordering = ("-date", "-pk")
    sortable_by = ()
    fields = ("document", "date", "text")
    autocomplete_fields = ("document",)

    def get_readonly_fields(self, request, obj=None):
        """Return the fields that are only shown: an erratum stays with its paper."""
        return ("document",) if obj else ()

    def save_model(self, request, obj, form, change):
        obj.user = obj.user or request.user
        super().save_model(request, obj, form, change)
