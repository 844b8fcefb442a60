"""Documents: the narrow row that serves lists, filters and facets. What belongs to it is in :mod:`archive.models.parts`.

Documents are written through :mod:`archive.store` only, which keeps history, warnings, HTML and search entries up to
date.
"""

from django.conf import settings
from django.db import models

from archive import records
from archive.languages import DEFAULT_LANGUAGE
from archive.models.authorities import Place
from archive.models.fields import where_set
from archive.models.parts import Correspondent
from archive.models.topics import DocumentTopic
from archive.models.volumes import Division, Volume
from archive.models.workflow import State
from archive.parsing.headings import without_number
from archive.web.hrefs import href


def with_topics() -> models.Prefetch:
    """Return what fetches the topics of papers with their terms."""
    return models.Prefetch("document_topics", queryset=DocumentTopic.objects.select_related("topic"))


class DocumentQuerySet(models.QuerySet):
    """Named selections and prefetch sets; each page's queries are written down here once."""

    def public(self):
        """Select what anyone may see. This is the one definition: every public path goes through it."""
        return self.filter(state=State.PUBLISHED)

    def for_list(self):
        """Fetch what a list shows of a paper: correspondents, file numbers, volume."""
        return self.select_related("volume", "place").prefetch_related(
            models.Prefetch(
                "correspondents", queryset=Correspondent.objects.select_related("office", "person", "place")
            ),
            "document_file_numbers__file_number__file",
        )

    def for_lines(self):
        """Fetch what a line of search results shows, without the long columns."""
        return (
            self.select_related("volume")
            .prefetch_related("document_file_numbers")
            .only(
                "source_id", "slug", "heading", "subject", "kind", "number", "document_number", "date_printed", "date_earliest",
                "date_latest", "date_edtf", "date_time",
                "date_certainty", "date_reason", "place_printed", "languages", "volume__slug", "volume__title", "state",
            )
        )  # fmt: skip

    def for_page(self):
        """Fetch everything that a document's own page shows."""
        return (
            self.for_list()
            .select_related("text", "division", "holding__unit")
            .defer("volume__header", "volume__skeleton", "division__text")
            .prefetch_related("footnotes", "page_breaks", with_topics())
        )

    def for_entry(self):
        """Fetch what a search entry is made of, besides the words of text and footnotes."""
        rows = self.for_list().select_related("holding__unit").prefetch_related(with_topics())
        return rows.defer("volume__header", "volume__skeleton")

    def for_link(self):
        """Fetch only what a link to a paper shows."""
        return self.only(
            "source_id", "slug", "heading", "kind", "number", "document_number", "date_printed", "date_earliest", "date_latest",
            "date_edtf", "date_time", "date_certainty", "languages", "state",
        )  # fmt: skip

    def for_record(self):
        """Fetch everything that :func:`archive.store.load` needs."""
        return self.select_related("text").prefetch_related(
            "correspondents", "document_file_numbers__file_number", "footnotes", "page_breaks", "references", "warnings",
            with_topics(),
        )  # fmt: skip


class DocumentManager(models.Manager.from_queryset(DocumentQuerySet)):
    def get_by_natural_key(self, source_id):
        return self.get(source_id=source_id)


class Document(models.Model):
    """One paper: what was printed, what it was read as, and its place in its volume and in the workflow.

    Fields that end in ``_printed`` and ``heading``, ``dateline``, ``source_note`` are the source's words. The date
    is a span of days (``date_earliest`` to ``date_latest``, open or unknown if null) with its EDTF; never a moment
    in a time zone.
    """

    class DateCertainty(models.TextChoices):
        STATED = "stated", "stated by the source"
        SUPPLIED = "supplied", "supplied by the printed edition's editors"
        INFERRED = "inferred", "inferred by an archivist"

    source_id = models.CharField(unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    volume = models.ForeignKey(Volume, models.PROTECT, null=True, blank=True, related_name="documents", db_index=False)
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="documents")
    position = models.PositiveIntegerField(default=0, help_text="Its place in the volume's order.")
    document_number = models.CharField("number in the volume", blank=True)
    kind = models.CharField(max_length=40, blank=True, choices=[(kind, kind) for kind in records.KINDS])
    heading = models.TextField(blank=True)
    subject = models.TextField("subject as printed", blank=True)
    number = models.CharField("own number", blank=True, help_text="Telegram, despatch … number.")
    other_numbers = models.JSONField(default=list, blank=True)

    dateline = models.TextField("date line", blank=True)
    place_printed = models.CharField(blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="documents", db_index=False)
    date_printed = models.CharField(blank=True)
    date_earliest = models.DateField(null=True, blank=True)
    date_latest = models.DateField(null=True, blank=True)
    date_edtf = models.CharField("date (EDTF)", blank=True)
    date_time = models.CharField("time as printed", blank=True)
    date_certainty = models.CharField(max_length=10, choices=DateCertainty, default=DateCertainty.STATED)
    date_reason = models.TextField("reason of an inferred date", blank=True)
    received = models.JSONField(null=True, blank=True, help_text="The date of receipt, in the form of a date record.")

    classification = models.CharField(blank=True)
    distribution = models.JSONField(default=list, blank=True)
    source_note = models.TextField(blank=True)
    repository = models.CharField(blank=True)
    collection = models.TextField(blank=True)
    drafting = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    languages = models.JSONField(
        default=list, blank=True, help_text="Codes (BCP 47) of its languages, the main one first: de, fr-CH."
    )
    parts = models.JSONField("enclosures", default=list, blank=True)

    source_fingerprint = models.CharField(blank=True, editable=False)
    source_version = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(blank=True, editable=False)

    objects = DocumentManager()

    class Meta:
        ordering = ["date_earliest", "pk"]
        permissions = [
            ("review_document", "Can review documents"),
            ("publish_document", "Can publish documents"),
            ("withdraw_document", "Can withdraw documents"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="document_state_known"),
            models.CheckConstraint(
                condition=models.Q(date_earliest__isnull=True)
                | models.Q(date_latest__isnull=True)
                | models.Q(date_earliest__lte=models.F("date_latest")),
                name="document_date_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=~models.Q(date_certainty="inferred") | ~models.Q(date_reason=""),
                name="document_inferred_date_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "date_earliest", "id"], name="document_by_date"),
            models.Index(fields=["state", "kind", "date_earliest"], name="document_by_kind"),
            models.Index(fields=["state", "date_earliest", "date_latest"], name="document_by_days"),
            models.Index(fields=["state", "published_at", "id"], name="document_by_publication"),
            # Of two fields: where an index alone answers whether a place has a public paper, PostgreSQL does not read the papers instead.
            models.Index(fields=["place", "state"], name="document_by_place"),
            models.Index(fields=["volume", "position"], name="document_in_volume"),
            models.Index(fields=["number"], name="document_own_number"),
            where_set("created_by", "document_created_by"),
        ]

    def __str__(self):
        return self.heading or self.source_id

    def natural_key(self):
        return (self.source_id,)

    natural_key.dependencies = ["archive.volume", "archive.division", "archive.place"]

    def get_absolute_url(self):
        return href("archive:document", self.slug)

    @property
    def title(self):
        """Its heading in one line, without the number in its volume, for lists that show that beside it."""
        return without_number(self.heading, self.document_number) or self.source_id

    @property
    def language(self):
        """The code of its main language; English where none is stated, which the archive's papers mostly are in."""
        return self.languages[0] if self.languages else DEFAULT_LANGUAGE

    @property
    def is_public(self):
        """Whether anyone may see it; agrees with :meth:`DocumentQuerySet.public`."""
        return self.state == State.PUBLISHED

    @property
    def telegram_number(self):
        """The paper's own number if it is a telegram, else ``""``."""
        return self.number if self.kind in records.TELEGRAM_KINDS else ""

    @property
    def date_record(self):
        """When it was written, as printed and as understood, without the time and without what makes it certain."""
        first, last = (day.isoformat() if day else "" for day in (self.date_earliest, self.date_latest))
        return records.DateRecord(self.date_printed, first, last, self.date_edtf)

    @property
    def senders(self):
        """Its senders in printed order, from the prefetched correspondents."""
        return [c for c in self.correspondents.all() if c.role == "sender"]

    @property
    def topics(self):
        """Address and term of each of its topics, from the prefetched rows; of several that were merged into one, that one."""
        rows = sorted(self.document_topics.all(), key=lambda row: row.order)
        return list(dict.fromkeys(row.topic.stands_for for row in rows))

    @property
    def held_in(self):
        """The unit of the archives in which its original is, ``None`` if that is not known."""
        holding = getattr(self, "holding", None)
        return holding and holding.unit

    @property
    def recipients(self):
        """Its recipients in printed order, from the prefetched correspondents."""
        return [c for c in self.correspondents.all() if c.role == "recipient"]
