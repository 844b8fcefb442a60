"""One document of a volume: its text with anchors, its footnotes, pages and enclosures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from lxml import etree

from archive.parsing.plain import attributes_of, characters, folded
from archive.parsing.source_notes import is_source_note
from archive.parsing.tei.dates import outside_volume
from archive.parsing.tei.description import describe
from archive.parsing.tei.names import NOTE, PB, XML_ID, new_tei_element, parent_of, serialised
from archive.records import TEI_NAMESPACE, DocumentRecord, FootnoteRecord, PageBreakRecord, ReadingWarning


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a document's own element lacks: its id in the archive, its line, and the page on which it begins."""

    source_id: str
    line: int
    page_before: dict[str, str] | None = None
    warnings: tuple[ReadingWarning, ...] = ()


def read_document(element: etree._Element, around: Surroundings) -> DocumentRecord:
    """Return the record of a ``<div type="document">``. The element is changed: its notes become anchors."""
    footnotes, warnings = take_out_notes(element, around.line)
    pages = pages_of(element, around.page_before)
    described = describe(element, footnotes, around.line)
    if doubt := outside_volume(described["date"], around.source_id.partition("#")[0]):
        warnings.append(ReadingWarning("date-outside-volume", doubt, around.line))
    return DocumentRecord(
        source_id=around.source_id,
        text=serialised(element),
        footnotes=footnotes,
        pages=pages,
        document_number=element.get("n", "") or described.pop("document_number", ""),
        warnings=(*around.warnings, *warnings, *described.pop("warnings")),
        **{name: value for name, value in described.items() if name != "document_number"},
    )


def _is_footnote(note: etree._Element) -> bool:
    """Return whether a note is a footnote; "[Tab B]" as ``<note rend="source" type="inline">`` is a line of the text."""
    return note.get("type") != "inline" and (note.get("rend") != "inline" or note.get("type") == "source")


def take_out_notes(element: etree._Element, line: int) -> tuple[tuple[FootnoteRecord, ...], list[ReadingWarning]]:
    """Replace an element's notes with anchors; return them as footnotes, and doubts about them."""
    notes = [note for note in element.iter(NOTE) if _is_footnote(note)]
    before = [_words_before(note) for note in notes]
    kinds = _kinds(notes)
    texts: list[str] = [""] * len(notes)
    for index in range(len(notes) - 1, -1, -1):
        note = notes[index]
        texts[index] = serialised(note)
        anchor = new_tei_element("anchor", type="footnote", n=str(index + 1))
        anchor.tail, note.tail = note.tail, None
        parent_of(note).replace(note, anchor)
    warnings, seen = [], {}
    for note, text in zip(notes, texts, strict=True):
        note_id = note.get(XML_ID)
        if note_id and note_id in seen:
            warnings.append(ReadingWarning("duplicate-id", f"The id “{note_id}” belongs to two footnotes.", line))
        if note_id:
            seen[note_id] = text
        if not note.get("n") and note.get("type") is None:
            warnings.append(ReadingWarning("footnote-without-number", "A footnote has no printed number.", line))
    records = tuple(
        FootnoteRecord(index, note.get("n", ""), text, kind, note.get(XML_ID, ""), words)
        for index, (note, text, kind, words) in enumerate(zip(notes, texts, kinds, before, strict=True), 1)
    )
    return records, warnings


def _kinds(notes: list[etree._Element]) -> list[str]:
    kinds = [kind if (kind := note.get("type", "")) in {"source", "summary"} else "footnote" for note in notes]
    if "source" not in kinds:
        for index, note in enumerate(notes[:3]):
            opening = (note.text or "").strip() or characters(note)[:200].strip()
            looks = kinds[index] == "footnote" and opening[:8].lower().lstrip("[").startswith("source")
            if looks and is_source_note(folded(characters(note))):
                kinds[index] = "source"
                break
    return kinds


#: A heading's words without those of the notes in it.
_NOT_IN_NOTES = etree.XPath("descendant::text()[not(ancestor::t:note)]", namespaces={"t": TEI_NAMESPACE})


def _words_before(note: etree._Element) -> str:
    before = note.getprevious()
    text = (parent_of(note).text if before is None else before.tail) or ""
    if not text.strip() and before is not None and before.tag != NOTE:
        text = "".join(cast("list[str]", _NOT_IN_NOTES(before))) if isinstance(before.tag, str) else ""
    words = folded(text[-80:])
    return words if len(words) <= 40 else words[-40:].partition(" ")[2]


def pages_of(
    element: etree._Element, before: dict[str, str] | None, *, to_the_end: bool = False
) -> tuple[PageBreakRecord, ...]:
    """Return the pages that a document is on; ``before`` is the page break before it, if that is known.

    A break after all of the text is the next document's page, except in a file of one document (``to_the_end``).
    """
    breaks = list(element.iter(PB))
    pages = []
    if breaks and _nothing_before(element, breaks[0]):
        before = attributes_of(breaks.pop(0))
    if before is not None:
        pages.append(_page(before, within=False))
    if breaks and not to_the_end and _nothing_after(element, breaks[-1]):
        breaks.pop()
    return (*pages, *(_page(attributes_of(pb), within=True) for pb in breaks))


def _page(attributes: dict[str, str], *, within: bool) -> PageBreakRecord:
    return PageBreakRecord(attributes.get("n", ""), within, attributes.get(XML_ID, ""), attributes.get("facs", ""))


def _nothing_before(element: etree._Element, pb: etree._Element) -> bool:
    return pb.getparent() is element and pb.getprevious() is None and not (element.text or "").strip()


def _nothing_after(element: etree._Element, pb: etree._Element) -> bool:
    return pb.getparent() is element and pb.getnext() is None and not (pb.tail or "").strip()
