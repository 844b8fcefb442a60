"""What is in the database as TEI, piece by piece, whoever asks for it: one document, a selection, a volume."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from archive import store
from archive.exports.tei import corpus, document_file, volume_tei
from archive.models import Document, Volume
from archive.records import DocumentRecord

_CHUNK = 100


def document_pieces(document: Document) -> Iterator[str]:
    """One document as a TEI file of its own."""
    yield document_file(store.load(Document.objects.for_record().get(pk=document.pk)))


def selection_pieces(documents: Iterable[Document]) -> Iterator[str]:
    """Several documents in one TEI file, in the order given."""
    ids = [document.pk for document in documents]
    return corpus(_records(ids), f"{len(ids)} documents")


def _records(ids: list[int]) -> Iterator[DocumentRecord]:
    for start in range(0, len(ids), _CHUNK):
        found = Document.objects.for_record().in_bulk(ids[start : start + _CHUNK])
        yield from (store.load(found[pk]) for pk in ids[start : start + _CHUNK])


def volume_pieces(volume: Volume, documents: QuerySet[Document]) -> Iterator[str]:
    """A volume with those of its documents that are among ``documents``, in printed order; the others' places are left out."""
    rows = documents.for_record().filter(volume=volume).order_by("position", "pk").iterator(chunk_size=_CHUNK)
    return volume_tei(store.load_volume(volume), (store.load(row) for row in rows))
