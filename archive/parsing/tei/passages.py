"""The source notes and paragraphs of a volume in TEI, without its records: for measuring how file numbers are read in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from lxml import etree

from archive.filing.accuracy import VolumePassages
from archive.filing.schemes import DECIMAL_1950, SCHEMES
from archive.parsing.citations import read_volume_id
from archive.parsing.plain import characters
from archive.records import TEI_NAMESPACE

_TEI = f"{{{TEI_NAMESPACE}}}"
_TAGS = tuple(f"{_TEI}{name}" for name in "note seg p front back".split())
_NOT_IN_NOTES = etree.XPath(".//text()[not(ancestor::*[local-name()='note'])]")
_SPACE = re.compile(r"\s+")
_SOURCE = re.compile(r"\s*\[?source ?:", re.IGNORECASE)
#: Files are numbered by another scheme from this year on.
_NEW_SCHEME = SCHEMES[DECIMAL_1950].first


def passages_of(path: Path) -> VolumePassages:
    """Return a volume's passages, which are read as they are taken. Taking them raises ``OSError`` for a file that can't be read."""
    return VolumePassages(path.stem, _year(path.stem), _passages(path))


def _year(volume_id: str) -> int | None:
    """Return the first year of a volume by its id, if all its years are on one side of 1950."""
    volume = read_volume_id(volume_id)
    if volume is None:
        return None
    first, last = int(volume.first), int(volume.last or volume.first)
    return first if (first < _NEW_SCHEME) == (last < _NEW_SCHEME) else None


def _passages(path: Path) -> Iterator[tuple[str, str]]:
    """Yield ``("source", words)`` and ``("body", words)``, with one element in memory at a time."""
    context = etree.iterparse(
        str(path), events=("end",), tag=_TAGS, recover=True, no_network=True, resolve_entities=False, load_dtd=False,
        huge_tree=False,
    )  # fmt: skip
    for _, element in context:
        name = etree.QName(element).localname
        if name in ("front", "back"):
            element.clear()
            continue
        inside_note = next(element.iterancestors(f"{_TEI}note"), None) is not None
        if name == "p":
            if not inside_note and next(element.iterancestors(f"{_TEI}body"), None) is not None:
                yield "body", _words(element, without_notes=True)
        elif not inside_note:
            text = _words(element)
            if element.get("type") == "source" or element.get("rend") == "source" or _SOURCE.match(text):
                yield "source", text


def _words(element: etree._Element, without_notes: bool = False) -> str:
    text = "".join(cast("list[str]", _NOT_IN_NOTES(element))) if without_notes else characters(element)
    return _SPACE.sub(" ", text).strip()
