"""The offices, people and places that a record names: which authorities they are, or which ones have a similar name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from rapidfuzz import fuzz, process

from archive import store, workflow
from archive.models import Office, Person, Place
from archive.records import DocumentRecord

#: How similar two names must be, from 0 to 100, for one to be offered in place of the other.
_SIMILAR = 78
_MOST_CANDIDATES = 300
_MODELS = {"office": Office, "person": Person, "place": Place}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name in a record: the authority that it belongs to, or similar names that the archive knows."""

    kind: str
    name: str
    field: str
    known: Model | None = None
    similar: tuple[str, ...] = ()


def name_matches(record: DocumentRecord, user) -> list[NameMatch]:
    """Return every name of a record, in order and once, with the authorities that somebody may see.

    A name that is not known becomes a proposal when the record is saved.
    """
    wanted = {kind: {} for kind in _MODELS}
    for kind, name, field, key in _names(record):
        wanted[kind].setdefault(key, (name, field))
    found = []
    for kind, model in _MODELS.items():
        seen = workflow.visible(model.objects.all(), user)
        known = {row.key: row for row in seen.filter(key__in=wanted[kind]).select_related("merged_into")}
        for key, (name, field) in wanted[kind].items():
            row = known.get(key)
            found.append(
                NameMatch(kind, name, field, row.merged_into or row)
                if row
                else NameMatch(kind, name, field, None, _similar_names(seen, name))
            )
    return found


def _names(record: DocumentRecord) -> Iterator[tuple[str, str, str, str]]:
    for role in ("senders", "recipients"):
        for row, who in enumerate(getattr(record, role)):
            for kind, name, key in store.names_of(who, ""):
                yield kind, name, f"{role}-{row}-{kind}", key
    if record.place:
        yield "place", record.place, "place", store.authority_key(record.place)


def similar_names(kind: str, names: Iterable[str], user) -> dict[str, tuple[str, ...]]:
    """Return for each of these names those of the same kind that are similar and that somebody may see, the most similar first."""
    seen = workflow.visible(_MODELS[kind].objects.all(), user)
    return {name: _similar_names(seen, name) for name in names}


def _similar_names(known: QuerySet, name: str, most: int = 3) -> tuple[str, ...]:
    """Return the names among the known ones that are similar to this one, the most similar first."""
    candidates: dict[str, None] = {}
    for word in sorted(set(re.findall(r"\w{3,}", name)), key=len, reverse=True)[:3]:
        # Its beginning or its end: an error is in one of the two at most.
        spelt = Q(name__icontains=word[:6]) | Q(name__icontains=word[-4:] if len(word) > 5 else word[-3:])
        rows = known.filter(spelt, merged_into=None).exclude(name=name)
        candidates |= dict.fromkeys(rows.values_list("name", flat=True)[:_MOST_CANDIDATES])
    ranked = process.extract(name, list(candidates), scorer=fuzz.token_set_ratio, score_cutoff=_SIMILAR, limit=most)
    return tuple(other for other, _, _ in ranked)
