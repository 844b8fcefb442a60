"""Topics: a controlled list of what papers are about, with broader and narrower terms. No paper has one but by somebody's decision."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from archive.folding import fold
from archive.models.fields import where_set
from archive.models.parts import DocumentPartManager
from archive.web.hrefs import href

#: What stands between the topics of a paper in one cell of a spreadsheet, and so in no term.
BETWEEN = ";"
#: Broader terms above a topic, at most.
DEEPEST = 10


def topic_key(term: str) -> str:
    """Return what a term is known by: two terms that differ in case, accents or spaces only are the same."""
    return " ".join(fold(term).split())


class TopicManager(models.Manager):
    """Find a topic by its address, the natural key of fixtures."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Topic(models.Model):
    """A term of the list. Its papers are found under its broader terms, too.

    A topic that was merged into another keeps its row: its address, its terms and its papers lead to that one. ``chain`` is derived from
    the whole list (:mod:`archive.store.topics`): address, term and other terms of the topic that it stands for, then of each broader one.
    """

    term = models.CharField(max_length=200, help_text="As readers see it, such as “Refugees” or “Trade agreements”.")
    key = models.CharField(unique=True, editable=False)
    slug = models.SlugField("address", max_length=200, unique=True, allow_unicode=True, editable=False)
    broader = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="narrower", verbose_name="broader term"
    )
    other_terms = models.TextField(
        blank=True, help_text="Other words for the same, one a line: they lead here. A former term stays among them."
    )
    note = models.TextField("scope note", blank=True, help_text="What belongs under it, and what does not.")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    chain = models.JSONField(default=list, editable=False)

    objects = TopicManager()

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.term

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return href("archive:topic", self.slug)

    @property
    def terms(self) -> list[str]:
        """Its term, then the other words for the same."""
        return [self.term, *(line for one in self.other_terms.splitlines() if (line := " ".join(one.split())))]

    @property
    def stands_for(self) -> tuple[str, str]:
        """The address and the term of the topic that its papers have: its own, or those of the one it was merged into."""
        slug, term, _ = self.chain[0]
        return slug, term

    def clean_words(self) -> None:
        """Tidy its words, and refuse those that can be no term. Raises ``ValidationError``."""
        self.term, self.other_terms = " ".join(self.term.split()), "\n".join(self.terms[1:])
        if BETWEEN in self.term + self.other_terms:
            raise ValidationError(f"A term has no “{BETWEEN}”: it stands between the topics of a paper.")
        if not topic_key(self.term):
            raise ValidationError({"term": "A term needs a letter or a digit."})

    def clean(self):
        """Refuse words that another topic has already, and a broader term that is this one or stands below it."""
        self.clean_words()
        mine = {topic_key(term) for term in self.terms}
        for other in Topic.objects.exclude(pk=self.pk):
            if taken := [term for term in other.terms if topic_key(term) in mine]:
                raise ValidationError(f"“{taken[0]}” is a word for “{other}” already.")
        steps, above = 0, self.broader
        while above is not None:
            if above.pk == self.pk or steps == DEEPEST:
                raise ValidationError({"broader": f"A topic cannot stand below itself, nor below {DEEPEST} others."})
            above, steps = above.merged_into or above.broader, steps + 1

    def save(self, *args, **kwargs):
        """Save it under the key of its term."""
        self.key = topic_key(self.term)
        super().save(*args, **kwargs)


class DocumentTopic(models.Model):
    """That a document has a topic, by somebody's decision; ``order`` is that in which they were given."""

    document = models.ForeignKey("archive.Document", models.CASCADE, related_name="document_topics", db_index=False)
    order = models.PositiveIntegerField()
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="document_topics")

    objects = DocumentPartManager()

    class Meta:
        ordering = ["document", "order"]
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="document_topic_order_once")]

    def __str__(self):
        return str(self.topic)

    def natural_key(self):
        return (*self.document.natural_key(), self.order)

    natural_key.dependencies = ["archive.document", "archive.topic"]


class TopicRefusal(models.Model):
    """That a topic is not suggested for the papers of a chapter, or for those with a printed subject, because an archivist refused it."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="refusals")
    division = models.ForeignKey("archive.Division", models.CASCADE, null=True, blank=True, db_index=False)
    subject = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(division=None) ^ Q(subject=""), name="topic_refusal_of_chapter_or_subject"
            )
        ]
        indexes = [where_set("division", "topic_refusal_of_division")]

    def __str__(self):
        return f"{self.topic}: {self.subject or self.division}"
