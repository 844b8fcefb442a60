"""Find and replace words in a record: in its fields and in the text between the tags, never in the tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from lxml import etree

from archive.errors import Refused
from archive.parsing.plain import local_name
from archive.parsing.tei.enclosures import read_parts
from archive.records import DocumentRecord

#: Where words can be replaced: key → name. A heading and a date line are also part of the text, and are replaced in both.
PLACES = {
    "text": "text",
    "footnotes": "footnotes",
    "heading": "heading",
    "dateline": "date line",
    "source_note": "source note",
    "summary": "summary",
    "drafting": "drafting",
    "collection": "collection",
}
#: Characters that no XML can have.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Comments stay as they are.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)


def replacer(find: str, put: str, *, match_case: bool = True, whole_words: bool = False) -> Callable[[str], str]:
    """Return a function that replaces words in a text. ``find`` is no pattern.

    Raises :class:`~archive.errors.Refused` if it is empty, or if ``put`` has characters that no text can have.
    """
    if not find:
        raise Refused("Please say what to find.")
    if _NOT_IN_XML.search(put):
        raise Refused("The replacement has a character that cannot be kept.")
    pattern = re.escape(find)
    if whole_words:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    compiled = re.compile(pattern, 0 if match_case else re.IGNORECASE)
    return lambda text: compiled.sub(lambda _: put, text)


def replace_in(record: DocumentRecord, change: Callable[[str], str], places: Collection[str]) -> DocumentRecord:
    """Return the record with ``change`` applied in these :data:`PLACES`; a place without the words to find stays as it is."""
    values = {
        name: change(getattr(record, name))
        for name in ("heading", "dateline", "source_note", "summary", "drafting", "collection")
        if name in places
    }
    text = _replace_tei(record.text, change, places)
    notes = record.footnotes
    if "footnotes" in places:
        notes = tuple(replace(note, text=_replace_tei(note.text, change, {"text"})) for note in notes)
    if text != record.text and record.parts:
        values["parts"] = read_parts(etree.fromstring(text.encode("utf-8"), _PARSER))
    return replace(record, **values, text=text, footnotes=notes)


def _replace_tei(tei: str, change: Callable[[str], str], places: Collection[str]) -> str:
    try:
        root = etree.fromstring(tei.encode("utf-8"), _PARSER)
    except etree.XMLSyntaxError:
        return tei  # text that can't be parsed is left alone
    return etree.tostring(root, encoding="unicode") if _walk(root, change, places, "text", root) else tei


def _walk(element, change, places, place: str, root) -> bool:
    """Change the texts of an element and of all elements in it; return whether anything was changed."""
    changed = False
    if local_name(element):
        changed = _set(element, "text", change, place in places)
    for child in element:
        name = local_name(child)
        inner = place
        if name == "head" and element is root:
            inner = "heading"
        elif name == "dateline" and place == "text" and not _in_attachment(child):
            inner = "dateline"
        changed |= _walk(child, change, places, inner, root) if name else False
        changed |= _set(child, "tail", change, place in places)
    return changed


def _set(element, side: str, change: Callable[[str], str], wanted: bool) -> bool:
    before = getattr(element, side)
    if not wanted or not before:
        return False
    after = change(before)
    setattr(element, side, after)
    return after != before


def _in_attachment(element) -> bool:
    return any(local_name(above) == "attachment" for above in element.iterancestors())
