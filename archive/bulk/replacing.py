"""Find and replace in a record: in its fields and in the text between the tags, never in the tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from lxml import etree

from archive.parsing.plain import local_name
from archive.records import DocumentRecord

#: Where one can replace: key → words. A heading and a date line stand in the text too, and are replaced in both.
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
#: Comments are somebody's words too, and stay.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)


def replacer(find: str, put: str, *, match_case: bool = True, whole_words: bool = False) -> Callable[[str], str]:
    """A function that replaces in a text. ``find`` is plain words, no pattern. Raises ``ValueError`` if it is empty."""
    if not find:
        raise ValueError("Please say what to find.")
    pattern = re.escape(find)
    if whole_words:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    compiled = re.compile(pattern, 0 if match_case else re.IGNORECASE)
    return lambda text: compiled.sub(lambda _: put, text)


def replace_in(record: DocumentRecord, change: Callable[[str], str], places: Collection[str]) -> DocumentRecord:
    """The record with ``change`` applied in these :data:`PLACES`; a place without what is found stays letter for letter."""
    values = {
        name: change(getattr(record, name))
        for name in ("heading", "dateline", "source_note", "summary", "drafting", "collection")
        if name in places
    }
    text = _replace_tei(record.text, change, places)
    notes = record.footnotes
    if "footnotes" in places:
        notes = tuple(replace(note, text=_replace_tei(note.text, change, {"text"})) for note in notes)
    return replace(record, **values, text=text, footnotes=notes)


def _replace_tei(tei: str, change: Callable[[str], str], places: Collection[str]) -> str:
    try:
        root = etree.fromstring(tei.encode("utf-8"), _PARSER)
    except etree.XMLSyntaxError:
        return tei  # what cannot be read is not changed blindly
    return etree.tostring(root, encoding="unicode") if _walk(root, change, places, "text", root) else tei


def _walk(element, change, places, place: str, root) -> bool:
    """Change the texts of an element and all in it; whether anything was changed."""
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
