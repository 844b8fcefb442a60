"""Passages that are withheld: taken out of a record, which has a marked gap for each instead, and put back.

A gap is ``<gap reason="withheld" n="N"><desc>[Passage withheld …]</desc></gap>``, N being the passage's number in its paper. What stood
there is kept apart, as footnotes are kept apart from their anchors, so whatever is derived of the record has no byte of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from archive.errors import Refused
from archive.parsing.plain import UNPRINTED, folded, is_block, local_name, order_of, parse_fragment, plain_text
from archive.parsing.tei.names import ANCHOR, PB, new_tei_element, parent_of, serialised
from archive.records import TEI_NAMESPACE, DocumentRecord, to_json

_GAP = f"{{{TEI_NAMESPACE}}}gap"
_WITHHELD = "withheld"
#: What can't be in a passage, and how the refusal calls it.
_KEPT = {
    "anchor": "the sign of a footnote",
    "pb": "the beginning of a page",
    "gap": "another gap",
    "head": "a heading",
}
#: Fields in which a passage, or which in a passage, are withheld with it; other fields that have its words make that impossible.
_FIELDS = ("subject", "summary", "source_note", "repository", "collection", "drafting")
#: What stands in a field for the words.
_MARK = "[…]"
#: Fields that say again what stands in the text, and can't be withheld with it.
_AS_PRINTED = ("dateline", "parts")
_BLANKS = r"[\s\0]+"


@dataclass(slots=True)
class Passage:
    """A passage that is withheld: its number in the paper, its words, and what the public reads instead.

    ``content`` is the TEI that stood there, as the content of a ``<seg>``; ``fields`` has the whole and the public value of each field
    that is withheld with it. ``first_page`` and ``last_page`` are the places of those it is on among the paper's pages, counted from 1.
    """

    number: int
    words: str
    notice: str
    content: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    first_page: int = 0
    last_page: int = 0


def occurrences(record: DocumentRecord, words: str) -> int:
    """Return how often the words stand in the paper's text and footnotes."""
    pattern = _pattern(words)
    return sum(len(pattern.findall(_Raw(parse_fragment(tei)).text)) for tei in (record.text, *_notes(record)))


def public_form(record: DocumentRecord, passages: Sequence[Passage]) -> DocumentRecord:
    """Return the record with a gap for each passage, and write into the passages what stood there.

    A passage whose gap is there already keeps what it has. Raises :class:`~archive.errors.Refused` where neither the gap nor the words of a
    passage are there, and where something of a passage would be public all the same.
    """
    roots = [parse_fragment(tei) for tei in (record.text, *_notes(record))]
    gaps: dict[int, list[etree._Element]] = {}
    for gap in (gap for root in roots for gap in root.iter(_GAP) if gap.get("reason") == _WITHHELD):
        gaps.setdefault(order_of(gap.get("n", "")) or 0, []).append(gap)
    known = {passage.number for passage in passages}
    if stray := [number for number, found in gaps.items() if number not in known or len(found) > 1]:
        raise Refused(f"The text has a gap for a withheld passage {stray[0]} that is none, or has it twice.")
    for passage in passages:
        if passage.number in gaps:
            _put_notice(gaps[passage.number][0], passage.notice)
        elif not any(_cut(root, passage) for root in roots):
            raise Refused(
                f"The withheld passage {passage.number} and its gap are not in the text any more. Leave the gap where it is,"
                " or lift it first."
            )
    texts = [serialised(root) for root in roots]
    notes = tuple(replace(note, text=text) for note, text in zip(record.footnotes, texts[1:], strict=True))
    made = replace(record, text=texts[0], footnotes=notes)
    for passage in passages:
        made = _with_fields(made, passage)
        passage.first_page, passage.last_page = _pages_of(made, roots, passage.number)
    _check(made, passages)
    return made


def with_passage(record: DocumentRecord, passage: Passage) -> DocumentRecord:
    """Return the record with a passage where its gap is; unchanged in its text if it has no such gap."""
    texts = []
    for tei in (record.text, *_notes(record)):
        root = parse_fragment(tei)
        gap = next((gap for gap in root.iter(_GAP) if _is(gap, passage.number)), None)
        if gap is not None:
            _fill(gap, parse_fragment(passage.content))
            tei = serialised(root)
        texts.append(tei)
    notes = [replace(note, text=text) for note, text in zip(record.footnotes, texts[1:], strict=True)]
    values: dict[str, Any] = {}
    for name, (whole, public) in passage.fields.items():
        kind, _, order = name.partition(":")
        if order:
            notes = [replace(n, anchor=whole) if n.order == int(order) and n.anchor == public else n for n in notes]
        elif getattr(record, kind) == public:
            values[kind] = whole
    return replace(record, text=texts[0], footnotes=tuple(notes), **values)


def _notes(record: DocumentRecord) -> list[str]:
    return [note.text for note in record.footnotes]


def _is(gap: etree._Element, number: int) -> bool:
    return gap.get("reason") == _WITHHELD and gap.get("n") == str(number)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(_BLANKS.join(map(re.escape, words.split())))


# --- Cutting out and putting back -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Place:
    """A place in a text: before the child ``index`` of ``parent``, ``offset`` characters into the text before that child."""

    parent: etree._Element
    index: int
    offset: int

    @property
    def text(self) -> str:
        """The text before the child."""
        before = self.parent[self.index - 1].tail if self.index else self.parent.text
        return before or ""

    def climb(self, top: etree._Element, *, to_the_end: bool) -> None:
        """Go out of elements up to ``top``; raise :class:`~archive.errors.Refused` where something of them would be left behind."""
        while self.parent is not top:
            rest = self.text[self.offset :] if to_the_end else self.text[: self.offset]
            if rest.strip() or self.index != (len(self.parent) if to_the_end else 0):
                raise Refused(
                    "The passage begins or ends within a paragraph, or within words in italics or the like, and goes beyond it."
                    " Withhold its parts one after the other."
                )
            child, self.parent = self.parent, parent_of(self.parent)
            self.index = self.parent.index(child) + (1 if to_the_end else 0)
            self.offset = 0 if to_the_end else len(self.text)


class _Raw:
    """The characters of an element as they are, with "\\0" around blocks, and where each of them is."""

    def __init__(self, root: etree._Element) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._slots: list[_Place | None] = []
        self._length = 0
        self._walk(root)
        self.text = "".join(self._pieces)

    def place(self, offset: int) -> _Place:
        """Return the place of the character at an offset."""
        run = bisect_right(self._starts, offset) - 1
        slot = self._slots[run]
        assert slot is not None  # noqa: S101 - words begin and end with a character of the text
        return _Place(slot.parent, slot.index, offset - self._starts[run])

    def _walk(self, element: etree._Element) -> None:
        name = local_name(element)
        if name in UNPRINTED:
            return
        if element.tag == _GAP and element.get("reason") == _WITHHELD:
            self._add("\1", None)  # no words go over it
            return
        block = is_block(element)
        if block or name == "lb":
            self._add("\0" if block else " ", None)
        if name and element.text:
            self._add(element.text, _Place(element, 0, 0))
        for index, child in enumerate(element, 1):
            self._walk(child)
            if child.tail:
                self._add(child.tail, _Place(element, index, 0))
        if block:
            self._add("\0", None)

    def _add(self, text: str, slot: _Place | None) -> None:
        self._pieces.append(text)
        self._starts.append(self._length)
        self._slots.append(slot)
        self._length += len(text)


def _cut(root: etree._Element, passage: Passage) -> bool:
    """Put a gap where the passage's words first stand, and keep what stood there; return whether they do."""
    raw = _Raw(root)
    match = _pattern(passage.words).search(raw.text)
    if match is None:
        return False
    start, end = raw.place(match.start()), raw.place(match.end() - 1)
    end.offset += 1
    top = next(one for one in _upwards(start.parent) if one in set(_upwards(end.parent)))
    start.climb(top, to_the_end=False)
    end.climb(top, to_the_end=True)
    within = list(top)[start.index : end.index]
    for element in (*(inner for child in within for inner in child.iter()), *_upwards(top)):
        if (name := local_name(element)) in _KEPT:
            raise Refused(f"The passage has {_KEPT[name]} in it, or is in it. Withhold what is before and after that.")
    before, after = start.text[: start.offset], end.text[end.offset :]
    content = new_tei_element("seg")
    content.text = start.text[start.offset : end.offset if start.index == end.index else None]
    if within:
        last = end.text[: end.offset]
        content.extend(within)
        content[-1].tail = last
    gap = new_tei_element("gap", reason=_WITHHELD, n=str(passage.number))
    _put_notice(gap, passage.notice)
    gap.tail = after
    _set_text(top, start.index, before)
    top.insert(start.index, gap)
    passage.content = serialised(content)
    return True


def _upwards(element: etree._Element) -> list[etree._Element]:
    return [element, *element.iterancestors()]


def _set_text(parent: etree._Element, index: int, text: str) -> None:
    if index:
        parent[index - 1].tail = text
    else:
        parent.text = text


def _put_notice(gap: etree._Element, notice: str) -> None:
    tail = gap.tail
    for child in list(gap):
        gap.remove(child)
    gap.text = None
    description = etree.SubElement(gap, f"{{{TEI_NAMESPACE}}}desc")
    description.text = notice
    gap.tail = tail


def _fill(gap: etree._Element, content: etree._Element) -> None:
    """Put the content in the place of a gap."""
    parent, after = parent_of(gap), gap.tail or ""
    index = parent.index(gap)
    before = _Place(parent, index, 0).text
    children = list(content)
    gap.tail = None
    parent.remove(gap)
    text = before + (content.text or "")
    _set_text(parent, index, text if children else text + after)
    for place, child in enumerate(children, index):
        parent.insert(place, child)
    if children:
        children[-1].tail = (children[-1].tail or "") + after


# --- What else has the words ----------------------------------------------------------------------------------------


def _with_fields(record: DocumentRecord, passage: Passage) -> DocumentRecord:
    """Return the record with what its fields have of a passage withheld, and note in the passage what they had."""
    values: dict[str, Any] = {}
    notes = list(record.footnotes)
    for name in _FIELDS:
        value = getattr(record, name)
        if (masked := _masked(value, passage.words)) != value:
            values[name] = masked
            passage.fields[name] = [value, masked]
    public = folded("\n".join(plain_text(tei) for tei in (record.text, *_notes(record))))
    for index, note in enumerate(notes):
        # The words before a footnote's sign, for people to check by, can be the last of a passage.
        if note.anchor and folded(note.anchor) not in public:
            passage.fields[f"anchor:{note.order}"] = [note.anchor, ""]
            notes[index] = replace(note, anchor="")
    return replace(record, footnotes=tuple(notes), **values)


def _masked(value: str, words: str) -> str:
    if " " in value.strip() and folded(value) in folded(words):
        return ""
    return _pattern(words).sub(_MARK, value)


def _check(record: DocumentRecord, passages: Sequence[Passage]) -> None:
    """Raise :class:`~archive.errors.Refused` where words of a passage would still be public."""
    values = to_json(replace(record, references=(), warnings=()))
    notices = [passage.notice for passage in passages]
    for passage in passages:
        words = folded(passage.words)
        for name, value in _strings(values):
            text = folded(plain_text(value)) if value.startswith("<") else folded(value)
            for notice in notices:
                text = text.replace(folded(notice), "")
            if words in text or (value.startswith("<") and words in _attributes(value)):
                place = name.replace("_", " ")
                raise Refused(
                    f"These words stand in the paper's {place}, too, where they can't be withheld. Close the whole paper, or change"
                    " that first."
                )
            if name in _AS_PRINTED and " " in value and not value.startswith("<") and text in words:
                raise Refused(
                    f"The passage has the paper's {name} in it, which can't be withheld. Withhold what is beside it."
                )


def _strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _strings(one, name or key)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one, name)


def _attributes(tei: str) -> str:
    """Return what attributes say in a fragment, and what is written in it but not printed."""
    root = parse_fragment(tei)
    found = [str(value) for element in root.iter() for value in element.attrib.values()]
    found += [etree.tostring(one, encoding="unicode") for one in root.iter() if local_name(one) in (*UNPRINTED, "")]
    return folded("\n".join(found))


def _pages_of(record: DocumentRecord, roots: Sequence[etree._Element], number: int) -> tuple[int, int]:
    """Return the first and last of the paper's pages that a passage can be on, counted from 1."""
    pages = list(record.pages)
    text = roots[0]
    breaks = list(text.iter(PB))
    first = bool(pages and breaks) and (pages[0].label, pages[0].facsimile) == (
        breaks[0].get("n", ""),
        breaks[0].get("facs", ""),
    )
    for place, root in enumerate(roots):
        if not any(_is(gap, number) for gap in root.iter(_GAP)):
            continue
        count = 0
        for element in text.iter(PB, _GAP, ANCHOR):
            if element.tag == PB:
                count += 1
            elif (element.tag == _GAP and not place and _is(element, number)) or (
                element.tag == ANCHOR and place and element.get("n") == str(record.footnotes[place - 1].order)
            ):
                page = count + (0 if first or (pages and pages[0].within) else 1)
                # A footnote may go on at the foot of the next page.
                return max(page, 1), max(page, 1) + (1 if place else 0)
    return 1, max(len(pages), 1)
