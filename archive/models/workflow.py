"""The life of a document: its state, who moved it, its versions, a pending edit, and the doubts about it."""

import secrets

from django.conf import settings
from django.db import models

from archive.models.fields import where_set


class State(models.TextChoices):
    """The state of a document. Only ``PUBLISHED`` is public; see ``DocumentQuerySet.public``."""

    DRAFT = "draft", "draft"
    REVIEW = "review", "in review"
    PUBLISHED = "published", "published"
    CLOSED = "closed", "closed"
    WITHDRAWN = "withdrawn", "withdrawn"
    DISCARDED = "discarded", "thrown away"


#: The states of papers that somebody has decided to publish, so that edits of them wait: a closed one becomes public by itself.
TO_BE_PUBLIC = (State.PUBLISHED, State.CLOSED)


class Transition(models.Model):
    """The step of a document from one state to another: by whom, when and why."""

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=10, choices=State)
    to_state = models.CharField(max_length=10, choices=State)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    comment = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["document", "pk"]

    def __str__(self):
        return f"{self.from_state} → {self.to_state}"


class VersionManager(models.Manager):
    def get_by_natural_key(self, source_id, number):
        return self.get(document__source_id=source_id, number=number)


class DocumentVersion(models.Model):
    """One version of a document: who made it, when and why.

    ``record`` is the whole document as a snapshot (see ``archive.store.history``) once a later version has replaced
    it; the current version's content is the document itself, so nothing is stored twice.
    """

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    record = models.JSONField(null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    reason = models.TextField(blank=True)
    run = models.ForeignKey(
        "archive.ImportRun", models.SET_NULL, null=True, blank=True, related_name="versions", db_index=False
    )
    bulk = models.ForeignKey(
        "archive.BulkChange", models.SET_NULL, null=True, blank=True, related_name="versions", db_index=False
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = VersionManager()

    class Meta:
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_number_once")]
        indexes = [where_set(name, f"version_{name}") for name in ("user", "run", "bulk")]

    def __str__(self):
        return f"version {self.number}"

    def natural_key(self):
        return (*self.document.natural_key(), self.number)

    natural_key.dependencies = ["archive.document"]


def new_token() -> str:
    """Return a token that no other save of an edit has."""
    return secrets.token_hex(8)


class PendingEdit(models.Model):
    """An edit of a published document that the public does not see yet, as record JSON.

    ``identified`` has the authorities that were chosen by hand (see ``archive.store.history.save_identified``). ``token``
    changes at every save, so that of two editors of one waiting edit the second is warned.
    """

    document = models.OneToOneField("archive.Document", models.CASCADE, related_name="pending_edit")
    record = models.JSONField()
    identified = models.JSONField(default=dict, blank=True)
    base_version = models.PositiveIntegerField()
    token = models.CharField(default=new_token, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"pending edit of {self.document_id}"


class WarningManager(models.Manager):
    def get_by_natural_key(self, source_id, source, order):
        return self.get(document__source_id=source_id, source=source, order=order)


class DocumentWarning(models.Model):
    """A doubt about a document, from a reader or a check; dismissed by somebody for a reason, never dropped.

    A reader's doubts belong to the record; a check's are found again at every save. A doubt that arises from another paper does
    not name it in its message, because not everybody who sees the doubt may see it: ``other`` is the paper that this one may be a copy of.
    """

    class Source(models.TextChoices):
        READER = "reader", "the reader"
        CHECK = "check", "a check"

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="warnings")
    source = models.CharField(max_length=10, choices=Source, default=Source.READER)
    order = models.PositiveIntegerField(default=1)
    code = models.CharField()
    message = models.TextField()
    line = models.PositiveIntegerField(null=True, blank=True)
    column = models.PositiveIntegerField(null=True, blank=True)
    other = models.ForeignKey(
        "archive.Document", models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_reason = models.TextField(blank=True)
    #: The rule by which it was dismissed, if it was not for itself.
    rule = models.ForeignKey(
        "archive.DismissedRule", models.SET_NULL, null=True, blank=True, related_name="doubts", db_index=False
    )

    objects = WarningManager()

    class Meta:
        verbose_name = "doubt"
        ordering = ["document", "order"]
        indexes = [
            models.Index(fields=["code", "document"], name="document_warning_by_code"),
            models.Index(fields=["code", "id"], name="document_warning_open", condition=models.Q(dismissed_at=None)),
            where_set("other", "document_warning_other"),
            where_set("rule", "document_warning_by_rule"),
        ]

    def __str__(self):
        return self.message

    def natural_key(self):
        return (*self.document.natural_key(), self.source, self.order)

    natural_key.dependencies = ["archive.document"]


class EntryQuerySet(models.QuerySet):
    def open(self):
        """Return the entries that somebody is working on."""
        return self.filter(ended="")


class Entry(models.Model):
    """A text that somebody is working on, saved at every look at it, so that an interrupted entry is never lost.

    Without ``base`` it is a new transcription; with one, an edit of ``document`` that began at ``base_version`` from the
    record in ``base``, and at ``base_token`` if an edit was waiting. ``values`` are the fields that were corrected by hand
    and so no longer follow the text.

    ``token`` is that of the page on which the entry began, so that sending twice makes one entry. ``revision`` counts what
    was saved; ``earlier`` leads back to earlier texts: rows of revision, start, length, what stood there before, and the
    window that sent it (see ``archive.desk.keeping``). An entry that was saved or thrown away stays for a while.
    """

    class Form(models.TextChoices):
        TRANSCRIPTION = "transcription", "transcription"
        NOTATION = "notation", "notation"
        TEI = "tei", "TEI"

    class Ended(models.TextChoices):
        SAVED = "saved", "saved"
        THROWN_AWAY = "thrown away", "thrown away"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="entries")
    document = models.ForeignKey("archive.Document", models.CASCADE, null=True, blank=True, related_name="entries")
    base = models.JSONField(null=True, blank=True)
    base_version = models.PositiveIntegerField(null=True, blank=True)
    base_token = models.CharField(blank=True)
    form = models.CharField(max_length=13, choices=Form, default=Form.TRANSCRIPTION)
    text = models.TextField(blank=True)
    name = models.CharField(blank=True)
    values = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    token = models.CharField(blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    earlier = models.JSONField(default=list, blank=True)
    ended = models.CharField(max_length=11, choices=Ended, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "document"], condition=models.Q(ended=""), name="entry_once_for_a_document"
            ),
            models.UniqueConstraint(
                fields=["user", "token"], condition=~models.Q(token=""), name="entry_once_for_a_page"
            ),
        ]

    def __str__(self):
        return " ".join(self.text.split())[:80] or "empty entry"
