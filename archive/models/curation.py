"""What archivists do to many records at once: merging authorities or keeping them apart, bulk changes."""

from django.conf import settings
from django.db import models


class AuthorityKind(models.TextChoices):
    """The kinds of authority record, by the name of their model."""

    PERSON = "person", "person"
    OFFICE = "office", "office"
    MISSION = "mission", "mission"
    PLACE = "place", "place"


class IdentityDecision(models.Model):
    """What an archivist decided about a group of authorities of one kind that might be the same.

    ``keys`` are those of the authorities, so that a decision outlives an import that is undone and made again. Records that are *not*
    the same are apart, each from each; what is *put off* waits for another day.
    """

    class Verdict(models.TextChoices):
        SAME = "same", "the same"
        NOT = "not", "not the same"
        LATER = "later", "put off"

    kind = models.CharField(max_length=10, choices=AuthorityKind)
    verdict = models.CharField(max_length=10, choices=Verdict)
    keys = models.JSONField(default=list)
    names = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "verdict"], name="identity_decision", condition=models.Q(undone_at=None)),
            models.Index(fields=["user", "id"], name="identity_decision_by_user"),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()}: {', '.join(self.names)}"


class Merge(models.Model):
    """The merge of one authority into another: everything that moved, row by row, so that it can be undone.

    ``moved`` maps ``"model.field"`` to the ids of the rows that pointed at the merged record; ``filled`` holds what
    the remaining record took over because it had nothing of its own. Merges of one decision are undone together; ``run`` is the load of an
    authority file that merged them; ``certainty`` (0 to 100) is set if the archive merged them by itself, for a reason that what comes in
    later may take away.
    """

    kind = models.CharField(max_length=10, choices=AuthorityKind)
    kept = models.PositiveBigIntegerField()
    merged = models.PositiveBigIntegerField()
    kept_name = models.CharField()
    merged_name = models.CharField()
    moved = models.JSONField(default=dict)
    filled = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(IdentityDecision, models.SET_NULL, null=True, blank=True, related_name="merges")
    certainty = models.PositiveSmallIntegerField(null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    run = models.ForeignKey("archive.ImportRun", models.SET_NULL, null=True, blank=True, related_name="merges")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "kept"], name="merge_by_kept"),
            models.Index(fields=["kind", "merged"], name="merge_by_merged"),
        ]

    def __str__(self):
        return f"{self.merged_name} → {self.kept_name}"


class Removal(models.Model):
    """An authority that was taken away because its name is none, with all that is needed to bring it back.

    ``rows`` is the record and ``parts`` are its own rows, as Django serializes them; ``moved`` maps ``"model.field"`` to the ids of
    the rows that pointed at it.
    """

    kind = models.CharField(max_length=10, choices=AuthorityKind)
    record = models.PositiveBigIntegerField()
    name = models.CharField()
    rows = models.TextField(blank=True)
    parts = models.TextField(blank=True)
    moved = models.JSONField(default=dict)
    was_public = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "record"], name="removal_by_record")]

    def __str__(self):
        return self.name


class BulkChange(models.Model):
    """One change of many documents: prepared, previewed, applied exactly as previewed, and undone as a whole.

    ``documents`` is the selection and ``parameters`` what is to be done. The versions that it made point at it, and
    undoing it goes by them.
    """

    class Kind(models.TextChoices):
        REPLACE = "replace", "find and replace"
        SET = "set", "set a field"
        SPREADSHEET = "spreadsheet", "spreadsheet"
        IDENTIFY = "identify", "identify correspondents"

    class Status(models.TextChoices):
        PREPARED = "prepared", "being prepared"
        WORKING = "working", "under way"
        DONE = "done", "done"
        UNDONE = "undone", "undone"

    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PREPARED)
    documents = models.JSONField(default=list, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"
