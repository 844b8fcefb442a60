"""Where typed words lead if they name papers or a volume, and are not words to search for."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Document, UnheldPaper, Volume


@dataclass(frozen=True, slots=True)
class Destination:
    """What the words were understood as, and where they lead.

    ``document`` is the one paper meant, with the ``fragment`` of a page or note in it ("page-1017"); ``volume`` a volume meant as a
    whole; ``papers`` are all that may be meant (``more`` is true if there are others); ``near`` are the papers nearest to one that is
    not here, and ``near_words`` tells the reader how they are near. ``unheld`` are papers of the register that may be meant.
    ``kind`` says as what the words were understood: "citation", "date" or "file numbers"; ``list_url`` is the search for all of them.
    """

    understood: str
    kind: str = "citation"
    document: Document | None = None
    fragment: str = ""
    volume: Volume | None = None
    papers: tuple[Document, ...] = ()
    more: bool = False
    near: tuple[Document, ...] = ()
    near_words: str = ""
    unheld: tuple[UnheldPaper, ...] = ()
    list_url: str = ""

    @property
    def url(self) -> str:
        """The address of the one paper meant, ``""`` if there is no such one."""
        if self.document is None:
            return ""
        return self.document.get_absolute_url() + (f"#{self.fragment}" if self.fragment else "")
