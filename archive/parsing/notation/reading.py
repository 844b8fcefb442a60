"""Notation to TEI."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from archive.deadline import check
from archive.errors import Refused
from archive.parsing.notation.keywords import (
    BOLD,
    BY_WORD,
    ENCLOSURE,
    END_OF_ENCLOSURE,
    ITALIC,
    LABEL,
    NOTE_KINDS,
    PAGE,
    RENDERING,
)
from archive.parsing.plain import parse_fragment
from archive.parsing.tei.names import ATTACHMENT, HEAD, HI, last_child, new_element, parent_of, serialised
from archive.parsing.transcription.building import append_text
from archive.parsing.transcription.notes import LONGEST_WORDS, words_before
from archive.records import TEI_NAMESPACE, FootnoteRecord, ReadingWarning

_DEFINITION = re.compile(rf"{LABEL}:[ ]?")
_KEYWORD = re.compile(r"\{(?P<word>[a-z ]{1,30})\}[ ]?")
_TOKEN = re.compile(
    rf"(?P<escape>\\(?P<escaped>[^\n]))|(?P<break>\\\n[ ]*)|(?P<newline>\n[ ]*)|{PAGE}|{LABEL}"
    rf"|(?P<bold>{re.escape(BOLD)})|(?P<italic>{re.escape(ITALIC)})"
)
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 4 * 1024 * 1024


class NotationError(Refused):
    """A notation can't be read. ``problems`` are all that is wrong, each with its line and column."""

    def __init__(self, problems: list[ReadingWarning]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"line {p.line}, column {p.column}: {p.message}" for p in problems))


@dataclass(frozen=True, slots=True)
class Notated:
    """A notation as read: the document's TEI, its footnotes, and what is doubtful in it."""

    text: str
    footnotes: tuple[FootnoteRecord, ...]
    warnings: tuple[ReadingWarning, ...] = ()


@dataclass
class _Block:
    """A paragraph of the notation and where it began."""

    text: str
    line: int
    column: int = 1

    @cached_property
    def breaks(self) -> list[int]:
        """The places of its line breaks."""
        return [place for place, sign in enumerate(self.text) if sign == "\n"]


@dataclass
class _Note:
    """A footnote of the notation: label, the order after "#" if there is one, kind, and its paragraphs."""

    label: str
    name: str
    kind: str
    paragraphs: list[_Block]
    anchor: str = ""
    anchored: bool = False


@dataclass
class _Reader:
    """The state of reading one notation."""

    problems: list[ReadingWarning] = field(default_factory=list)
    notes: list[_Note] = field(default_factory=list)
    orders: dict[str, int] = field(default_factory=dict)

    def problem(self, code: str, message: str, block: _Block, offset: int = 0) -> None:
        """Record what is wrong at a place in a block."""
        self.problems.append(ReadingWarning(code, message, *_place(block, offset)))


def read_notation(notation: str, like: str = "") -> Notated:
    """Return the TEI and footnotes of a notation. Raises :class:`NotationError` with line and column of everything that is wrong.

    ``like`` is the document's present TEI: the attributes of its element, which the notation does not show, stay.
    """
    reader = _Reader()
    notation = notation.replace("\r\n", "\n").replace("\r", "\n")
    if len(notation) > _LONGEST:
        raise NotationError([ReadingWarning("notation-too-long", "The text is too long to be edited so.", 1, 1)])
    if unfit := _UNFIT.search(notation):
        message = f"The character U+{ord(unfit[0]):04X} cannot stand in a text."
        raise NotationError([ReadingWarning("character-unfit", message, *_place(_Block(notation, 1), unfit.start()))])
    body = _take_notes(_blocks(notation), reader)
    root = new_element("div", type="document")
    if like:
        root.attrib.clear()
        root.attrib.update(parse_fragment(like).attrib)
    _fill_division(root, body, reader)
    footnotes = tuple(_footnote(note, order, reader) for order, note in enumerate(reader.notes, 1))
    if not len(root):
        reader.problems.append(ReadingWarning("notation-empty", "There is no text.", 1, 1))
    if reader.problems:
        raise NotationError(sorted(reader.problems, key=lambda p: (p.line or 0, p.column or 0)))
    return Notated(serialised(root), footnotes, tuple(_doubts(reader)))


# --- blocks ---------------------------------------------------------------------------------------------------------------


def _blocks(notation: str) -> list[_Block]:
    """Return paragraphs: lines between blank lines; a heading, a word in braces or a footnote begins a new one."""
    blocks: list[tuple[list[str], int, int]] = []
    open_block = False
    for number, line in enumerate(notation.split("\n"), 1):
        stripped = line.strip()
        if not stripped:
            open_block = False
            continue
        goes_on = open_block and (blocks[-1][0][-1].endswith("\\") or not _begins(stripped))
        if goes_on:
            blocks[-1][0].append(line.rstrip())
        else:
            indent = len(line) - len(line.lstrip())
            blocks.append(([stripped], number, indent + 1))
        open_block = True
    return [_Block("\n".join(lines), number, column) for lines, number, column in blocks]


def _begins(line: str) -> bool:
    return bool(line.startswith("# ") or _KEYWORD.match(line) or _DEFINITION.match(line))


def _take_notes(blocks: list[_Block], reader: _Reader) -> list[_Block]:
    """Sort the footnotes out of the blocks; indented paragraphs after a footnote belong to it."""
    body: list[_Block] = []
    last: _Note | None = None
    for block in blocks:
        match = _DEFINITION.match(block.text)
        if match and block.column < 4:
            last = _note(block, match, reader)
        elif last is not None and block.column >= 4:
            last.paragraphs.append(block)
        else:
            last = None
            body.append(block)
    return body


def _note(block: _Block, match: re.Match[str], reader: _Reader) -> _Note:
    name = match[0][: match[0].rindex("]") + 1]  # up to the bracket: the label may have a colon of its own
    if name in reader.orders:
        reader.problem("footnote-twice", f"There are two footnotes {name}.", block)
    start, kind = match.end(), "footnote"
    keyword = _KEYWORD.match(block.text, start)
    if keyword and keyword["word"] in NOTE_KINDS:
        start, kind = keyword.end(), keyword["word"]
    note = _Note(match["label"], name, kind, [_cut(block, start)])
    reader.notes.append(note)
    reader.orders[name] = len(reader.notes)
    return note


def _cut(block: _Block, start: int) -> _Block:
    """Return the block from an offset on its first line."""
    return _Block(block.text[start:], block.line, block.column + start)


def _fill_division(root: etree._Element, blocks: list[_Block], reader: _Reader) -> None:
    parent = root
    for block in blocks:
        keyword = _KEYWORD.match(block.text)
        if block.text.startswith("# "):
            etree.SubElement(parent, HEAD)
            _fill(parent[-1], _cut(block, 2), reader)
        elif page := re.fullmatch(PAGE, block.text):
            parent.append(new_element("pb", n=page["page"]))
        elif not keyword:
            parent.append(new_element("p"))
            _fill(parent[-1], block, reader)
        elif keyword["word"] == ENCLOSURE:
            parent = etree.SubElement(root, ATTACHMENT)
            _nothing_more(block, keyword, reader)
        elif keyword["word"] == END_OF_ENCLOSURE:
            if parent is root:
                reader.problem("enclosure-not-open", "No enclosure begins before this.", block)
            parent = root
            _nothing_more(block, keyword, reader)
        elif keyword["word"] in BY_WORD:
            _add_keyword(parent, block, keyword, reader)
        else:
            known = ", ".join(f"{{{word}}}" for word in [*BY_WORD, ENCLOSURE, END_OF_ENCLOSURE])
            reader.problem("keyword-unknown", f"{{{keyword['word']}}} is not known; there are {known}.", block)


def _nothing_more(block: _Block, keyword: re.Match[str], reader: _Reader) -> None:
    if block.text[keyword.end() :].strip():
        reader.problem("keyword-alone", f"{{{keyword['word']}}} stands alone on its line.", block, keyword.end())


def _add_keyword(parent: etree._Element, block: _Block, match: re.Match[str], reader: _Reader) -> None:
    keyword = BY_WORD[match["word"]]
    if keyword.wrapper:
        tag = f"{{{TEI_NAMESPACE}}}{keyword.wrapper}"
        last = last_child(parent)
        parent = last if last is not None and last.tag == tag else etree.SubElement(parent, tag)
    parent.append(new_element(keyword.element, **keyword.attributes))
    rest = _cut(block, match.end())
    if not rest.text:
        reader.problem("keyword-empty", f"Nothing follows {{{keyword.word}}}.", block)
    _fill(parent[-1], rest, reader)


# --- within a block -------------------------------------------------------------------------------------------------------


def _fill(parent: etree._Element, block: _Block, reader: _Reader) -> None:
    """Add the inline content of a block to an element."""
    check()
    text, problems = block.text, len(reader.problems)
    open_marks: list[tuple[str, int]] = []
    target, position = parent, 0
    #: The end of the words so far, for the anchors of footnotes; and those that are not yet in the element.
    written, waiting = "", [""]

    def write(words: str) -> None:
        nonlocal written
        written = (written + words)[-LONGEST_WORDS:]
        waiting.append(words)

    def settle() -> None:
        append_text(target, "".join(waiting))
        waiting.clear()

    for match in _TOKEN.finditer(text):
        if match.start() < position:
            continue
        kind = match.lastgroup
        if kind == "italic" and _stands_alone(text, match):
            continue
        write(text[position : match.start()])
        position = match.end()
        if match["escape"] or match["newline"]:
            write(match["escaped"] or " ")
            continue
        # What is only a problem adds nothing to the element; its words wait with the others, so that a text of such is read in one go.
        if match["label"] is not None and match[0] not in reader.orders:
            _add_anchor(target, written, match, block, reader)
            continue
        if any(match[0] == mark for mark, _ in open_marks[:-1]):
            target = _mark(target, match, open_marks, block, reader)
            continue
        settle()
        if match["break"]:
            target.append(new_element("lb"))
        elif match["page"] is not None:
            target.append(new_element("pb", n=match["page"]))
            if text[position : position + 1] == " " and (not match.start() or text[match.start() - 1].isspace()):
                position += 1
        elif match["label"] is not None:
            _add_anchor(target, written, match, block, reader)
        else:
            target = _mark(target, match, open_marks, block, reader)
    write(text[position:])
    settle()
    crossed = any(problem.code == "marks-crossed" for problem in reader.problems[problems:])
    for mark, offset in [] if crossed else open_marks:
        reader.problem(
            "mark-open", f"The {mark} here is not closed in its paragraph; \\{mark} is the sign itself.", block, offset
        )


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Return whether a star stands between blanks, as in "* * *", and is only a star."""
    before, after = (
        text[match.start() - 1 : match.start()] if match.start() else " ",
        text[match.end() : match.end() + 1],
    )
    return before.isspace() and (not after or after.isspace())


def _mark(
    target: etree._Element, match: re.Match[str], open_marks: list[tuple[str, int]], block: _Block, reader: _Reader
) -> etree._Element:
    mark = match[0]
    if open_marks and open_marks[-1][0] == mark:
        open_marks.pop()
        return parent_of(target)
    if any(mark == other for other, _ in open_marks):
        reader.problem(
            "marks-crossed", f"The {mark} closes here before the {open_marks[-1][0]} within it.", block, match.start()
        )
        return target
    open_marks.append((mark, match.start()))
    return etree.SubElement(target, HI, rend=RENDERING[mark])


def _add_anchor(target: etree._Element, before: str, match: re.Match[str], block: _Block, reader: _Reader) -> None:
    order = reader.orders.get(match[0])
    if order is None:
        reader.problem(
            "anchor-without-footnote", f"There is no footnote {match[0]}: for this anchor.", block, match.start()
        )
        return
    note = reader.notes[order - 1]
    if not note.anchored:
        note.anchored, note.anchor = True, words_before(before, len(before))
    target.append(new_element("anchor", type="footnote", n=str(order)))


# --- footnotes ------------------------------------------------------------------------------------------------------------


def _footnote(note: _Note, order: int, reader: _Reader) -> FootnoteRecord:
    made = new_element("note", n=note.label) if note.label else new_element("note")
    if not note.paragraphs[0].text:
        reader.problem("footnote-empty", f"The footnote {note.name} has no text.", note.paragraphs[0])
    if len(note.paragraphs) == 1:
        _fill(made, note.paragraphs[0], reader)
    else:
        for paragraph in note.paragraphs:
            made.append(new_element("p"))
            _fill(made[-1], paragraph, reader)
    return FootnoteRecord(order, note.label, serialised(made), note.kind, anchor=note.anchor)


def _doubts(reader: _Reader) -> Iterator[ReadingWarning]:
    for note in reader.notes:
        if not note.anchored and note.kind == "footnote":
            block = note.paragraphs[0]
            message = f"Footnote {note.label or note.name} has no anchor in the text."
            yield ReadingWarning("footnote-without-anchor", message, block.line, 1)


def _place(block: _Block, offset: int) -> tuple[int, int]:
    """Return line and column of an offset in a block."""
    lines = bisect_left(block.breaks, offset)
    column = offset - block.breaks[lines - 1] if lines else block.column + offset
    return block.line + lines, column
