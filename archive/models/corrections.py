"""Errors that readers report, and the dated errata that the archive publishes."""

import secrets

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

LONGEST_REPORT = 4000


def new_code() -> str:
    """Return a code that nobody can guess, with which a reader finds the answer later."""
    return secrets.token_urlsafe(16)


class ErrorReport(models.Model):
    """What a reader reports to be wrong with a document, and what the archive answered.

    No personal data is collected. ``sender`` is a keyed hash of the day and the network address, which bounds how much
    one reader can send and means nothing the next day.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting for an answer"
        CORRECTED = "corrected", "corrected"
        RIGHT = "right", "printed so; nothing to correct"
        DECLINED = "declined", "not taken up"

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="error_reports")
    code = models.CharField(unique=True, default=new_code, editable=False)
    where = models.CharField(blank=True, max_length=200)
    text = models.TextField(validators=[MaxLengthValidator(LONGEST_REPORT)])
    sender = models.CharField(blank=True, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "reader's report"
        verbose_name_plural = "readers' reports"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["sender", "created_at"], name="error_report_by_sender"),
            models.Index(fields=["created_at"], name="error_report_by_time"),
            models.Index(fields=["id"], name="error_report_waiting", condition=models.Q(status="waiting")),
        ]

    def __str__(self):
        return self.text if len(self.text) < 80 else self.text[:78] + " …"

    def get_absolute_url(self):
        return reverse("archive:report", args=[self.code])


class Erratum(models.Model):
    """A correction that the archive has published, shown with its date on the document's page."""

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="errata")
    date = models.DateField(default=timezone.localdate)
    text = models.TextField(help_text="What was wrong, and what is right, in a sentence or two.")
    report = models.ForeignKey(
        ErrorReport, models.SET_NULL, null=True, blank=True, related_name="errata", editable=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["document", "date", "pk"]
        verbose_name_plural = "errata"

    def __str__(self):
        return self.text if len(self.text) < 80 else self.text[:78] + " …"
