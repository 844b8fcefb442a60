"""Addresses of records, of which a page has dozens: what ``reverse`` answers, its pattern worked out once."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.http import RFC3986_SUBDELIMS

#: What ``reverse`` leaves as it is.
_SAFE = RFC3986_SUBDELIMS + "/~:@"


def href(name: str, *parts: str) -> str:
    """The address of this name with these parts, each a word without a stroke, as a slug is. Raises ``NoReverseMatch``."""
    if not all(parts) or any("/" in part for part in parts):
        return reverse(name, args=parts)
    first, *rest = _pieces(name, len(parts), get_script_prefix())
    return first + "".join(quote(part, safe=_SAFE) + piece for part, piece in zip(parts, rest, strict=True))


@cache
def _pieces(name: str, parts: int, _prefix: str) -> list[str]:
    """What stands before, between and behind the parts."""
    return reverse(name, args=["SLUG"] * parts).split("SLUG")
