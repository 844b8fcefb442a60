"""Identifiers of people in other catalogues: what they look like, and where they lead.

Forms: VIAF (viaf.org, a number), Wikidata (Q and a number), the Library of Congress Name Authority File (id.loc.gov,
prefix of one to three letters and eight or ten digits), ISNI (isni.org, 16 digits of which the last is a check
character as in ISO 7064 mod 11-2), and the National Archives Catalog (a number).
"""

from __future__ import annotations

import re
from typing import Any

#: Key → name, form, address.
CATALOGUES = {
    "viaf": ("VIAF", re.compile(r"[1-9]\d{1,21}"), "https://viaf.org/viaf/{}"),
    "wikidata": ("Wikidata", re.compile(r"Q[1-9]\d{0,11}"), "https://www.wikidata.org/wiki/{}"),
    "lcnaf": ("LCNAF", re.compile(r"[a-z]{1,3}(\d{8}|\d{10})"), "https://id.loc.gov/authorities/names/{}"),
    "isni": ("ISNI", re.compile(r"\d{15}[\dX]"), "https://isni.org/isni/{}"),
    "naid": ("National Archives Catalog", re.compile(r"[1-9]\d{0,11}"), "https://catalog.archives.gov/id/{}"),
}
_ADDRESS = re.compile(r"^https?://\S+/", re.ASCII)


def clean_identifier(catalogue: str, text: str) -> str:
    """Return the identifier alone, in its catalogue's form, from what was typed or pasted (a whole address, spaces, dashes).

    Raises ``ValueError`` with a sentence for people.
    """
    if catalogue not in CATALOGUES:
        raise ValueError(f"“{catalogue}” is no catalogue that we know: {', '.join(CATALOGUES)}.")
    name, form, _ = CATALOGUES[catalogue]
    identifier = re.sub(r"[\s-]", "", _ADDRESS.sub("", text.strip().rstrip("/").removesuffix(".html")))
    identifier = identifier.upper() if catalogue in {"wikidata", "isni"} else identifier.lower()
    if not identifier.isascii() or not form.fullmatch(identifier):
        raise ValueError(f"“{text}” is not an identifier of {name}.")
    if catalogue == "isni" and not _isni_holds(identifier):
        raise ValueError(f"The check character of the ISNI “{text}” is wrong.")
    return identifier


def clean_identifiers(value: Any) -> dict[str, str]:
    """Return all of a person's identifiers, cleaned; empty ones are left out. Raises ``ValueError``."""
    if not isinstance(value, dict):
        raise ValueError("Identifiers are a table of catalogue and identifier.")
    return {key: clean_identifier(key, text) for key, text in value.items() if isinstance(text, str) and text.strip()}


def links(identifiers: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return each known identifier as (catalogue's name, identifier, address), in the order of :data:`CATALOGUES`."""
    return [
        (name, identifiers[key], address.format(identifiers[key]))
        for key, (name, form, address) in CATALOGUES.items()
        if form.fullmatch(str(identifiers.get(key, "")))
    ]


def _isni_holds(identifier: str) -> bool:
    total = 0
    for digit in identifier[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return identifier[15] == ("X" if check == 10 else str(check))
