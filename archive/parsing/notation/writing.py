"""TEI to notation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lxml import etree

from archive.errors import Refused
from archive.parsing.notation.keywords import (
    BOLD,
    ENCLOSURE,
    END_OF_ENCLOSURE,
    ITALIC,
    KEYWORDS,
    LABEL,
    MARK_OF,
    NOTE_KINDS,
    PAGE,
)
from archive.parsing.plain import attributes_of, local_name, parse_fragment
from archive.records import FootnoteRecord

_SPECIAL = re.compile(rf"\\|{re.escape(BOLD)}|{re.escape(ITALIC)}|{PAGE}|\[\^")
#: Placeholders for a page break and for a star until their neighbours are known; they can't occur in XML.
_BREAK, _STAR = "\0", "\1"
_STARS = re.compile(r"(?<![^\s])\x01(?!\S)")
_BEGINS_BLOCK = re.compile(r"[#{]")


class NotNotatable(Refused):
    """A document uses more than the notation has; the sentence names the first such thing."""


def write_notation(text: str, footnotes: Sequence[FootnoteRecord] = ()) -> str:
    """Return the notation of a document's TEI and footnotes. Raises :class:`NotNotatable` if it uses more than the notation has."""
    writer = _Writer(footnotes)
    root = _parsed(text)
    blocks = writer.division(root)
    blocks += [writer.note(note) for note in footnotes]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _parsed(text: str) -> etree._Element:
    try:
        return parse_fragment(text)
    except etree.XMLSyntaxError as error:
        raise NotNotatable(f"its TEI is not well-formed: {error}") from error


def reference(note: FootnoteRecord, shared: bool) -> str:
    """Return a footnote's name in the notation: its label, with its order where others have the same label."""
    name = f"[^{note.label}#{note.order}]" if shared or not note.label else f"[^{note.label}]"
    if not re.fullmatch(LABEL, name):
        raise NotNotatable(f"the footnote label “{note.label}” has characters that the notation keeps for itself")
    return name


class _Writer:
    def __init__(self, footnotes: Sequence[FootnoteRecord]) -> None:
        count = Counter(note.label for note in footnotes)
        self._names = {str(note.order): reference(note, count[note.label] > 1) for note in footnotes}

    # --- blocks ---------------------------------------------------------------------------------------------------------

    def division(self, root: etree._Element) -> list[str]:
        """Return the blocks of a document or an enclosure, in order."""
        _no_loose_text(root)
        blocks: list[str] = []
        children = list(root)
        for index, child in enumerate(children):
            name = local_name(child)
            if name in {"opener", "closer"}:
                _no_loose_text(child)
                # The reader collects adjacent lines of an opening or closing in one element without attributes.
                if child.attrib or not len(child) or (index and local_name(children[index - 1]) == name):
                    raise NotNotatable(f"it has an <{name}> that is empty, has attributes, or follows another")
                blocks += [self._keyword(part, name) for part in child]
            elif name == "head":
                blocks.append(f"# {self._inline(child)}")
            elif name == "pb":
                blocks.append(self._page(child))
            elif name == "attachment" and local_name(root) != "attachment":
                blocks += [f"{{{ENCLOSURE}}}", *self.division(child)]
                if index + 1 < len(children) and local_name(children[index + 1]) != "attachment":
                    blocks.append(f"{{{END_OF_ENCLOSURE}}}")
            elif name == "p" and not child.attrib:
                blocks.append(self._inline(child, first=True))
            else:
                blocks.append(self._keyword(child, ""))
        return blocks

    def _keyword(self, element: etree._Element, wrapper: str) -> str:
        name = local_name(element)
        for keyword in KEYWORDS:
            if (keyword.element, keyword.wrapper) == (name, wrapper) and keyword.attributes == attributes_of(element):
                return f"{{{keyword.word}}} {self._inline(element)}"
        raise NotNotatable(f"it has {_described(element)}" + (f" in its <{wrapper}>" if wrapper else ""))

    def note(self, note: FootnoteRecord) -> str:
        """Return a footnote: its label, its kind in braces unless it is a usual one, its text, further paragraphs indented."""
        root = _parsed(note.text)
        expected = {"n": note.label} if note.label else {}
        if local_name(root) != "note" or attributes_of(root) != expected or note.source_id:
            raise NotNotatable(f"footnote {note.label or note.order} has attributes of its own")
        kind = f"{{{note.kind}}} " if note.kind in NOTE_KINDS else ""
        opening = f"{self._names[str(note.order)]}: {kind}"
        if any(local_name(child) == "p" for child in root):
            _no_loose_text(root)
            if any(local_name(child) != "p" or child.attrib for child in root):
                raise NotNotatable(f"footnote {note.label or note.order} has more than paragraphs")
            paragraphs = [self._inline(child, first=True) for child in root]
        else:
            paragraphs = [self._inline(root, first=True)]
        return opening + "\n\n    ".join(paragraph.replace("\n", "\n    ") for paragraph in paragraphs)

    # --- within a block -----------------------------------------------------------------------------------------------

    def _page(self, element: etree._Element) -> str:
        label = element.get("n", "")
        mark = f"[Page {label}]"
        if attributes_of(element) != {"n": label} or not re.fullmatch(PAGE, mark):
            raise NotNotatable(f"its page break {label} has more than a number")
        return mark

    def _inline(self, element: etree._Element, *, first: bool = False) -> str:
        pieces: list[str] = []
        self._content(element, pieces)
        last = max((index for index, piece in enumerate(pieces) if piece), default=-1)
        written, after_blank = [], True
        for index, piece in enumerate(pieces):
            if piece.startswith(_BREAK):
                piece = piece[1:] + (" " if index < last and after_blank else "")
            if piece:
                written.append(piece)
                after_blank = piece[-1].isspace()
        out = "".join(written)
        # A star between blanks is only a star; any other needs its backslash.
        out = _STARS.sub(ITALIC, out).replace(_STAR, f"\\{ITALIC}")
        if out != out.strip() or not out:
            raise NotNotatable(f"a <{local_name(element)}> is empty, or begins or ends with blanks")
        if first and re.fullmatch(PAGE, out):
            raise NotNotatable("it has a paragraph that is nothing but a page break")
        if first and (_BEGINS_BLOCK.match(out) or re.match(rf"{LABEL}:", out)):
            out = f"\\{out}"
        return out

    def _content(self, element: etree._Element, pieces: list[str]) -> None:
        pieces.append(_escaped(element.text or ""))
        for child in element:
            name = local_name(child)
            if name == "pb":
                pieces.append(_BREAK + self._page(child))
            elif name == "anchor":
                pieces.append(self._anchor(child))
            elif name == "lb" and not child.attrib:
                pieces.append("\\\n")
            elif name == "hi" and (mark := MARK_OF.get(child.get("rend", ""), "")) and len(child.attrib) == 1:
                pieces.append(mark)
                self._content(child, pieces)
                pieces.append(mark)
            else:
                raise NotNotatable(f"it has {_described(child)}")
            if name in {"pb", "anchor", "lb"} and (len(child) or child.text):
                raise NotNotatable(f"its <{name}> has content")
            pieces.append(_escaped(child.tail or ""))

    def _anchor(self, element: etree._Element) -> str:
        order = element.get("n", "")
        if attributes_of(element) != {"type": "footnote", "n": order} or order not in self._names:
            raise NotNotatable(f"it has an anchor for footnote {order or '(none)'}, which is missing")
        return self._names[order]


def _escaped(text: str) -> str:
    if "\n" in text:
        raise NotNotatable("its text is broken into lines")

    def escape(match: re.Match[str]) -> str:
        if match[0] == ITALIC:
            return _STAR
        return "".join(f"\\{character}" for character in match[0]) if match[0] == BOLD else f"\\{match[0]}"

    return _SPECIAL.sub(escape, text)


def _no_loose_text(element: etree._Element) -> None:
    pieces = [element.text, *(child.tail for child in element)]
    if any(pieces):
        raise NotNotatable(f"it has text outside its paragraphs, in <{local_name(element)}>")


def _described(element: etree._Element) -> str:
    name = local_name(element) or "a comment"
    attributes = " ".join(f'{key.rsplit("}", 1)[-1]}="{value}"' for key, value in attributes_of(element).items())
    return f"<{name}{' ' if attributes else ''}{attributes}>" if local_name(element) else name
