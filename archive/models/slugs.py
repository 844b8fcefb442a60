"""Slugs, the words of permanent addresses: how they are made of what a record is called, and which of them are free."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence

from django.db.models import QuerySet
from django.utils.text import slugify

#: Slugs are cut here, so that a number can follow.
_LONGEST = 180
#: So many numbered slugs are looked up at once, and twice as many the next time.
_LOOKED_UP = 20


def document_slug(source_id: str) -> str:
    """Return a document's slug: its source id with hyphens for what is neither letter nor digit."""
    words = "".join(character if character.isalnum() else "-" for character in source_id)
    return slugify(words)[:_LONGEST] or "document"


def name_slug(name: str, default: str) -> str:
    """Return the slug of a name, or ``default`` where no letter or digit of it fits in an address."""
    return (slugify(name) or default)[:_LONGEST]


def file_slug(normal: str) -> str:
    """Return a file's slug: its normal form in lower case, with hyphens for what an address can't hold."""
    return re.sub(r"[^\w.()]+", "-", normal.lower()).strip("-.") or "file"


def key_slug(key: str) -> str:
    """Return the slug of a key, which no other key has: its letters and digits, and the beginning of its SHA-256."""
    words = re.sub(r"[^0-9a-z]+", "-", key.lower()).strip("-")[:90]
    return f"{words}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def free_slugs(slugs: Sequence[str], rows: QuerySet, field: str = "slug", *, taken: Collection[str] = ()) -> list[str]:
    """Return an unused slug for each of these, in order: "harriman", then "harriman-2" …

    Used are those that ``rows`` have in ``field``, those that were returned for earlier ones, and those in ``taken``.
    """
    taken = _taken(rows, field, slugs) | set(taken)
    numbered: dict[str, Iterator[str]] = {}
    free = []
    for wanted in slugs:
        slug = wanted
        if slug in taken:
            candidates = numbered.setdefault(wanted, _numbered(wanted, rows, field))
            slug = next(candidate for candidate in candidates if candidate not in taken)
        taken.add(slug)
        free.append(slug)
    return free


def _numbered(slug: str, rows: QuerySet, field: str) -> Iterator[str]:
    """Yield the slug with 2, 3, … after it, without those that rows have."""
    first, count = 2, _LOOKED_UP
    while True:
        candidates = [f"{slug}-{number}" for number in range(first, first + count)]
        taken = _taken(rows, field, candidates)
        yield from (candidate for candidate in candidates if candidate not in taken)
        first, count = first + count, count * 2


def _taken(rows: QuerySet, field: str, slugs: Sequence[str]) -> set[str]:
    return set(rows.filter(**{f"{field}__in": set(slugs)}).values_list(field, flat=True))
