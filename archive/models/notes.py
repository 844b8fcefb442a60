"""Notes of colleagues on records of the desk: for one of them, or for whoever looks at the record next."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Note(models.Model):
    """A note on a record. It waits for ``to``, or for anybody, until somebody says that it is done.

    On a paper it can be about some of its ``words``, as they stand in its text.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    words = models.TextField(blank=True)
    text = models.TextField()
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="notes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="note_by_record"),
            models.Index(fields=["to", "id"], name="note_waits", condition=models.Q(done_at=None)),
        ]

    def __str__(self):
        return self.text if len(self.text) <= 80 else f"{self.text[:78]} …"
