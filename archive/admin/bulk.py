"""Bulk changes: prepared from a list of documents, shown record by record, applied exactly as shown, and undone as a whole."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from archive import bulk, jobs, workflow
from archive.admin.base import DeskAdmin, LookOnly
from archive.admin.job_progress import answer, progress_of
from archive.admin.undo_page import undo_page
from archive.bulk.fields import FIELDS, STEPS
from archive.bulk.replacing import PLACES
from archive.bulk.spreadsheets import MOST_BYTES
from archive.desk.differences import differences
from archive.desk.name_matches import similar_names
from archive.desk.refusals import refusals_as_messages, refusals_in_form, time_for_upload
from archive.errors import Refused
from archive.models import BulkChange, Document, Job
from archive.records import KINDS
from archive.web.requests import text

_SHOWN = 100
_PREVIEWED = 25
#: Up to so many papers are all looked at for a preview, which then counts and shows those that change; more are shown page by page.
_PLANNED = 500
#: Up to so many papers are exported at once; more are a job.
_EXPORTED = 100
#: So many new names are compared with those that there are, each by three queries.
_ASKED = 25
_MAY_CHANGE = "archive.add_bulkchange"


class ReplaceForm(forms.Form):
    """The words to find, the words to replace them with, and where."""

    find = forms.CharField(max_length=500, strip=False)
    put = forms.CharField(max_length=500, strip=False, required=False, label="Replace with")
    match_case = forms.BooleanField(required=False, initial=True)
    whole_words = forms.BooleanField(required=False, label="Whole words only")
    places = forms.MultipleChoiceField(
        label="In", choices=list(PLACES.items()), initial=["text", "footnotes"], widget=forms.CheckboxSelectMultiple
    )


class SetForm(forms.Form):
    """A field, and the value that it gets in each document."""

    field = forms.ChoiceField(choices=[(k, v) for k, v in (FIELDS | STEPS).items() if not k.startswith("date")])
    value = forms.CharField(
        max_length=2000, required=False, help_text="Empty removes the value. Items of a list are separated by “; ”."
    )

    def clean(self):
        values = super().clean()
        if values.get("field") == "kind" and values.get("value") and values["value"] not in KINDS:
            self.add_error("value", f"Kinds of paper are: {', '.join(KINDS)}.")
        return values


class UploadForm(forms.Form):
    """A spreadsheet that was exported here and edited."""

    file = forms.FileField(label="Spreadsheet (CSV or XLSX)", help_text=f"Up to {bulk.MOST_ROWS:,} rows.")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is too large.")
        return file


def _parameters(kind: str, values: dict) -> dict:
    return values if kind == BulkChange.Kind.REPLACE else {"values": {values["field"]: values["value"]}}


def _form(change: BulkChange, data=None):
    if change.kind == BulkChange.Kind.REPLACE:
        return ReplaceForm(data, initial=change.parameters or None, label_suffix="")
    if change.kind == BulkChange.Kind.SET:
        values = change.parameters.get("values") or {"": ""}
        (field, value), *_ = values.items()
        return SetForm(data, initial={"field": field, "value": value}, label_suffix="")
    return None


# --- Actions of the list of documents -------------------------------------------------------------------------------


def _start(request, queryset, kind: str):
    ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: bulk.MOST_DOCUMENTS + 1])
    if len(ids) > bulk.MOST_DOCUMENTS:
        messages.error(request, f"Please select {bulk.MOST_DOCUMENTS:,} documents at most.")
        return None
    change = BulkChange.objects.create(kind=kind, documents=ids, user=request.user)
    return HttpResponseRedirect(reverse("admin:archive_bulkchange_prepare", args=[change.pk]))


@admin.action(description="Find and replace …", permissions=["bulk"])
def find_and_replace(modeladmin, request, queryset):
    """Prepare a find and replace over the selected documents."""
    return _start(request, queryset, BulkChange.Kind.REPLACE)


@admin.action(description="Set a field …", permissions=["bulk"])
def set_field(modeladmin, request, queryset):
    """Prepare setting a field of the selected documents."""
    return _start(request, queryset, BulkChange.Kind.SET)


@admin.action(description="Export as CSV, to edit and import", permissions=["bulk"])
def export_csv(modeladmin, request, queryset):
    """Export the selected documents as CSV."""
    return _export(request, queryset, "csv")


@admin.action(description="Export as XLSX, to edit and import", permissions=["bulk"])
def export_xlsx(modeladmin, request, queryset):
    """Export the selected documents as a workbook."""
    return _export(request, queryset, "xlsx")


@admin.action(description="Export as TEI", permissions=["bulk"])
def export_tei(modeladmin, request, queryset):
    """Export the selected documents as TEI."""
    return _export(request, queryset, "tei")


def _export(request, queryset, form: str):
    ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: bulk.MOST_DOCUMENTS + 1])
    if form == "tei" or len(ids) > _EXPORTED:
        with refusals_as_messages(request):
            return answer(request, jobs.start_export(ids, form, user=request.user), request.get_full_path())
        return None
    documents = Document.objects.for_record().filter(pk__in=ids).order_by("pk")
    if form == "csv":
        response = StreamingHttpResponse(bulk.csv_of(documents), content_type="text/csv; charset=utf-8")
    else:
        workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(bulk.xlsx_of(documents), content_type=workbook)
    response["Content-Disposition"] = f'attachment; filename="papers.{form}"'
    return response


class BulkActions:
    """A mixin that gives a list of documents the actions of bulk changes."""

    actions = (find_and_replace, set_field, export_csv, export_xlsx, export_tei)

    def has_bulk_permission(self, request) -> bool:
        """Return whether the user may change many documents at once."""
        return _may_change(request)


# --- The changes themselves -----------------------------------------------------------------------------------------


@admin.register(BulkChange)
class BulkChangeAdmin(LookOnly, DeskAdmin):
    """Bulk changes, the latest first."""

    list_display = ("pk", "kind", "status", "user", "reason", "created_at", "done_at")
    list_filter = ("kind", "status")
    list_select_related = ("user",)
    fields = ("kind", "status", "what", "outcome", "changed", "reason", "user", "done_at", "undone_by", "undone_at")
    change_form_template = "admin/bulk_form.html"
    change_list_template = "admin/bulk_list.html"

    def get_urls(self):
        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"archive_bulkchange_{name}")

        return [
            page("upload/", self.upload_view, "upload"),
            page("<int:pk>/prepare/", self.prepare_view, "prepare"),
            page("<int:pk>/undo/", self.undo_view, "undo"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("documents")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a change, with the progress of the job that makes or undoes it."""
        found = self.get_object(request, object_id)
        context = {}
        if found:
            context = {
                "jobs": progress_of(found.jobs.all()),
                "open_job": found.jobs.filter(status__in=Job.OPEN).exists(),
                "problem": jobs.why_not_undone(found),
            }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @admin.display(description="what")
    def what(self, change):
        """Return the parameters in words."""
        parameters = {**change.parameters, **change.parameters.get("values", {})}
        shown = [
            f"{name.replace('_', ' ')}: {value}" for name, value in parameters.items() if isinstance(value, str | int)
        ]
        if places := parameters.get("places"):
            shown.append(f"in: {', '.join(PLACES[place] for place in places)}")
        return "; ".join(shown) or None

    @admin.display(description="outcome")
    def outcome(self, change):
        return ", ".join(f"{count} {name}" for name, count in change.counts.items()) or None

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

    def upload_view(self, request):
        """Upload a spreadsheet, and go on to its preview."""
        _require_permission(request)
        form = UploadForm(request.POST or None, request.FILES or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            with refusals_in_form(form, "file"), time_for_upload():
                sheet = bulk.read_spreadsheet(file.read(), bulk.MOST_ROWS)
                documents = Document.objects.filter(source_id__in=[row["id"] for row in sheet.rows])
                change = BulkChange.objects.create(
                    kind=BulkChange.Kind.SPREADSHEET,
                    documents=sorted(documents.values_list("pk", flat=True)),
                    parameters={"file": file.name[:200], "rows": sheet.rows, "ignored": sheet.ignored},
                    user=request.user,
                )
                return HttpResponseRedirect(reverse("admin:archive_bulkchange_prepare", args=[change.pk]))
        return self.page(request, "admin/bulk_upload.html", "Import a spreadsheet", form=form)

    def prepare_view(self, request, pk):
        """Choose what to change, see what would happen to each document, and do exactly that."""
        _require_permission(request)
        change = get_object_or_404(BulkChange, pk=pk)
        if change.status != BulkChange.Status.PREPARED:
            return HttpResponseRedirect(reverse("admin:archive_bulkchange_change", args=[pk]))
        here = reverse("admin:archive_bulkchange_prepare", args=[pk])
        form = _form(change, request.POST if request.method == "POST" and "preview" in request.POST else None)
        if form is not None and form.is_bound and form.is_valid():
            change.parameters = _parameters(change.kind, form.cleaned_data)
            change.save(update_fields=["parameters"])
            return HttpResponseRedirect(here)
        if request.method == "POST" and "apply" in request.POST:
            with refusals_as_messages(request):
                reason = text(request.POST, "reason")
                shown = text(request.POST, "digest")
                new = [tuple(each.split(" ", 1)) for each in request.POST.getlist("new") if " " in each]
                job = jobs.start_bulk_change(change, shown, new=new, user=request.user, reason=reason)
                return answer(request, job, reverse("admin:archive_bulkchange_change", args=[pk]))
            return HttpResponseRedirect(here)
        return self.page(
            request, "admin/bulk_prepare.html", str(change), form=form, change=change, **self._preview(request, change)
        )

    @staticmethod
    def _preview(request, change: BulkChange) -> dict:
        if not change.parameters:
            return {"count": len(change.documents)}
        count = bulk.size_of(change)
        try:
            if count <= _PLANNED:
                planned = bulk.plan(change)
                page = Paginator(
                    [*(one for one in planned if one.problem), *(one for one in planned if one.changes)], _PREVIEWED
                )
                page = page.get_page(request.GET.get("page"))
                shown, counted = (
                    list(page),
                    {
                        "will_change": sum(one.changes for one in planned),
                        "left_out": sum(bool(one.problem) for one in planned),
                    },
                )
            else:
                page = Paginator(range(count), _PREVIEWED).get_page(request.GET.get("page"))
                shown, counted = bulk.plan(change, page.start_index() - 1, _PREVIEWED), {"will_change": count}
        except Refused as refused:
            return {"count": count, "problem": str(refused)}
        return counted | {
            "new_names": _new_names(change, request.user),
            "count": count,
            "all": count <= _PLANNED,
            "planned": [(one, differences(one.before, one.after) if one.before else []) for one in shown],
            "page": page,
            "digest": bulk.digest(change),
            "previewed": True,
        }

    def undo_view(self, request, pk):
        """Undo a bulk change, after a report of what that would do."""
        if not (workflow.sees_all(request.user) and request.user.has_perm("archive.change_bulkchange")):
            raise PermissionDenied
        change = get_object_or_404(BulkChange, pk=pk)
        return undo_page(
            self,
            request,
            change,
            back=reverse("admin:archive_bulkchange_change", args=[pk]),
            what=f"{change.get_kind_display().capitalize()} by {change.user or 'a command'}.",
        )


def _new_names(change: BulkChange, user) -> list[dict]:
    """Return the names of which a change would make records, each with the number of papers and similar names that there are."""
    found = bulk.all_new_names(change)
    asked = list(found)[:_ASKED]
    similar = {
        kind: similar_names(kind, [new.name for new in asked if new.kind == kind], user)
        for kind in {new.kind for new in asked}
    }
    return [
        {"new": new, "papers": papers, "similar": similar[new.kind][new.name] if new in asked else None}
        for new, papers in found.items()
    ]


def _may_change(request) -> bool:
    # A change of many documents shows each of them, whoever entered it.
    return workflow.sees_all(request.user) and request.user.has_perm(_MAY_CHANGE)


def _require_permission(request) -> None:
    if not _may_change(request):
        raise PermissionDenied
