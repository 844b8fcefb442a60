"""Ways straight to papers from what is typed into the search box, besides searching for its words.

Each way is a function from the typed words to a :class:`~archive.browsing.destinations.Destination`, or ``None`` if it does not
recognise them. The first that recognises them decides. A way never guesses: only one sure match is ``document``; several are
``papers``; what is near is ``near``.
"""

from __future__ import annotations

from collections.abc import Callable

from archive.browsing.citations import by_citation
from archive.browsing.destinations import Destination

#: The ways in, in the order in which they are tried.
WAYS_IN: tuple[Callable[[str], Destination | None], ...] = (by_citation,)


def way_in(typed: str) -> Destination | None:
    """Return where the typed words lead by the first way that recognises them, or ``None``."""
    return next((destination for way in WAYS_IN if (destination := way(typed))), None)
