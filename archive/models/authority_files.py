"""Name authority files that were loaded: who is who and who held which office when, according to somebody else.

Their rows are sourced proposals. What the archive made of them is in its own records; undoing the run takes both away.
"""

from django.db import models

from archive.models.authorities import Person
from archive.models.imports import ImportRun


class AuthorityFile(models.Model):
    """The tables of one load. ``sources`` has each table's name with where it is from and under which licence."""

    run = models.OneToOneField(ImportRun, models.CASCADE, related_name="authority_file")
    name = models.CharField()
    sources = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


class AuthorityFilePerson(models.Model):
    """A person of an authority file, and the archive's record of them, if it has one."""

    file = models.ForeignKey(AuthorityFile, models.CASCADE, related_name="people")
    key = models.CharField()
    name = models.CharField()
    surname = models.CharField(blank=True)
    dates = models.CharField(blank=True)
    identifiers = models.JSONField(default=dict, blank=True)
    names = models.JSONField(default=list, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="in_authority_files")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="authority_file_person_once")]

    def __str__(self):
        return self.name


class AuthorityFileEntry(models.Model):
    """That an entry of a volume's list of persons speaks of a person of an authority file, whether the archive has the volume or not."""

    named = models.ForeignKey(AuthorityFilePerson, models.CASCADE, related_name="entries")
    volume = models.CharField()
    source_id = models.CharField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["volume", "source_id"], name="authority_file_entry_place")]

    def __str__(self):
        return f"{self.volume}#{self.source_id}"


class OfficeTerm(models.Model):
    """A term of office according to an authority file.

    ``post`` is the key of the office or the mission (:mod:`archive.identity.posts`), ``post_name`` its words in the table. ``began`` and
    ``left`` are EDTF as the table has them; ``first`` and ``last`` are the first and last day on which papers may name the holder,
    ``None`` where that is unknown.
    """

    named = models.ForeignKey(AuthorityFilePerson, models.CASCADE, related_name="terms")
    title = models.CharField(blank=True)
    post = models.CharField()
    post_name = models.CharField(blank=True)
    surname = models.CharField()
    began = models.CharField(blank=True)
    left = models.CharField(blank=True)
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["first", "pk"]
        indexes = [models.Index(fields=["post", "surname"], name="office_term_post")]

    def __str__(self):
        return f"{self.named}, {self.post}"


class AuthorityFileStep(models.Model):
    """What a load changed in the archive's own records in one transaction, so that it can be undone exactly."""

    file = models.ForeignKey(AuthorityFile, models.CASCADE, related_name="steps")
    done = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"step {self.pk}"
