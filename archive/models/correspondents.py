"""Senders and recipients: each as printed, as read, and as identified with authority records."""

from django.db import models

from archive.models.authorities import Office, Person, Place
from archive.models.documents import Document, DocumentPartQuerySet
from archive.models.fields import where_set


class CorrespondentManager(models.Manager.from_queryset(DocumentPartQuerySet)):
    def get_by_natural_key(self, source_id, role, order):
        return self.get(document__source_id=source_id, role=role, order=order)


class Correspondent(models.Model):
    """One sender or recipient of a document, in printed order.

    ``printed`` is the source's words; the ``*_read`` fields are what the reader made of them; the links say with
    which authority records they were identified, if any.
    """

    class Role(models.TextChoices):
        SENDER = "sender", "sender"
        RECIPIENT = "recipient", "recipient"

    document = models.ForeignKey(Document, models.CASCADE, related_name="correspondents", db_index=False)
    role = models.CharField(max_length=10, choices=Role)
    order = models.PositiveIntegerField(default=1)
    printed = models.TextField()
    office_read = models.TextField(blank=True)
    person_read = models.TextField(blank=True)
    place_read = models.TextField(blank=True)
    temporary_place = models.CharField(blank=True)
    person_source_id = models.CharField(blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="correspondents", db_index=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="correspondents", db_index=False
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="correspondents", db_index=False
    )

    objects = CorrespondentManager()

    class Meta:
        ordering = ["document", "-role", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "role", "order"], name="correspondent_order_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["sender", "recipient"]), name="correspondent_role_known"
            ),
        ]
        indexes = [where_set(name, f"correspondent_{name}") for name in ("office", "person", "place")]

    def __str__(self):
        return self.printed

    def natural_key(self):
        return (*self.document.natural_key(), self.role, self.order)

    natural_key.dependencies = ["archive.document", "archive.office", "archive.person", "archive.place"]
