"""The list of topics: which topic a term means, what each stands for, merging, and what changes the search has to follow.

The list is small, so whoever needs a term reads all of it with one query.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from archive.errors import Refused
from archive.models import Document, DocumentTopic, Topic
from archive.models.slugs import free_slugs, name_slug
from archive.models.topics import DEEPEST, topic_key


class TopicTerms:
    """Every term of the list, with the topic that it means: that of a merged topic means the one it was merged into."""

    def __init__(self) -> None:
        rows = {row.pk: row for row in Topic.objects.all()}
        self._topics: dict[str, Topic] = {}
        # A topic's own term goes before another word for it, and those of merged topics come last.
        for row in sorted(rows.values(), key=lambda row: row.merged_into_id is not None):
            for term in row.terms:
                self._topics.setdefault(topic_key(term), _stands_for(row, rows))

    def topic(self, term: str) -> Topic | None:
        """Return the topic that a term means, ``None`` if the list has no such term."""
        return self._topics.get(topic_key(term))

    def named(self, terms: Iterable[str]) -> tuple[str, ...]:
        """Return the terms as the list has them, each once. Raises :class:`~archive.errors.Refused` for one that it does not have."""
        found = {}
        for term in terms:
            topic = self.topic(term)
            if topic is None:
                raise Refused(f"“{term}” is no topic of the list.")
            found[topic.term] = topic
        return tuple(found)


def _stands_for(topic: Topic, rows: dict[int, Topic]) -> Topic:
    for _ in rows:
        if topic.merged_into_id is None:
            break
        topic = rows[topic.merged_into_id]
    return topic


def with_address(topic: Topic) -> Topic:
    """Return a new topic with an address of its own, which it keeps whatever it will be called."""
    (topic.slug,) = free_slugs([name_slug(topic.term, "topic")], Topic.objects)
    return topic


@transaction.atomic
def settle_topics() -> list[int]:
    """Derive again what each topic stands for, after anything of the list was changed; return the papers for which that is something else.

    Their search entries are to follow (:func:`archive.search.follow_authorities`).
    """
    rows = {row.pk: row for row in Topic.objects.all()}
    changed = []
    for row in rows.values():
        if row.chain != (chain := _chain(row, rows)):
            row.chain = chain
            changed.append(row)
    Topic.objects.bulk_update(changed, ["chain"])
    papers = DocumentTopic.objects.filter(topic__in=[row.pk for row in changed])
    return sorted(papers.order_by().values_list("document", flat=True).distinct())


def _chain(topic: Topic, rows: dict[int, Topic]) -> list[list]:
    """Return what a topic stands for, from narrow to broad. Raises :class:`~archive.errors.Refused` if it would stand below itself."""
    chain: list[list] = []
    above: Topic | None = topic
    while above is not None:
        one = _stands_for(above, rows)
        if len(chain) > DEEPEST:
            raise Refused(f"“{topic}” would stand below itself, or below more than {DEEPEST} others.")
        chain.append([one.slug, one.term, one.terms[1:]])
        above = rows.get(one.broader_id)
    return chain


def papers_with(topic: Topic) -> QuerySet[Document]:
    """Return the documents, public or not, that have a topic or one that was merged into it; not those of its narrower terms."""
    rows = {row.pk: row for row in Topic.objects.all()}
    same = [row.pk for row in rows.values() if _stands_for(row, rows).pk == topic.pk]
    return Document.objects.filter(pk__in=DocumentTopic.objects.filter(topic__in=same).values("document"))


@transaction.atomic
def merge_topics(topic: Topic, into: Topic) -> list[int]:
    """Merge a topic into another; return the papers whose search entries are to follow. Nothing moves, so :func:`unmerge_topic` undoes it.

    Raises :class:`~archive.errors.Refused` if that can't be.
    """
    if topic.pk == into.pk:
        raise Refused("A topic cannot be merged into itself.")
    if topic.merged_into_id or into.merged_into_id:
        raise Refused("One of the two has been merged already.")
    Topic.objects.filter(pk=topic.pk).update(merged_into=into)
    return settle_topics()


@transaction.atomic
def unmerge_topic(topic: Topic) -> list[int]:
    """Undo the merge of a topic; return the papers whose search entries are to follow."""
    if not Topic.objects.filter(pk=topic.pk, merged_into__isnull=False).update(merged_into=None):
        raise Refused("This topic is not merged.")
    return settle_topics()


def why_topic_not_deleted(topic: Topic) -> str:
    """Return why a topic can't be deleted, in words, or ``""`` if it can."""
    papers = topic.document_topics.count()
    reasons = [f"{papers:,} paper{'s' if papers != 1 else ''}"] if papers else []
    reasons += [f"narrower term: {row}" for row in topic.narrower.all()[:5]]
    reasons += [f"merged into it: {row}" for row in topic.merged.all()[:5]]
    return "; ".join(reasons)


@transaction.atomic
def add_topics(rows: Iterable[tuple[str, str, str, str]]) -> tuple[int, int, list[int]]:
    """Add terms to the list, all or none: rows of place, term, broader term and note.

    A term that is there already gets the broader term and the note that its row has. Return how many are new, how many were changed, and
    the papers whose search entries are to follow. Raises :class:`~archive.errors.Refused` with the place of what can't be.
    """
    rows = list(rows)
    known = TopicTerms()
    of_key: dict[str, Topic] = {}
    new, changed = set(), set()
    for place, term, _, note in rows:
        if (key := topic_key(term)) in of_key:
            raise Refused(f"“{term}” is there twice.", place)
        topic = known.topic(term)
        if topic is None:
            topic = Topic(term=term, note=note)
            _checked(topic, place)
            with_address(topic).save()
            new.add(topic.pk)
        elif note and note != topic.note:
            topic.note = note
            changed.add(topic.pk)
        of_key[key] = topic
    for place, term, broader, _ in rows:
        topic = of_key[topic_key(term)]
        above = of_key.get(topic_key(broader)) or known.topic(broader)
        if broader and above is None:
            raise Refused(f"The broader term “{broader}” is neither in the list nor in the file.", place)
        if above and topic.broader_id != above.pk:
            topic.broader = above
            changed.add(topic.pk)
    for topic in of_key.values():
        topic.save()
    whole = {row.pk: row for row in Topic.objects.all()}
    for place, term, _, _ in rows:
        try:
            _chain(of_key[topic_key(term)], whole)
        except Refused as refused:
            raise Refused(refused.sentence, place) from refused
    return len(new), len(changed - new), settle_topics()


def _checked(topic: Topic, place: str) -> None:
    try:
        topic.clean_words()
        topic.clean_fields(exclude=["key", "slug", "chain"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages), place) from error
