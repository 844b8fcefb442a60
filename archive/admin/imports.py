"""Import runs: what was read from where, with its report."""

import json

from django.contrib import admin
from django.utils.html import format_html

from archive.admin.base import DeskAdmin, LookOnly
from archive.admin.queues import ConflictFilter
from archive.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(LookOnly, DeskAdmin):
    """Runs, the latest first; the uploaded bytes are never fetched for a list."""

    list_display = ("name", "status", "done", "total", "user", "started_at", "finished_at")
    list_filter = ("status", ConflictFilter)
    list_select_related = ("user",)
    search_fields = ("name",)
    fields = (
        "name", "sha256", "status", "state", "dry_run", "done", "total", "report_text", "error", "user",
        "started_at", "finished_at",
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).defer("upload")

    @admin.display(description="report")
    def report_text(self, run):
        return format_html("<pre class='desk-report'>{}</pre>", json.dumps(run.report, ensure_ascii=False, indent=1))
