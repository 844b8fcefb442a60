"""Papers that may be held twice: warned of at every save."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet

from archive.models import Correspondent, Document, DocumentFileNumber, State, plain_texts
from archive.records import TELEGRAM_KINDS, ReadingWarning
from archive.sql.batches import batches

#: The warning's code.
LIKELY_DUPLICATE = "likely-duplicate"
_HEADING, _TELEGRAM = "file number, date and heading", "telegram number, date and sender"
_BATCH = 500
#: The share of three-word phrases that two copies of a paper have in common, at least: its reading may differ, its words hardly.
_ALIKE = 0.5
_WORD = re.compile(r"\w+")


def duplicate_warnings(documents: Sequence[Document]) -> dict[int, list[tuple[ReadingWarning, int]]]:
    """Return a warning for each of these documents that may be held twice, with the id of the other paper, by document id.

    Two papers with the same file number, day and heading may be the same, unless their own numbers or hours differ, or, where neither
    has a number, most of their words. So may two telegrams with the same own number, day and sender's office or person. Only
    the later one gets a warning, and only about the first of the others that are public and the first of those that each
    person entered, so that everybody is warned of one that they may see, the order of saving does not matter, and a
    hundred copies give a hundred warnings. A few queries for all.
    """
    dated = {document.pk: document for document in documents if document.date_earliest}
    days = sorted({document.date_earliest for document in dated.values()})
    similar: dict[tuple, list[int]] = defaultdict(list)
    seen_by: dict[int, tuple[bool, int | None]] = {}
    marks: dict[int, tuple[str, str]] = {}
    for batch in batches(days, _BATCH):
        # By day, along the index that begins with the state: a day has few papers, a file may have thousands.
        same_days = Document.objects.filter(state__in=State.values, date_earliest__in=batch)
        for pk, state, by, first, last, heading, kind, number, hour in same_days.order_by("pk").values_list(
            "pk", "state", "created_by", "date_earliest", "date_latest", "heading", "kind", "number", "date_time"
        ):
            marks[pk] = number, hour
            seen_by[pk] = (state == State.PUBLISHED, None if state == State.PUBLISHED else by)
            if heading:
                similar[_HEADING, first, last, heading].append(pk)
            if number and kind in TELEGRAM_KINDS:
                similar[_TELEGRAM, first, kind, number].append(pk)
    groups = [(key[0], ids) for key, ids in similar.items() if len(ids) > 1 and any(pk in dated for pk in ids)]
    members = sorted({pk for _, ids in groups for pk in ids})
    shared = {
        _HEADING: _values(DocumentFileNumber.objects.all(), members, "file_number"),
        _TELEGRAM: _values(Correspondent.objects.filter(role="sender"), members, "office", "person"),
    }
    sharing: dict[tuple[int, str, tuple], list[int]] = defaultdict(list)
    for group, (why, ids) in enumerate(groups):
        for pk in ids:
            for value in shared[why].get(pk, ()):
                sharing[group, why, value].append(pk)
    candidates = [(why, ids) for (_, why, _), ids in sharing.items() if len(ids) > 1]
    phrases = _phrases({pk for why, ids in candidates if why == _HEADING for pk in ids if not marks[pk][0]})
    found: dict[int, dict[tuple, tuple[int, str]]] = defaultdict(dict)
    for why, ids in candidates:
        earlier: dict[tuple, list[int]] = defaultdict(list)
        for pk in ids:
            for who, others in earlier.items() if pk in dated else ():
                alike = (one for one in others if why != _HEADING or not _differ(pk, one, marks, phrases))
                if (other := next(alike, None)) is not None:
                    found[pk][who] = min(found[pk].get(who, (other, why)), (other, why))
            earlier[seen_by[pk]].append(pk)
    return {
        pk: [
            (ReadingWarning(LIKELY_DUPLICATE, f"It may be another paper once more: the same {why}."), other)
            for other, why in sorted(others.values())
        ]
        for pk, others in found.items()
    }


def _differ(one: int, other: int, marks: dict[int, tuple[str, str]], phrases: dict[int, frozenset]) -> bool:
    """Whether two papers of one heading are surely two: by their own numbers, their hours or, where neither has a number, their words."""
    if any(mine and theirs and mine != theirs for mine, theirs in zip(marks[one], marks[other], strict=True)):
        return True
    if one not in phrases or other not in phrases:
        return False
    shared, fewer = phrases[one] & phrases[other], min(len(phrases[one]), len(phrases[other]))
    return len(shared) < fewer * _ALIKE


def _phrases(documents: set[int]) -> dict[int, frozenset]:
    """Return each run of three words in the text of these documents, heading and date line included."""
    found = {}
    for batch in batches(sorted(documents), _BATCH):
        for pk, plain in plain_texts(batch).items():
            words = _WORD.findall(plain.casefold())
            found[pk] = frozenset(zip(words, words[1:], words[2:], strict=False))
    return found


def _values(rows: QuerySet, documents: list[int], *fields: str) -> dict[int, set[tuple[str, int]]]:
    """Return what the rows of each document have in these fields, as pairs of field and value."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for batch in batches(documents, _BATCH):
        for pk, *values in rows.filter(document__in=batch).order_by().values_list("document", *fields):
            found[pk].update((field, value) for field, value in zip(fields, values, strict=True) if value)
    return found
