"""The paper that is held already: found by own number, day, parties and file number while somebody enters it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from archive import store, workflow
from archive.filing.schemes import COLLECTION, LOT, RECORD_GROUP, UNKNOWN
from archive.models import Correspondent, Document, DocumentFileNumber, Entry
from archive.records import DocumentRecord

#: Schemes whose numbers hold many papers and so name none.
_OF_MANY = (LOT, RECORD_GROUP, COLLECTION, UNKNOWN)
#: A day has few papers; of more than this, and of more with one file number, no more are looked at.
_MOST = 300
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper that is probably the one that is entered, and what both have in common, in words."""

    document: Document
    shared: str


def held_papers(record: DocumentRecord, entry: Entry) -> list[HeldPaper]:
    """Return the papers that are probably held already and that whoever works on the entry may see, the likeliest first.

    A paper is named if at least two of own number, file number and both parties agree and, where both have them, neither the
    day nor the own number differs. Three queries.
    """
    numbers = {(number.scheme, number.normal) for number in record.file_numbers if number.scheme not in _OF_MANY}
    day = record.date.earliest if record.date and record.date.earliest == record.date.latest else ""
    rows = list(_candidates(entry, numbers, day))
    if not rows:
        return []
    filed, parties = _numbers_of(rows), _parties_of(rows)
    mine = {
        role: _keys((who.office, who.person) for who in getattr(record, f"{role}s")) for role in ("sender", "recipient")
    }
    found = []
    for row in rows:
        same_day = bool(day) and str(row.date_earliest or "") == day
        if (record.number and row.number and row.number != record.number) or (
            day and row.date_earliest and not same_day
        ):
            continue
        evidence = {
            "own number": bool(record.number) and row.number == record.number,
            "file number": bool(numbers & filed[row.pk]),
            "sender": bool(mine["sender"] & parties[row.pk, "sender"]),
            "recipient": bool(mine["recipient"] & parties[row.pk, "recipient"]),
        }
        weight = evidence["own number"] + evidence["file number"] + (evidence["sender"] and evidence["recipient"])
        if weight >= 2 or (same_day and evidence["own number"] and evidence["sender"]):
            words = [*(["day"] if same_day else []), *(name for name, agrees in evidence.items() if agrees)]
            found.append((len(words), HeldPaper(row, f"the same {', '.join(words[:-1])} and {words[-1]}")))
    found.sort(key=lambda item: -item[0])
    return [held for _, held in found[:_MOST_NAMED]]


def _candidates(entry: Entry, numbers: set[tuple[str, str]], day: str) -> QuerySet[Document]:
    """Return the papers of the day and those with one of the file numbers."""
    alike = Q(pk__in=[])
    if day:
        alike |= Q(date_earliest=day, date_latest=day)
    if numbers:
        same = Q()
        for scheme, normal in numbers:
            same |= Q(file_number__scheme=scheme, file_number__normal=normal)
        alike |= Q(pk__in=DocumentFileNumber.objects.filter(same).order_by().values("document")[:_MOST])
    rows = workflow.visible(Document.objects.filter(alike), entry.user).exclude(pk=entry.document_id)
    return rows.only("pk", "heading", "number", "state", "date_earliest", "date_edtf", "source_id").order_by("pk")[
        :_MOST
    ]


def _numbers_of(rows: list[Document]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    filed = DocumentFileNumber.objects.filter(document__in=rows).order_by()
    for pk, scheme, normal in filed.values_list("document", "file_number__scheme", "file_number__normal"):
        found[pk].add((scheme, normal))
    return found


def _parties_of(rows: list[Document]) -> dict[tuple[int, str], set[str]]:
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    parties = Correspondent.objects.filter(document__in=rows).order_by()
    for pk, role, office, person in parties.values_list("document", "role", "office_read", "person_read"):
        found[pk, role] |= _keys([(office, person)])
    return found


def _keys(parties) -> set[str]:
    return {store.authority_key(words) for pair in parties for words in pair if words}
