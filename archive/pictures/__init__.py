"""Pictures of data as accessible SVG, drawn on the server. This package knows neither the database nor Django.

Every function takes numbers and words and returns one ``<svg>`` with a title and a description, coloured by classes of the
style sheet, without ``style`` or script. The caller supplies the words, so that they are in the reader's language; the page shows
the same numbers in a table.
"""

from archive.pictures.bars import Bar, timeline
from archive.pictures.life import histogram, unit_for
from archive.pictures.network import Edge, Node, network
from archive.pictures.spans import Span, spans
from archive.pictures.thread import Arrow, Box, thread

__all__ = [
    "Arrow",
    "Bar",
    "Box",
    "Edge",
    "Node",
    "Span",
    "thread",
    "histogram",
    "network",
    "spans",
    "timeline",
    "unit_for",
]
