"""The targets of a source's own markup: "#d12", "#d12fn3", "#pg_227", "frus1948v05p1#d290"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DOCUMENT = re.compile(r"(?P<document>d\d+\w*?)(?P<note>fn\w+)?")
_PAGE = "pg_"


@dataclass(frozen=True, slots=True)
class MarkedTarget:
    """What a target names; what it does not name is ``""``. ``volume`` is empty for a target in the same volume.

    ``document`` is a document's id in the volume, ``note`` a footnote's, ``page`` a page's label, ``place`` the id of anything else.
    """

    kind: str
    volume: str = ""
    document: str = ""
    note: str = ""
    page: str = ""
    place: str = ""


def is_address(target: str) -> bool:
    """Return whether a target leads out of the source, to an address of the web or of mail."""
    return target.startswith(("http:", "https:", "mailto:"))


def read_target(target: str) -> MarkedTarget:
    """Return what a target names: a document, a footnote, a page, a volume, or another place."""
    volume, _, place = target.strip().partition("#")
    if place.startswith(_PAGE):
        return MarkedTarget("page", volume, page=place.removeprefix(_PAGE))
    if match := _DOCUMENT.fullmatch(place):
        note = place if match["note"] else ""
        return MarkedTarget("footnote" if note else "document", volume, match["document"], note)
    return MarkedTarget("volume" if volume else "place", volume, place=place)
