"""Addresses of records, of which a page has dozens: the same as ``reverse`` returns, with its pattern cached."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.http import RFC3986_SUBDELIMS

#: The characters that ``reverse`` does not quote.
_SAFE = RFC3986_SUBDELIMS + "/~:@"


def href(name: str, *parts: str) -> str:
    """Return the address of this name with these parts, such as slugs. Raises ``NoReverseMatch``.

    The cached pattern serves parts that are not empty and have no slash; for others ``reverse`` itself is called.
    """
    if not all(parts) or any("/" in part for part in parts):
        return reverse(name, args=parts)
    first, *rest = _pieces(name, len(parts), get_script_prefix())
    return first + "".join(quote(part, safe=_SAFE) + piece for part, piece in zip(parts, rest, strict=True))


@cache
def _pieces(name: str, parts: int, _prefix: str) -> list[str]:
    """Return what is before, between and after the parts."""
    return reverse(name, args=["SLUG"] * parts).split("SLUG")
