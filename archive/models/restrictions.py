"""Restrictions on access: why a paper is closed or a passage of it withheld, until when, and what became of that decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class AccessQuerySet(models.QuerySet):
    """The selections of decisions on access."""

    def in_force(self):
        """Select those in force now."""
        return self.filter(ended="")

    def due(self):
        """Select those in force whose day has come."""
        return self.in_force().filter(until__lte=timezone.localdate())

    def to_review(self):
        """Select those without an end whose day for a review has come."""
        return self.in_force().filter(review_on__lte=timezone.localdate())


class AccessDecision(models.Model):
    """A decision on access to a paper, in force from ``at`` until it ``ended``; ``until`` is the day on which that happens by itself.

    A row is never changed but by its end: another decision is a row of its own, so that the rows of a paper are the history of its access.
    """

    class End(models.TextChoices):
        CHANGED = "changed", "changed"
        LIFTED = "lifted", "lifted"
        OPENED = "opened", "opened: its day had come"

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="%(class)ss", db_index=False)
    until = models.DateField("closed until", null=True, blank=True)
    reason = models.TextField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name="set by"
    )
    at = models.DateTimeField("set", auto_now_add=True)
    ended = models.CharField(max_length=7, choices=End, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["document", "pk"]


class Restriction(AccessDecision):
    """A decision that nobody but archivists may see a paper.

    One without an end has ``review_on`` instead, the day on which somebody is to look at it again. ``authority`` says who decided it, by
    what rule.
    """

    review_on = models.DateField("to be reviewed on", null=True, blank=True)
    authority = models.TextField()

    class Meta(AccessDecision.Meta):
        constraints = [
            models.UniqueConstraint(fields=["document"], name="restriction_in_force_once", condition=Q(ended="")),
            models.CheckConstraint(
                condition=Q(until__isnull=True) ^ Q(review_on__isnull=True), name="restriction_ends_or_is_reviewed"
            ),
        ]
        indexes = [
            models.Index(fields=["document", "id"], name="restriction_of_paper"),
            models.Index(fields=["until", "id"], name="restriction_by_end"),
            models.Index(fields=["review_on"], name="restriction_to_review", condition=Q(ended="")),
        ]

    def __str__(self):
        if self.until:
            return f"closed until {self.until.isoformat()}"
        return f"closed without an end, to be reviewed on {self.review_on.isoformat()}"


class Redaction(AccessDecision):
    """A decision that a passage of a paper is withheld. While it is in force the paper's text has a gap with its ``number`` in its place.

    What stood there is here alone: its ``words``, its TEI ``content``, and the whole ``fields`` that had it, too (see
    :class:`archive.parsing.withholding.Passage`). Images of the paper's pages from ``first_page`` to ``last_page`` are withheld with it.
    """

    number = models.PositiveIntegerField()
    words = models.TextField()
    content = models.TextField()
    fields = models.JSONField(default=dict)
    first_page = models.PositiveIntegerField()
    last_page = models.PositiveIntegerField()

    class Meta(AccessDecision.Meta):
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="redaction_number_once")]
        indexes = [
            models.Index(fields=["document"], name="redaction_in_force", condition=Q(ended="")),
            models.Index(fields=["until"], name="redaction_by_end", condition=Q(ended="")),
        ]

    def __str__(self):
        return f"passage {self.number}, withheld{f' until {self.until.isoformat()}' if self.until else ''}"

    @property
    def notice(self):
        """What the public reads in its place."""
        until = f" until {self.until.isoformat()}" if self.until else ""
        return f"[Passage withheld{until}: {self.reason}]"
