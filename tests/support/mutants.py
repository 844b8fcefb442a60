"""Volumes in TEI with one thing changed: an attribute with a value that nobody expects, an element removed, doubled, or in itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

_CHANCE = random.Random(1901)
#: Values that no attribute of a volume has, by what they are.
VALUES = {
    "empty": "",
    "blank": " ",
    "5,000 digits": "9" * 5_000,
    "5,000 digits after noughts": "0003" + "9" * 4_996,
    "more than a column holds": "99999999999",
    "a digit that is no number": "²",
    "another digit": "٣",
    "a negative number": "-1",
    "10,000 letters": "x" * 10_000,
    "letters by chance": "".join(_CHANCE.choices("abcdefghijklmnopqrstuvwxyz", k=9_000)),
    "a picture of NUL": "\u2400",
    "a control character": "\x85",
    "a path": "../../x",
    "an address": "a/b?c#d",
    "markup": "\"><script>'&",
    "a colon": "12:",
    "month nought": "1901-00-00",
    "no such day": "1901-02-31",
    "year nought": "0000-01-01",
    "year 99999": "99999-01-01",
    "another element's id": "d1",
}
_REMOVED, _DOUBLED, _NESTED = "removed", "doubled", "nested"


def mutants(volume: bytes, *, every: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield volumes with one change each, with what was changed; with ``every``, each n-th of them."""
    root = etree.fromstring(volume, etree.XMLParser(collect_ids=False))
    number = 0
    for place, element in enumerate(root.iter(etree.Element)):
        name = etree.QName(element).localname
        for attribute in element.attrib:
            for what, value in VALUES.items():
                number += 1
                if number % every == 0:
                    yield f"{name} @{etree.QName(attribute).localname}: {what}", _changed(root, place, attribute, value)
        for how in (_REMOVED, _DOUBLED, _NESTED):
            number += 1
            if number % every == 0 and element is not root:
                yield f"{name} {how}", _changed(root, place, how)


def _changed(root: etree._Element, place: int, what: str, value: str | None = None) -> bytes:
    copied = deepcopy(root)
    element = list(copied.iter(etree.Element))[place]
    if value is not None:
        element.set(what, value)
    elif what == _REMOVED:
        element.getparent().remove(element)
    elif what == _DOUBLED:
        element.addnext(deepcopy(element))
    else:
        element.append(deepcopy(element))
    return etree.tostring(copied, xml_declaration=True, encoding="UTF-8")
