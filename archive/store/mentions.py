"""Keep whom papers mention in step with the lists of persons: which entry a mark means, and which person the entry is tied to.

The rows are written with their papers (:mod:`archive.store.rows`). Here they follow when an entry is tied to somebody else or a volume's
list changes, and are found again in all papers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from archive.models import Correspondent, Document, ListedPerson, PersonMention, Volume
from archive.parsing.authority_names import is_person
from archive.parsing.marked_names import mentioned_persons
from archive.sql.batches import batches, short_batches
from archive.store.authority_links import reindex
from archive.store.loading import load
from archive.store.rows import write_mentions

_BATCH = 200


def follow_papers(documents: Iterable[int]) -> None:
    """Let the entries that these papers mark follow an archivist who identified the senders and recipients marked with them.

    An entry follows when all that it marks is somebody else: from then on, papers that come are identified so, too.
    """
    marked = Correspondent.objects.exclude(person_source_id="").exclude(person=None)
    wanted = set(marked.filter(document__in=documents).values_list("document__volume", "person_source_id"))
    if not wanted:
        return
    volumes, ids = zip(*wanted, strict=True)
    people: dict[tuple[int, str], set[int]] = defaultdict(set)
    rows = marked.filter(document__volume__in=set(volumes), person_source_id__in=set(ids))
    for volume, source_id, person in rows.values_list("document__volume", "person_source_id", "person").distinct():
        people[volume, source_id].add(person)
    entries = ListedPerson.objects.filter(volume__in=set(volumes), source_id__in=set(ids))
    changed = []
    for entry in entries:
        found = people.get((entry.volume_id, entry.source_id), set())
        if len(found) == 1 and entry.person_id not in found:
            entry.person_id, entry.why, entry.certainty, entry.tied_by_hand = found.pop(), "", None, True
            changed.append(entry)
    ListedPerson.objects.bulk_update(changed, ["person", "why", "certainty", "tied_by_hand"])
    follow_entries([entry.pk for entry in changed])


def follow_entries(entries: Collection[int]) -> None:
    """Let the mentions of these entries follow to the people that the entries are tied to now, with the search entries of their papers.

    Whoever ties entries to somebody else calls this in the same transaction.
    """
    if not entries:
        return
    behind = PersonMention.objects.filter(
        ~Q(person=F("entry__person")) | Q(person=None, entry__person__isnull=False), entry__in=entries
    )
    rows = list(behind.values_list("pk", "document", "entry__person"))
    by_person = defaultdict(list)
    for pk, _, person in rows:
        by_person[person].append(pk)
    for person, ids in by_person.items():
        for batch in batches(ids, _BATCH):
            PersonMention.objects.filter(pk__in=batch).update(person=person)
    reindex({document for _, document, _ in rows})


def follow_list(volume: Volume, source_ids: Collection[str]) -> None:
    """Let the mentions in a volume's papers follow its list, of which the entries with these ids are new, gone or changed."""
    rows = PersonMention.objects.filter(document__volume=volume, source_id__in=source_ids)
    for ids in batches(sorted(set(rows.values_list("document", flat=True))), _BATCH):
        find_mentions(ids)


def find_mentions(papers: Collection[int]) -> None:
    """Find again whom these papers mention, as an import would, and update their search entries; call it within a transaction."""
    documents = Document.objects.for_record().select_related("volume").filter(pk__in=papers)
    write_mentions([(document, load(document)) for document in documents])
    reindex(papers)


def rebuild_mentions(progress: Callable[[int, int], None] | None = None) -> int:
    """Find whom all papers mention again, in batches; return how many papers have other mentions now.

    ``progress`` is called with the number of papers done and of all papers.
    """
    ids_of_all = list(_with_names().order_by("pk").values_list("pk", flat=True))
    done, different = 0, 0
    for ids in short_batches(ids_of_all, first=50):
        with transaction.atomic():
            different += mend_mentions(ids)
        done += len(ids)
        if progress:
            progress(done, len(ids_of_all))
    return different


def mend_mentions(papers: Collection[int]) -> int:
    """Find whom these papers mention again, where that is not what is stored; return of how many; call it within a transaction."""
    stale = [pk for pk, _ in _differing(papers)]
    find_mentions(stale)
    return len(stale)


def check_mentions() -> Iterator[str]:
    """Yield a line for each paper whose stored mentions are not those of its text and of its volume's list."""
    for ids in batches(list(_with_names().order_by("pk").values_list("pk", flat=True)), _BATCH):
        for _, source_id in _differing(ids):
            yield f"{source_id}: whom it mentions differs from its text or its volume's list"


def _with_names() -> QuerySet[Document]:
    """Return the papers of volumes with a list of persons, and whatever else has mentions."""
    listed = Exists(ListedPerson.objects.filter(volume=OuterRef("volume")))
    return Document.objects.filter(listed | Exists(PersonMention.objects.filter(document=OuterRef("pk"))))


def _differing(ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """Yield id and source id of those of these papers whose rows are not what they should be."""
    stored: dict[int, dict[str, tuple]] = defaultdict(dict)
    for row in PersonMention.objects.filter(document__in=ids):
        stored[row.document_id][row.source_id] = row.count, row.entry_id, row.person_id
    documents = list(Document.objects.for_record().filter(pk__in=ids).order_by("pk"))
    listed: dict[int | None, dict[str, ListedPerson]] = defaultdict(dict)
    for entry in ListedPerson.objects.filter(volume__in={document.volume_id for document in documents}):
        listed[entry.volume_id][entry.source_id] = entry
    for document in documents:
        found = mentioned_persons(load(document)) if document.volume_id else {}
        entries = {source_id: listed[document.volume_id].get(source_id) for source_id in found}
        wanted = {
            source_id: (count, entry and entry.pk, entry and entry.person_id)
            for (source_id, count), entry in zip(found.items(), entries.values(), strict=True)
        }
        loose = any(entry and not entry.person_id and is_person(entry.name) for entry in entries.values())
        if loose or wanted != stored[document.pk]:
            yield document.pk, document.source_id
