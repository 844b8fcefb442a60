"""Likely duplicates: of authorities, found by a command and kept for the archivist; of documents, doubted at every save."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Min, Q

from archive.models import Correspondent, Document, DocumentFileNumber, LikelyDuplicate
from archive.records import ReadingWarning
from archive.store.likeness import Alike, Name, alike_names, alike_people
from archive.store.uses import AUTHORITIES

#: The warning's code.
LIKELY_DUPLICATE = "likely-duplicate"
_MOST = 5000
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
    found: dict[int, tuple[int, str]] = {}
    dated = {document.pk: document for document in documents if document.date_earliest}
    ids = sorted(dated)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        same_file = DocumentFileNumber.objects.filter(
            Q(document__in=chunk),
            file_number__document_file_numbers__document__lt=F("document"),
            file_number__document_file_numbers__document__date_earliest=F("document__date_earliest"),
            file_number__document_file_numbers__document__date_latest=F("document__date_latest"),
            file_number__document_file_numbers__document__heading=F("document__heading"),
        ).exclude(document__heading="")
        first = same_file.values("document").annotate(other=Min("file_number__document_file_numbers__document"))
        alike = [(row["document"], row["other"], "file number, date and heading") for row in first.order_by()]
        alike += _same_telegrams({pk: dated[pk] for pk in chunk if dated[pk].telegram_number})
        for pk, other, why in alike:
            found[pk] = min(found.get(pk, (other, why)), (other, why))
    names = dict(Document.objects.filter(pk__in={other for other, _ in found.values()}).values_list("pk", "source_id"))
    return {
        pk: [ReadingWarning(LIKELY_DUPLICATE, f"It may be the paper {names[other]} once more: the same {why}.")]
        for pk, (other, why) in found.items()
    }


def _same_telegrams(documents: dict[int, Document]) -> list[tuple[int, int, str]]:
    if not documents:
        return []
    alike = Document.objects.filter(
        number__in={document.number for document in documents.values()},
        date_earliest__in={document.date_earliest for document in documents.values()},
    )
    first: dict[tuple, int] = {}
    keys: dict[int, set[tuple]] = defaultdict(set)
    senders = Correspondent.objects.filter(role="sender", document__in=alike).values_list(
        "document", "document__number", "document__date_earliest", "document__kind", "office", "person"
    )
    for pk, *said, office, person in senders:
        for sender in (("office", office), ("person", person)):
            if sender[1]:
                key = (*said, *sender)
                first[key] = min(first.get(key, pk), pk)
                keys[pk].add(key)
    return [
        (pk, first[key], "telegram number, date and sender") for pk in documents for key in keys[pk] if first[key] < pk
    ]
