"""Sums of what the archive keeps, by which a change that nobody made is noticed."""

from django.db import models


class Fixity(models.Model):
    """The sum of a paper's text, when it was taken, and when it was last found to be the same.

    ``version`` is the paper's at that time: an edit makes a new version, and with it a new sum; a text that is another without one was
    changed by no way of the archive (:mod:`archive.store.fixity`).
    """

    document = models.OneToOneField("archive.Document", models.CASCADE, primary_key=True, related_name="fixity")
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    checked_at = models.DateTimeField()

    def __str__(self):
        return self.sha256


class ScanFixity(models.Model):
    """The sum of a scan of the folder of scans, when it was taken, and when the file was last found to be the same.

    ``name`` is where it is in the folder, "frus1948v05p1/0032.jpg".
    """

    name = models.CharField(max_length=255, primary_key=True)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    checked_at = models.DateTimeField()

    def __str__(self):
        return self.sha256
