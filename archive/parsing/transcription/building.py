"""Paragraphs to TEI: one ``<div type="document">`` with anchors for footnotes and page breaks in their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from archive.parsing.tei.names import last_child, new_element, serialised
from archive.parsing.transcription.anchors import Candidate
from archive.parsing.transcription.layout import PAGE_BREAK, PLAIN_NUMBER, break_label
from archive.parsing.transcription.lines import Block

#: How a paragraph ends that goes on in the next.
_GOES_ON = re.compile(r"[^.!?:;”\"’')\]\d]$|-$")


@dataclass
class Line:
    """A block of text with the anchors that were found in it: candidate and the footnote's order."""

    block: Block
    anchors: list[tuple[Candidate, int]] = field(default_factory=list)


def fill(parent: etree._Element, line: Line) -> None:
    """Append a line's text to an element: page breaks and anchors as elements, the marks of plain numbers left out, the rest unchanged."""
    text = line.block.text
    marks: list[tuple[int, int, etree._Element | None]] = [
        (c.start, c.end, _anchor(order)) for c, order in line.anchors
    ]
    for found in PAGE_BREAK.finditer(text):
        start, end = found.span()
        # One of the blanks on both sides is kept; a break at either end of a paragraph needs none.
        if (start == 0 or text[start - 1] == " ") and end < len(text) and text[end] == " ":
            end += 1
        marks.append((start, end, new_element("pb", n=break_label(found))))
    for found in PLAIN_NUMBER.finditer(text):
        marks += [(found.start(), found.start(1), None), (found.end(1), found.end(), None)]
    position = 0
    for start, end, mark in sorted(marks, key=lambda m: m[0]):
        if start < position:
            continue
        append_text(parent, text[position:start])
        if mark is not None:
            parent.append(mark)
        position = end
    append_text(parent, text[position:])


def _anchor(order: int) -> etree._Element:
    return new_element("anchor", type="footnote", n=str(order))


def append_text(parent: etree._Element, text: str) -> None:
    """Add text at the end of an element."""
    if not text:
        return
    last = last_child(parent)
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def plain_element(name: str, line: Line, **attributes: str) -> etree._Element:
    """Return an element holding a line."""
    made = new_element(name, **attributes)
    fill(made, line)
    return made


def note_text(paragraphs: list[Block], label: str) -> str:
    """Return a footnote as a serialised ``<note>``: the text itself if it is one paragraph, else one ``<p>`` each."""
    note = new_element("note", n=label) if label else new_element("note")
    if len(paragraphs) == 1:
        fill(note, Line(paragraphs[0]))
    else:
        for paragraph in paragraphs:
            note.append(plain_element("p", Line(paragraph)))
    return serialised(note)


def unfinished(before: str, after: str) -> bool:
    """Return whether a paragraph continues in the next: it does not end a sentence, and the next does not begin one."""
    return bool(_GOES_ON.search(before, max(0, len(before) - 2)) and re.match(r"[a-zà-ÿ]|[\"“(]?[a-z]", after))
