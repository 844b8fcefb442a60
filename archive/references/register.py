"""The register of papers known but not held: when two references mean one paper, and its entries in the database."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from archive import filing
from archive.folding import fold
from archive.models import FileNumber, Reference, UnheldPaper
from archive.models.slugs import key_slug
from archive.parsing.references.finding import NOT_PAPERS
from archive.parsing.references.missions import DEPARTMENT, mission_name, mission_of
from archive.references.database_index import AT_ONCE
from archive.references.keys import FileKey, Key, UnheldKey, fold_number
from archive.references.lookups import AnyReference, Lookup
from archive.references.papers import Paper, family
from archive.sql.batches import batches


@dataclass
class Mention:
    """What one reference, or several to the same paper, say about a paper that is not held."""

    key: Key | UnheldKey
    kind: str = ""
    number: str = ""
    sender: str = ""
    recipient: str = ""
    day: date | None = None
    year: int | None = None
    time: str = ""
    file: tuple[str, str] | None = None
    not_found: bool = False
    references: list[Reference] = field(default_factory=list)


def mention_of(reference: AnyReference, lookup: Lookup | None, citing: Paper) -> Mention | None:
    """Return the mention of a reference that leads to nothing held; ``None`` if it states too little to recognise the paper."""
    details = reference.details
    file = tuple(details["file"]) if "file" in details else None
    if reference.kind == "file number":
        file = (details.get("scheme", ""), details.get("normal", ""))
        return Mention(FileKey(*file), "paper", file=file, year=citing.year)
    if reference.kind in NOT_PAPERS or lookup is None:
        return None
    not_found = details.get("found") is False
    if reference.kind in {"policy paper", "UN document"}:
        number = details.get("symbol") or f"{details['series']} {details['number']}"
        return Mention(lookup.key, reference.kind, number, file=file, not_found=not_found)
    sender, recipient = mission_of(lookup.origin), mission_of(lookup.destination)
    year = lookup.day.year if lookup.day else citing.year
    number = details.get("number", "")
    if number:
        key = _numbered(reference, lookup, citing, str(year or ""))
    elif lookup.day and (sender or recipient or file):
        sides = sender or fold(details.get("from", "")), recipient or fold(details.get("to", ""))
        key = UnheldKey((family(reference.kind), *sides, lookup.day.isoformat(), _time(lookup.time)))
    else:
        return None
    return Mention(
        key,
        reference.kind,
        f"{details['series']} {number}" if "series" in details else number,
        _side_words(sender, lookup.origin, details.get("from", ""), citing),
        _side_words(recipient, lookup.destination, details.get("to", ""), citing),
        lookup.day,
        year,
        lookup.time,
        file,
        not_found,
    )


def _numbered(reference: AnyReference, lookup: Lookup, citing: Paper, year: str) -> Key | UnheldKey:
    """Return the key of a numbered paper: a mission's numbers run through a year, the Department's for each mission."""
    details, kind = reference.details, family(reference.kind)
    number = fold_number(details["number"])
    sender, recipient = mission_of(lookup.origin), mission_of(lookup.destination)
    if "series" in details:
        return UnheldKey((kind, f"{fold(details['series'])} {number}", year))
    if sender == DEPARTMENT:
        return UnheldKey((kind, number, DEPARTMENT, recipient, year))
    if sender:
        return UnheldKey((kind, number, sender, year))
    if lookup.pair:
        both = "+".join(sorted({mission_of(citing.senders), mission_of(citing.recipients)} - {""}))
        return UnheldKey((kind, number, f"?{both}", recipient, year))
    if "file" in details:
        return FileKey(*details["file"])
    return UnheldKey((kind, number, f"?{recipient or citing.volume}", year))


def _time(printed: str) -> str:
    return re.sub(r"[^0-9apm:]", "", fold(printed))


def _side_words(mission: str, names: frozenset[str], stated: str, citing: Paper) -> str:
    """Return a side in words: those of the reference, of the citing paper's place, or the mission's usual name."""
    if stated and mission != DEPARTMENT:
        return stated
    if citing.place and fold(citing.place) in names:
        return citing.place
    return mission_name(mission) if mission else ""


def attach(found: list[tuple[Reference, Mention]]) -> list[tuple[Reference, int | None]]:
    """Set ``unheld`` of each reference to the register's entry of its paper, made if there is none; the references stay unsaved.

    Return all references whose entry was set, also others than these, each with the id of the entry that it had before.
    """
    if not found:
        return []
    mentions: dict[str, Mention] = {}
    for reference, mention in found:
        merged = mentions.setdefault(str(mention.key), mention)
        _add(merged, mention)
        merged.references.append(reference)
    numbers = _file_numbers({mention.file for mention in mentions.values() if mention.file})
    _join_files(mentions, numbers)
    rows = {}
    for some in batches(mentions, AT_ONCE):
        rows |= {row.key: row for row in UnheldPaper.objects.filter(key__in=some).select_related("file_number")}
    new, changed = [], []
    for key, mention in mentions.items():
        row = rows.get(key)
        if row is None:
            row = rows[key] = UnheldPaper(key=key, slug=key_slug(key), kind=mention.kind or "paper")
            new.append(row)
        if _fill(row, mention, numbers) and row.pk:
            changed.append(row)
    UnheldPaper.objects.bulk_create(new, batch_size=500)
    fields = ["number", "sender", "recipient", "day", "year", "time", "file_number", "file", "where_held", "not_found"]
    UnheldPaper.objects.bulk_update(changed, fields, batch_size=200)
    attached = []
    for key, mention in mentions.items():
        for reference in mention.references:
            attached.append((reference, reference.unheld_id))
            reference.unheld = rows[key]
    return attached


def _add(merged: Mention, mention: Mention) -> None:
    for name in ("number", "sender", "recipient", "day", "year", "time", "file"):
        if not getattr(merged, name):
            setattr(merged, name, getattr(mention, name))
    merged.not_found = merged.not_found or mention.not_found


def _file_numbers(files: set[tuple[str, str]]) -> dict[tuple[str, str], FileNumber]:
    found = {}
    for some in batches({normal for _, normal in files}, AT_ONCE):
        for row in FileNumber.objects.filter(normal__in=some):
            found[row.scheme, row.normal] = row
    return found


def _join_files(mentions: dict[str, Mention], numbers: dict[tuple[str, str], FileNumber]) -> None:
    """Join bare file numbers with the paper that has this number, in this batch or already in the register."""
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    bare: dict[tuple[str, str], str] = {}
    for key, mention in mentions.items():
        if mention.file and isinstance(mention.key, FileKey):
            bare[mention.file] = key
        elif mention.file:
            named[mention.file].append(key)
    known = _known_papers([numbers[file].pk for file in bare if file in numbers])
    for file, key in bare.items():
        keys = list(dict.fromkeys([*named.get(file, []), *known.get(file, [])]))
        if len(keys) == 1:
            mention = mentions.pop(key)
            into = mentions.setdefault(keys[0], Mention(UnheldKey.from_text(keys[0]), file=file))
            into.references += mention.references
    # An earlier bare entry is taken over by the paper that is now known to have its number.
    for some in batches(
        [numbers[file].pk for file, keys in named.items() if len(keys) == 1 and file in numbers], AT_ONCE
    ):
        rows = Reference.objects.filter(unheld__key__startswith=FileKey.beginning(), unheld__file_number__in=some)
        for reference in rows.select_related("unheld__file_number"):
            number = reference.unheld.file_number
            (key,) = named[number.scheme, number.normal]
            if all(reference.pk != other.pk for other in mentions[key].references):
                mentions[key].references.append(reference)


def _known_papers(file_numbers: list[int]) -> dict[tuple[str, str], list[str]]:
    """Return the keys of the register's papers with these file numbers, besides the bare file numbers."""
    known: dict[tuple[str, str], list[str]] = defaultdict(list)
    for some in batches(file_numbers, AT_ONCE):
        rows = UnheldPaper.objects.filter(file_number__in=some).exclude(key__startswith=FileKey.beginning())
        for key, scheme, normal in rows.values_list("key", "file_number__scheme", "file_number__normal"):
            known[scheme, normal].append(key)
    return known


def _fill(row: UnheldPaper, mention: Mention, numbers: dict[tuple[str, str], FileNumber]) -> bool:
    """Fill what is empty in the row from the mention, and return whether that changed it."""
    changed = False
    number = numbers.get(mention.file) if mention.file else None
    values = {
        "number": mention.number, "sender": mention.sender, "recipient": mention.recipient, "day": mention.day,
        "year": mention.year, "time": mention.time, "not_found": mention.not_found,
        "file_number_id": number and number.pk, "file_id": number and number.file_id,
    }  # fmt: skip
    for name, value in values.items():
        if value and not getattr(row, name):
            setattr(row, name, value)
            changed = True
    if row.file_number_id and not row.where_held:
        own = number if number and number.pk == row.file_number_id else row.file_number
        parsed = filing.parse(own.normal, row.year)
        row.where_held = str(filing.whereabouts(parsed, row.year) or "")
        changed = changed or bool(row.where_held)
    return changed


def sweep(ids: set[int] | None = None) -> int:
    """Remove the entries, of all or of these, that nothing cites any more, and return how many."""
    rows = UnheldPaper.objects.filter(citations=None)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    gone = list(rows.values_list("pk", flat=True))
    for some in batches(gone, AT_ONCE):
        UnheldPaper.objects.filter(pk__in=some).delete()
    return len(gone)
