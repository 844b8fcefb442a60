"""Documents of the Diplomatic Documents of Switzerland (Dodis) in TEI: the head has the title and the source note.

A file has one ``<div type="doc">``. Its title names both sides in the language of the edition ("Der Bundesrat an die italienische
Gesandtschaft in Bern"); the note in the title names kind, archive and file ("Schreiben (Kopie): E 13 (B)/159.").
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

from lxml import etree

from archive.dating import Dateline, read_dateline
from archive.parsing.errors import SourceError
from archive.parsing.letters.kinds import kind_of
from archive.parsing.letters.parties import read_parties
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
from archive.parsing.reader import PartsReading
from archive.parsing.tei.names import NOTE
from archive.records import DocumentRecord, FileNumberRecord, ReadingWarning

_MARK = re.compile(rb"<(?:\w+:)?div\s[^<>]{0,200}\btype=[\"']doc[\"']")
#: What opens a source note: its kind, perhaps how it is preserved, and a colon.
_NOTE_KIND = re.compile(r"(?P<kind>[^\W\d_][^:.]{1,60}?)\s*(?:\((?P<how>[^()]{1,40})\))?:\s+(?=\S)")
#: A shelfmark of the Swiss Federal Archives, old or new, with a legation's town, or of another archive.
_SHELFMARK = re.compile(
    r"CH-[A-Z]+#\s?[^\s,;]+(?:\s?\([^()]{1,60}\))?"
    r"|[EJKN]\s?\d[\w./-]*(?:\s?\(-?[\w-]*\))*"
    r"(?:\s?[\w.-]*/[\w./-]+|\s?\([^()]{1,40}\)|\s(?:q|[A-ZÀ-Ý][\w’-]+)\s\d[\w/-]*)*"
)
_MARKING = re.compile(
    r"(?:streng(?:stens)?\s|très\s|strettamente\s)?(?:vertraulich|geheim|confidentiel(?:le)?|secret|personnelle?|persönlich|riservato|segreto)[.!]?",
    re.IGNORECASE,
)
#: A place is a name or two; the department whose proposal is quoted is none.
_PLACE = re.compile(r"(?!Ort\b)[^\W\d_][\w’'-]*(?:[ -]+[\w’'(][\w’'.()-]*){0,6}(?<!\bvom)(?<!\bAntrag)(?<!\bOrt)")


class DodisReader:
    """Documents of the Diplomatic Documents of Switzerland in TEI."""

    name = "dodis"
    words = "a document of Dodis in TEI"
    streams = False

    def recognises(self, head: bytes, name: str) -> bool:
        """Return whether a file's text is such a document, by its first bytes."""
        return bool(_MARK.search(head.replace(b"\0", b"")))

    def open(self, path: Path, name: str) -> PartsReading[Path]:
        """Open a document. Raises :class:`archive.parsing.errors.SourceError`."""
        stem = Path(name).stem or name
        read_file(path, name)  # so that a file that can't be read is refused now
        return PartsReading([path], lambda one: (read_document(read_file(one, name), stem, name), ""))


def read_document(root: etree._Element, source_id: str, name: str = "") -> DocumentRecord:
    """Return the record of a document from the root of its file. The tree is changed. Raises :class:`SourceError`."""
    source = root.find(".//t:body/t:div", TEI_NAMES)
    if source is None:
        raise SourceError("has no document in its body", name, 1)
    language = source.get(XML_LANG) or language_of(root)
    warnings: list[ReadingWarning] = []
    head = source.find("t:head", TEI_NAMES)
    note = next(head.iter(NOTE), None) if head is not None else None
    titles = head.iterfind("t:title[@type='main']", TEI_NAMES) if head is not None else ()
    heading = " ".join(text for title in titles if (text := _without_notes(title)))
    if head is not None:
        warnings += _unresolved(head)
    content = list(source.iterchildren("{*}*"))
    for element in content:
        element.tail = None
    division = division_of(content, language)
    text, footnotes, pages, doubts = taken_apart(division)
    if note is not None and footnotes:
        footnotes = (replace(footnotes[0], kind="source"), *footnotes[1:])
    source_note = words(note)
    kind = _NOTE_KIND.match(source_note)
    senders, recipients = read_parties(heading)
    line = division.find("t:opener/t:dateline", TEI_NAMES)
    dated, dateline, doubts_of_date = _dated(line)
    number, repository = _shelfmark(note)
    if not heading:
        warnings.append(ReadingWarning("heading-not-understood", "There is no heading.", 1))
    return DocumentRecord(
        source_id=source_id,
        text=text,
        heading=heading,
        kind=(kind_of(kind["kind"]) if kind else "") or kind_of(heading),
        senders=senders,
        recipients=recipients,
        dateline=dateline,
        date=dated.date,
        received=dated.received,
        place=dated.place,
        classification=_marking(division),
        source_note=source_note,
        repository=repository,
        file_numbers=(FileNumberRecord(number),) if number else (),
        footnotes=footnotes,
        pages=pages,
        warnings=(*warnings, *doubts, *doubts_of_date),
    )


def _without_notes(title: etree._Element) -> str:
    copied = deepcopy(title)
    copied.tail = None
    etree.strip_elements(copied, NOTE, with_tail=False)
    return words(copied)


def _unresolved(head: etree._Element) -> list[ReadingWarning]:
    """Return a doubt about names that the edition could not find in its own database; they are marked ``unclear`` and have no words."""
    missing = [one for one in head.iterchildren("{*}unclear") if one.get("reason")]
    for one in missing:
        head.remove(one)
    if not missing:
        return []
    ids = ", ".join(words(one) for one in missing)[:300]
    message = f"The edition names {len(missing)} entries of its database that are not in the text: {ids}."
    return [ReadingWarning("description-not-kept", message, line_of(head))]


def _shelfmark(note: etree._Element | None) -> tuple[str, str]:
    """Return the shelfmark that a source note names, and the archive whose it is; empty if there is none."""
    if note is None:
        return "", ""
    idno = note.find(".//t:idno", TEI_NAMES)
    found = _SHELFMARK.search(words(note))
    number = (found[0] if found else words(idno)).strip(" .:")
    if not re.search(r"\w", number.partition("#")[2] if "#" in number else number):
        return "", ""
    return number, number.partition("#")[0] if "#" in number else (idno.get("type", "") if idno is not None else "")


def _marking(division: etree._Element) -> str:
    """Return the marking on a line of its own in the opener, as printed."""
    lines = (words(line) for opener in division.iterchildren("{*}opener") for line in opener.iterchildren("{*}*"))
    return next((line.strip(" .!") for line in lines if _MARKING.fullmatch(line)), "")


def _dated(line: etree._Element | None) -> tuple[Dateline, str, list[ReadingWarning]]:
    """Return what a date line says, its words, and doubts.

    Where a date has no year, the edition marks it up with the year 1900; that year is not believed unless it is printed.
    """
    if line is None:
        return Dateline(), "", [ReadingWarning("no-date", "No date is printed or marked.", 1)]
    printed = words(line)
    read = read_dateline(printed)
    named = line.find("t:placeName", TEI_NAMES)
    place = words(named).strip(" ,;[]") if named is not None else read.place
    if not _PLACE.fullmatch(place):
        place = ""
    date, doubts = marked_date(line.find(".//t:date", TEI_NAMES))
    if date is None or (date.edtf.startswith("1900") and "1900" not in printed):
        if date is not None:
            message = f"The date “{date.printed}” is marked up as {date.edtf}, a year that is not printed."
            doubts = [ReadingWarning("date-differs-from-markup", message, line_of(line))]
        date = read.date
    if date and read.date and read.date.time and not date.time:
        date = replace(date, time=read.date.time)
    if date is None:
        doubts.append(ReadingWarning("no-date", "No date is printed or marked.", line_of(line)))
    return replace(read, date=date, place=place), printed, doubts
