"""Papers as a person would copy them: the text of a record with its notes, pages and blocks, and the ways to write it down.

A :class:`Copy` keeps the blocks of a paper with marks for anchors and page breaks. :data:`WAYS` writes it as plain text: as it
is copied from a web page, and as word processors, e-mail programs and scanned books change it.
"""

from __future__ import annotations

import random
import re
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from archive.parsing.citations.volumes import roman  # noqa: E402
from archive.parsing.plain import UNPRINTED, folded, is_block, local_name, parse_fragment  # noqa: E402
from archive.records import DocumentRecord  # noqa: E402

#: Marks within a block: an anchor with its note's order, and a page break with its label.
ANCHOR = re.compile("\ue000([0-9]+)\ue001")
PAGE = re.compile("\ue002([^\ue003]*)\ue003")
#: An anchor with the blanks before it, which indent the source.
_GLUED = re.compile(r"\s*" + ANCHOR.pattern)

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ASCII = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "--", "…": "...", "\u00a0": " "})
_WIDTH = 76


@dataclass(frozen=True)
class Note:
    """A note: its order in the record, its printed label and its paragraphs."""

    order: int
    label: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(self.paragraphs)


@dataclass(frozen=True)
class Copy:
    """A paper's blocks with marks for anchors and page breaks, and its numbered notes.

    Notes that are printed in a line of their own, such as the file line, are blocks.
    """

    blocks: tuple[str, ...]
    notes: tuple[Note, ...] = field(default=())

    def label(self, order: int) -> str:
        """Return the printed label of a note."""
        return next(note.label for note in self.notes if note.order == order)


def copy_of(record: DocumentRecord) -> Copy:
    """Return what a person copies of a paper."""
    inline = {note.order: note for note in record.footnotes if not note.label}
    blocks: list[str] = [""]
    _collect(parse_fragment(record.text), blocks, set(inline))
    written: list[str] = []
    for block in blocks:
        # A line of its own is where its anchor is, before the block that follows.
        for found in ANCHOR.findall(block):
            if int(found) in inline:
                written += _paragraphs(inline[int(found)].text)
        words = folded(ANCHOR.sub(lambda m: "" if int(m[1]) in inline else m[0], block))
        if words:
            written.append(words)
    notes = tuple(
        Note(note.order, note.label, tuple(_paragraphs(note.text)))
        for note in record.footnotes
        if note.order not in inline
    )
    return Copy(tuple(written), notes)


def _paragraphs(text: str) -> list[str]:
    blocks = [""]
    _collect(parse_fragment(text), blocks, set())
    return [words for words in map(folded, (ANCHOR.sub("", PAGE.sub("", block)) for block in blocks)) if words]


def _collect(element: etree._Element, blocks: list[str], inline: set[int]) -> None:
    name = local_name(element)
    if name in UNPRINTED:
        return
    if name == "anchor" and element.get("type") == "footnote":
        blocks[-1] += f"\ue000{element.get('n')}\ue001"
        return
    if name == "pb":
        blocks[-1] += f"\ue002{element.get('n', '')}\ue003"
        return
    # The cells of a row are copied as one line.
    block = is_block(element) and name != "cell"
    if block:
        blocks.append("")
    elif name in {"lb", "cell"}:
        blocks[-1] += " "
    if name and element.text:
        blocks[-1] += element.text
    for child in element:
        _collect(child, blocks, inline)
        if child.tail:
            blocks[-1] += child.tail
    if block:
        blocks.append("")


# --- the ways to write a copy -------------------------------------------------------------------------------------------


def web(copy: Copy, label: Callable[[str], str] = str) -> str:
    """As from a web page: labels glued to words, pages in brackets, the notes at the end as a list counted from 1."""
    return "\n\n".join(_marked(copy, label)) + _listed(copy)


def _marked(copy: Copy, label: Callable[[str], str]) -> list[str]:
    blocks = (PAGE.sub(lambda m: f" [Page {m[1]}] ", block) for block in copy.blocks)
    return [folded(_GLUED.sub(lambda m: label(copy.label(int(m[1]))), block)) for block in blocks]


def _listed(copy: Copy) -> str:
    lines = [f"  {count}. " + "\n\n".join(note.paragraphs) for count, note in enumerate(copy.notes, 1)]
    return "\n\n" + "\n".join(lines) + "\n" if lines else "\n"


def apart(copy: Copy) -> str:
    """Labels after a blank, as some pages have them."""
    return web(copy, lambda label: f" {label} ")


def raised(copy: Copy) -> str:
    """Labels as superscript digits."""
    return web(copy, lambda label: label.translate(_RAISED))


def bracketed(copy: Copy) -> str:
    """Labels in brackets, in the text and in the list."""
    notes = "".join(f"[{note.label}] " + "\n\n".join(note.paragraphs) + "\n" for note in copy.notes)
    return "\n\n".join(_marked(copy, lambda label: f"[{label}]")) + "\n\n" + notes


def windows(copy: Copy) -> str:
    """Lines that end as on Windows."""
    return web(copy).replace("\n", "\r\n")


def dense(copy: Copy) -> str:
    """No blank lines."""
    return re.sub("\n{2,}", "\n", web(copy))


def ascii_quotes(copy: Copy) -> str:
    """Straight quotes and plain dashes, as from an e-mail."""
    return web(copy).translate(_ASCII)


def wrapped(copy: Copy) -> str:
    """Lines of a fixed width, words broken at the ends of some."""
    return "\n\n".join(_wrapped(block) for block in _marked(copy, str)) + "".join(
        f"\n\n{note.label}. " + "\n\n".join(map(_wrapped, note.paragraphs)) for note in copy.notes
    ) + "\n"  # fmt: skip


def endnotes(copy: Copy) -> str:
    """As from a word processor: notes counted in Roman letters, ``[i]``, and listed at the end."""
    numbers = {note.order: roman(count) for count, note in enumerate(copy.notes, 1)}
    blocks = (PAGE.sub(lambda m: f" [Page {m[1]}] ", block) for block in copy.blocks)
    text = "\n\n".join(folded(_GLUED.sub(lambda m: f"[{numbers[int(m[1])]}]", block)) for block in blocks)
    return text + "\n\n" + "".join(f"[{numbers[n.order]}] " + "\n\n".join(n.paragraphs) + "\n" for n in copy.notes)


def feet(copy: Copy) -> str:
    """Notes at the foot of each page under a rule, pages in brackets."""
    return _by_page(copy, lambda label: f"[Page {label}]", str)


def scan(copy: Copy) -> str:
    """A scanned book: running heads with page numbers, notes at page feet, broken lines."""

    def head(label: str) -> str:
        if label.isdigit() and int(label) % 2:
            return "NORTHERN FISHERIES".rjust(45) + label.rjust(24)
        return f"{label}         FOREIGN RELATIONS, 1931, VOLUME II"

    return _by_page(copy, head, _wrapped)


def _by_page(copy: Copy, head: Callable[[str], str], lines: Callable[[str], str]) -> str:
    notes = {note.order: note for note in copy.notes}
    pages: list[tuple[str, list[str]]] = [("", [])]
    for block in copy.blocks:
        for count, piece in enumerate(PAGE.split(block)):
            if count % 2:
                pages.append((piece, []))
            elif folded(piece):
                pages[-1][1].append(folded(piece))
    written = []
    for label, blocks in pages:
        orders = dict.fromkeys(int(order) for block in blocks for order in ANCHOR.findall(block))
        below = [notes.pop(order) for order in orders if order in notes]
        if label:
            written.append(head(label))
        written += [lines(_GLUED.sub(lambda m: copy.label(int(m[1])), block)) for block in blocks]
        if below:
            written.append("----------\n" + "\n".join(f"{n.label} " + lines("\n\n".join(n.paragraphs)) for n in below))
    return "\n\n".join(written) + "\n"


def _wrapped(text: str) -> str:
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=True)
    chance = random.Random(text)  # noqa: S311
    for index in range(len(lines) - 1):
        line = lines[index]
        first, _, rest = lines[index + 1].partition(" ")
        if re.fullmatch("[a-z]{7,}", first) and chance.random() < 0.3:
            lines[index], lines[index + 1] = f"{line} {first[:4]}-", f"{first[4:]} {rest}".strip()
    return "\n".join(lines)


#: Each way to write a copy, by name.
WAYS: dict[str, Callable[[Copy], str]] = {
    "web page": web,
    "labels apart": apart,
    "superscripts": raised,
    "brackets": bracketed,
    "wrapped lines": wrapped,
    "CRLF": windows,
    "no blank lines": dense,
    "ASCII quotes": ascii_quotes,
    "notes at page feet": feet,
    "scan with running heads": scan,
    "endnotes": endnotes,
}


def plain(copy: Copy) -> Copy:
    """Return the copy as ASCII, to compare with what was written so."""
    return replace(
        copy,
        blocks=tuple(block.translate(_ASCII) for block in copy.blocks),
        notes=tuple(replace(n, paragraphs=tuple(p.translate(_ASCII) for p in n.paragraphs)) for n in copy.notes),
    )
