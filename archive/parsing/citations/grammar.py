"""What one citation says as a whole: a place in a volume, an address, or a paper by number, names and day.

All of the words must be a citation. Anything else is ``None``, an ordinary search; :mod:`archive.parsing.citations.notes` reads the
footnotes of books, where there are other words.
"""

from __future__ import annotations

from archive.deadline import check
from archive.parsing.citations.papers import PaperCitation, read_paper
from archive.parsing.citations.places import PaperAddress, VolumeCitation, read_address, read_place

_LONGEST = 300


def read_citation(typed: str) -> VolumeCitation | PaperAddress | PaperCitation | None:
    """Return what was cited, if all of the words are a citation of one place or paper."""
    check()
    text = " ".join(typed.split()).strip(" ,.;")
    if not text or len(text) > _LONGEST:
        return None
    return read_address(text) or read_place(text) or read_paper(text)
