"""Keeping search entries up to date: written with every document, rebuilt in batches in place, and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np
from django.db import connection, transaction
from django.db.models import Count, Value, prefetch_related_objects
from django.db.models.functions import Concat

from archive.deriving import SearchTexts
from archive.models import Document, SearchCount, SearchEntry, SearchFacet, SearchText
from archive.search.backends import backend
from archive.search.columns import COLUMN_FACETS, NAMES, columns, remove_columns
from archive.search.entries import EVERYTHING, MENTIONS, NUMBER, VERSION, IndexEntry, make_entry
from archive.search.entry_rows import entry_rows, write_entry_changes, write_entry_rows
from archive.search.filters import Filters
from archive.search.matches import select
from archive.search.postings import posting_sum, posting_sums, remove_postings
from archive.search.query import Query
from archive.search.query_tree import Words
from archive.search.stored import OUTDATED, StoredEntry, stored_entries
from archive.sql.batches import batches, short_batches

_BATCH = 200
#: Entries that are made again in one transaction when an archive is brought up to date.
_MANY_AT_ONCE = 500


def index(
    documents: Iterable[Document],
    texts: Mapping[str, SearchTexts] | None = None,
    *,
    new: bool = False,
    stored: Mapping[int, StoredEntry] | None = None,
) -> None:
    """Update the entries of these documents to what is public of them; call it inside the write's transaction.

    Fetch the documents with ``for_page()``, or it costs queries for each. A document that is not public loses its entry.
    ``texts`` has the tokens of documents whose words were read before, by source id; ``for_entry()`` is enough for these.
    ``new`` means that none of the documents has an entry yet. Of others, only what has changed is written; ``stored`` are their entries,
    if they are known.
    """
    documents, texts = list(documents), texts or {}
    if not documents:
        return
    with transaction.atomic():
        backend().lock()
        if stored is None:
            stored = {} if new else stored_entries([document.pk for document in documents if document.is_public])
        if not new:
            remove([document.pk for document in documents if not (document.is_public and document.pk in stored)])
        documents = [document for document in documents if document.is_public]
        prefetch_related_objects(documents, MENTIONS)
        entries = [make_entry(document, texts.get(document.source_id)) for document in documents]
        _write([entry for entry in entries if entry.document_id not in stored])
        known = [(stored[entry.document_id], entry) for entry in entries if entry.document_id in stored]
        _change([(before, entry) for before, entry in known if before.digest != entry.digest])


#: Whether entries are made again later; see :func:`indexed_later`.
_later: ContextVar[bool] = ContextVar("later", default=False)


def follow_authorities(ids: Iterable[int]) -> None:
    """Update the entries of these papers after authorities that they point at changed, and nothing in the papers themselves."""
    for batch in batches(ids, _BATCH):
        if _later.get():
            current = SearchEntry.objects.filter(pk__in=batch).exclude(digest__startswith=OUTDATED)
            current.update(digest=Concat(Value(OUTDATED), "digest"))
            continue
        with transaction.atomic():
            backend().lock()
            stored = stored_entries(batch)
            known = list(Document.objects.for_entry().filter(pk__in=stored))
            index(known, {document.source_id: stored[document.pk].texts for document in known}, stored=stored)
            index(Document.objects.for_page().filter(pk__in=set(batch) - stored.keys()))


@contextmanager
def indexed_later() -> Iterator[None]:
    """Within, :func:`follow_authorities` only notes which entries are outdated; afterwards each of them is made again once.

    If the process ends before, :func:`update` finds what is left.
    """
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)
    outdated = SearchEntry.objects.filter(digest__startswith=OUTDATED).order_by("pk")
    for some in batches(list(outdated.values_list("pk", flat=True)), _BATCH):
        with transaction.atomic():
            follow_authorities(some)


def remove(ids: Iterable[int]) -> None:
    """Delete the entries of these documents; call it before the documents themselves are deleted."""
    with transaction.atomic():
        backend().lock()
        for batch in batches(ids, _BATCH):
            remove_postings(batch)
            remove_columns((pk, name) for pk in batch for name in NAMES)
            with connection.cursor() as cursor:
                for model in (SearchEntry, SearchText, SearchFacet):
                    table = model._meta.db_table
                    cursor.execute(
                        f"DELETE FROM {table} WHERE document_id {backend().LISTED}",  # noqa: S608
                        [backend().listed(batch)],
                    )


def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Make every entry again, in batches in place, so that searching goes on meanwhile. Return the number of documents.

    ``progress`` is called with how many documents are done, and of how many. After an interruption, simply run it again.
    """
    _recount()
    everything = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    done = _make_again(short_batches(everything, first=50), len(everything), progress)
    strays = SearchEntry.objects.exclude(document__in=Document.objects.public())
    remove([*strays.values_list("pk", flat=True), *_strays_in_columns()])
    backend().optimise(repair=True)
    return done


def update(progress: Callable[[int, int], None] | None = None) -> int:
    """Make those entries again that an earlier :data:`archive.search.entries.VERSION` made, as :func:`rebuild` does; return how many."""
    older = list(
        SearchEntry.objects.exclude(digest__startswith=f"{VERSION}-").order_by("pk").values_list("pk", flat=True)
    )
    # In long batches, which cost less than half: whoever searches meanwhile would find with half of the entries only anyway.
    if done := _make_again(batches(older, _MANY_AT_ONCE), len(older), progress, _bring_up_to_date):
        backend().optimise(repair=True)
    return done


def make_again(ids: list[int]) -> None:
    """Make the entries of these documents again, whatever they are now, in one transaction."""
    with transaction.atomic():
        remove(ids)  # also what is wrong in the arrays and does not show in the entry
        index(Document.objects.for_page().filter(pk__in=ids), new=True)


def _bring_up_to_date(ids: list[int]) -> None:
    """Make the entries of these documents again; a migration notes as outdated those whose texts and words stay as they are."""
    with transaction.atomic():
        follow_authorities(ids)


def _make_again(
    chosen: Iterable[list[int]],
    total: int,
    progress: Callable[[int, int], None] | None,
    make: Callable[[list[int]], None] = make_again,
) -> int:
    done = 0
    for ids in chosen:
        make(ids)
        done += len(ids)
        if progress:
            progress(done, total)
    return done


def _strays_in_columns() -> set[int]:
    """Return ids in the columns that are no entries': documents that were deleted behind the index."""
    return set(columns().ids.tolist()) - set(SearchEntry.objects.values_list("pk", flat=True))


def optimise() -> None:
    """Bring the indexes in order after much was written."""
    backend().optimise(repair=False)


def finds_newest() -> bool:
    """Whether the index finds the newest public document: a check of a millisecond. True of an empty archive."""
    newest = Document.objects.public().order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return True
    tree = Words((EVERYTHING,))
    with connection.cursor() as cursor:
        matching = backend().MATCHING_DOCUMENTS
        cursor.execute(
            f"SELECT count(*) FROM archive_searchentry WHERE document_id = %s AND document_id IN ({matching})",  # noqa: S608
            [newest, backend().compile_query(tree)],
        )
        return cursor.fetchone() == (1,) and select(Query(tree=tree), Filters()).has(newest)


def lag() -> int:
    """Return how many public documents searches do not find as they are: they have no entry, or one that is to be made again."""
    current = SearchEntry.objects.filter(digest__startswith=f"{VERSION}-").count()
    return max(Document.objects.public().count() - current, 0)


def check_entries() -> list[str]:
    """Return what does not agree between documents and entries, a line each; empty if all is well."""
    found = backend().check_full_text()
    strays = SearchEntry.objects.exclude(document__in=Document.objects.public())
    found += [f"document {pk}: has an entry but is not public" for pk in strays.values_list("pk", flat=True)]
    found += [f"document {pk}: was deleted, and is in the index" for pk in sorted(_strays_in_columns())]
    sums = posting_sums(columns().size)
    for ids in batches(list(Document.objects.public().order_by("pk").values_list("pk", flat=True)), _BATCH):
        found += _differences(ids, sums)
    stored = set(SearchCount.objects.values_list("facet", "value", "count"))
    for facet, value, count in sorted(_counted() ^ stored):
        found.append(f"count of {facet} {value}: {count} in one place only")
    return found


def _differences(ids: list[int], sums: np.ndarray) -> list[str]:
    """Return what does not agree between these public documents and their entries."""
    digests = dict(SearchEntry.objects.filter(pk__in=ids).values_list("pk", "digest"))
    stored = stored_entries(ids)
    in_columns = columns().pairs(ids)
    documents = list(Document.objects.for_page().prefetch_related(MENTIONS).filter(pk__in=ids))
    entries = {document.pk: make_entry(document) for document in documents}
    differing = backend().differing_texts(entries.values())
    found = []
    for document in documents:
        entry, before = entries[document.pk], stored.get(document.pk)
        if document.pk not in digests:
            found.append(f"{document.source_id}: has no entry")
        elif (
            not before
            or (before.digest, before.columns) != (entry.digest, entry.columns)
            or entry.document_id in differing
        ):
            found.append(f"{document.source_id}: its entry is not what the document says")
        elif before.facets != set(entry.facets):
            found.append(f"{document.source_id}: its facets are not what the document says")
        elif in_columns[document.pk] != {pair for pair in entry.facets if pair[0] in COLUMN_FACETS}:
            found.append(f"{document.source_id}: its columns are not what the document says")
        elif sums[document.pk] != posting_sum(entry):
            found.append(f"{document.source_id}: its postings are not what the document says")
    return found


def _write(entries: list[IndexEntry]) -> None:
    write_entry_rows(entry_rows(entries))
    backend().add_words(sorted(frozenset().union(*(entry.words for entry in entries))))


def _change(changes: list[tuple[StoredEntry, IndexEntry]]) -> None:
    if changes:
        write_entry_changes(changes)
        backend().add_words(sorted(frozenset().union(*(entry.words for _, entry in changes))))


def _counted(**which: str) -> set[tuple[str, str, int]]:
    rows = SearchFacet.objects.filter(**which).exclude(facet=NUMBER).values_list("facet", "value")
    return set(rows.annotate(count=Count("pk")).order_by())


def _recount() -> None:
    """Count everything again, one facet after the other, so that nobody waits for all of them."""
    facets = {
        facet
        for model in (SearchFacet, SearchCount)
        for facet in model.objects.values_list("facet", flat=True).distinct()
    }
    for name in sorted(facets):
        with transaction.atomic():
            backend().lock()
            counted = {value: count for _, value, count in _counted(facet=name)}
            # A row that stays keeps its id, by which the columns name the value.
            for row in SearchCount.objects.filter(facet=name):
                count = counted.pop(row.value, 0)
                if not count:
                    row.delete()
                elif count != row.count:
                    SearchCount.objects.filter(pk=row.pk).update(count=count)
            rows = [SearchCount(facet=name, value=value, count=count) for value, count in counted.items()]
            SearchCount.objects.bulk_create(rows)
