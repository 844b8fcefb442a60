"""The papers that speak of the same matter as one, besides those of its exchange and its neighbours, and the words that they share."""

from __future__ import annotations

from dataclasses import dataclass

from archive import search
from archive.browsing.neighbours import neighbours_of
from archive.folding import stem, words
from archive.models import Document
from archive.references import threads

MOST = 10
_MOST_WORDS = 6
#: Shorter words and bare numbers are compared, but say nothing to a reader.
_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Like:
    """A paper that is like another, and words of that other paper that it has, too."""

    document: Document
    words: tuple[str, ...]


def papers_like(paper: Document) -> list[Like]:
    """Return the public papers most like a public one, which must be fetched with ``for_page()``."""
    beside = [one for order in neighbours_of(paper) for one in (order.previous, order.next) if one]
    exchange = [entry.document for entry in threads.thread(paper).entries if entry.document]
    alike = search.alike(paper.pk, {one.pk for one in (*beside, *exchange)}, MOST)
    documents = Document.objects.public().for_lines().in_bulk([one.pk for one in alike])
    printed = _printed(paper) if alike else {}
    return [
        Like(documents[one.pk], tuple([printed[token] for token in one.tokens if token in printed][:_MOST_WORDS]))
        for one in alike
        if one.pk in documents
    ]


def _printed(paper: Document) -> dict[str, str]:
    """Return by token the first word of a paper's heading and text that has it."""
    text = paper.text.plain_text() if getattr(paper, "text", None) else ""
    found: dict[str, str] = {}
    for word in words(f"{paper.heading}\n{text}"):
        if len(word) >= _SHORTEST_WORD and not word.isdigit():
            found.setdefault(stem(word), word)
    return found
