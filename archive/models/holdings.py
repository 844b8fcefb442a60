"""Where originals are: repositories with their record groups, series and their parts, boxes and folders, and what happened to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive import dating
from archive.models.authorities import validate_edtf
from archive.models.fields import OrderedTextField
from archive.models.parts import DocumentPartQuerySet
from archive.web.hrefs import href


class Unit(models.Model):
    """A unit of description: a repository, a record group, a series or a part of it, a box or a folder, below the one that it is in.

    Units are read from printed source notes, under a ``key`` of the printed words; archivists rename and merge them. One that was merged
    keeps its row: its address and its key lead to the other. ``path`` has the ids from the top ("12.40.77"), so that what is below a unit
    is the range from ``path + "."`` to ``path + "/"``; ``chain`` has address, level and name of each. ``order`` is natural: box 9, box 12.
    """

    class Level(models.TextChoices):
        REPOSITORY = "repository", gettext_noop("repository")
        GROUP = "group", gettext_noop("record group")
        SERIES = "series", gettext_noop("series")
        SUBSERIES = "subseries", gettext_noop("subseries")
        BOX = "box", gettext_noop("box")
        FOLDER = "folder", gettext_noop("folder")

    level = models.CharField(max_length=10, choices=Level, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="parts")
    name = models.CharField(help_text="As readers see it; the words that were printed lead here all the same.")
    key = models.CharField(unique=True, editable=False)
    slug = models.SlugField("address", max_length=200, unique=True, allow_unicode=True, editable=False)
    note = models.TextField(blank=True, help_text="What the archive knows of it, and from where.")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    path = OrderedTextField(editable=False, db_index=True)
    order = models.CharField(editable=False)
    chain = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = "holding"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.words

    def get_absolute_url(self):
        return href("archive:holding", self.slug)

    @property
    def words(self) -> str:
        """Its name with what it is, where the name alone does not say that: "Box 12", "Folder 3", "RG 59"."""
        return words_of(self.level, self.name)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Address and words of each unit from the top down to this one."""
        return [(href("archive:holding", slug), words_of(level, name)) for slug, level, name in self.chain]


def below(unit: Unit) -> models.Q:
    """Return the condition that units are a unit or stand below it."""
    return models.Q(path=unit.path) | models.Q(path__gt=f"{unit.path}.", path__lt=f"{unit.path}/")


def words_of(level: str, name: str) -> str:
    """Return the name of a unit of a level in words."""
    if level == Unit.Level.BOX:
        return _("Box %(name)s") % {"name": name}
    if level == Unit.Level.FOLDER and len(name) < 5:
        return _("Folder %(name)s") % {"name": name}
    return name


class DocumentHolding(models.Model):
    """In which unit a document's original is: derived from its source note, or chosen by an archivist (``by_hand``)."""

    document = models.OneToOneField("archive.Document", models.CASCADE, primary_key=True, related_name="holding")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holdings")
    by_hand = models.BooleanField(default=False)

    objects = DocumentPartQuerySet.as_manager()

    def __str__(self):
        return str(self.unit)


class UnitEvent(models.Model):
    """What happened to a unit, on a day that need not be known exactly: how the archives came by it, who had it, what was done with it."""

    class Kind(models.TextChoices):
        ACCESSION = "accession", gettext_noop("accession")
        TRANSFER = "transfer", gettext_noop("transfer")
        CUSTODY = "custody", gettext_noop("change of custody")
        DIGITISATION = "digitisation", gettext_noop("digitisation")
        OTHER = "other", gettext_noop("other event")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ACCESSION)
    date = models.CharField("date (EDTF)", validators=[validate_edtf], help_text="1972-05, 1971/1973, or 1972~.")
    who = models.CharField(blank=True, help_text="From whom, by whom or to whom.")
    note = models.TextField(blank=True)
    source = models.CharField(blank=True, help_text="Where this is known from.")
    earliest = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "event"
        ordering = ["earliest", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.date}"

    def clean(self):
        """Derive the first day from the EDTF date, by which events are in order."""
        try:
            self.earliest = dating.parse_edtf(self.date)[0] if self.date else None
        except ValueError:
            return  # the field itself says what is wrong
