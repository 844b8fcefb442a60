"""Documents of the Diplomatic Documents of Switzerland (Dodis) in TEI: the head has the title and the source note.

A file has one ``<div type="doc">``. Its title names both sides in the language of the edition ("Der Bundesrat an die italienische
Gesandtschaft in Bern"); the note in the title names kind, archive and file ("Schreiben (Kopie): E 13 (B)/159.").
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from lxml import etree

from archive.dating import Dateline, read_date, read_dateline
from archive.languages import language_codes
from archive.parsing.errors import SourceError
from archive.parsing.letters.kinds import kind_of
from archive.parsing.letters.languages import inferred_language
from archive.parsing.letters.parties import read_parties
from archive.parsing.letters.text import (
    TEI_NAMES,
    XML_LANG,
    division_of,
    languages_of,
    line_of,
    marked_date,
    read_file,
    taken_apart,
    without_notes,
    words,
)
from archive.parsing.letters.unkept import not_kept, unkept_of_file
from archive.parsing.reader import PartsReading
from archive.parsing.tei.names import HEAD, NOTE, parent_of
from archive.records import DateRecord, DocumentRecord, FileNumberRecord, ReadingWarning

_MARK = re.compile(rb"<(?:\w+:)?div\s[^<>]{0,200}\btype=[\"']doc[\"']")
#: What opens a source note: its kind, perhaps how it is preserved, and a colon.
_NOTE_KIND = re.compile(r"(?P<kind>[^\W\d_][^:.]{1,60}?)\s*(?:\((?P<how>[^()]{1,40})\))?:\s+(?=\S)")
#: A shelfmark of the Swiss Federal Archives, old or new, with a legation's town, or of another archive.
_SHELFMARK = re.compile(
    r"CH-[A-Z]+#\s?[^\s,;]+(?:\s?\([^()]{1,60}\))?"
    r"|[EJKN]\s?\d[\w./-]*(?:\s?\(-?[\w-]*\))*"
    r"(?:\s?[\w.-]*/[\w./-]+|\s?\([^()]{1,40}\)|\s(?:q|[A-ZÀ-Ý][\w’-]+)\s\d[\w/-]*)*"
)
_HAS_NUMBER = re.compile(r"\d")
_CODE_BEFORE = re.compile(r"CH-[A-Z]{1,6}#$")
_MARKING = re.compile(
    r"(?:streng(?:stens)?\s|très\s|strettamente\s)?(?:vertraulich|geheim|confidentiel(?:le)?|secret|personnelle?|persönlich|riservato|segreto)[.!]?",
    re.IGNORECASE,
)
#: A line of minutes that names the department whose proposal was dealt with; its date is the proposal's.
_PROPOSAL = re.compile(r"\b[\w-]*(?:departe?ment|dipartimento|département)\b", re.IGNORECASE)
#: The day of a meeting, at the end of its minutes' title.
_DAY_OF_MEETING = re.compile(
    r"\b(?:vom|du|del|dell[’']|of)\s(?P<date>(?:[\d.]{1,3}(?:er|º)?)\s[^\W\d_]{3,12}\.?\s\d{4})$"
)
_RECEIVED = re.compile(
    r"\b(?:Reçue?|Eingegangen|Eingang|Erhalten|Ricevut[oa]|Received)\b[^\d]{0,40}(?=\d)", re.IGNORECASE
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
    languages = language_codes([source.get(XML_LANG, "")]) or languages_of(root)
    warnings: list[ReadingWarning] = []
    head = source.find("t:head", TEI_NAMES)
    note = next(head.iter(NOTE), None) if head is not None else None
    titles = head.iterfind("t:title[@type='main']", TEI_NAMES) if head is not None else ()
    heading = " ".join(text for title in titles if (text := without_notes(title)))
    warnings += not_kept([*_unresolved(head), *unkept_of_file(root)], line_of(head))
    content = list(source.iterchildren("{*}*"))
    for element in content:
        element.tail = None
    if not languages:
        own = "\n".join(without_notes(one) for one in content if one.tag != HEAD)
        languages, doubts_of_language = inferred_language(own, line_of(source))
        warnings += doubts_of_language
    division = division_of(content, languages[:1])
    text, footnotes, pages, doubts = taken_apart(division)
    if note is not None and footnotes:
        footnotes = (replace(footnotes[0], kind="source"), *footnotes[1:])
    source_note = words(note)
    kind = _NOTE_KIND.match(source_note)
    senders, recipients = read_parties(heading)
    line = division.find("t:opener/t:dateline", TEI_NAMES)
    dated, dateline, doubts_of_date = _dated(line, heading)
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
        languages=languages,
        file_numbers=(FileNumberRecord(number),) if number else (),
        footnotes=footnotes,
        pages=pages,
        warnings=(*warnings, *doubts, *doubts_of_date),
    )


def _unresolved(head: etree._Element | None) -> list[str]:
    """Return, in words, the names that the edition could not find in its own database; they are marked ``unclear`` and have no words."""
    missing = [one for one in head.iterchildren("{*}unclear") if one.get("reason")] if head is not None else []
    for one in missing:
        parent_of(one).remove(one)
    ids = ", ".join(words(one) for one in missing)
    return (
        [f"{len(missing)} entries of the edition's database that are not in the text: {ids[:300]}"] if missing else []
    )


def _shelfmark(note: etree._Element | None) -> tuple[str, str]:
    """Return the shelfmark that a source note names, and the archive whose it is; empty if there is none.

    It is what is marked up as ``idno``, with the archive's code if that stands right before it; else what looks like a shelfmark.
    """
    if note is None:
        return "", ""
    idno = note.find(".//t:idno", TEI_NAMES)
    marked = words(idno).strip(" .:")
    if _HAS_NUMBER.search(marked.partition("#")[2] or marked):
        before = _CODE_BEFORE.search(words(note).partition(marked)[0])
        number = f"{before[0]}{marked}" if before else marked
    else:
        found = _SHELFMARK.search(words(note))
        number = found[0].strip(" .:") if found else ""
    if not re.search(r"\w", number.partition("#")[2] if "#" in number else number):
        return "", ""
    return number, number.partition("#")[0] if "#" in number else (idno.get("type", "") if idno is not None else "")


def note_says(note: str) -> tuple[str, str]:
    """Return the kind and the shelfmark that a source note of the printed edition names: "Schreiben: E 2001 (E) 1/99."; empty if none."""
    named = _NOTE_KIND.match(note)
    found = _SHELFMARK.search(note, named.end() if named else 0)
    number = found[0].strip(" .:") if found and found.start() <= (named.end() if named else 0) else ""
    if not _HAS_NUMBER.search(number):
        return "", ""
    return (kind_of(named["kind"]) if named else ""), number


def _marking(division: etree._Element) -> str:
    """Return the marking on a line of its own in the opener, as printed."""
    lines = (words(line) for opener in division.iterchildren("{*}opener") for line in opener.iterchildren("{*}*"))
    return next((line.strip(" .!") for line in lines if _MARKING.fullmatch(line)), "")


def day_of_meeting(heading: str) -> DateRecord | None:
    """Return the day of a meeting that the heading of its minutes ends with."""
    met = _DAY_OF_MEETING.search(heading)
    return read_date(met["date"]) if met else None


def _dated(line: etree._Element | None, heading: str) -> tuple[Dateline, str, list[ReadingWarning]]:
    """Return what a date line says, its words, and doubts; of minutes whose line is about a proposal, the day is their heading's.

    Where a date has no year, the edition marks it up with the year 1900; that year is not believed unless it is printed.
    """
    printed = words(line)
    met = day_of_meeting(heading)
    if met and (not printed or _PROPOSAL.search(printed)):
        doubts = []
        if re.search(r"\d", printed):
            message = f"“{printed[:200]}” is about what was proposed; the date is that of the heading."
            doubts.append(ReadingWarning("date-of-heading", message, line_of(line)))
        return Dateline(date=met), printed, doubts
    if line is None:
        return Dateline(), "", [ReadingWarning("no-date", "No date is printed or marked.", 1)]
    receipt = _RECEIVED.search(printed)
    read = read_dateline(printed[: receipt.start()] if receipt else printed)
    received = read_date(printed[receipt.end() :]) if receipt else read.received
    named = line.find(".//t:placeName", TEI_NAMES)
    place = words(named).strip(" ,;[]") if named is not None else read.place
    if not _PLACE.fullmatch(place) or _PROPOSAL.search(place):
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
    return replace(read, date=date, place=place, received=received), printed, doubts
