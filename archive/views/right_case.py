"""Addresses that were typed in capitals: the one address of the page, whose letters are small but for ids of volumes and codes of files."""

from __future__ import annotations

import re

from django.urls import Resolver404, resolve

from archive.models import Volume

_CODE = re.compile(r"(?<![^/])(class|country|subject)-([^/]+)")


def in_right_case(path: str) -> str:
    """Return the address that a path means which no page has, ``""`` if its letters are not what is wrong with it."""
    right = path.lower()
    if right.startswith("/volumes/"):
        right = _with_volume(right)
    elif right.startswith("/files/"):
        scheme, _, rest = right.removeprefix("/files/").partition("/")
        right = f"/files/{scheme}/" + _CODE.sub(lambda match: f"{match[1]}-{match[2].upper()}", rest)
    if right == path:
        return ""
    try:
        resolve(right)
    except Resolver404:
        return ""
    return right


def _with_volume(path: str) -> str:
    """Return the address of a volume or a part of it with the volume's id as the archive writes it."""
    _, start, rest = path.split("/", 2)
    name, ending = re.fullmatch(r"([^/.]*)(.*)", rest).groups()
    volume = Volume.objects.filter(slug__iexact=name).only("slug").first()
    return f"/{start}/{volume.slug}{ending}" if volume else path
