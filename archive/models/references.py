"""References found in documents, and what they were resolved to. Finding and resolving are separate steps."""

from django.conf import settings
from django.db import models

from archive.models.documents import Document, DocumentPartManager, Footnote
from archive.models.filing import FileNumber


class Reference(models.Model):
    """One reference in a document's text or footnote: its span, what it says, and what it leads to, with the reason.

    ``where`` is ``"text"`` or ``"footnote:K"``; ``start`` and ``end`` are offsets in that place's plain text.
    ``decided_by`` is the archivist whose word stands against every later run.
    """

    class Status(models.TextChoices):
        UNRESOLVED = "unresolved", "not yet looked for"
        RESOLVED = "resolved", "one match"
        CANDIDATES = "candidates", "several candidates"
        NOT_HELD = "not held", "known, but not held"
        UNKNOWN = "unknown", "not understood"
        REJECTED = "rejected", "rejected by an archivist"

    document = models.ForeignKey(Document, models.CASCADE, related_name="references")
    order = models.PositiveIntegerField(default=1)
    where = models.CharField(default="text")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    kind = models.CharField()
    printed = models.TextField()
    details = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.UNRESOLVED)
    file_number = models.ForeignKey(FileNumber, models.PROTECT, null=True, blank=True, related_name="citations")
    target_document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="cited_by")
    target_footnote = models.ForeignKey(Footnote, models.SET_NULL, null=True, blank=True, related_name="cited_by")
    candidates = models.JSONField(default=list, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentPartManager()

    class Meta:
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "where", "start", "end", "kind"], name="reference_once"),
            models.CheckConstraint(condition=models.Q(start__lte=models.F("end")), name="reference_span"),
        ]
        indexes = [models.Index(fields=["status", "kind"], name="reference_by_status")]

    def __str__(self):
        return self.printed

    def natural_key(self):
        return (*self.document.natural_key(), self.order)

    natural_key.dependencies = ["archive.document", "archive.filenumber", "archive.footnote"]
