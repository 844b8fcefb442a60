"""Names of the vocabularies in other languages than English: of classes and countries, in ``data/names/LANGUAGE.tsv``."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "names"
#: A name with the years in which it is meant: "Indochina (1950–1954)".
_DATED = re.compile(r"(.+) (\([^()]*\d{2}[^()]*\))")


def name_in(language: str, name: str) -> str:
    """Return the name of a class or country in a language, by its code ("de", "de-at"); ``""`` if that is not known.

    The name may lack its bracket, and may be several with their years, as :mod:`archive.filing.vocabulary` puts them together.
    """
    names = _names(language.partition("-")[0])
    if not names or name in names:
        return names.get(name, "")
    for separator, word in (("; ", "; "), (" or ", f" {names['or']} ")):
        if separator in name:
            parts = [name_in(language, part) for part in name.split(separator)]
            return word.join(parts) if all(parts) else ""
    dated = _DATED.fullmatch(name)
    return f"{names[dated[1]]} {dated[2]}" if dated and dated[1] in names else ""


@cache
def _names(language: str) -> dict[str, str]:
    """Return the translations by the English name, and by the name without its bracket."""
    path = _DATA / f"{language}.tsv"
    if not language.isalpha() or not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["english"]: row["name"] for row in csv.DictReader(file, dialect="excel-tab")}
    return {name.partition(" (")[0]: translated.partition(" (")[0] for name, translated in rows.items()} | rows
