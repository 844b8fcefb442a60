"""Images of the original of a paper, attached to it at the desk."""

from django.conf import settings
from django.db import models

from archive.models.parts import DocumentPartQuerySet


class OriginalImage(models.Model):
    """An image of a page or leaf of a paper's original. The file is kept under its sum (:mod:`archive.scans.keeping`).

    ``label`` is what is on the page or leaf, such as "1r"; one that is also a page of the text ties the image to that place. Sizes are
    in pixels, upright. An image that was removed stays as a row, which says who removed it and when; its file is deleted.
    """

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="originals", db_index=False)
    order = models.PositiveIntegerField()
    label = models.CharField(blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    ending = models.CharField(max_length=3)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "order"], name="original_order_once"),
            models.UniqueConstraint(
                fields=["document", "sha256"], name="original_once", condition=models.Q(removed_at=None)
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """What it is called: its label, or its number among the paper's."""
        return self.label or str(self.order)

    @property
    def key(self):
        """What addresses call it: the beginning of its sum."""
        return self.sha256[:16]
