"""Letters in TEI whose header describes the correspondence: ``correspDesc`` with who wrote to whom, when and where.

The guidelines are those of TEI P5, chapter 2.4.6 ("Correspondence Description"). A file may describe many letters and hold the text of
none: such is the Correspondence Metadata Interchange Format (CMIF).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from archive.parsing.letters.kinds import kind_of
from archive.parsing.letters.text import (
    TEI_NAMES,
    XML_LANG,
    division_of,
    language_of,
    line_of,
    marked_date,
    read_file,
    taken_apart,
    words,
)
from archive.parsing.plain import local_name
from archive.parsing.reader import PartsReading
from archive.parsing.tei.names import DATELINE, HEAD, XML_ID, serialised
from archive.records import CorrespondentRecord, DocumentRecord, FileNumberRecord, ReadingWarning

_MARK = re.compile(rb"<(?:\w+:)?correspDesc\b")
_PARTIES = frozenset({"persName", "orgName", "name", "rs"})
_PLACES = frozenset({"placeName", "settlement", "country", "region", "district", "geogName"})
_SENT, _RECEIVED = frozenset({"sent", "sender"}), frozenset({"received", "addressed", "addressee"})
_NO_TEXT = "The source describes this paper and has no text of it."
#: What is read of a ``correspAction``.
_READ = _PARTIES | _PLACES | {"date"}


class LetterReader:
    """Letters in TEI, each described by a ``correspDesc``: one with its text, or a list of many without."""

    name = "letter"
    words = "letters in TEI"
    streams = False

    def recognises(self, head: bytes, name: str) -> bool:
        """Return whether the header describes a correspondence, by a file's first bytes."""
        return bool(_MARK.search(head.replace(b"\0", b"")))

    def open(self, path: Path, name: str) -> PartsReading[tuple[int, etree._Element]]:
        """Open a letter. Raises :class:`archive.parsing.errors.SourceError`."""
        stem = Path(name).stem or name
        entries = read_file(path, name).findall(".//t:correspDesc", TEI_NAMES)
        if len(entries) > 1:
            return PartsReading([*enumerate(entries, 1)], lambda part: (read_entry(part[1], f"{stem}#{part[0]}"), ""))
        return PartsReading([(1, entries[0])], lambda part: (read_letter(read_file(path, name), stem), ""))


def read_letter(root: etree._Element, source_id: str) -> DocumentRecord:
    """Return the record of a letter from the root of its file. The tree is changed."""
    warnings: list[ReadingWarning] = []
    description = root.find(".//t:correspDesc", TEI_NAMES)
    fields = _described(description, warnings)
    title = _title(root)
    content = _content(root, warnings)
    own_head = any(local_name(element) == "head" for element in content)
    division = division_of(content, language_of(root), "" if own_head else title)
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
        repository=shelf.repository,
        collection=shelf.collection,
        file_numbers=shelf.numbers,
        footnotes=footnotes,
        pages=pages,
        warnings=tuple(warnings),
        **fields,
    )


def read_entry(description: etree._Element, source_id: str) -> DocumentRecord:
    """Return the record of a letter of which a list has the description alone.

    ``@ref`` is where the letter itself is, ``@key`` its number in the edition that ``@source`` points at.
    """
    warnings = [ReadingWarning("text-missing", _NO_TEXT, line_of(description))]
    fields = _described(description, warnings)
    sides = [", ".join(one.printed for one in fields[side]) or "unknown" for side in ("senders", "recipients")]
    heading = " to ".join(sides)
    edition = _edition(description)
    places = [description.get("ref", ""), f"no. {key}" if (key := description.get("key")) else "", edition]
    return DocumentRecord(
        source_id=source_id,
        text=serialised(division_of([], "", heading)),
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


def _described(description: etree._Element | None, warnings: list[ReadingWarning]) -> dict[str, Any]:
    """Return the fields that a description of correspondence gives, by name, and add its doubts to ``warnings``."""
    sent, received = _action(description, _SENT), _action(description, _RECEIVED)
    date, doubts = marked_date(_first(sent, {"date"}))
    arrived, more = marked_date(_first(received, {"date"}))
    warnings += [*doubts, *more, *_unread(description)]
    if date is None:
        line = line_of(description)
        warnings.append(ReadingWarning("no-date", "No date is printed or marked.", line))
    return {
        "senders": tuple(_parties(sent)),
        "recipients": tuple(_parties(received)),
        "date": date,
        "received": arrived,
        "place": _place(sent),
    }


def _title(root: etree._Element) -> str:
    """Return the heading that the edition gives the letter: the title of the piece itself, in the edition's first language."""
    titles = [t for t in root.iterfind(".//t:titleStmt/t:title", TEI_NAMES) if words(t)]
    own = [t for t in titles if t.get("level") == "a"] or [
        t for t in titles if t.get("level") not in {"s", "m"} and t.get("type") not in {"iso-date", "sub", "series"}
    ]
    first = next((t.get(XML_LANG) for t in own if t.get(XML_LANG)), None)
    return " ".join(words(t) for t in own if t.get(XML_LANG) in {None, first})[:2000]


def _action(description: etree._Element | None, kinds: frozenset[str]) -> list[etree._Element]:
    if description is None:
        return []
    actions = [a for a in description.iterfind("t:correspAction", TEI_NAMES) if a.get("type") in kinds]
    return [child for action in actions for child in action.iterchildren("{*}*")]


def _first(elements: list[etree._Element], names: frozenset[str] | set[str]) -> etree._Element | None:
    return next((element for element in elements if local_name(element) in names), None)


def _parties(elements: list[etree._Element]) -> list[CorrespondentRecord]:
    parties = []
    for element in elements:
        printed = words(element)
        if local_name(element) not in _PARTIES or not printed:
            continue
        person_id = (element.get("ref") or element.get("key") or "").split(" ")[0].lstrip("#")
        organisation = local_name(element) == "orgName" or element.get("type") == "org"
        place = _place(elements)
        if organisation:
            parties.append(CorrespondentRecord(printed, office=printed, place=place))
        else:
            parties.append(CorrespondentRecord(printed, person=printed, place=place, person_id=person_id[:200]))
    return parties


def _place(elements: list[etree._Element]) -> str:
    return words(_first(elements, _PLACES))


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


def _unread(description: etree._Element | None) -> list[ReadingWarning]:
    """Return a doubt that lists what the description of the correspondence has and no field holds."""
    if description is None:
        return []
    unread = []
    for child in description.iterchildren("{*}*"):
        if local_name(child) != "correspAction":
            unread += [f"<{local_name(one)}> {words(one)}".strip() for one in child.iter("{*}*") if not len(one)]
        elif child.get("type") in _SENT | _RECEIVED:
            unread += [
                f"<{local_name(one)}> {words(one)}"
                for one in child.iterchildren("{*}*")
                if local_name(one) not in _READ
            ]
        else:
            unread.append(f'<correspAction type="{child.get("type", "")}"> {words(child)}')
    if not unread:
        return []
    message = f"The description of the correspondence has more than the record holds: {'; '.join(unread)[:500]}."
    return [ReadingWarning("description-not-kept", message, line_of(description))]


class _Shelf:
    """Where the paper is kept, by the description of the (first) manuscript."""

    def __init__(self, root: etree._Element) -> None:
        manuscript = root.find(".//t:sourceDesc//t:msDesc", TEI_NAMES)
        identifier = manuscript.find("t:msIdentifier", TEI_NAMES) if manuscript is not None else None
        parts = list(identifier.iterchildren("{*}*")) if identifier is not None else []
        self.repository = words(_first(parts, {"repository", "institution"}))
        self.collection = words(_first(parts, {"collection"}))
        self.words = ", ".join(text for one in parts if (text := words(one)))
        marks = [words(one) for one in parts if local_name(one) in {"idno", "altIdentifier"} and words(one)]
        self.numbers = tuple(FileNumberRecord(mark) for mark in marks)
        physical = manuscript.find("t:physDesc", TEI_NAMES) if manuscript is not None else None
        form = root.find(".//t:sourceDesc//t:objectType", TEI_NAMES)
        self.form = (form.get("corresp", "") or words(form)) if form is not None else words(physical)
