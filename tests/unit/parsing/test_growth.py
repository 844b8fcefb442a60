"""Work grows with a text and not with its square: the lines of our own code that run for a text and for one twice as long are counted.

What C does within one line (a regular expression, the copy of a long text) is not seen here; ``benchmarks/linear`` measures that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

import pytest
from lxml import etree

from archive.deriving import derive
from archive.errors import Refused
from archive.parsing.notation import read_notation
from archive.parsing.tei.document import Surroundings, read_document
from archive.parsing.transcription.reading import read_source
from archive.records import TEI_NAMESPACE

HEADING = "The Ambassador in Peru (Quill) to the Secretary of State"
#: Repetitions of a piece; a third as many elements are in each other.
FEW, MANY = 150, 300


def transcription(piece: str, times: int) -> None:
    text = HEADING + "\n\n" + "".join(piece.replace("#", str(number)) for number in range(1, times + 1))
    text += "\n\nText.\n\n1. A paragraph.\n\nText."
    for record in read_source(text.encode(), "a text"):
        derive(record)


def paper(piece: str, times: int) -> None:
    """Read a paper in TEI; a piece "<a>|x|</a>" is the start tags of elements in each other, what is repeated in them, the end tags."""
    start, middle, end = piece.split("|") if "|" in piece else ("", piece, "")
    inside = "".join(middle.replace("#", str(number)) for number in range(1, times + 1))
    head = "" if "<head>" in piece else f"<head>{HEADING}</head>"
    depth = times // 3
    note = f'<note n="1">See {"p. 1, " * times}</note>'
    text = f'<div xmlns="{TEI_NAMESPACE}" type="document" n="1">{start * depth}{inside}{end * depth}{head}{note}</div>'
    derive(read_document(etree.fromstring(text), Surroundings("v#d1", 1)))


def notation(piece: str, times: int) -> None:
    with suppress(Refused):
        read_notation("".join(piece.replace("#", str(number)) for number in range(1, times + 1)) + "\n\n[^1]: x\n")


TEXTS: dict[Callable[[str, int], None], list[str]] = {
    transcription: ["a\n", "x#\n\n", "#. x\n\n", "x[^#]\n\n[^#]: y\n\n", "Enclosure #\n\n", "[Page #]\n\n", "See p. #. ",
        "Notes\n\n", "Source: X#\n\ny\n\n"],
    paper: [
        '<opener><seg>No. 1</seg></opener>',
        '<seg type="source">840.48/#</seg>',
        'telegram #<anchor type="footnote" n="1"/>. ',
        '<p>x<note n="#">See p. #.</note></p>',
        '<ref target="#d#">Document #</ref>, ',
        '<p>|<seg>x #</seg>|</p>',
        '<seg type="source">|x # |</seg>',
        '<cell>|<pb n="#"/>|</cell>',
        "<head>|<persName type='from' corresp='#p#'>Mr. A#</persName>|</head>",
    ],
    notation: ["a* ", "x\n\n", "x[^1]", "{signed} x\n\n"],
}  # fmt: skip


def lines_run(read: Callable[[str, int], None], piece: str, times: int) -> int:
    """Return how many lines of the archive's code run."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        if event == "call" and "/archive/" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(piece, times)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(("read", "piece"), [(read, piece) for read, pieces in TEXTS.items() for piece in pieces])
def test_twice_the_text_is_about_twice_the_work(read, piece):
    read(piece, MANY)  # what is cached afterwards is cached for both
    few, many = (lines_run(read, piece, times) for times in (FEW, MANY))
    assert few > FEW
    assert many < 2.3 * few
