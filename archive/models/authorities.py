"""Authority records: people, offices and places, each a page of its own that documents point at.

A reader only proposes an authority; an archivist accepts, renames or merges it. ``key`` says what the proposal
rests on, so that the same words of another paper find it again; see :func:`archive.store.keys`.
"""

from django.db import models
from django.urls import reverse


class AuthorityManager(models.Manager):
    """Finds an authority by its address, the natural key of fixtures."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Authority(models.Model):
    """What people, offices and places have in common: a name, an address, and how sure we are of them."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "proposed by a reader"
        ACCEPTED = "accepted", "accepted by an archivist"

    name = models.CharField()
    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)
    key = models.CharField(unique=True, help_text="What the readers know this record by.")
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    note = models.TextField(blank=True, help_text="What the archive knows, and from where.")
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        help_text="The record that this one was merged into; its address and its key lead there.",
    )

    objects = AuthorityManager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class Place(Authority):
    """A country, city or post where papers were written or to which an office was accredited."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta(Authority.Meta):
        indexes = [models.Index(fields=["name"], name="place_name")]

    def get_absolute_url(self):
        return reverse("archive:place", args=[self.slug])


class Office(Authority):
    """A role with its mission or place: "Ambassador in the Soviet Union", "Secretary of State"."""

    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="offices")

    class Meta(Authority.Meta):
        indexes = [models.Index(fields=["name"], name="office_name")]

    def get_absolute_url(self):
        return reverse("archive:office", args=[self.slug])


class Person(Authority):
    """A person, under the name that the source gives until an archivist knows a fuller one."""

    dates = models.CharField(blank=True, help_text="Years of birth and death, as EDTF.")
    identifiers = models.JSONField(default=dict, blank=True, help_text='For example {"viaf": "…", "wikidata": "…"}.')

    class Meta(Authority.Meta):
        verbose_name_plural = "people"
        indexes = [models.Index(fields=["name"], name="person_name")]

    def get_absolute_url(self):
        return reverse("archive:person", args=[self.slug])


class PersonName(models.Model):
    """Another form of a person's name, with where it was found."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    name = models.CharField(db_index=True)
    source = models.CharField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="person_name_once")]

    def __str__(self):
        return self.name


class OfficeHolding(models.Model):
    """That a person held an office, when (as EDTF), and who says so."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="holdings")
    office = models.ForeignKey(Office, models.PROTECT, related_name="holdings")
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    edtf = models.CharField("date (EDTF)", blank=True)
    source = models.CharField(blank=True)

    class Meta:
        ordering = ["earliest", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(earliest__isnull=True)
                | models.Q(latest__isnull=True)
                | models.Q(earliest__lte=models.F("latest")),
                name="holding_begins_before_it_ends",
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.office}"


class OldAddress(models.Model):
    """A retired public address and where it leads now; an empty ``target`` says that the record was withdrawn."""

    path = models.CharField(unique=True)
    target = models.CharField(blank=True)
    reason = models.CharField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "old addresses"

    def __str__(self):
        return self.path
