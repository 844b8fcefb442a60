"""Plan what a bulk change would do to each document, and write exactly that, some documents at a time."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive import store
from archive.bulk.fields import names_topics, with_values
from archive.bulk.new_names import NewName, new_names
from archive.bulk.replacing import replace_in, replacer
from archive.deadline import check
from archive.errors import Refused
from archive.models import BulkChange, Document
from archive.records import DocumentRecord
from archive.sql.batches import batches

#: The most documents of one change.
MOST_DOCUMENTS = 20_000
#: The most rows of a spreadsheet: each is looked at before it is applied.
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One document of a bulk change: as it is, as it would be, and why it is left out, if it is.

    For a row of a spreadsheet that names no document, ``document`` is ``None`` and ``name`` is what the row has as id. ``place`` is that of
    the row, and ``new`` are the names in it of which records would be made.
    """

    name: str
    document: Document | None
    before: DocumentRecord | None = None
    after: DocumentRecord | None = None
    problem: str = ""
    place: str = ""
    new: tuple[NewName, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the document would be changed."""
        return not self.problem and self.before != self.after


def size_of(change: BulkChange) -> int:
    """Return how many papers, or rows of a spreadsheet, a change deals with."""
    return len(_rows(change) if change.kind == BulkChange.Kind.SPREADSHEET else change.documents)


def versions_of(change: BulkChange) -> dict[int, int]:
    """Return the present versions of the documents of a change, by document id."""
    found: dict[int, int] = {}
    for some in batches(change.documents, 500):
        found |= dict(Document.objects.filter(pk__in=some).values_list("pk", "version"))
    return found


def digest(change: BulkChange) -> str:
    """Return the SHA-256 of what a change would do to what: equal digests mean the same outcome."""
    what = [change.kind, change.parameters, sorted(versions_of(change).items())]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def plan(change: BulkChange, first: int = 0, number: int | None = None) -> list[PlannedChange]:
    """Return what would become of ``number`` of a change's documents or rows from ``first`` on; write nothing.

    Raises :class:`~archive.errors.Refused` for parameters that can't be used.
    """
    some = slice(first, None if number is None else first + number)
    if change.kind == BulkChange.Kind.SPREADSHEET:
        return plan_rows(change, list(range(len(_rows(change))))[some])
    return plan_documents(change, change.documents[some])


def plan_documents(change: BulkChange, ids: list[int]) -> list[PlannedChange]:
    """Return what would become of these documents; write nothing. Raises :class:`~archive.errors.Refused`."""
    if change.kind == BulkChange.Kind.REPLACE:
        how = change.parameters
        put = replacer(
            how.get("find", ""), how.get("put", ""), match_case=how["match_case"], whole_words=how["whole_words"]
        )
        return [_planned(document, lambda record: replace_in(record, put, how["places"])) for document in _fetch(ids)]
    if change.kind == BulkChange.Kind.SET:
        values = change.parameters["values"]
        terms = store.TopicTerms() if names_topics(values) else None
        return _with_new_names(
            [_planned(document, lambda record: with_values(record, values, terms)) for document in _fetch(ids)],
            dict.fromkeys(ids, values),
        )
    raise Refused("This kind of change is not prepared by a plan.")


def plan_rows(change: BulkChange, positions: list[int]) -> list[PlannedChange]:
    """Return what would become of the documents of these rows of a spreadsheet, counted from 0; write nothing."""
    rows = _rows(change)
    first: dict[str, int] = {}
    for position, row in enumerate(rows):
        first.setdefault(row["id"], position)
    ids = [rows[position]["id"] for position in positions]
    known = {d.source_id: d for d in Document.objects.for_record().filter(source_id__in=ids)}
    terms = store.TopicTerms() if any(names_topics(rows[position]["values"]) for position in positions) else None
    planned = [
        replace(
            _planned_row(rows[position], known, terms, again=first[rows[position]["id"]] < position),
            place=rows[position].get("place", ""),
        )
        for position in positions
    ]
    values = {known[row["id"]].pk: row["values"] for position in positions if (row := rows[position])["id"] in known}
    return _with_new_names(planned, values)


def all_new_names(change: BulkChange) -> dict[NewName, int]:
    """Return the names of which a change would make records, with the number of papers that would have each, in their order."""
    if change.kind == BulkChange.Kind.SPREADSHEET:
        rows = {row["id"]: row["values"] for row in reversed(_rows(change))}
        found: dict[int, dict[str, str]] = {}
        for some in batches(list(rows), 500):
            ids = Document.objects.filter(source_id__in=some).values_list("source_id", "pk")
            found |= {pk: rows[source_id] for source_id, pk in ids}
    elif change.kind == BulkChange.Kind.SET:
        found = dict.fromkeys(change.documents, change.parameters["values"])
    else:
        return {}
    return dict(Counter(name for names in new_names(found).values() for name in names))


def write(change: BulkChange, planned: Iterable[PlannedChange], *, user=None, reason: str = "") -> None:
    """Write some planned changes, in one transaction: a version of each document that changes.

    The change notes the records that this made, so that its undo takes them away.
    """
    planned = [one for one in planned if one.changes]
    incoming = [store.Incoming(one.after) for one in planned]
    store.save_batch(incoming, user=user, reason=reason or str(change), bulk=change, edit=True)
    if made := {(name.kind, name.key) for one in planned for name in one.new}:
        noted = change.parameters.setdefault("made", {})
        for kind, ids in store.ids_of(made).items():
            noted[kind] = sorted({*noted.get(kind, ()), *ids})
        change.save(update_fields=["parameters"])


def _with_new_names(planned: list[PlannedChange], values_of: dict[int, dict[str, str]]) -> list[PlannedChange]:
    found = new_names(values_of)
    return [replace(one, new=found.get(one.document.pk, ())) if one.document and found else one for one in planned]


def _rows(change: BulkChange) -> list[dict]:
    return change.parameters["rows"]


def _fetch(ids: list[int]) -> Iterator[Document]:
    yield from Document.objects.for_record().filter(pk__in=ids).order_by("pk")


def _planned(document: Document, alter) -> PlannedChange:
    check()
    before = store.load(document)
    try:
        return PlannedChange(document.source_id, document, before, alter(before))
    except Refused as refused:
        return PlannedChange(document.source_id, document, before, before, str(refused))


def _planned_row(
    row: dict, known: dict[str, Document], terms: store.TopicTerms | None, *, again: bool
) -> PlannedChange:
    """Return the planned change of a spreadsheet's row against the document as it is now."""
    document = known.get(row["id"])
    if document is None:
        return PlannedChange(row["id"], None, problem="There is no paper with this id.")
    one = _planned(document, lambda record: with_values(record, row["values"], terms))
    if again:
        return PlannedChange(one.name, document, one.before, one.before, "This paper has a row further up already.")
    if one.before != one.after and row["version"] != str(document.version):
        problem = f"The row is from version {row['version'] or '?'}; the paper is at version {document.version} by now."
        return PlannedChange(one.name, document, one.before, one.after, problem)
    return one
