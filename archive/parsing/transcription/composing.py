"""The parts of a paper put together as one TEI division, in printed order."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from archive.deadline import check
from archive.parsing.offices import read_correspondent
from archive.parsing.tei.names import (
    ATTACHMENT,
    CLOSER,
    DATELINE,
    OPENER,
    PB,
    ROW,
    TABLE,
    P,
    last_child,
    new_element,
)
from archive.parsing.transcription.building import Line, append_text, fill, plain_element, unfinished
from archive.parsing.transcription.layout import (
    HEAD_ROLES,
    Paragraph,
    bare_line,
    document_number,
    is_heading,
    page_label,
)
from archive.parsing.transcription.tables import spans_of_cells

#: The most lines of a closer.
_CLOSER = 4
_FAREWELL = re.compile(
    r"(?:(?:Very\s)?(?:Respectfully|Sincerely|Faithfully|Truly|Cordially)(?:\s(?:yours|submitted))?"
    r"|(?:Yours|I am|I have the honor to)\b.{0,80}|With\s.{0,60}regards?"
    r"|For the (?:Secretary|Ambassador|Minister|Acting Secretary).{0,40}|Your obedient servant)[,.:]?",
    re.IGNORECASE,
)


def compose(
    above: list[Paragraph],
    heading: Paragraph | None,
    below: list[Paragraph],
    body: list[Paragraph],
    lines: dict[int, Line],
) -> etree._Element:
    """Return the paper's ``<div type="document">``; ``lines`` holds each block's anchors."""
    division = new_element("div", type="document")
    if heading and is_heading(heading.text) and re.match(r"\W*editorial note", heading.text, re.IGNORECASE):
        division.set("subtype", "editorial-note")
    _add_opener(division, above, lines)
    if heading:
        division.append(plain_element("head", lines[id(heading.block)]))
    _add_opener(division, below, lines)
    _add_body(division, body, lines)
    return division


def _add_opener(parent: etree._Element, paragraphs: list[Paragraph], lines: dict[int, Line]) -> None:
    """Add the lines above or below a heading: page breaks by themselves, all else in an ``<opener>``."""
    opener, before = None, ""
    for paragraph in paragraphs:
        if paragraph.role == "page":
            parent.append(new_element("pb", n=page_label(paragraph.text)))
            opener = None
            continue
        if opener is None:
            opener = etree.SubElement(parent, OPENER)
        line = lines[id(paragraph.block)]
        if paragraph.role == "document number" and parent.get("type") == "document":
            parent.set("n", document_number(paragraph.text))
        if paragraph.role in {"place", "dateline", "received"}:
            _add_dateline(opener, line, goes_on=paragraph.role == "received" or before == "place")
        else:
            kind = {"type": "source"} if paragraph.role in {"file", "source"} else {}
            opener.append(plain_element("seg", line, rend="flushleft", **kind))
        before = paragraph.role


def _add_dateline(parent: etree._Element, line: Line, *, goes_on: bool) -> None:
    """Add a date line, or its next line if it goes on."""
    last = last_child(parent)
    if goes_on and last is not None and last.tag == DATELINE:
        last.append(new_element("lb"))
        fill(last, line)
    else:
        parent.append(plain_element("dateline", line))


def _add_body(division: etree._Element, body: list[Paragraph], lines: dict[int, Line]) -> None:
    """Add paragraphs, page breaks, enclosures and the closer."""
    parent = division
    index = 0
    while index < len(body):
        check()
        paragraph = body[index]
        line = lines[id(paragraph.block)]
        if paragraph.role == "enclosure":
            parent = etree.SubElement(division, ATTACHMENT)
            parent.append(plain_element("head", line))
            index = _add_head_of_part(parent, body, index + 1, lines)
            continue
        if paragraph.role == "page":
            _add_break(parent, paragraph, body[index + 1 : index + 2])
        elif paragraph.role == "row":
            _add_row(_last_or_new(parent, TABLE), line)
        elif paragraph.role == "rule":
            parent.append(plain_element("p", line, rend="center"))
        elif _goes_on(parent, paragraph):
            fill(parent[-1], line)
        elif paragraph.role == "salute":
            _last_or_new(parent, OPENER).append(plain_element("salute", line))
        elif _in_closer(body, index):
            closer = _last_or_new(parent, CLOSER)
            if (name := _closing_name(paragraph)) == "dateline":
                _add_dateline(closer, line, goes_on=body[index - 1].role == "place")
            else:
                closer.append(plain_element(name, line))
        else:
            parent.append(plain_element("p", line))
        index += 1


def _add_row(table: etree._Element, line: Line) -> None:
    """Add a row to a table, with each footnote's anchor in its cell."""
    row = etree.SubElement(table, ROW)
    for start, end in spans_of_cells(line.block.text):
        block = line.block.cut(start, end)
        start += line.block.text[start:end].find(block.text)
        inside = [
            (replace(anchor, start=max(anchor.start - start, 0), end=anchor.end - start), order)
            for anchor, order in line.anchors
            if start < anchor.end <= end
        ]
        row.append(plain_element("cell", Line(block, inside)))


def _add_head_of_part(parent: etree._Element, body: list[Paragraph], index: int, lines: dict[int, Line]) -> int:
    """Add the heading and opening lines of an enclosure, and return the index at which its text begins."""
    start = index
    while index < len(body) and body[index].role in HEAD_ROLES:
        index += 1
    _add_opener(parent, body[start:index], lines)
    if index < len(body) and not body[index].role and not body[index].item and is_heading(body[index].text):
        parent.append(plain_element("head", lines[id(body[index].block)]))
        start = index = index + 1
        while index < len(body) and body[index].role in HEAD_ROLES - {"page"}:
            index += 1
        _add_opener(parent, body[start:index], lines)
    return index


def _add_break(parent: etree._Element, paragraph: Paragraph, following: list[Paragraph]) -> None:
    """Add a page break on a line of its own: inside the paragraph that it interrupts, or else between two."""
    pb = new_element("pb", n=page_label(paragraph.text))
    last = last_child(parent)
    words = _end_of(last) if last is not None and last.tag == P else ""
    if last is not None and words and following and not following[0].role and unfinished(words, following[0].text):
        append_text(last, _glue(words))
        last.append(pb)
    else:
        parent.append(pb)


def _end_of(paragraph: etree._Element) -> str:
    """Return the words with which a paragraph ends."""
    ends = (child.tail for child in reversed(paragraph) if child.tail and child.tail.strip())
    return next(ends, paragraph.text or "")


def _glue(words: str) -> str:
    return "" if words.endswith("-") else " "


def _goes_on(parent: etree._Element, paragraph: Paragraph) -> bool:
    """Return whether a paragraph continues the one before it, after a page break in the middle of a sentence."""
    last = last_child(parent)
    if last is None or last.tag != P or paragraph.role or paragraph.item:
        return False
    end = last_child(last)
    ended_in_break = end is not None and end.tag == PB and not (end.tail or "").strip()
    return ended_in_break and unfinished(_end_of(last).rstrip(), paragraph.text)


def _last_or_new(parent: etree._Element, tag: str) -> etree._Element:
    """Return the last child if it has this tag, else a new one."""
    last = last_child(parent)
    return last if last is not None and last.tag == tag else etree.SubElement(parent, tag)


def _in_closer(body: list[Paragraph], index: int) -> bool:
    """Return whether a line belongs to the end of a letter or telegram: everything from here on is farewell, signature or date."""
    window = body[index : index + 2 * _CLOSER]
    end = next((i for i, paragraph in enumerate(window) if paragraph.role == "enclosure"), len(window))
    rest = [p for p in window[:end] if p.role != "page"]
    if not index or not rest or len(rest) > _CLOSER or (end == len(window) and index + end < len(body)):
        return False
    return all(_closing_name(paragraph) for paragraph in rest)


def _closing_name(paragraph: Paragraph) -> str:
    text = bare_line(paragraph.text)
    if paragraph.role in {"place", "dateline"}:
        return "dateline"
    if paragraph.role or paragraph.item or len(text) > 120:
        return ""
    if _FAREWELL.fullmatch(text):
        return "salute"
    if len(text) > 60 or re.search(r"[a-z]{3}[.!?:;]$", text.removesuffix("Jr.")):
        return ""
    name = re.sub(r"^\W*(?:\[?[Ss]igned\]?:?|/s/|s/)\W*", "", text)
    read = read_correspondent(name.replace("[", "").replace("]", ""))
    return "signed" if read.person or text.isupper() or re.match(r"\[?[Ss]igned\b|/s/|\[.{2,40}\]$", text) else ""
