"""Cursors: where the next page of a list begins, as a word that programs pass on and do not read.

A cursor has the key of the last record listed. Keys never change while a record lives, so a list that goes on after a key skips nothing
that was there when it began and repeats nothing, whatever is published, changed or withdrawn in between.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from django.db.models import Q

from archive.web.requests import LARGEST_NUMBER, is_clean

Key = tuple[int | str, ...]


def write(key: Sequence[int | str]) -> str:
    """Return the cursor after the record with this key."""
    packed = json.dumps(list(key), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(cursor: str) -> Key:
    """Return the key in a cursor. Raises ``ValueError`` with a sentence."""
    try:
        found = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        key = tuple(found) if isinstance(found, list) else ()
    except (binascii.Error, ValueError, RecursionError):
        key = ()
    if not key or not all(map(_is_part, key)):
        raise ValueError("It is no cursor of this list.")
    return key


def _is_part(value: object) -> bool:
    if isinstance(value, str):
        return is_clean(value)
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER


def after(fields: Sequence[str], key: Key) -> Q:
    """Select the rows after a key in the order of these fields. Raises ``ValueError`` for a key of another list."""
    if len(key) != len(fields) or any(
        isinstance(value, str) != (name in _TEXTS) for name, value in zip(fields, key, strict=True)
    ):
        raise ValueError("It is no cursor of this list.")
    if len(key) == 1:
        return Q(**{f"{fields[0]}__gt": key[0]})
    first, second = fields
    # The first condition is what an index is entered by.
    return Q(**{f"{first}__gte": key[0]}) & (Q(**{f"{first}__gt": key[0]}) | Q(**{f"{second}__gt": key[1]}))


#: Fields of keys that are texts; the others are whole numbers.
_TEXTS = frozenset({"slug"})
