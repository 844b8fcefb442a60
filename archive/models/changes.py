"""When what the public sees of a paper last changed, for those who fetch again what is new to them."""

from django.db import models

from archive.models.documents import Document


class PublicChange(models.Model):
    """The last change of a paper that is public or once was: published, edited, withdrawn, renumbered, or its volume described anew.

    Triggers write the rows, whoever changes a paper (:mod:`archive.store.changes`). Each change takes a new id, so that the order of ids is
    the order of changes, and a list that goes on after an id loses nothing. ``at`` has whole seconds. The row of a paper that was removed
    with its import stays, with the ``sets`` that it was in, each between spaces.
    """

    slug = models.SlugField(max_length=200, unique=True)
    document = models.OneToOneField(Document, models.SET_NULL, null=True, related_name="public_change")
    at = models.DateTimeField(db_index=True)
    sets = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.slug
