"""References: what a document cites, what that was resolved to, and the list in which archivists decide."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html, format_html_join

from archive import jobs
from archive.admin.base import DeskAdmin, LookOnly
from archive.admin.job_progress import answer
from archive.models import Document, Reference, UnheldPaper
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


class DecisionForm(forms.ModelForm):
    """The verdict on a reference, and the paper that it leads to."""

    verdict = forms.ChoiceField(choices=[("", "—"), *verdicts.Verdict.choices], required=False)
    paper = forms.CharField(
        required=False, max_length=500, help_text="The paper that it leads to: its id (frus1948v05p1#d290) or address."
    )
    why = forms.CharField(required=False, max_length=2000, label="reason", widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = Reference
        fields: tuple[str, ...] = ()

    def clean(self):
        data = super().clean()
        named = data.get("paper", "")
        self.target = verdicts.paper_named(named)
        if named and self.target is None:
            self.add_error("paper", "There is no such paper.")
        if data.get("verdict") == verdicts.Verdict.CORRECTED and not named:
            self.add_error("paper", "Name the paper that it leads to.")
        confirmed = data.get("verdict") == verdicts.Verdict.CONFIRMED
        if confirmed and not (self.target or self.instance.target_document_id):
            self.add_error("verdict", "There is no one paper to confirm; correct it by naming the paper.")
        return data


@admin.register(Reference)
class ReferenceAdmin(DeskAdmin):
    """References by kind and status; a verdict stays when references are resolved again."""

    form = DecisionForm
    list_display = ("printed", "kind", "status", "document", "leads_to", "reason")
    list_filter = ("status", DecidedFilter, MarkupFilter, "kind")
    list_select_related = ("document", "file_number", "target_document", "decision")
    search_fields = ("printed",)
    ordering = ("-pk",)
    sortable_by = ()
    actions = ("confirm", "reject", "withdraw_verdicts")
    readonly_fields = (
        "document",
        "where",
        "printed",
        "kind",
        "looks_for",
        "status",
        "leads_to",
        "possible",
        "reason",
        "decided",
    )
    fieldsets = (
        (None, {"fields": readonly_fields}),
        ("Your verdict", {"fields": ("verdict", "paper", "why")}),
    )

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

    def save_model(self, request, obj, form, change):
        data = form.cleaned_data
        if data.get("verdict"):
            verdicts.decide(obj, data["verdict"], user=request.user, target=form.target, reason=data["why"])

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

    @admin.display(description="looks for")
    def looks_for(self, reference):
        return "; ".join(f"{name}: {value}" for name, value in reference.details.items()) or None

    @admin.display(description="decided")
    def decided(self, reference):
        decision = reference.decision
        return f"{decision.get_verdict_display()}, {decision.at:%d %B %Y} {decision.reason}" if decision else None

    @admin.display(description="candidates")
    def possible(self, reference):
        rated = dict(reference.candidates)
        found = Document.objects.filter(pk__in=rated).only("heading", "source_id")
        lines = sorted(found, key=lambda document: -rated[document.pk])
        if not lines:
            return None
        shown = format_html_join("", "<li>{} ({}) {:.0%}</li>", ((d, d.source_id, rated[d.pk]) for d in lines))
        return format_html("<ul>{}</ul>", shown)


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
