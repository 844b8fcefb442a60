"""Pictures of data as accessible SVG, drawn on the server. Nothing in here knows of a database or of Django.

Every function takes numbers and words and gives one ``<svg>`` with a title and a description, coloured by classes of the
style sheet, without ``style`` or script. The words are the caller's, so that they are in the reader's language; beside each
picture the page gives the same numbers as a table.
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
