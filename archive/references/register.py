"""The register of papers known but not held: its entries follow from what the references of public papers say, and from nothing else.

Each reference to a paper not held has a mention (see :mod:`archive.references.mentions`). All mentions with one key are one paper; what
is known of it is the first value that one of them has, in the order of the citing papers. A bare file number is the paper that is
known to have it, if there is exactly one; otherwise it is an entry of its own. So the order in which papers were resolved, and
which of them together, makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from archive import filing
from archive.models import FileNumber, Reference, UnheldPaper
from archive.models.slugs import key_slug
from archive.references.database_index import AT_ONCE
from archive.references.keys import FileKey
from archive.references.new_rows import AnyRow
from archive.sql.batches import batches
from archive.sql.rows import insert_objects, update_fields
from archive.sql.rows import update as update_rows

#: What an entry takes from its mentions.
_TAKEN = ("kind", "number", "sender", "recipient", "day", "year", "time")
_VALUES = [*_TAKEN, "not_found", "file_number", "file", "where_held"]


@dataclass(frozen=True, slots=True)
class _Citation:
    """A reference with a mention. ``reference`` is its instance if it is in memory; ``entry`` the id of the entry it points at."""

    pk: int | None
    order: int
    mention: dict[str, Any]
    entry: int | None
    reference: AnyRow | None = None


@dataclass
class _Part:
    """A part of the register as it should be: citations and values by key, and the key of the entry that each key leads to."""

    citations: dict[str, list[_Citation]]
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    entry_of: dict[str, str] = field(default_factory=dict)


def update(keys: Collection[str], held: Iterable[AnyRow] = (), documents: Collection[int] = ()) -> set[int]:
    """Bring the entries of these papers up to date, and those of bare file numbers that may belong to them.

    ``keys`` are those of all papers of which a mention was added, changed or removed. ``held`` are the references of
    ``documents`` that have a mention: they are in memory, may be new, and stay unsaved, while all others are read and written.
    Return the ids of entries that may have lost their last citation; :func:`sweep` removes these when everything is written.
    """
    if not keys:
        return set()
    part = _part(keys, held, documents)
    rows = _rows({*part.values, *part.entry_of.values(), *keys})
    wanted = set(part.entry_of.values())
    _write_entries(part, rows, wanted)
    moved = []
    for key, citations in part.citations.items():
        entry = rows[part.entry_of[key]].pk
        for citation in citations:
            if citation.reference is not None:
                citation.reference.unheld_id = entry
            elif citation.entry != entry:
                moved.append({"id": citation.pk, "unheld_id": entry})
    update_rows(Reference, moved)
    return {row.pk for key, row in rows.items() if key not in wanted}


def differences() -> Iterator[str]:
    """Yield what the stored register has otherwise than the mentions say, a line each; memory does not grow with the register."""
    for keys in _all_keys():
        part = _part(keys)
        rows = _rows({*part.values, *part.entry_of.values()})
        columns = _columns({key: part.values[key] for key in keys})
        for key in keys:
            entry = rows.get(part.entry_of[key])
            if entry is None:
                yield f"paper not held {part.entry_of[key]}: has no entry"
                continue
            if entry.key == key and any(getattr(entry, name) != value for name, value in columns[key].items()):
                yield f"paper not held {key}: its entry is not what its references say"
            for citation in part.citations[key]:
                if citation.entry != entry.pk:
                    source_id = citation.mention["at"][-1]
                    yield f"paper not held {key}: reference {citation.order} of {source_id} points elsewhere"
    for key in UnheldPaper.objects.filter(citations=None).order_by("pk").values_list("key", flat=True).iterator():
        yield f"paper not held {key}: nothing cites it"
    strays = Reference.objects.filter(unheld__isnull=False, unheld_key=None).order_by("pk")
    for source_id, key in strays.values_list("document__source_id", "unheld__key").iterator():
        yield f"paper not held {key}: {source_id} points at it without naming it"


def _all_keys() -> Iterator[list[str]]:
    """Yield the keys of all mentions, so many at once."""
    last = ""
    while True:
        rows = Reference.objects.filter(unheld_key__gt=last).order_by("unheld_key")
        keys = list(rows.values_list("unheld_key", flat=True).distinct()[:AT_ONCE])
        if not keys:
            return
        yield keys
        last = keys[-1]


def sweep(ids: set[int] | None = None) -> int:
    """Remove the entries, of all or of these, that nothing cites any more, and return how many."""
    rows = UnheldPaper.objects.filter(citations=None)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    gone = list(rows.values_list("pk", flat=True))
    for some in batches(gone, AT_ONCE):
        UnheldPaper.objects.filter(pk__in=some).delete()
    return len(gone)


# --- what should be there ---------------------------------------------------------------------------------------------


def _part(keys: Collection[str], held: Iterable[AnyRow] = (), documents: Collection[int] = ()) -> _Part:
    """Return what should be there of the papers with these keys, and of all bare file numbers that have a file number of theirs."""
    held = list(held)
    part = _Part(_citations(keys, held, documents))
    part.values = {key: _merged(citations) for key, citations in part.citations.items()}
    files = {values["file_number"] for values in part.values.values()} | set(_stored_files(keys).values())
    beside = _keys_beside(files - {None}) - set(keys)
    bare = {key for key in beside if _is_bare(key)}
    if bare:
        citations = _citations(bare, held, documents)
        part.citations |= citations
        part.values |= {key: _merged(some) for key, some in citations.items()}
    named: dict[int, list[str]] = defaultdict(list)
    known = {key: values["file_number"] for key, values in part.values.items()} | _stored_files(beside - bare)
    for key, file in known.items():
        if file and not _is_bare(key):
            named[file].append(key)
    for key, values in part.values.items():
        papers = named.get(values["file_number"], ()) if _is_bare(key) else ()
        part.entry_of[key] = papers[0] if len(papers) == 1 else key
    return part


def _is_bare(key: str) -> bool:
    return key.startswith(FileKey.beginning())


def _citations(keys: Collection[str], held: Sequence[AnyRow], documents: Collection[int]) -> dict[str, list[_Citation]]:
    """Return the references that name the papers with these keys, in the order of the citing papers."""
    found: dict[str, list[_Citation]] = defaultdict(list)
    keys, documents = set(keys), set(documents)
    for row in held:
        if row.unheld_key in keys:
            found[row.unheld_key].append(_Citation(row.pk, row.order, row.mention, row.unheld_id, row))
    for some in batches(sorted(keys), AT_ONCE):
        rows = Reference.objects.filter(unheld_key__in=some)
        for document, key, *citation in rows.values_list(
            "document", "unheld_key", "pk", "order", "mention", "unheld"
        ).order_by():
            if document not in documents:
                found[key].append(_Citation(*citation))
    for citations in found.values():
        citations.sort(key=lambda citation: (citation.mention["at"], citation.order))
    return found


def _merged(citations: Sequence[_Citation]) -> dict[str, Any]:
    """Return what the mentions of one paper say together: of each value the first."""
    said = [citation.mention for citation in citations]
    values = {name: next((one[name] for one in said if name in one), None) for name in (*_TAKEN, "file_number")}
    return values | {"not_found": any("not_found" in one for one in said)}


def _keys_beside(files: Collection[int]) -> set[str]:
    """Return the keys of the papers whose references point at the entries with these file numbers."""
    found: set[str] = set()
    for some in batches(sorted(files), AT_ONCE):
        rows = Reference.objects.filter(unheld__file_number__in=some, unheld_key__isnull=False)
        found |= set(rows.order_by().values_list("unheld_key", flat=True).distinct())
    return found


def _stored_files(keys: Collection[str]) -> dict[str, int | None]:
    """Return the ids of the file numbers that the entries with these keys have now."""
    found: dict[str, int | None] = {}
    for some in batches(sorted(keys), AT_ONCE):
        found |= dict(UnheldPaper.objects.filter(key__in=some).order_by().values_list("key", "file_number"))
    return found


# --- writing the entries ----------------------------------------------------------------------------------------------


def _rows(keys: Collection[str]) -> dict[str, UnheldPaper]:
    rows: dict[str, UnheldPaper] = {}
    for some in batches(sorted(keys), AT_ONCE):
        rows |= {row.key: row for row in UnheldPaper.objects.filter(key__in=some)}
    return rows


def _write_entries(part: _Part, rows: dict[str, UnheldPaper], wanted: Collection[str]) -> None:
    """Make and change the rows of the wanted keys as the part has them; new ones are added to ``rows``."""
    mine = {key: part.values[key] for key in sorted(wanted) if key in part.values}
    new, changed = [], []
    for key, values in _columns(mine).items():
        row = rows.get(key)
        if row is None:
            rows[key] = UnheldPaper(key=key, slug=key_slug(key), **values)
            new.append(rows[key])
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    insert_objects(new)
    update_fields(changed, _VALUES)


def _columns(said: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the values of entries by column, from what the mentions of each say together."""
    ids = {values["file_number"] for values in said.values()} - {None}
    numbers: dict[int, FileNumber] = {}
    for some in batches(sorted(ids), AT_ONCE):
        numbers |= FileNumber.objects.in_bulk(some)
    return {key: _columns_of(values, numbers.get(values["file_number"])) for key, values in said.items()}


def _columns_of(said: dict[str, Any], number: FileNumber | None) -> dict[str, Any]:
    year = said["year"]
    return {
        "kind": said["kind"] or "paper",
        "number": said["number"] or "",
        "sender": said["sender"] or "",
        "recipient": said["recipient"] or "",
        "day": date.fromisoformat(said["day"]) if said["day"] else None,
        "year": year,
        "time": said["time"] or "",
        "not_found": said["not_found"],
        "file_number_id": number and number.pk,
        "file_id": number and number.file_id,
        "where_held": str(filing.whereabouts(filing.parse(number.normal, year), year) or "") if number else "",
    }
