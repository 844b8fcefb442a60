"""References found in documents, what they were resolved to, what archivists decided, and papers known but not held.

Finding and resolving are separate steps. Everything but :class:`ReferenceDecision` is derived and can be rebuilt.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from archive.models.documents import Document
from archive.models.fields import where_set
from archive.models.filing import File, FileNumber
from archive.models.parts import DocumentPartManager, DocumentPartQuerySet, Footnote
from archive.models.volumes import Volume
from archive.web.hrefs import href


class DocumentKey(models.Model):
    """A key that a public document offers to references: a number with its year, a day, a policy paper's number.

    ``key`` is the text of an :class:`archive.references.keys.Key`.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="keys", db_index=False)
    key = models.CharField()

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="document_key_once")]
        indexes = [models.Index(fields=["key"], name="document_key_key")]

    def __str__(self):
        return self.key


def _the(side: str) -> str:
    return _("the Department") if side == "Department" else side


class UnheldPaperManager(models.Manager):
    def get_by_natural_key(self, key):
        return self.get(key=key)


class UnheldPaper(models.Model):
    """A paper that public papers cite and that is not held: one entry, however many cite it.

    ``key`` is what makes it one paper: kind, number, mission and year; or kind, sides and day; or its file number. It is the
    text of an :class:`archive.references.keys.UnheldKey` or of the :class:`archive.references.keys.Key` of a file number, a
    policy paper or a symbol.
    """

    key = models.CharField(unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField()
    number = models.CharField(blank=True)
    sender = models.CharField(blank=True)
    recipient = models.CharField(blank=True)
    day = models.DateField(null=True, blank=True)
    year = models.PositiveIntegerField(null=True, blank=True)
    time = models.CharField(blank=True)
    file_number = models.ForeignKey(FileNumber, models.PROTECT, null=True, blank=True, related_name="unheld_papers")
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="unheld_papers")
    where_held = models.CharField(blank=True)
    not_found = models.BooleanField(default=False, help_text="The editors of a volume looked for it in vain.")

    objects = UnheldPaperManager()

    class Meta:
        verbose_name = "paper not held"
        verbose_name_plural = "papers not held"
        ordering = ["day", "year", "pk"]
        indexes = [
            models.Index(fields=["day", "id"], name="unheld_paper_by_day"),
            models.Index(fields=["file", "day"], name="unheld_paper_by_file"),
            models.Index(fields=["year"], name="unheld_paper_by_year"),
        ]

    def __str__(self):
        named = f"{_(self.kind)} {self.number}".strip()
        if self.kind == "paper" and self.file_number:
            named = _("paper in %(file)s") % {"file": self.file_number}
        if self.sender:
            named = _("%(paper)s from %(side)s") % {"paper": named, "side": _the(self.sender)}
        if self.recipient:
            named = _("%(paper)s to %(side)s") % {"paper": named, "side": _the(self.recipient)}
        return named[:1].upper() + named[1:]

    def natural_key(self):
        return (self.key,)

    natural_key.dependencies = ["archive.filenumber"]

    def get_absolute_url(self):
        return href("archive:unheld_paper", self.slug)


class ReferenceDecision(models.Model):
    """An archivist's verdict on one reference, which overrides every later reading and resolving.

    It names papers by their ``source_id``, and the reference by its words and the count of their occurrence in the
    document, so that it outlives the rows: of documents read again, removed and imported again.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", "confirmed"
        CORRECTED = "corrected", "corrected"
        REJECTED = "rejected", "rejected: it leads to no paper"

    source_id = models.CharField()
    kind = models.CharField()
    printed = models.TextField()
    occurrence = models.PositiveIntegerField(default=1)
    verdict = models.CharField(max_length=10, choices=Verdict)
    target_source_id = models.CharField(blank=True)
    target_note = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    job = models.ForeignKey("archive.Job", models.SET_NULL, null=True, blank=True, related_name="verdicts")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["source_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_id", "kind", "printed", "occurrence"], name="reference_decision_once"
            )
        ]

    def __str__(self):
        return f"{self.printed}: {self.get_verdict_display()}"


class ReferenceQuerySet(DocumentPartQuerySet):
    """References of public papers, and those that lead to public papers."""

    def to_public(self):
        """Return those that were resolved to a public paper."""
        return self.filter(models.Exists(Document.objects.public().filter(pk=models.OuterRef("target_document"))))


#: What a reference may lead to or hang on; most lead to nothing.
_LINKS = ("file_number", "target_document", "target_footnote", "target_volume", "unheld", "decision")


class Reference(models.Model):
    """One reference in a document's text or footnote: its span, what it states, and what it leads to, with the reason.

    ``where`` is ``"text"`` or ``"footnote:K"``; ``start`` and ``end`` are offsets in that place's plain text.
    ``wanted`` is the text of the :class:`archive.references.keys.Key` that it looks for: when a paper that offers it arrives,
    the reference is resolved again. ``candidates`` is ``[[document id, confidence], …]``, best first. ``decision`` is the
    archivist's verdict, which overrides every later run.

    A reference of a public paper to a paper that is not held has a ``mention``, what it says about that paper, and ``unheld_key``,
    the key of the paper; the entries of the register follow from these. ``unheld`` is the entry that it leads to.
    """

    class Status(models.TextChoices):
        UNRESOLVED = "unresolved", "not yet looked for"
        RESOLVED = "resolved", "one match"
        CANDIDATES = "candidates", "several candidates"
        NOT_HELD = "not held", "known, but not held"
        UNKNOWN = "unknown", "not understood"
        REJECTED = "rejected", "rejected by an archivist"

    document = models.ForeignKey(Document, models.CASCADE, related_name="references", db_index=False)
    order = models.PositiveIntegerField(default=1)
    where = models.CharField(default="text")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    kind = models.CharField()
    printed = models.TextField()
    details = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.UNRESOLVED)
    file_number = models.ForeignKey(
        FileNumber, models.PROTECT, null=True, blank=True, related_name="citations", db_index=False
    )
    target_document = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="cited_by", db_index=False
    )
    target_footnote = models.ForeignKey(
        Footnote, models.SET_NULL, null=True, blank=True, related_name="cited_by", db_index=False
    )
    candidates = models.JSONField(default=list, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    reason = models.TextField(blank=True)
    wanted = models.CharField(blank=True, editable=False)
    target_volume = models.ForeignKey(
        Volume, models.SET_NULL, null=True, blank=True, related_name="cited_by", db_index=False
    )
    target_page = models.CharField(blank=True)
    unheld = models.ForeignKey(
        UnheldPaper, models.SET_NULL, null=True, blank=True, related_name="citations", db_index=False
    )
    # Null and not empty, so that the index holds only those that have one.
    unheld_key = models.CharField(null=True, blank=True, editable=False)  # noqa: DJ001
    mention = models.JSONField(null=True, blank=True, editable=False)
    decision = models.ForeignKey(
        ReferenceDecision,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="references",
        db_index=False,
    )

    objects = DocumentPartManager.from_queryset(ReferenceQuerySet)()

    class Meta:
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "where", "start", "end", "kind"], name="reference_once"),
            models.CheckConstraint(condition=models.Q(start__lte=models.F("end")), name="reference_span"),
        ]
        indexes = [
            models.Index(fields=["status", "kind"], name="reference_by_status"),
            models.Index(fields=["wanted"], name="reference_wanted"),
            *(where_set(name, f"reference_{name}") for name in (*_LINKS, "unheld_key")),
        ]

    def __str__(self):
        return self.printed

    def natural_key(self):
        return (*self.document.natural_key(), self.order)

    natural_key.dependencies = ["archive.document", "archive.filenumber", "archive.footnote"]
