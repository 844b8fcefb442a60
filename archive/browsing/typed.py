"""What is typed into the search box, read as more than words to search for: the one door for file numbers, citations and the like.

Besides file numbers, which have results of their own, each way to read typed words is a function from the words to a
:class:`~archive.browsing.destinations.Destination`, or ``None`` if it does not recognise them. The first that recognises them decides.
A way never guesses: only one sure match is ``document``; several are ``papers``; what is near is ``near``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from archive.browsing.by_citation import by_citation
from archive.browsing.by_date import by_date
from archive.browsing.by_file_number import FileNumberResult, by_file_number, by_several_numbers
from archive.browsing.destinations import Destination

#: The ways besides file numbers, in the order in which they are tried.
WAYS: tuple[Callable[[str], Destination | None], ...] = (by_citation, by_several_numbers, by_date)


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What typed words lead to: as a file number, and by the first other way that recognises them; None where they are none."""

    text: str
    file_number: FileNumberResult | None = None
    destination: Destination | None = None

    @property
    def url(self) -> str:
        """The address of the one page meant, ``""`` if the reader has to choose. A paper's page learns the words (``for``)."""
        if self.file_number and self.file_number.url:
            return self.file_number.url
        path, hash_, fragment = (self.destination.url if self.destination else "").partition("#")
        return f"{path}?{urlencode({'for': self.text})}{hash_}{fragment}" if path else ""


def read_typed(text: str, *, narrowed: bool = False) -> TypedWords:
    """Return what the typed words lead to. In a search that is ``narrowed`` by filters, a file number is only looked for as words."""
    number = None if narrowed else by_file_number(text)
    return TypedWords(text, number, None if number and number.url else destination_of(text))


def destination_of(text: str) -> Destination | None:
    """Return where the words lead by the first way that recognises them, or ``None``."""
    return next((destination for way in WAYS if (destination := way(text))), None)
