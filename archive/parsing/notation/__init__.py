"""The plain notation in which clerks edit a document's text: paragraphs, ``[Page 1017]``, ``[^59]``, ``*italics*``.

:func:`write_notation` makes it from TEI and :func:`read_notation` reads it back, without loss for everything that the notation has;
:func:`why_not` tells why a document can't be edited in it. ``docs/transcriptions.md`` describes the notation.
"""

from archive.parsing.notation.editing import read_note, why_not, with_notation, write_note
from archive.parsing.notation.reading import Notated, NotationError, read_notation
from archive.parsing.notation.writing import NotNotatable, write_notation

__all__ = [
    "NotNotatable",
    "Notated",
    "NotationError",
    "read_notation",
    "read_note",
    "why_not",
    "with_notation",
    "write_notation",
    "write_note",
]
