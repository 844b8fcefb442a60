"""Which offices, people and places of a record the archive knows, and which known ones are spelled nearly so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from rapidfuzz import fuzz, process

from archive import store
from archive.models import Office, Person, Place
from archive.records import CorrespondentRecord, DocumentRecord
from archive.store.authorities import person_key

#: How like two names are, of 100, for one to be offered for the other.
LIKE = 78
_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Match:
    """A name of a record: the authority that it is known as, or known names that are spelled nearly so."""

    what: str
    name: str
    field: str
    known: Model | None = None
    near: tuple[str, ...] = ()


def matches(record: DocumentRecord) -> list[Match]:
    """Every name of a record, in order, each once; one that is not known becomes a proposal when it is saved."""
    wanted = {what: {} for what in ("office", "person", "place")}
    for what, name, field, key in _names(record):
        wanted[what].setdefault(key, (name, field))
    found = []
    for what, model in (("office", Office), ("person", Person), ("place", Place)):
        known = {row.key: row for row in model.objects.filter(key__in=wanted[what]).select_related("merged_into")}
        for key, (name, field) in wanted[what].items():
            row = known.get(key)
            found.append(
                Match(what, name, field, row.merged_into or row)
                if row
                else Match(what, name, field, None, near(model, name))
            )
    return found


def _names(record: DocumentRecord) -> Iterator[tuple[str, str, str, str]]:
    for role in ("senders", "recipients"):
        for row, who in enumerate(getattr(record, role)):
            yield from _names_of(who, f"{role}-{row}")
    if record.place:
        yield "place", record.place, "place", store.authority_key(record.place)


def _names_of(who: CorrespondentRecord, row: str) -> Iterator[tuple[str, str, str, str]]:
    if who.office:
        yield "office", who.office, f"{row}-office", store.authority_key(who.office)
    if who.person:
        yield "person", who.person, f"{row}-person", person_key(who, "")
    if who.place:
        yield "place", who.place, f"{row}-place", store.authority_key(who.place)


def near(model: type[Model], name: str, most: int = 3) -> tuple[str, ...]:
    """Known names like this one, the likest first."""
    candidates: dict[str, None] = {}
    for word in sorted(set(re.findall(r"\w{3,}", name)), key=len, reverse=True)[:3]:
        rows = model.objects.filter(name__icontains=word[:6], merged_into=None).exclude(name=name)
        candidates |= dict.fromkeys(rows.values_list("name", flat=True)[:_LOOKED_AT])
    ranked = process.extract(name, list(candidates), scorer=fuzz.token_set_ratio, score_cutoff=LIKE, limit=most)
    return tuple(other for other, _, _ in ranked)
