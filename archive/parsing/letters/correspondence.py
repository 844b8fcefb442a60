"""Letters in TEI whose header describes the correspondence: ``correspDesc`` with who wrote to whom, when and where.

A file may have one letter, several in a ``teiCorpus``, or describe many letters and hold the text of none: such is the Correspondence
Metadata Interchange Format (CMIF).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import cast

from lxml import etree

from archive.parsing.letters.described import Names, described, first_of, names_in
from archive.parsing.letters.kinds import kind_of
from archive.parsing.letters.languages import inferred_language
from archive.parsing.letters.text import (
    TEI_NAMES,
    XML_LANG,
    division_of,
    languages_of,
    line_of,
    read_file,
    taken_apart,
    without_notes,
    words,
)
from archive.parsing.letters.unkept import not_kept, unkept_of_file
from archive.parsing.plain import local_name
from archive.parsing.reader import PartsReading
from archive.parsing.tei.names import DATELINE, HEAD, TEI, XML_ID, serialised
from archive.records import DocumentRecord, FileNumberRecord, ReadingWarning

_MARK = re.compile(rb"<(?:\w+:)?correspDesc\b")
_PRINTS = frozenset({"bibl", "biblStruct", "biblFull"})
_NO_TEXT = "The source describes this paper and has no text of it."


class LetterReader:
    """Letters in TEI, each described by a ``correspDesc``: one with its text, or a list of many without."""

    name = "letter"
    words = "letters in TEI"
    streams = False

    def recognises(self, head: bytes, name: str) -> bool:
        """Return whether the header describes a correspondence, by a file's first bytes."""
        return bool(_MARK.search(head.replace(b"\0", b"")))

    def open(self, path: Path, name: str) -> PartsReading[tuple[str, etree._Element]]:
        """Open a letter, or several. Raises :class:`archive.parsing.errors.SourceError`."""
        stem = Path(name).stem or name
        root = read_file(path, name, corpus=True)
        letters = [one for one in root.iter(TEI) if one.find(".//t:correspDesc", TEI_NAMES) is not None]
        if len(letters) == 1 and not _has_text(letters[0]):
            entries = letters[0].findall(".//t:correspDesc", TEI_NAMES)
            if len(entries) > 1:
                names = names_in(letters[0])
                return PartsReading(_numbered(stem, entries), lambda part: (read_entry(part[1], part[0], names), ""))
        parts = [(stem, letters[0])] if len(letters) == 1 else _numbered(stem, letters)
        return PartsReading(parts, lambda part: (read_letter(deepcopy(part[1]), part[0]), ""))


def _numbered(stem: str, elements: list[etree._Element]) -> list[tuple[str, etree._Element]]:
    return [(f"{stem}#{number}", element) for number, element in enumerate(elements, 1)]


def _has_text(root: etree._Element) -> bool:
    return any(words(part) for part in root.iterfind("t:text/*", TEI_NAMES))


def read_letter(root: etree._Element, source_id: str) -> DocumentRecord:
    """Return the record of a letter from the root of its file. The tree is changed."""
    description, *others = root.findall(".//t:correspDesc", TEI_NAMES)
    fields, warnings, unread = described(description, names_in(root))
    unread += [f"<correspDesc> {words(other)}" for other in others]
    warnings += not_kept([*unread, *unkept_of_file(root)], line_of(description))
    title = _title(root)
    content = _content(root, warnings)
    own_head = any(local_name(element) == "head" for element in content)
    languages = languages_of(root)
    if not languages:
        languages, doubts_of_language = inferred_language("\n".join(map(without_notes, content)), line_of(root))
        warnings += doubts_of_language
    division = division_of(content, languages[:1], "" if own_head else title)
    dateline = next(division.iter(DATELINE), None)
    text, footnotes, pages, doubts = taken_apart(division)
    shelf = _Shelf(root)
    warnings += doubts
    if not content:
        warnings.append(ReadingWarning("text-missing", _NO_TEXT, 1))
    head = next(division.iter(HEAD), None)
    return DocumentRecord(
        source_id=source_id,
        text=text,
        heading=words(head) or title,
        kind=kind_of(shelf.form) or kind_of(title) or ("letter" if fields["senders"] else ""),
        dateline=words(dateline),
        source_note=shelf.words,
        summary=_abstract(root),
        repository=shelf.repository,
        collection=shelf.collection,
        languages=languages,
        file_numbers=shelf.numbers,
        footnotes=footnotes,
        pages=pages,
        warnings=tuple(warnings),
        **fields,
    )


def read_entry(description: etree._Element, source_id: str, names: Names) -> DocumentRecord:
    """Return the record of a letter of which a list has the description alone.

    ``@ref`` is where the letter itself is, ``@key`` its number in the edition that ``@source`` points at.
    """
    fields, doubts, unread = described(description, names)
    warnings = [ReadingWarning("text-missing", _NO_TEXT, line_of(description)), *doubts]
    warnings += not_kept(unread, line_of(description))
    sides = [", ".join(one.printed for one in fields[side]) or "unknown" for side in ("senders", "recipients")]
    heading = " to ".join(sides)
    edition = _edition(description)
    places = [description.get("ref", ""), f"no. {key}" if (key := description.get("key")) else "", edition]
    return DocumentRecord(
        source_id=source_id,
        text=serialised(division_of([], (), heading)),
        heading=heading,
        kind="letter",
        source_note=", ".join(place for place in places if place),
        warnings=tuple(warnings),
        **fields,
    )


def _edition(description: etree._Element) -> str:
    target = description.get("source", "").lstrip("#")
    bibliography = description.getroottree().getroot().iterfind(".//t:sourceDesc//t:bibl", TEI_NAMES)
    return next((words(one) for one in bibliography if target and one.get(XML_ID) == target), "")


def _title(root: etree._Element) -> str:
    """Return the heading that the edition gives the letter: the title of the piece itself, in the edition's first language."""
    titles = [t for t in root.iterfind(".//t:titleStmt/t:title", TEI_NAMES) if words(t)]
    own = [t for t in titles if t.get("level") == "a"] or [
        t for t in titles if t.get("level") not in {"s", "m"} and t.get("type") not in {"iso-date", "sub", "series"}
    ]
    first = next((t.get(XML_LANG) for t in own if t.get(XML_LANG)), None)
    return " ".join(words(t) for t in own if t.get(XML_LANG) in {None, first})[:2000]


def _abstract(root: etree._Element) -> str:
    """Return the editors' abstract; the items of a list are separated by semicolons."""
    abstract = root.find(".//t:profileDesc/t:abstract", TEI_NAMES)
    if abstract is None:
        return ""
    items = [text for item in abstract.iter("{*}item") if (text := words(item))]
    return "; ".join(items) if items else words(abstract)


def _content(root: etree._Element, warnings: list[ReadingWarning]) -> list[etree._Element]:
    """Return the elements of the paper's text, from its front matter to its end, without the edition's own lists."""
    text = root.find("t:text", TEI_NAMES)
    if text is None:
        return []
    content: list[etree._Element] = []
    left: list[str] = []
    for part in text.iterchildren("{*}*"):
        for child in part.iterchildren("{*}*"):
            if local_name(part) == "back" and local_name(child).startswith("list"):
                left.append(local_name(child))
            else:
                content.append(child)
    if left:
        message = f"Lists of the edition are not part of the paper and were left out: {', '.join(dict.fromkeys(left))}."
        warnings.append(ReadingWarning("edition-lists-left-out", message, line_of(text)))
    for child in content:
        child.tail = None
    return content if any(words(child) for child in content) else []


class _Shelf:
    """Where the paper is kept, by the description of the (first) manuscript; else where it was printed."""

    def __init__(self, root: etree._Element) -> None:
        manuscripts = root.findall(".//t:sourceDesc//t:msDesc", TEI_NAMES)
        identifiers = [one.find("t:msIdentifier", TEI_NAMES) for one in manuscripts]
        shelves = [list(one.iterchildren("{*}*")) if one is not None else [] for one in identifiers]
        parts = shelves[0] if shelves else []
        self.repository = words(first_of(parts, {"repository"})) or words(first_of(parts, {"institution"}))
        self.collection = words(first_of(parts, {"collection"}))
        notes = [", ".join(text for one in shelf if (text := words(one))) for shelf in shelves]
        notes += [
            _on_one_line(one) for source in root.iterfind(".//t:sourceDesc", TEI_NAMES) for one in _prints(source)
        ]
        self.words = "\n".join(note for note in dict.fromkeys(notes) if note)
        marks = [words(one) for one in parts if local_name(one) in {"idno", "altIdentifier"} and words(one)]
        self.numbers = tuple(FileNumberRecord(mark) for mark in marks)
        physical = manuscripts[0].find("t:physDesc", TEI_NAMES) if manuscripts else None
        form = root.find(".//t:sourceDesc//t:objectType", TEI_NAMES)
        self.form = (form.get("corresp", "") or words(form)) if form is not None else words(physical)


def _prints(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the books and articles that a source is, but not those within one or within a manuscript's description."""
    for child in element.iterchildren("{*}*"):
        if local_name(child) in _PRINTS:
            yield child
        elif local_name(child) != "msDesc":
            yield from _prints(child)


def _on_one_line(element: etree._Element) -> str:
    """Return the words of a bibliographic entry; those of its parts with commas between them, if it is made of parts alone."""
    if local_name(element) == "bibl":
        return words(element)
    pieces = (" ".join(text.split()) for text in cast("Iterator[str]", element.itertext("{*}*")))
    return ", ".join(piece for piece in pieces if piece)
