"""Import runs: what was read from where, what became of it, and the report on that."""

from django.conf import settings
from django.db import models

from archive.models.workflow import State


class ImportRun(models.Model):
    """One run of an import, from a command or an upload. ``upload`` holds the very bytes that were previewed."""

    class Status(models.TextChoices):
        READING = "reading", "being read"
        PREVIEWED = "previewed", "previewed"
        QUEUED = "queued", "waiting to run"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"
        UNDONE = "undone", "undone"

    name = models.CharField()
    sha256 = models.CharField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    state = models.CharField("state of new documents", max_length=10, choices=State, default=State.PUBLISHED)
    dry_run = models.BooleanField(default=False)
    upload = models.BinaryField(null=True, blank=True, editable=False)
    total = models.PositiveIntegerField(null=True, blank=True, help_text="Documents in the source, if known.")
    done = models.PositiveIntegerField(default=0, help_text="Documents dealt with so far.")
    counts = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    alive_at = models.DateTimeField(null=True, blank=True, help_text="Last sign of life of the run.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["status", "id"], name="import_run_by_status")]

    def __str__(self):
        return f"{self.name} ({self.get_status_display()})"
