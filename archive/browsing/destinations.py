"""Where words that were typed lead, if they name papers or a volume and are not words to search for."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Document, Volume


@dataclass(frozen=True, slots=True)
class Destination:
    """What was understood, and where it leads.

    ``document`` is the one paper meant, with the ``fragment`` of a page or note in it ("page-1017"); ``volume`` a volume meant as a
    whole; ``papers`` are all that may be meant (``more`` says that there are others); ``near`` are papers that stand near what is not
    here, and ``near_words`` says how.
    """

    understood: str
    document: Document | None = None
    fragment: str = ""
    volume: Volume | None = None
    papers: tuple[Document, ...] = ()
    more: bool = False
    near: tuple[Document, ...] = ()
    near_words: str = ""
