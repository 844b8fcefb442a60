"""Selections that are too long for an address: kept on the server, under a code that nobody can guess."""

from django.db import models

from archive.models.corrections import new_code


class KeptSelection(models.Model):
    """The slugs of a reader's papers in the reader's order. It belongs to nobody: whoever has its code may read it.

    ``digest`` is that of the slugs, so that the same papers are kept once. ``opened_on`` is when it was last asked for, to the month;
    see ``EXPIRES`` in :mod:`archive.browsing.kept_selections`.
    """

    code = models.CharField(unique=True, default=new_code, editable=False)
    digest = models.CharField(unique=True, editable=False)
    slugs = models.TextField(editable=False)
    papers = models.PositiveIntegerField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_on = models.DateField()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["created_at"], name="kept_selection_by_time"),
            models.Index(fields=["opened_on"], name="kept_selection_by_opening"),
        ]

    def __str__(self):
        return self.code
