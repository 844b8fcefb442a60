"""The rows that belong to a document: its text, footnotes, page breaks, senders and recipients, and whom it mentions."""

from collections.abc import Iterable

from django.db import models

from archive.deriving import plain_or_nothing
from archive.models.authorities import Office, Person, Place
from archive.models.fields import where_set
from archive.sql.prepared import Prepared


class DocumentPartQuerySet(models.QuerySet):
    """Rows that belong to a document: its correspondents, footnotes, page breaks, file numbers, references, keys."""

    def public(self):
        """Select those of public documents. The condition is checked row by row: "in all public documents" would first list them all."""
        documents = self.model._meta.get_field("document").related_model.objects
        return self.filter(models.Exists(documents.public().filter(pk=models.OuterRef("document"))))


class DocumentPartManager(models.Manager.from_queryset(DocumentPartQuerySet)):
    """Find one of a document's rows by the document and its order."""

    def get_by_natural_key(self, source_id, order):
        return self.get(document__source_id=source_id, order=order)


class DocumentTextManager(models.Manager):
    def get_by_natural_key(self, source_id):
        return self.get(document__source_id=source_id)


class DocumentText(models.Model):
    """A document's TEI, its plain text, and the HTML made from it by the renderer of the version beside it.

    ``plain`` is None until it is made, in an archive from before it was kept: read it by :meth:`plain_text` or :func:`plain_texts`.
    """

    document = models.OneToOneField("archive.Document", models.CASCADE, primary_key=True, related_name="text")
    tei = models.TextField()
    plain = models.TextField(null=True, editable=False)  # noqa: DJ001 - an empty text has been made, None has not
    html = models.TextField(blank=True, editable=False)
    notes_html = models.TextField(blank=True, editable=False)
    renderer_version = models.CharField(blank=True, editable=False)

    objects = DocumentTextManager()

    def __str__(self):
        return str(self.document)

    def natural_key(self):
        return self.document.natural_key()

    natural_key.dependencies = ["archive.document"]

    def plain_text(self) -> str:
        """Return the plain text, as :func:`archive.parsing.plain.plain_text` makes it; "" if the TEI is not well-formed."""
        return plain_or_nothing(self.tei) if self.plain is None else self.plain


_plain_of = Prepared(
    lambda *ids: DocumentText.objects.filter(document__pk__in=ids).order_by().values_list("document_id", "plain")
)
_tei_of = Prepared(
    lambda *ids: DocumentText.objects.filter(document__pk__in=ids).order_by().values_list("document_id", "tei")
)


def plain_texts(documents: Iterable[int]) -> dict[int, str]:
    """Return the plain text of each of these documents that has one, by the document's id."""
    found = dict(_plain_of.among(documents))
    missing = [pk for pk, plain in found.items() if plain is None]
    return found | {pk: plain_or_nothing(tei) for pk, tei in _tei_of.among(missing)}


class Footnote(models.Model):
    """A footnote: printed label, TEI ``<note>``, and the ``order`` by which the text's anchors point at it."""

    class Kind(models.TextChoices):
        FOOTNOTE = "footnote", "footnote"
        SOURCE = "source", "source note"
        SUMMARY = "summary", "summary"

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="footnotes", db_index=False)
    order = models.PositiveIntegerField()
    label = models.CharField("printed number or sign", blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FOOTNOTE)
    text = models.TextField("text (TEI)")
    source_id = models.CharField(blank=True)
    anchor = models.TextField("words before the anchor", blank=True)

    objects = DocumentPartManager()

    class Meta:
        ordering = ["document", "order"]
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="footnote_order_once")]

    def __str__(self):
        return f"{self.label or self.order}"

    def natural_key(self):
        return (*self.document.natural_key(), self.order)

    natural_key.dependencies = ["archive.document"]


class PageBreak(models.Model):
    """A page of the volume that a document is on; ``within`` is False for the page on which it begins."""

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="page_breaks", db_index=False)
    order = models.PositiveIntegerField()
    label = models.CharField("printed page number", blank=True)
    within = models.BooleanField(default=True)
    source_id = models.CharField(blank=True)
    facsimile = models.CharField(blank=True)

    objects = DocumentPartManager()

    class Meta:
        ordering = ["document", "order"]
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="page_break_order_once")]
        indexes = [models.Index(fields=["label"], name="page_break_label")]

    def __str__(self):
        return self.label

    def natural_key(self):
        return (*self.document.natural_key(), self.order)

    natural_key.dependencies = ["archive.document"]


class CorrespondentManager(models.Manager.from_queryset(DocumentPartQuerySet)):
    def get_by_natural_key(self, source_id, role, order):
        return self.get(document__source_id=source_id, role=role, order=order)


class Correspondent(models.Model):
    """One sender or recipient of a document, in printed order.

    ``printed`` is the source's words; the ``*_read`` fields are what the reader made of them; the links say with
    which authority records they were identified, if any.
    """

    class Role(models.TextChoices):
        SENDER = "sender", "sender"
        RECIPIENT = "recipient", "recipient"

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="correspondents", db_index=False)
    role = models.CharField(max_length=10, choices=Role)
    order = models.PositiveIntegerField(default=1)
    printed = models.TextField()
    office_read = models.TextField(blank=True)
    person_read = models.TextField(blank=True)
    place_read = models.TextField(blank=True)
    temporary_place = models.CharField(blank=True)
    person_source_id = models.CharField(blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="correspondents", db_index=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="correspondents", db_index=False
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="correspondents", db_index=False
    )

    objects = CorrespondentManager()

    class Meta:
        ordering = ["document", "-role", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "role", "order"], name="correspondent_order_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["sender", "recipient"]), name="correspondent_role_known"
            ),
        ]
        indexes = [where_set(name, f"correspondent_{name}") for name in ("office", "person")]
        # As ``document_by_place``.
        indexes += [where_set("place", "correspondent_place", "document")]

    def __str__(self):
        return self.printed

    def natural_key(self):
        return (*self.document.natural_key(), self.role, self.order)

    natural_key.dependencies = ["archive.document", "archive.office", "archive.person", "archive.place"]


class PersonMention(models.Model):
    """That names in a document's text or footnotes are marked with an entry of its volume's list of persons.

    ``source_id`` is what the source marks them with, ``count`` how many names there are. ``entry`` is the entry with that id, and
    ``person`` whom it is tied to (:mod:`archive.store.mentions`). All of it is derived.
    """

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="mentions", db_index=False)
    source_id = models.CharField()
    count = models.PositiveIntegerField()
    entry = models.ForeignKey("archive.ListedPerson", models.SET_NULL, null=True, blank=True, related_name="mentions")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="mentions")

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "source_id"], name="person_mention_once")]

    def __str__(self):
        return self.source_id
