"""Ways straight to papers from what is typed into the search box, beside searching for its words.

Each way is a function from the typed words to an :class:`Answer`, or ``None`` if they are nothing that it knows. The first that
answers is heard. A way never guesses: only one sure match is ``document``; several are ``papers``; what is near is ``near``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.models import Document, Volume


@dataclass(frozen=True, slots=True)
class Answer:
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


Way = Callable[[str], Answer | None]


def ways() -> tuple[Way, ...]:
    """The ways in their order."""
    from archive.search.citations import by_citation

    return (by_citation,)


def way_in(typed: str) -> Answer | None:
    """The answer of the first way that knows what was typed."""
    return next((answer for way in ways() if (answer := way(typed))), None)
