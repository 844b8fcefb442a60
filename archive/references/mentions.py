"""What references say about papers that are not held, and when two of them mean one paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from archive.folding import fold
from archive.parsing.references.finding import NOT_PAPERS
from archive.parsing.references.missions import DEPARTMENT, mission_name, mission_of
from archive.references.keys import FileKey, Key, UnheldKey, fold_number
from archive.references.lookups import AnyReference, Lookup, stated_number
from archive.references.matching import NOT_HELD
from archive.references.new_rows import AnyRow
from archive.references.papers import Paper, family


@dataclass(frozen=True, slots=True)
class Mention:
    """What one reference says about a paper that is not held. ``key`` is the paper; ``file_number`` is the id of a row."""

    key: Key | UnheldKey
    kind: str = ""
    number: str = ""
    sender: str = ""
    recipient: str = ""
    day: date | None = None
    year: int | None = None
    time: str = ""
    file_number: int | None = None
    not_found: bool = False

    def as_json(self, citing: Paper) -> dict[str, Any]:
        """Return what is stored with the reference: what it says, and as ``at`` the place of the citing paper, which orders mentions."""
        said = {name: value for name in _SAID if (value := getattr(self, name))}
        if self.day:
            said["day"] = self.day.isoformat()
        return said | {"at": [citing.volume, citing.position, citing.source_id]}


_SAID = [field.name for field in fields(Mention) if field.name != "key"]


def mentions_in(
    citing: Paper, listed: Sequence[AnyRow], lookups: Sequence[Lookup | None]
) -> Iterator[tuple[AnyRow, Mention]]:
    """Yield the references of a paper that name a paper not held, each with its mention.

    A file number that the editors give for a paper belongs to that paper and has its mention.
    """
    found = [pair for pair in zip(listed, lookups, strict=True) if pair[0].status == NOT_HELD]
    numbers = {
        tuple(row.details["of"]): row.file_number_id
        for row, _ in found
        if row.kind == "file number" and "of" in row.details
    }
    mentions: dict[tuple[str, int], Mention] = {}
    for row, lookup in found:
        if row.kind != "file number" and (mention := _mention_of(row, lookup, citing)):
            place = row.where, row.start
            mentions[place] = replace(mention, file_number=numbers.get(place))
            yield row, mentions[place]
    for row, lookup in found:
        if row.kind == "file number" and (
            mention := mentions.get(tuple(row.details.get("of", ()))) or _mention_of(row, lookup, citing)
        ):
            yield row, mention


def _mention_of(reference: AnyRow, lookup: Lookup | None, citing: Paper) -> Mention | None:
    """Return the mention of a reference that leads to nothing held; ``None`` if it states too little to recognise the paper."""
    details = reference.details
    if reference.kind == "file number":
        key = FileKey(details.get("scheme", ""), details.get("normal", ""))
        return Mention(key, "paper", file_number=reference.file_number_id, year=citing.year)
    if reference.kind in NOT_PAPERS or lookup is None:
        return None
    not_found = details.get("found") is False
    if reference.kind in {"policy paper", "UN document"}:
        number = details.get("symbol") or f"{details['series']} {details['number']}"
        return Mention(lookup.key, reference.kind, number, not_found=not_found)
    sender, recipient = mission_of(lookup.origin), mission_of(lookup.destination)
    year = lookup.day.year if lookup.day else citing.year
    number = stated_number(details)
    if number:
        key = _numbered(reference, lookup, citing, str(year or ""))
    elif lookup.day and (sender or recipient or "file" in details):
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
        not_found=not_found,
    )


def _numbered(reference: AnyReference, lookup: Lookup, citing: Paper, year: str) -> Key | UnheldKey:
    """Return the key of a numbered paper: a mission's numbers run through a year, the Department's for each mission."""
    details, kind = reference.details, family(reference.kind)
    number = fold_number(stated_number(details))
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
