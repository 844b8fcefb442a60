"""Topics that chapters and printed subjects suggest for papers: a term of the list whose words stand in a heading, side by side.

Nothing is stored of a suggestion but that an archivist refused it. It becomes a topic when an archivist assigns it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from archive.browsing.reading import divisions_of
from archive.folding import stem, words
from archive.models import Division, Document, Topic, TopicRefusal, Volume
from archive.models.documents import with_topics
from archive.store import papers_with

#: Letters of a word by which the database finds what may have it; the words themselves are compared here.
_BEGINNING = 4
#: Chapters and subjects that are looked at for a topic.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A chapter or a printed subject that names a topic, with the number of its papers that do not have it yet."""

    words: str
    papers: int
    division: Division | None = None

    @property
    def key(self) -> str:
        """What a form says to choose it."""
        return f"chapter {self.division.pk}" if self.division else f"subject {self.words}"

    @property
    def reason(self) -> str:
        """Why it is suggested, in words."""
        return _reason("chapter" if self.division else "printed subject", self.words)


def suggestions_of(topic: Topic) -> list[Suggestion]:
    """Return what suggests a topic, without what was refused: chapters, then subjects, those with most papers first."""
    terms = [_stems(term) for term in topic.terms]
    refused = {(row.division_id, row.subject) for row in TopicRefusal.objects.filter(topic=topic)}
    without = Document.objects.exclude(pk__in=papers_with(topic).values("pk"))
    found = [
        *_chapters(topic, terms, without, {division for division, _ in refused}),
        *_subjects(topic, terms, without, {subject for _, subject in refused}),
    ]
    return sorted(found, key=lambda one: (one.division is None, -one.papers, one.words))


def suggestions_for(document: Document) -> list[tuple[str, str]]:
    """Return the terms that are suggested for a paper, each with the reason; not those that it has, or broader terms of these."""
    prefetch_related_objects([document], with_topics())
    has = {slug for row in document.document_topics.all() for slug, _, _ in row.topic.chain}
    topics = [topic for topic in Topic.objects.filter(merged_into=None) if topic.slug not in has]
    if not topics:
        return []
    reasons = [(division.pk, "", "chapter", division.heading) for division in divisions_of(document)]
    reasons += [(None, document.subject, "printed subject", document.subject)] if document.subject else []
    refused = set(TopicRefusal.objects.values_list("topic", "division", "subject"))
    found: dict[str, str] = {}
    for topic in topics:
        for division, subject, what, heading in reasons:
            if (topic.pk, division, subject) not in refused and _names(heading, map(_stems, topic.terms)):
                found.setdefault(topic.term, _reason(what, heading))
    return list(found.items())


def papers_suggested(topic: Topic, chosen: Iterable[Suggestion], most: int) -> list[int]:
    """Return the papers of these chapters and subjects that do not have the topic, at most so many."""
    which = Q(pk=None)
    for one in chosen:
        which |= _below(one.division) if one.division else Q(subject=one.words)
    papers = Document.objects.filter(which).exclude(pk__in=papers_with(topic).values("pk"))
    return list(papers.order_by("pk").values_list("pk", flat=True)[:most])


def refuse_suggestions(topic: Topic, chosen: Iterable[Suggestion], user) -> int:
    """Note that these do not suggest the topic any more; return how many."""
    rows = [
        TopicRefusal(topic=topic, division=one.division, subject="" if one.division else one.words, user=user)
        for one in chosen
    ]
    return len(TopicRefusal.objects.bulk_create(rows))


def _chapters(topic: Topic, terms, without: QuerySet[Document], refused: set) -> list[Suggestion]:
    rows = Division.objects.filter(_begun("heading", topic)).exclude(pk__in=refused - {None})
    named = [row for row in rows.select_related("volume").defer("text", "volume__header", "volume__skeleton")[:_MOST]
             if _names(row.heading, terms)]  # fmt: skip
    # The papers of all their volumes by division, with one query.
    counts: dict[int, list[tuple[str, int]]] = defaultdict(list)
    volumes = Volume.objects.filter(pk__in={row.volume_id for row in named})
    held = without.filter(volume__in=volumes).exclude(division=None).order_by()
    for volume, path, papers in held.values_list("volume", "division__path").annotate(Count("pk")):
        counts[volume].append((path, papers))
    found = []
    for row in named:
        papers = sum(n for path, n in counts[row.volume_id] if path == row.path or path.startswith(f"{row.path}."))
        if papers:
            found.append(Suggestion(row.heading, papers, row))
    return found


def _subjects(topic: Topic, terms, without: QuerySet[Document], refused: set) -> list[Suggestion]:
    rows = without.filter(_begun("subject", topic)).exclude(subject__in=refused | {""}).order_by()
    counted = rows.values_list("subject").annotate(Count("pk"))[:_MOST]
    return [Suggestion(subject, papers) for subject, papers in counted if _names(subject, terms)]


def _below(division: Division) -> Q:
    below = Q(division__path__gt=f"{division.path}.", division__path__lt=f"{division.path}/")
    return Q(volume=division.volume_id) & (Q(division=division) | below)


def _begun(column: str, topic: Topic) -> Q:
    """Return the condition that a column may name a topic: that it has the beginnings of all the words of a term."""
    found = Q(pk=None)
    for term in topic.terms:
        each = Q()
        for word in words(term):
            # Databases compare accents as they are, the words below do not.
            each &= Q(**{f"{column}__icontains": word[:_BEGINNING]}) if term.isascii() else Q()
        found |= each
    return found


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def _names(text: str, terms: Iterable[list[str]]) -> bool:
    """Return whether all words of one of the terms stand in a text side by side, in whatever form."""
    found = _stems(text)
    return any(
        found[start : start + len(term)] == term
        for term in terms
        if term
        for start in range(len(found) - len(term) + 1)
    )


def _reason(what: str, heading: str) -> str:
    return f"the {what} “{heading if len(heading) <= 80 else f'{heading[:79]}…'}” names it"
