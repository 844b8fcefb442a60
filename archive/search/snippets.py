"""Why a paper matched: the words around each match, and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from archive.deriving import plain_or_nothing
from archive.folding import find
from archive.models import Document, DocumentText, Footnote
from archive.parsing.plain import on_one_line
from archive.search.entries import PREFIXES
from archive.search.limits import LONGEST_TEXT, MOST_SNIPPETS
from archive.search.query import Query
from archive.search.query_tree import Words
from archive.sql.prepared import Prepared

_BEFORE, _AFTER = 90, 150
#: A file line or two may come before the heading.
_LONGEST_OPENING = 300

_texts_of = Prepared(lambda *pks: DocumentText.objects.filter(document__pk__in=pks).values_list("document_id", "tei"))
_notes_of = Prepared(
    lambda *pks: (
        Footnote.objects.filter(document__pk__in=pks)
        .order_by("order")
        .values_list("document_id", "label", "order", "text")
    )
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text; ``parts`` are (text, whether it matched). ``where`` is "heading", "text" or "footnote 60"."""

    where: str
    parts: list[tuple[str, bool]]


def snippets(query: Query, documents: Iterable[Document]) -> dict[int, list[Snippet]]:
    """Return up to three snippets for each document: from its heading, its text, and the footnotes that match."""
    headings = {document.pk: document.heading for document in documents}
    exact, prefixes = _tokens(query)
    if not headings or not (exact or prefixes):
        return {}
    texts = dict(_texts_of.among(headings))
    notes: dict[int, list[tuple[str, str]]] = {pk: [] for pk in headings}
    for pk, label, order, tei in _notes_of.among(headings):
        notes[pk].append((label or str(order), tei))
    found = {}
    for pk, heading in headings.items():
        places = _places(heading, texts.get(pk, ""), notes[pk])
        made = (_snippet(where, text, exact, prefixes) for where, text in places)
        found[pk] = list(islice(filter(None, made), MOST_SNIPPETS))
    return found


def _places(heading: str, tei: str, notes: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the places where a match can be, with their texts, the most telling first; it is read only as far as needed."""
    yield "heading", heading
    yield "text", _without_heading(plain_or_nothing(tei), heading)
    for label, note in notes:
        yield f"footnote {label}", plain_or_nothing(note)


def _without_heading(text: str, heading: str) -> str:
    """Return a paper's text without the heading in it, which is shown already."""
    # The text has the indentation of its source still, which the heading has not.
    cut = text.find(" ", 2 * len(heading) + _LONGEST_OPENING) if heading else 0
    opening, rest = (text[:cut], text[cut:]) if cut >= 0 else (text, "")
    before, found, after = on_one_line(opening).partition(heading) if opening else ("", "", "")
    return f"{before}{after.lstrip()}{rest}" if found else text


def _tokens(query: Query) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the tokens to mark, and the prefixes of tokens."""
    exact, prefixes = set(), set()
    for term in query.terms:
        for spelling in term.spellings if isinstance(term, Words) else (term,):
            prefix = getattr(spelling, "prefix", False)
            for number, token in enumerate(spelling.tokens):
                bare = token[2:] if token[:2] in _FIELD_PREFIXES else token
                (prefixes if prefix and number == len(spelling.tokens) - 1 else exact).add(bare)
    return frozenset(exact), tuple(prefixes)


_FIELD_PREFIXES = frozenset(PREFIXES.values())


def _snippet(where: str, text: str, exact: frozenset[str], prefixes: tuple[str, ...]) -> Snippet | None:
    text = text[:LONGEST_TEXT]
    marks = find(text, exact, prefixes)
    if not marks:
        return None
    low, high = _window(text, marks) if where != "heading" else (0, len(text))
    parts, position = [], low
    if low:
        parts.append(("… ", False))
    for _, start, end in marks:
        if start < low or end > high or start < position:
            continue
        if start > position:
            parts.append((text[position:start], False))
        parts.append((text[start:end], True))
        position = end
    if position < high:
        parts.append((text[position:high], False))
    if high < len(text):
        parts.append((" …", False))
    return Snippet(where, parts)


def _window(text: str, marks: list[tuple[str, int, int]]) -> tuple[int, int]:
    """Return the part of a text with the most different words that match."""
    size = _BEFORE + _AFTER

    def variety(index: int) -> int:
        start = marks[index][1]
        near = {token for token, s, _ in marks[index : index + 12] if s < start + size}
        return len(near)

    best = max(range(min(len(marks), 200)), key=lambda index: (variety(index), -index))
    start = marks[best][1]
    low = max(0, start - _BEFORE)
    high = min(len(text), max(start + _AFTER, marks[best][2]))
    if low:
        low = text.find(" ", low, start) + 1 or low
    if high < len(text):
        high = max(text.rfind(" ", marks[best][2], high), marks[best][2])
    return low, high
