"""Documents of the database as TEI, piece by piece: one document, a selection, a volume."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from archive import store
from archive.exports.tei import corpus, document_file, volume_tei
from archive.models import Document, Volume
from archive.records import DocumentRecord
from archive.sql.batches import batches

_AT_ONCE = 100


def document_pieces(document: Document) -> Iterator[str]:
    """Yield one document as a TEI file of its own."""
    yield document_file(store.load(Document.objects.for_record().get(pk=document.pk)))


def selection_pieces(documents: Iterable[Document]) -> Iterator[str]:
    """Yield several documents as one TEI file, in their order."""
    ids = [document.pk for document in documents]
    return corpus(_records(ids), f"{len(ids)} documents")


def _records(ids: list[int]) -> Iterator[DocumentRecord]:
    for some in batches(ids, _AT_ONCE):
        found = Document.objects.for_record().in_bulk(some)
        yield from (store.load(found[pk]) for pk in some)


def volume_pieces(volume: Volume, documents: QuerySet[Document]) -> Iterator[str]:
    """Yield a volume with those of its documents that are among ``documents``, in printed order."""
    rows = documents.for_record().filter(volume=volume).order_by("position", "pk").iterator(chunk_size=_AT_ONCE)
    return volume_tei(store.load_volume(volume), (store.load(row) for row in rows))
