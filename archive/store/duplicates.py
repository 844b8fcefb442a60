"""Likely duplicates: of authorities, found by a command and kept for the archivist; of documents, doubted at every save."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from archive.models import Correspondent, Document, DocumentFileNumber, LikelyDuplicate, State
from archive.records import TELEGRAM_KINDS, ReadingWarning
from archive.store.likeness import Alike, Name, alike_names, alike_people
from archive.store.uses import AUTHORITIES

#: The warning's code.
LIKELY_DUPLICATE = "likely-duplicate"
_MOST = 5000
_HEADING, _TELEGRAM = "file number, date and heading", "telegram number, date and sender"
_CHUNK = 500


def find_duplicates(kinds: Sequence[str] = tuple(AUTHORITIES)) -> dict[str, int]:
    """Compare all authorities of these kinds and keep the likely duplicates; how many there are of each kind.

    What an archivist dismissed stays dismissed; pairs that are not alike any more, or merged, go.
    """
    counts = {}
    for kind in kinds:
        found = _alike(kind)[:_MOST]
        with transaction.atomic():
            known = {(row.first, row.second): row for row in LikelyDuplicate.objects.filter(kind=kind)}
            new = []
            for pair in found:
                row = known.pop((pair.first, pair.second), None)
                if row is None:
                    new.append(_row(kind, pair))
                elif (row.likeness, row.why) != (pair.likeness, pair.why):
                    LikelyDuplicate.objects.filter(pk=row.pk).update(likeness=pair.likeness, why=pair.why)
            gone = [row.pk for row in known.values() if row.dismissed_at is None]
            for start in range(0, len(gone), _CHUNK):
                LikelyDuplicate.objects.filter(pk__in=gone[start : start + _CHUNK]).delete()
            LikelyDuplicate.objects.bulk_create(new, batch_size=_CHUNK)
        counts[kind] = LikelyDuplicate.objects.filter(kind=kind, dismissed_at=None).count()
    return counts


def _row(kind: str, pair: Alike) -> LikelyDuplicate:
    return LikelyDuplicate(kind=kind, first=pair.first, second=pair.second, likeness=pair.likeness, why=pair.why)


def _alike(kind: str) -> list[Alike]:
    rows = AUTHORITIES[kind].objects.filter(merged_into=None).order_by("pk").values_list("pk", "name")
    if kind != "person":
        return alike_names([Name(pk, name) for pk, name in rows.iterator()])
    offices: dict[int, set[int]] = defaultdict(set)
    served = Correspondent.objects.filter(person__isnull=False, office__isnull=False).order_by()
    for person, office in served.values_list("person", "office").distinct().iterator():
        offices[person].add(office)
    return alike_people([Name(pk, name, frozenset(offices.get(pk, ()))) for pk, name in rows.iterator()])


def doubts_of_duplicates(documents: Sequence[Document]) -> dict[int, list[ReadingWarning]]:
    """For each of these documents that an earlier one is like, the warning that says so; a few queries for all.

    Alike are two papers with the same file number, day and heading, or two telegrams with the same own number, day
    and sender's office or person. Only the later one is doubted, and only for the first that it is like, so that the
    order of saving does not matter and a hundred copies give a hundred doubts.
    """
    dated = {document.pk: document for document in documents if document.date_earliest}
    days = sorted({document.date_earliest for document in dated.values()})
    alike: dict[tuple, list[int]] = defaultdict(list)
    for start in range(0, len(days), _CHUNK):
        # By day, along the index that begins with the state: a day has few papers, a file may have thousands.
        same_days = Document.objects.filter(state__in=State.values, date_earliest__in=days[start : start + _CHUNK])
        for pk, first, last, heading, kind, number in same_days.order_by("pk").values_list(
            "pk", "date_earliest", "date_latest", "heading", "kind", "number"
        ):
            if heading:
                alike[_HEADING, first, last, heading].append(pk)
            if number and kind in TELEGRAM_KINDS:
                alike[_TELEGRAM, first, kind, number].append(pk)
    groups = [(key[0], ids) for key, ids in alike.items() if len(ids) > 1 and any(pk in dated for pk in ids)]
    members = sorted({pk for _, ids in groups for pk in ids})
    shared = {
        _HEADING: _values(DocumentFileNumber.objects.all(), members, "file_number"),
        _TELEGRAM: _values(Correspondent.objects.filter(role="sender"), members, "office", "person"),
    }
    found: dict[int, tuple[int, str]] = {}
    for why, ids in groups:
        first_with: dict[tuple, int] = {}
        for pk in ids:
            for value in shared[why].get(pk, ()):
                other = first_with.setdefault(value, pk)
                if other < pk and pk in dated:
                    found[pk] = min(found.get(pk, (other, why)), (other, why))
    names = dict(Document.objects.filter(pk__in={other for other, _ in found.values()}).values_list("pk", "source_id"))
    return {
        pk: [ReadingWarning(LIKELY_DUPLICATE, f"It may be the paper {names[other]} once more: the same {why}.")]
        for pk, (other, why) in found.items()
    }


def _values(rows: QuerySet, documents: list[int], *fields: str) -> dict[int, set[tuple[str, int]]]:
    """For each of these documents what its rows hold in these fields."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for start in range(0, len(documents), _CHUNK):
        chunk = rows.filter(document__in=documents[start : start + _CHUNK]).order_by()
        for pk, *values in chunk.values_list("document", *fields):
            found[pk].update((field, value) for field, value in zip(fields, values, strict=True) if value)
    return found
