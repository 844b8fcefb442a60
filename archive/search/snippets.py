"""Why a paper matched: the words around each match, and where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.deriving import plain_or_nothing
from archive.folding import find
from archive.models import Document, Footnote, SearchText, plain_texts
from archive.parsing.plain import on_one_line
from archive.search.entries import PREFIXES
from archive.search.limits import LONGEST_TEXT, MOST_SNIPPETS
from archive.search.query import Query
from archive.search.query_tree import Words
from archive.sql.prepared import Prepared

#: Characters before the first word that is marked, and from its beginning on.
_BEFORE, _AFTER = 90, 150
#: Pieces of one text, words with which a piece may begin, and words that one can show.
_PIECES, _MOST_MARKS, _MOST_SHOWN = 2, 200, 24
#: A file line or two may come before the heading.
_LONGEST_OPENING = 300

_noted_in = Prepared(lambda *pks: SearchText.objects.filter(document__pk__in=pks).values_list("document_id", "notes"))
_notes_of = Prepared(
    lambda *pks: (
        Footnote.objects.filter(document__pk__in=pks)
        .order_by("order")
        .values_list("document_id", "label", "order", "text")
    )
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text; ``parts`` are (text, whether it matched). ``where`` is "text" or "footnote 60"."""

    where: str
    parts: list[tuple[str, bool]]


def snippets(query: Query, documents: Iterable[Document]) -> dict[int, list[Snippet]]:
    """Return up to three snippets for each document, from its text and its footnotes: each has a word that those before it lack.

    The heading and the subject are shown with every result in any case.
    """
    headings = {document.pk: document.heading for document in documents}
    wanted = _wanted(query)
    if not headings or not wanted.keys:
        return {}
    found: dict[int, list[Snippet]] = {}
    missing: dict[int, set[str]] = {}
    for pk, text in plain_texts(headings).items():
        missing[pk] = set(wanted.keys)
        found[pk] = _snippets("text", _without_heading(text, headings[pk]), wanted, missing[pk])
    lacking_some = [pk for pk in headings if missing.setdefault(pk, set(wanted.keys))]
    # The notes are read only where a word that the text lacks is in one.
    noted = [pk for pk, tokens in _noted_in.among(lacking_some) if wanted.is_any_in(tokens, missing[pk])]
    for pk, label, order, tei in _notes_of.among(noted):
        made = found.setdefault(pk, [])
        lacking = missing[pk]
        if lacking and len(made) < MOST_SNIPPETS:
            made += _snippets(f"footnote {label or order}", plain_or_nothing(tei), wanted, lacking)[:1]
    return found


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The words and phrases to mark: tokens joined by blanks, with a star after the last if it is the beginning of one."""

    keys: frozenset[str]

    def marks(self, text: str) -> list[tuple[str, int, int]]:
        """Return which of the keys is where in a text, by their places. Words of a phrase are marked only where they are side by side."""
        tokens = {token for key in self.keys for token in key.split()}
        exact = frozenset(token for token in tokens if not token.endswith("*"))
        found = find(text, exact, tuple(token[:-1] for token in tokens - exact))
        phrases = [(key, key.split()) for key in self.keys]
        at: dict[int, list[tuple[str, int]]] = {}
        for token, start, end in found:
            at.setdefault(start, []).append((token, end))
        starts = sorted(at)
        after = dict(zip(starts, starts[1:], strict=False))
        marks = []
        for start in starts:
            for key, parts in phrases:
                end = _end_of(parts, start, text, at, after)
                if end:
                    marks.append((key, start, end))
        return sorted(marks, key=lambda mark: (mark[1], -mark[2]))

    @staticmethod
    def is_any_in(tokens: str, keys: set[str]) -> bool:
        """Return whether tokens joined by blanks have one that has one of the keys."""
        tokens = f" {tokens} "
        return any(f" {key[:-1]}" in tokens if key.endswith("*") else f" {key} " in tokens for key in keys)


def _without_heading(text: str, heading: str) -> str:
    """Return a paper's text without the heading in it, which is shown already."""
    # The text has the indentation of its source still, which the heading has not.
    cut = text.find(" ", 2 * len(heading) + _LONGEST_OPENING) if heading else 0
    opening, rest = (text[:cut], text[cut:]) if cut >= 0 else (text, "")
    before, found, after = on_one_line(opening).partition(heading) if opening else ("", "", "")
    return f"{before}{after.lstrip()}{rest}" if found else text


def _end_of(
    parts: list[str], start: int, text: str, at: dict[int, list[tuple[str, int]]], after: dict[int, int]
) -> int | None:
    """Return where a word or phrase that begins at ``start`` ends, ``None`` if another begins there; ``at`` has tokens by their places."""
    end = None
    for part in parts:
        if end is not None:
            following = after.get(start)
            if following is None or not _BETWEEN.fullmatch(text, end, following):
                return None
            start = following
        ends = [last for token, last in at[start] if token == part or (part[-1] == "*" and token.startswith(part[:-1]))]
        if not ends:
            return None
        end = ends[0]
    return end


def _wanted(query: Query) -> _Wanted:
    """Return what to mark: the words of a search, and its phrases."""
    keys = set()
    for term in query.terms:
        for spelling in term.spellings if isinstance(term, Words) else (term,):
            bare = [token[2:] if token[:2] in _FIELD_PREFIXES else token for token in spelling.tokens]
            if isinstance(spelling, Words):
                keys.add(" ".join(bare) + ("*" if spelling.prefix else ""))
            else:
                keys.update(bare)
    return _Wanted(frozenset(keys - {""}))


_FIELD_PREFIXES = frozenset(PREFIXES.values())
#: What may be between the words of a phrase.
_BETWEEN = re.compile(r"(?:['’]s\b)?[\W_]*", re.IGNORECASE)


def _snippets(where: str, text: str, wanted: _Wanted, missing: set[str]) -> list[Snippet]:
    """Return the pieces of a text that show most of what is missing, two at most, and take what they show out of that."""
    text = text[:LONGEST_TEXT]
    marks = wanted.marks(text)
    made = []
    while len(made) < _PIECES and (window := _window(text, marks, missing)):
        missing -= {key for key, start, end in marks if window[0] <= start and end <= window[1]}
        made.append(_snippet(where, text, marks, *window))
    return made


def _snippet(where: str, text: str, marks: list[tuple[str, int, int]], low: int, high: int) -> Snippet:
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


def _window(text: str, marks: list[tuple[str, int, int]], missing: set[str]) -> tuple[int, int] | None:
    """Return the part of a text that shows most different words of those that are missing, as it is shown; None if it has none."""
    best, most = None, 0
    for index in [index for index, mark in enumerate(marks) if mark[0] in missing][:_MOST_MARKS]:
        window = _around(text, *marks[index][1:])
        shown = {key for key, start, end in marks[index : index + _MOST_SHOWN] if end <= window[1]} & missing
        if len(shown) > most:
            best, most = window, len(shown)
    return best


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of a text around a word, cut between words."""
    low = max(0, start - _BEFORE)
    high = min(len(text), max(start + _AFTER, end))
    if low:
        low = text.find(" ", low, start) + 1 or low
    if high < len(text):
        high = max(text.rfind(" ", end, high), end)
    return low, high
