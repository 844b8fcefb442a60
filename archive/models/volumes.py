"""Printed volumes, their tree of compilations and chapters, and their lists of persons and terms."""

from django.db import models

from archive.models.authorities import Person
from archive.models.fields import OrderedTextField
from archive.parsing.citations import short_title
from archive.web.hrefs import href


class VolumeManager(models.Manager):
    """Find a volume by its address, the natural key of fixtures."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Volume(models.Model):
    """A printed volume. ``header`` and ``skeleton`` are the TEI that an export needs besides its documents."""

    slug = models.SlugField(max_length=100, unique=True, help_text="The volume's id, as in frus1948v05p1.")
    title = models.TextField()
    series = models.CharField(blank=True)
    number = models.CharField(blank=True)
    subject = models.TextField(blank=True)
    editors = models.JSONField(default=list, blank=True)
    publisher = models.CharField(blank=True)
    published = models.CharField(blank=True, help_text="Date of publication as printed.")
    origin = models.TextField(blank=True, help_text="Where the source came from, and under which licence.")
    source_sha256 = models.CharField(blank=True)
    synthetic = models.BooleanField(default=False, help_text="Made by make_archive; not a real publication.")
    header = models.TextField(blank=True)
    skeleton = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VolumeManager()

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return href("archive:volume", self.slug)

    @property
    def short_title(self):
        """Its short title, for lists and breadcrumbs: "1952–54, XII/2: East Asia and the Pacific"."""
        return str(short_title(self.slug, self.title))

    @property
    def short_name(self):
        """What a paper's line calls it: "1952–54, XII/2"."""
        return short_title(self.slug, self.title).name

    @property
    def period(self):
        """The years of the series that it is one of, "1952–1954"; ``""`` for a volume of another series."""
        return short_title(self.slug, self.title).period


class DivisionManager(models.Manager):
    def get_by_natural_key(self, volume, source_id):
        return self.get(volume__slug=volume, source_id=source_id)


class Division(models.Model):
    """A compilation, chapter or other division, at any depth.

    ``path`` is the chain of four-digit positions from the top ("0003.0001"), so that a subtree is the range
    ``path >= "0003." and path < "0003/"`` and reading order is ``path`` order.
    """

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="divisions")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    path = OrderedTextField()
    source_id = models.CharField()
    kind = models.CharField(blank=True)
    number = models.CharField(blank=True)
    heading = models.TextField(blank=True)
    part = models.CharField(default="body")
    text = models.TextField(blank=True)

    objects = DivisionManager()

    class Meta:
        ordering = ["volume", "path"]
        constraints = [
            models.UniqueConstraint(fields=["volume", "path"], name="division_path_once"),
            models.UniqueConstraint(fields=["volume", "source_id"], name="division_source_id_once"),
        ]

    def __str__(self):
        return self.heading or self.source_id

    def natural_key(self):
        return (*self.volume.natural_key(), self.source_id)

    natural_key.dependencies = ["archive.volume"]

    def get_absolute_url(self):
        return href("archive:division", self.volume.slug, self.source_id)


class ListedPerson(models.Model):
    """An entry of a volume's list of persons, which is evidence; ``source_id`` is unique in that volume only.

    ``person`` is the authority that it speaks of, once a paper needs one; ``why`` and ``certainty`` (0 to 100) say what ties it to a
    person whom other volumes list, too (:mod:`archive.store.listings`). ``surname`` is what its name is found by.
    """

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="listed_persons")
    source_id = models.CharField()
    name = models.CharField()
    surname = models.CharField(blank=True, editable=False)
    description = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="listings")
    why = models.CharField(blank=True, editable=False)
    certainty = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    tied_by_hand = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["volume", "name"]
        indexes = [models.Index(fields=["surname"], name="listed_person_surname")]
        constraints = [models.UniqueConstraint(fields=["volume", "source_id"], name="listed_person_once")]

    def __str__(self):
        return self.name


class Term(models.Model):
    """An abbreviation or term of a volume, with its expansion."""

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="terms")
    source_id = models.CharField()
    term = models.CharField()
    expansion = models.TextField(blank=True)

    class Meta:
        ordering = ["volume", "term"]
        constraints = [models.UniqueConstraint(fields=["volume", "source_id"], name="term_once")]

    def __str__(self):
        return self.term
