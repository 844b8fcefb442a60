"""Searches that a colleague keeps at the desk."""

from django.conf import settings
from django.db import models


class SavedSearch(models.Model):
    """A search under a name: the ``query`` of an address of the desk's list of papers or of the public search.

    It is its owner's alone. What came into the archive, or was published, after ``seen_at`` is new.
    """

    class Place(models.TextChoices):
        DESK = "desk", "the desk"
        PUBLIC = "public", "the public pages"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField()
    place = models.CharField(max_length=6, choices=Place)
    query = models.TextField(blank=True)
    seen_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_search_name")]

    def __str__(self):
        return self.name
