"""Whom the published papers of volumes name in full, as the search finds them."""

from __future__ import annotations

import re
from collections.abc import Collection

from archive import identity
from archive.models import DocumentText, Footnote
from archive.search import Filters, understand
from archive.search.matches import all_matches, count_matches

_TAG = re.compile(r"<[^>]*>")
#: So many of a volume's papers with a surname are read for other people of that surname.
_MOST_PAPERS = 40
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def is_named_in_full(volumes: Collection[str], one: identity.Candidate) -> bool:
    """Whether papers of the volumes name somebody in full ("Dean Rusk", "C. D. Jackson"), and nobody else of that surname."""
    names = {name for entry in one.entries for name in _spoken(entry)}
    if not names or not volumes:
        return False
    filters = Filters.from_query({"volume": sorted(volumes)})
    in_full = understand(" OR ".join(f'"{name}"' for name in sorted(names)))
    return count_matches(in_full, filters) > 0 and not _others_are_named(filters, one)


def _spoken(entry: identity.Entry) -> set[str]:
    """Return what a name that a list prints is when it is spoken, with all given names and with the first alone."""
    surname, _, given = identity.without_beside(entry.printed).partition(",")
    words = [word for word in _WORD.findall(given) if not identity.has_title(word)]
    if not words or (entry.name.suffix and len(words) == len(entry.name.given)):
        return set()  # a list that puts "II" into the line beside: without it the name is the father's
    found = {" ".join([*words[: len(entry.name.given)], surname, *words[len(entry.name.given) :]])}
    # An initial alone may be anybody's, and so may the name of a father without "Jr." or "II".
    return found | ({f"{words[0]} {surname}"} if len(words[0]) > 1 and not entry.name.suffix else set())


def _others_are_named(filters: Filters, one: identity.Candidate) -> bool:
    """Whether the papers name somebody else of that surname by a given name."""
    (surname,) = {identity.without_beside(entry.printed).partition(",")[0] for entry in one.entries[:1]}
    papers = next(all_matches(understand(f'"{surname}"'), filters, _MOST_PAPERS), [])
    texts = [
        *DocumentText.objects.filter(document__in=papers).values_list("tei", flat=True),
        *Footnote.objects.filter(document__in=papers).values_list("text", flat=True),
    ]
    text = " ".join(_TAG.sub(" ", "\n".join(texts)).split())
    before = re.findall(rf"\b((?:[A-Z][\w’'-]*\.? ){{1,3}}){re.escape(surname)}\b", text)
    return any(identity.is_another(f"{words}{surname}", one.entries) for words in set(before))
