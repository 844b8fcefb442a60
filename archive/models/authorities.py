"""Authority records: people, offices, missions and places, each a page of its own that documents point at.

A reader only proposes an authority; an archivist accepts, renames or merges it. ``key`` says what the proposal
rests on, so that the same words of another paper find it again; see :func:`archive.store.authorities.authority_key`.
"""

from django.core.exceptions import ValidationError
from django.db import models

from archive import dating
from archive.identifiers import clean_identifiers, links
from archive.web.hrefs import href


def validate_edtf(text: str) -> None:
    """Refuse what is not a date in EDTF that :mod:`archive.dating` can read. Raise ``ValidationError``."""
    if not text:
        return
    try:
        dating.parse_edtf(text)
    except ValueError as error:
        raise ValidationError(f"“{text}” is no date in EDTF, such as 1891/1986, 1943-10 or 1943/..") from error


def validate_identifiers(value) -> None:
    """Refuse identifiers of unknown kinds or of the wrong form. Raise ``ValidationError``."""
    try:
        clean_identifiers(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class AuthorityManager(models.Manager):
    """Find an authority by its address, the natural key of fixtures."""

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
    made_by_hand = models.BooleanField(
        default=False, editable=False, help_text="Made by an archivist, and not proposed from the words of a paper."
    )
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

    #: What a page of the archive and a merge call the kind of record.
    kind = ""

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


_PROPOSED = models.Q(status=Authority.Status.PROPOSED, merged_into=None)


class Place(Authority):
    """A country, city or post where papers were written or to which an office was accredited."""

    kind = "place"
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta(Authority.Meta):
        indexes = [
            models.Index(fields=["name"], name="place_name"),
            models.Index(fields=["name"], name="place_proposed", condition=_PROPOSED),
        ]

    def clean(self):
        """Refuse a place that would be part of itself."""
        above, steps = self.parent, 0
        while above is not None and self.pk and steps < 100:
            if above.pk == self.pk:
                raise ValidationError({"parent": "A place cannot stand in itself, nor in one of its parts."})
            above, steps = above.parent, steps + 1

    def get_absolute_url(self):
        return href("archive:place", self.slug)


class Mission(Authority):
    """A post: an embassy, legation, consulate or delegation, to which the offices there belong.

    Papers name offices ("Ambassador in the Soviet Union"), which point at their mission. The store proposes the missions of offices whose
    words say it (:func:`archive.identity.read_post`); archivists make others. A mission that moved keeps one record; its ``place``
    is the country or city it is in.
    """

    class Rank(models.TextChoices):
        EMBASSY = "embassy", "embassy"
        LEGATION = "legation", "legation"
        CONSULATE = "consulate", "consulate or consulate general"
        DELEGATION = "delegation", "delegation or permanent mission"
        OTHER = "other", "other post"

    kind = "mission"
    rank = models.CharField(max_length=12, choices=Rank, default=Rank.EMBASSY)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="missions")
    dates = models.CharField(blank=True, validators=[validate_edtf], help_text="When it was open, as EDTF: 1934/1941.")

    class Meta(Authority.Meta):
        indexes = [models.Index(fields=["name"], name="mission_name")]

    def get_absolute_url(self):
        return href("archive:mission", self.slug)


class Office(Authority):
    """A role with its mission or place: "Ambassador in the Soviet Union", "Secretary of State"."""

    kind = "office"
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="offices")
    mission = models.ForeignKey(Mission, models.PROTECT, null=True, blank=True, related_name="offices")
    other_names = models.TextField(blank=True, help_text="Other names of the office, one a line.")
    dates = models.CharField(
        blank=True, validators=[validate_edtf], help_text="When there was such an office, as EDTF."
    )
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        help_text="The office that it continues.",
    )

    class Meta(Authority.Meta):
        indexes = [
            models.Index(fields=["name"], name="office_name"),
            models.Index(fields=["name"], name="office_proposed", condition=_PROPOSED),
        ]

    def clean(self):
        """Refuse an office that would continue itself."""
        above, steps = self.predecessor, 0
        while above is not None and self.pk and steps < 100:
            if above.pk == self.pk:
                raise ValidationError({"predecessor": "An office cannot continue itself, nor one that continues it."})
            above, steps = above.predecessor, steps + 1

    def get_absolute_url(self):
        return href("archive:office", self.slug)


class Person(Authority):
    """A person, under the name that the source gives until an archivist knows a fuller one."""

    kind = "person"
    dates = models.CharField(
        blank=True, validators=[validate_edtf], help_text="Years of birth and death, as EDTF: 1891/1986."
    )
    identifiers = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_identifiers],
        help_text="Other catalogues' numbers of this person.",
    )

    class Meta(Authority.Meta):
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["name"], name="person_name"),
            models.Index(fields=["name"], name="person_proposed", condition=_PROPOSED),
        ]

    def get_absolute_url(self):
        return href("archive:person", self.slug)

    @property
    def linked_identifiers(self):
        """Return each identifier as (catalogue's name, identifier, address)."""
        return links(self.identifiers)


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
    """The tenure of an office by a person: when (as EDTF), and by what source."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="holdings")
    office = models.ForeignKey(Office, models.PROTECT, related_name="holdings")
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    edtf = models.CharField("date (EDTF)", blank=True, validators=[validate_edtf])
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

    def clean(self):
        """Derive the first and last day from the EDTF date, so that the two can't disagree."""
        try:
            self.earliest, self.latest = dating.parse_edtf(self.edtf) if self.edtf else (None, None)
        except ValueError:
            return  # the field itself says what is wrong


class OldAddress(models.Model):
    """A retired public address and where it leads now; an empty ``target`` means that the record was withdrawn."""

    path = models.CharField(unique=True)
    target = models.CharField(blank=True)
    reason = models.CharField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "old addresses"

    def __str__(self):
        return self.path
