"""Jobs: work on many records that runs beside the server, in short transactions, and can be watched and cancelled."""

from django.conf import settings
from django.db import models


class Job(models.Model):
    """One job: who began it, what it works on, how far it is, and what became of it.

    ``items`` are written once, when the job is queued; those before ``done`` are dealt with. Both are in one transaction with the
    work itself, so that whatever interrupts a job, each item is dealt with exactly once. ``kind`` is a name in
    ``archive.jobs.KINDS``; ``parameters`` are those of the kind. ``request`` is the id of the request that started it, for the log.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "running"
        DONE = "done", "done"
        CANCELLED = "cancelled", "cancelled"
        FAILED = "failed", "failed"

    #: The states of a job that still has work to do.
    OPEN = (Status.WAITING, Status.RUNNING)

    kind = models.CharField()
    what = models.CharField(help_text="What the job does, in words.")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    parameters = models.JSONField(default=dict, blank=True)
    items = models.JSONField(default=list, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    request = models.CharField(blank=True)
    run = models.ForeignKey("archive.ImportRun", models.CASCADE, null=True, blank=True, related_name="jobs")
    bulk = models.ForeignKey("archive.BulkChange", models.CASCADE, null=True, blank=True, related_name="jobs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], name="job_open", condition=models.Q(status__in=["waiting", "running"])),
        ]

    def __str__(self):
        return self.what

    @property
    def is_open(self) -> bool:
        """Whether the job still has work to do."""
        return self.status in self.OPEN


class JobLine(models.Model):
    """What a job has to report about one record: that it was left out or failed, and why, or that it was removed."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    name = models.CharField()
    outcome = models.CharField()
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.name}: {self.outcome}"
