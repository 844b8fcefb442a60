"""Volumes, with the number of their documents; their tree comes from the source and is not edited by hand."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.urls import reverse
from reversion.admin import VersionAdmin

from archive import jobs, workflow
from archive.admin.base import DeskAdmin, NoDeletion, WithReason
from archive.admin.job_progress import follow_name
from archive.models import Document, Volume

#: The most volumes that are exported by one action, a job each.
_MOST = 50


@admin.action(description="Export as TEI, with what is not public", permissions=["export"])
def export_tei(modeladmin, request, queryset):
    """Queue the export of each of these volumes."""
    volumes = list(queryset.order_by("slug")[: _MOST + 1])
    if len(volumes) > _MOST:
        messages.error(request, f"Please select {_MOST} volumes at most.")
        return None
    started = [jobs.start_volume_export(volume, user=request.user) for volume in volumes]
    messages.success(request, f"{len(started)} exports run beside the server; the page of each job has its file.")
    return HttpResponseRedirect(reverse("admin:archive_job_changelist"))


@admin.register(Volume)
class VolumeAdmin(NoDeletion, DeskAdmin, WithReason, VersionAdmin):
    """The titles and origin of volumes; every edit is in the history and can be undone."""

    list_display = ("slug", "title", "published", "documents", "synthetic")
    list_filter = ("synthetic",)
    search_fields = ("slug", "title", "subject")
    readonly_fields = ("source_sha256", "created_at", "updated_at")
    actions = (export_tei,)
    fields = (
        "slug", "title", "series", "number", "subject", "editors", "publisher", "published", "origin", "synthetic",
        *readonly_fields,
    )  # fmt: skip

    def get_queryset(self, request):
        """Return volumes without the long TEI of header and skeleton, each with the number of its documents that the user may see."""
        papers = workflow.visible(Document.objects.filter(volume=OuterRef("pk")), request.user)
        count = papers.order_by().values("volume").annotate(n=Count("pk"))
        rows = super().get_queryset(request).defer("header", "skeleton")
        return rows.annotate(document_count=Coalesce(Subquery(count.values("n")), 0))

    def get_readonly_fields(self, request, obj=None):
        """Return the fields that are only shown; a volume's address can't be changed later."""
        return self.readonly_fields + (("slug",) if obj else ())

    def save_model(self, request, obj, form, change):
        """Save the volume; papers are searched for by its title."""
        super().save_model(request, obj, form, change)
        if change and "title" in form.changed_data:
            follow_name(request, obj)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        """Show an earlier state, or return to it."""
        response = super().revision_view(request, object_id, version_id, extra_context)
        if request.method == "POST":
            follow_name(request, self.get_object(request, unquote(object_id)))
        return response

    def has_export_permission(self, request) -> bool:
        """Return whether the user may export volumes with papers that are not public."""
        return workflow.sees_all(request.user) and request.user.has_perm("archive.add_bulkchange")

    @admin.display(description="documents")
    def documents(self, volume):
        return volume.document_count
