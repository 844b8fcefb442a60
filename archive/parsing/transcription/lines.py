"""Bytes to lines: decoding, refusing what is not text, and keeping every character's line and column."""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from archive.parsing.errors import SourceError
from archive.parsing.transcription.tables import mark_cells

LARGEST = 20 * 1024 * 1024
LONGEST_LINE = 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Blanks of every width become a plain blank, one for one, so that columns stay what they are.
_BLANKS = {ord(c): " " for c in "\t\f\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"}


def decode(data: bytes, name: str) -> str:
    """Return the text of a file. Raises :class:`SourceError` for an empty, binary, oversized or wrongly encoded one."""
    if len(data) > LARGEST:
        too_long = re.search(rb"[^\n]{%d}" % (4 * LONGEST_LINE), data)
        line = data.count(b"\n", 0, too_long.start()) + 1 if too_long else None
        what = "line" if too_long else "file"
        raise SourceError(f"{what} is too long for a transcription ({len(data) // 1024 // 1024} MB)", name, line)
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(f"is not {encoding.upper()} text (byte {error.start + 1})", name, line) from error
    return check_text(text.removeprefix("\ufeff"), name)


def check_text(text: str, name: str) -> str:
    """Return the text with one kind of line end. Raises :class:`SourceError` for what is not text or not a transcription."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    if not text.strip():
        raise SourceError("is empty", name, 1)
    if bad := re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]", text):
        line = text.count("\n", 0, bad.start()) + 1
        raise SourceError(f"holds the control character U+{ord(bad[0]):04X} and is no plain text", name, line)
    for number, words in enumerate(text.split("\n"), 1):
        if len(words) > LONGEST_LINE:
            raise SourceError(f"has a line of {len(words):,} characters, which no transcription has", name, number)
    return unicodedata.normalize("NFC", mark_cells(text)).translate(_BLANKS)


#: The last letter or figure and the hyphen of what is broken at the end of a line.
_BROKEN = re.compile(r"[^\W_]-")


def is_broken(line: str) -> bool:
    """Return whether a line ends in a word's or a number's hyphen."""
    return bool(_BROKEN.fullmatch(line[-2:]))


@dataclass
class Block:
    """A run of text made of whole lines, which knows the place in the file of each of its characters."""

    text: str = ""
    _starts: list[int] = field(default_factory=list)
    _places: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of_line(cls, line: str, number: int) -> Block:
        """Return a block of one line, without blanks at its ends."""
        stripped = line.strip()
        return cls(stripped, [0], [(number, line.index(stripped[0]) + 1 if stripped else 1)])

    def join(self, other: Block) -> None:
        """Add a following line: with a blank between them, or none if the first ends in a word's or a number's hyphen."""
        glue = "" if is_broken(self.text) and other.text[:1].isalnum() else " "
        offset = len(self.text) + len(glue)
        self.text += glue + other.text
        self._starts += [offset + start for start in other._starts]
        self._places += other._places

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the character at ``offset``."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        line, column = self._places[index]
        return line, column + offset - self._starts[index]

    def cut(self, start: int, end: int | None = None) -> Block:
        """Return the part from ``start`` to ``end`` as a block of its own, without blanks at its ends."""
        end = len(self.text) if end is None else end
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        inside = [(s, p) for s, p in zip(self._starts, self._places, strict=True) if start < s < start + len(text)]
        return Block(text, [0] + [s - start for s, _ in inside], [self.place(start)] + [p for _, p in inside])

    def renamed(self, text: str) -> Block:
        """Return a block with other words in the same place."""
        return Block(text, [0], self._places[:1])

    @property
    def starts(self) -> list[int]:
        """The offsets at which its lines begin."""
        return self._starts

    @property
    def line(self) -> int:
        """The line on which the block begins."""
        return self._places[0][0]


def split_blocks(text: str, first_line: int = 1) -> list[list[Block]]:
    """Return the paragraphs of a text: lists of lines between blank lines."""
    groups: list[list[Block]] = [[]]
    for number, line in enumerate(text.split("\n"), first_line):
        if line.strip():
            groups[-1].append(Block.of_line(line, number))
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]
