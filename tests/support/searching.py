"""What a search finds."""

from archive import search
from archive.search import understand


def found(text, filters=None, **how) -> set[str]:
    """Return the source ids of the papers that a search finds."""
    return {hit.document.source_id for hit in search.search(understand(text), filters, **how).hits}


def marked(snippet) -> list[str]:
    """Return the words of a snippet that are marked."""
    return [text for text, is_marked in snippet.parts if is_marked]
