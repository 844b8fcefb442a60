"""Papers known but not held: when two references mean one paper, and the entries that public papers give rise to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

from archive import filing
from archive.folding import fold
from archive.models import FileNumber, Reference, UnheldPaper
from archive.parsing.references.finding import NOT_PAPERS
from archive.parsing.references.missions import DEPARTMENT, mission_name, mission_of
from archive.references.answering import Asked
from archive.references.database_index import AT_ONCE
from archive.references.lookups import Lookup
from archive.references.papers import Paper, family, number_key
from archive.sql.batches import batches


@dataclass
class Mention:
    """What one reference says of a paper that is not held."""

    key: str
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


def mention_of(reference: Asked, want: Lookup | None, citing: Paper) -> Mention | None:
    """The entry of a reference that leads to nothing held; ``None`` if it does not say enough to know the paper again."""
    details = reference.details
    file = tuple(details["file"]) if "file" in details else None
    if reference.kind == "file number":
        file = (details.get("scheme", ""), details.get("normal", ""))
        return Mention("|".join(("file", *file)), "paper", file=file, year=citing.year)
    if reference.kind in NOT_PAPERS or want is None:
        return None
    not_found = details.get("found") is False
    if reference.kind in {"policy paper", "UN document"}:
        number = details.get("symbol") or f"{details['series']} {details['number']}"
        return Mention(want.key, reference.kind, number, file=file, not_found=not_found)
    sender, recipient = mission_of(want.origin), mission_of(want.destination)
    kind = family(reference.kind)
    entry = Mention(
        "",
        reference.kind,
        details.get("number", ""),
        _words(sender, want.origin, details.get("from", ""), citing),
        _words(recipient, want.destination, details.get("to", ""), citing),
        want.day,
        want.day.year if want.day else citing.year,
        want.time,
        file,
        not_found,
    )
    if entry.number:
        entry.key = _numbered(kind, details, sender, recipient, want, citing, entry)
    elif want.day and (sender or recipient or file):
        entry.key = "|".join(
            (
                kind,
                sender or _name(details, "from"),
                recipient or _name(details, "to"),
                want.day.isoformat(),
                _time(want.time),
            )
        )
    if "series" in details:
        entry.number = f"{details['series']} {entry.number}"
    return entry if entry.key else None


def _numbered(
    kind: str, details: dict, sender: str, recipient: str, want: Lookup, citing: Paper, entry: Mention
) -> str:
    """A post's numbers run through a year; the Department's, through a year for each post."""
    number, year = number_key(entry.number), str(entry.year or "")
    if "series" in details:
        return "|".join((kind, f"{fold(details['series'])} {number}", year))
    if sender == DEPARTMENT:
        return "|".join((kind, number, DEPARTMENT, recipient, year))
    if sender:
        return "|".join((kind, number, sender, year))
    if want.pair:
        both = "+".join(sorted({mission_of(citing.senders), mission_of(citing.recipients)} - {""}))
        return "|".join((kind, number, f"?{both}", recipient, year))
    if entry.file:
        return "|".join(("file", *entry.file))
    return "|".join((kind, number, f"?{recipient or citing.volume}", year))


def _name(details: dict, way: str) -> str:
    return fold(details.get(way, ""))


def _time(printed: str) -> str:
    return re.sub(r"[^0-9apm:]", "", fold(printed))


def _words(post: str, names: frozenset[str], stated: str, citing: Paper) -> str:
    """A side in words: as the reference says, as the citing paper's place says, or the post's usual name."""
    if stated and post != DEPARTMENT:
        return stated
    if citing.place and fold(citing.place) in names:
        return citing.place
    return mission_name(post) if post else ""


def attach(found: list[tuple[Reference, Mention]]) -> list[tuple[Reference, int | None]]:
    """Give each reference its entry, made or found; sets ``reference.unheld`` unsaved.

    Gives all references that were given one, others than these among them, each with the id of the entry it had.
    """
    if not found:
        return []
    entries: dict[str, Mention] = {}
    for reference, entry in found:
        merged = entries.setdefault(entry.key, entry)
        _add(merged, entry)
        merged.references.append(reference)
    numbers = _file_numbers({entry.file for entry in entries.values() if entry.file})
    _join_files(entries, numbers)
    rows = {}
    for some in batches(entries, AT_ONCE):
        rows |= {row.key: row for row in UnheldPaper.objects.filter(key__in=some).select_related("file_number")}
    new, changed = [], []
    for key, entry in entries.items():
        row = rows.get(key)
        if row is None:
            row = rows[key] = UnheldPaper(key=key, slug=_slug(key), kind=entry.kind or "paper")
            new.append(row)
        if _fill(row, entry, numbers) and row.pk:
            changed.append(row)
    UnheldPaper.objects.bulk_create(new, batch_size=500)
    fields = ["number", "sender", "recipient", "day", "year", "time", "file_number", "file", "where_held", "not_found"]
    UnheldPaper.objects.bulk_update(changed, fields, batch_size=200)
    given = []
    for key, entry in entries.items():
        for reference in entry.references:
            given.append((reference, reference.unheld_id))
            reference.unheld = rows[key]
    return given


def _add(merged: Mention, entry: Mention) -> None:
    for name in ("number", "sender", "recipient", "day", "year", "time", "file"):
        if not getattr(merged, name):
            setattr(merged, name, getattr(entry, name))
    merged.not_found = merged.not_found or entry.not_found


def _file_numbers(files: set[tuple[str, str]]) -> dict[tuple[str, str], FileNumber]:
    found = {}
    for some in batches({normal for _, normal in files}, AT_ONCE):
        for row in FileNumber.objects.filter(normal__in=some):
            found[row.scheme, row.normal] = row
    return found


def _join_files(entries: dict[str, Mention], numbers: dict) -> None:
    """A bare file number and a paper that has this number are one paper, in this batch or with an earlier entry."""
    by_file: dict[tuple[str, str], list[str]] = {}
    for key, entry in entries.items():
        if entry.file and not key.startswith("file|"):
            by_file.setdefault(entry.file, []).append(key)
    bare = {entry.file: key for key, entry in entries.items() if key.startswith("file|") and entry.file}
    known: dict[tuple[str, str], list[str]] = {}
    for some in batches([numbers[file].pk for file in bare if file in numbers], AT_ONCE):
        for key, scheme, normal in UnheldPaper.objects.filter(file_number__in=some).values_list(
            "key", "file_number__scheme", "file_number__normal"
        ):
            if not key.startswith("file|"):
                known.setdefault((scheme, normal), []).append(key)
    for file, key in bare.items():
        keys = list(dict.fromkeys([*by_file.get(file, []), *known.get(file, [])]))
        if len(keys) != 1:
            continue
        entry = entries.pop(key)
        into = entries.setdefault(keys[0], Mention(keys[0], "", file=file))
        into.references += entry.references
    # An earlier bare entry is taken over by the paper that is now known to have its number.
    for some in batches(
        [numbers[file].pk for file, keys in by_file.items() if len(keys) == 1 and file in numbers], AT_ONCE
    ):
        rows = Reference.objects.filter(unheld__key__startswith="file|", unheld__file_number__in=some)
        for reference in rows.select_related("unheld__file_number"):
            number = reference.unheld.file_number
            (key,) = by_file[number.scheme, number.normal]
            if all(reference.pk != other.pk for other in entries[key].references):
                entries[key].references.append(reference)


def _fill(row: UnheldPaper, entry: Mention, numbers: dict) -> bool:
    """Put what the entry says into the row where it says nothing yet; whether that changed it."""
    changed = False
    number = numbers.get(entry.file) if entry.file else None
    values = {
        "number": entry.number, "sender": entry.sender, "recipient": entry.recipient, "day": entry.day,
        "year": entry.year, "time": entry.time, "file_number_id": number and number.pk, "file_id": number and number.file_id,
        "not_found": entry.not_found,
    }  # fmt: skip
    for name, value in values.items():
        if value and not getattr(row, name):
            setattr(row, name, value)
            changed = True
    if row.file_number_id and not row.where_held:
        borne = number if number and number.pk == row.file_number_id else row.file_number
        parsed = filing.parse(borne.normal, row.year)
        row.where_held = str(filing.whereabouts(parsed, row.year) or "")
        changed = changed or bool(row.where_held)
    return changed


def _slug(key: str) -> str:
    words = re.sub(r"[^0-9a-z]+", "-", key.lower()).strip("-")[:90]
    return f"{words}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def sweep(ids: set[int] | None = None) -> int:
    """Remove entries that nothing cites any more; of all, or of these. How many."""
    rows = UnheldPaper.objects.filter(citations=None)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    gone = list(rows.values_list("pk", flat=True))
    for some in batches(gone, AT_ONCE):
        UnheldPaper.objects.filter(pk__in=some).delete()
    return len(gone)
