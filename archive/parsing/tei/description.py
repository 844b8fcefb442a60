"""The description of a document, read from its own words: heading, correspondents, date line, marking, source note, numbers and enclosures.

The element has anchors in place of its notes, so that the words of a heading are only the printed heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from lxml import etree

from archive import filing
from archive.dating import Dateline, read_date
from archive.parsing.headings import Heading, read_heading
from archive.parsing.kinds import read_type_line
from archive.parsing.marked_names import entry_of
from archive.parsing.markings import is_marking_line, read_marking
from archive.parsing.office_words import names_an_area
from archive.parsing.offices import read_correspondent
from archive.parsing.opening_numbers import may_open_with_number, read_own_number
from archive.parsing.plain import local_name, plain_text
from archive.parsing.references.words import PAPER_SERIES, alternatives
from archive.parsing.source_notes import SourceNote, is_source_note, read_source_note
from archive.parsing.subjects import read_subject
from archive.parsing.tei.catalogue import is_catalogue_line, read_catalogue_line
from archive.parsing.tei.dates import (
    Warn,
    dateline_words,
    marked_year,
    read_dates,
    receipt,
    year_of,
)
from archive.parsing.tei.enclosures import labels_in, read_parts, without_enclosures
from archive.parsing.tei.lines import (
    LONGEST_LINE,
    heads,
    opening_paragraphs,
    outermost,
    outside_attachments,
    printed_line,
)
from archive.parsing.tei.names import DATELINE, PERS_NAME, SEG
from archive.records import (
    TELEGRAM_KINDS,
    CorrespondentRecord,
    FileNumberRecord,
    FootnoteRecord,
    ReadingWarning,
)

#: Kinds whose text opens with its sender's number.
_NUMBERED = frozenset("telegram airgram despatch instruction circular".split()) | {
    "circular telegram",
    "circular airgram",
}
_CATALOGUE = frozenset({"file", "pdf", "page-count-according-to-citation"})
_LONE_NUMBER = re.compile(r"\[?Nos?\. (?P<number>[\w–/-]+?)\.?\]?$")
#: A policy paper's number on a line of its own, after its marking at most: "Secret NIE–74", "NSC 171/1".
_IN_SERIES = frozenset({"intelligence estimate", "policy paper"})
#: Kinds that may have such a number on the line of their marking: a memorandum that circulates "NSC 171/1".
_OFTEN_IN_SERIES = frozenset({"memorandum", "note", "paper", "report", "statement"})
_SERIES_LINE = re.compile(
    rf"(?P<before>[^\d]*?)\b(?P<number>(?:{alternatives(PAPER_SERIES)})(?: (?:No\. )?|[–-])\d{{1,5}}(?:[./–-]\d{{1,4}})*[a-z]?)"
)
_NUMBERED_KIND = re.compile(r"\[?[A-Z][A-Za-zé -]{4,40},? Nos?\. ?(?P<number>[\w–/-]+?)\.?\]?$")
#: Lines of an opener in older volumes: the file that a paper is in, and the day of its receipt.
_FILE_LINE = re.compile(r"\[?File Nos?\. ?\d")
#: What may follow the kind on a line: "[Telegram.—Paraphrase.]".
_HOW_PRINTED = re.compile(r"\.? ?[—–] ?(?:Paraphrase|Extracts?|Translation|Copy)$")
#: Marked up as an inline source note in older volumes, but not about the source.
_EXTRACT = re.compile(r"\[?(?:Extracts?|Translation|Telegram|Circular|Confidential)\.?\]?", re.IGNORECASE)
_LONGEST_NOTE = 10_000


def describe(element: etree._Element, footnotes: tuple[FootnoteRecord, ...], line: int) -> dict[str, Any]:
    """Return the fields of a document's record that are read from its words, by name; ``warnings`` among them."""
    warnings: list[ReadingWarning] = []

    def warn(code: str, message: str) -> None:
        warnings.append(ReadingWarning(code, message, line))

    labels, doubtful_label = labels_in(element)
    parts = read_parts(element, labels)
    element = without_enclosures(element, labels)
    head = next(heads(element), None)
    heading = printed_line(head) if head is not None else ""
    if "\x8e" in heading:
        warn("control-character", "The heading has the control character U+008E, read as “é”.")
        heading = heading.replace("\x8e", "é")
    if len(heading) > LONGEST_LINE:
        warn(
            "heading-too-long",
            f"The heading has {len(heading):,} characters; only the first {LONGEST_LINE:,} are read.",
        )
    entry = (
        read_catalogue_line(heading[:LONGEST_LINE], marked_year(element, head))
        if any(local_name(c) in _CATALOGUE for c in element) or is_catalogue_line(heading[:LONGEST_LINE])
        else None
    )
    read = read_heading(heading[:LONGEST_LINE])
    if entry:
        read = replace(entry.heading, document_number=read.document_number)
    warnings += [replace(w, line=line) for w in read.warnings]
    paragraphs = opening_paragraphs(element)
    segs = list(outside_attachments(element, SEG))
    source_note = _source_note(element, segs, footnotes, paragraphs) or (entry.source if entry else "")
    note = read_source_note(source_note[:_LONGEST_NOTE])
    numbers = _file_numbers(source_note[:_LONGEST_NOTE])
    kind = _kind(element, segs, read, source_note, footnotes)
    senders, recipients = _correspondents(head, read, kind, warn)
    number, others = _own_number(element, segs, read, kind, paragraphs)
    if (in_series := _number_in_series(kind, paragraphs)) and in_series != number:
        number, others = number or in_series, (*others, in_series) if number else others
    if not number and kind in TELEGRAM_KINDS and may_open_with_number(paragraphs):
        warn(
            "own-number-unread",
            f"The opening “{paragraphs[0][:60]}” may have the paper's own number, which is not understood.",
        )
    if not head_understood(heading, read, kind):
        warn(
            "heading-not-understood",
            f"Nothing was recognised in the heading “{heading[:120]}”." if heading else "There is no heading.",
        )
    dateline = next(outside_attachments(element, DATELINE), None)
    words = dateline_words(dateline, paragraphs)
    otherwise = Dateline(entry.place, date=entry.date) if entry else Dateline()
    dated = read_dates(element, head, read, dateline, words, kind, warn, otherwise)
    received = dated.received
    if received is None and note.received:
        received = read_date(note.received, year=year_of(dated.date))
    if received is None:
        received = receipt(segs, dated.date)
    marking = (entry.classification, ()) if entry else _marking(segs, note, paragraphs)
    if doubtful_label:
        warn("enclosure-without-markup", "An enclosure or attachment may begin that is not marked as one.")
    return {
        "heading": heading,
        "subject": read_subject(element),
        "document_number": read.document_number,
        "kind": kind,
        "number": number,
        "other_numbers": others,
        "senders": senders,
        "recipients": recipients,
        "dateline": words,
        "date": dated.date,
        "received": received,
        "place": dated.place or read.place,
        "classification": marking[0],
        "distribution": marking[1],
        "source_note": source_note,
        "repository": note.repository,
        "collection": note.collection,
        "drafting": note.drafting,
        "summary": " ".join(plain_text(n.text).replace("\n", " ") for n in footnotes if n.kind == "summary"),
        "file_numbers": numbers,
        "parts": parts,
        "warnings": warnings,
    }


def head_understood(heading: str, read: Heading, kind: str) -> bool:
    """Return whether more than a free title was read in a heading."""
    return bool(heading) and (not read.title_only or bool(kind))


def _source_note(
    element: etree._Element, segs: list[etree._Element], footnotes: tuple[FootnoteRecord, ...], paragraphs: list[str]
) -> str:
    """Return the printed source note from wherever it is: footnotes, an inline line, or a bracketed paragraph."""
    notes = [_line_of(note.text) for note in footnotes if note.kind == "source"]
    notes += [
        line
        for seg in outermost(element, SEG)
        if seg.get("type") == "source" and (line := printed_line(seg)) not in notes
    ]
    notes += [line for seg in segs if _FILE_LINE.match(line := printed_line(seg)) and line not in notes]
    if not notes:
        notes = [p for p in paragraphs[:1] + paragraphs[-1:] if p.startswith("[") and is_source_note(p)][:1]
    return "\n".join(note for note in notes if not _EXTRACT.fullmatch(note))


def _line_of(text: str) -> str:
    return plain_text(text).replace("\n", " ")


def _file_numbers(source_note: str) -> tuple[FileNumberRecord, ...]:
    found: dict[str, FileNumberRecord] = {}
    for match in filing.find_numbers(source_note, source_note=True) if source_note else ():
        printed = source_note[match.start : match.end]
        found.setdefault(
            match.number.normal or printed, FileNumberRecord(printed, match.number.normal, match.number.scheme)
        )
    return tuple(found.values())


def _kind(
    element: etree._Element,
    segs: list[etree._Element],
    read: Heading,
    source_note: str,
    footnotes: tuple[FootnoteRecord, ...],
) -> str:
    if element.get("subtype") == "editorial-note":
        return "editorial note"
    if read.kind:
        return read.kind
    if ":" in source_note and any(n.kind == "source" and 'rend="inline"' in n.text for n in footnotes):
        return read_type_line(source_note[:LONGEST_LINE])[1]
    return next((kind for seg in segs if (kind := _kind_on_line(seg))), "")


def _kind_on_line(seg: etree._Element) -> str:
    """Return the kind that a line of its own names: "840.48 Refugees/5425: Telegram", or "[Telegram.]" alone."""
    line = printed_line(seg)[:LONGEST_LINE]
    if line[:1] in {"[", "("}:
        line = _HOW_PRINTED.sub("", line[1:].rstrip("]). "))
    numbered = _NUMBERED_KIND.match(line)
    rest, kind = read_type_line(
        line[: numbered.start("number")].removesuffix("No. ").removesuffix("Nos. ") if numbered else line
    )
    return kind if not rest or seg.get("type") == "source" else ""


# --- correspondents ------------------------------------------------------------------------------------------------------

#: Words of a heading that has the side, so that the markup of one may be believed where the other was read.
_SAYS_SIDE = {"from": re.compile(r"\b(?:from|by|in)\s", re.I), "to": re.compile(r"\b(?i:to|for)\s(?:the\s|[A-Z])")}
#: Names of a heading that are looked at, more than the characters that are read of one hold.
_MOST_NAMES = 100
_CORRESPONDENCE = frozenset({"from-to", "a-to-b", "by", "title"})


def _correspondents(
    head: etree._Element | None, read: Heading, kind: str, warn: Warn
) -> tuple[tuple[CorrespondentRecord, ...], tuple[CorrespondentRecord, ...]]:
    """Return both sides: by the grammar of headings, checked and completed by the markup where there is some."""
    sides = {"from": read.senders, "to": read.recipients}
    if head is None:
        return sides["from"], sides["to"]
    people = {}
    marked: dict[str, list[str]] = {"from": [], "to": []}
    for name in islice(head.iter("{*}persName", "{*}gloss"), _MOST_NAMES):
        words = printed_line(name)
        if person := name.get("corresp"):
            people[words] = entry_of(person)
        if (side := name.get("type", "")) in marked and words:
            marked[side].append(words)
    for side, other, role in (("from", "to", "sender"), ("to", "from", "recipient")):
        if read.family not in _CORRESPONDENCE or not marked[side]:
            continue
        if not sides[side]:
            if any(sides.values()) and not _SAYS_SIDE[side].search(printed_line(head)):
                continue
            words_left = [words for words in marked[side] if not any(_same(words, one.printed) for one in sides[other])]
            sides[side] = tuple(read_correspondent(words[:LONGEST_LINE]) for words in words_left)
        elif not any(
            _same(words, one.printed) or _same(one.printed.removeprefix("the "), words)
            for words in marked[side]
            for one in (*sides[side], *sides[other])
        ):
            # Marks that call one side the other, or take in both, are slips, which the printed words leave no doubt about.
            warn(
                f"{role}-differs-from-markup", f"The markup calls “{marked[side][0]}” the {role}, the heading does not."
            )
    names = [words for name in islice(head.iter(PERS_NAME), _MOST_NAMES) if (words := printed_line(name))]
    for side in sides:
        sides[side] = tuple(
            replace(party, person_id=_id_of(party, people))
            for one in sides[side]
            for party in _named_by_markup(one, names)
        )
    return sides["from"], sides["to"]


def _id_of(party: CorrespondentRecord, people: dict[str, str]) -> str:
    """Return the id of the party's person: not of somebody else in its words, such as whose assistant it is."""
    if not party.person:
        return next((person for words, person in people.items() if words in party.printed), "")
    names = [words for words in people if words in party.printed and (words in party.person or party.person in words)]
    return people[max(names, key=len)] if names else ""


def _named_by_markup(party: CorrespondentRecord, names: list[str]) -> Iterator[CorrespondentRecord]:
    """Yield the party, or each of several, with its name as the markup marks it, and separated from its office.

    Such are "Acting Director Quill" and "Secretary of State Quill, Attorney General Reed, and Director Moss".
    """
    marked = [name for name in names if name in party.printed]
    if len(marked) < 2:
        yield _with_name(party, marked[0]) if marked else party
        return
    pieces = _pieces(party.printed, marked)
    if len(pieces) > 1 and all(piece.startswith("the ") or any(n in piece for n in marked) for piece in pieces):
        for piece in pieces:
            yield _with_name(read_correspondent(piece), next((name for name in marked if name in piece), ""))
    else:
        yield party


def _pieces(words: str, names: list[str]) -> list[str]:
    """Return words cut after each name that another party follows; after a name without office, what follows a comma is its office."""
    after = re.compile(
        rf"(?:{'|'.join(map(re.escape, names))})\)?(?P<between>,\s+(?:and\s+)?|\s+and\s+)(?=the\s|[A-Z])"
    )
    pieces, start = [], 0
    for match in after.finditer(words):
        piece = words[start : match.start("between")]
        if "and" in match["between"] or read_correspondent(piece).office:
            pieces.append(piece)
            start = match.end()
    return [*pieces, words[start:]]


def _with_name(party: CorrespondentRecord, name: str) -> CorrespondentRecord:
    """Return the party with the name that the markup marks, if its words end with it, or the name read is a part of it."""
    if not name or party.person == name or names_an_area(name, ""):
        return party
    if party.person and party.person in name:
        return replace(party, person=name)
    if party.printed.endswith(f" {name}"):
        office = re.sub(r"^[Tt]he\s+", "", party.printed.removesuffix(name)).rstrip(" ,")
        return replace(party, person=name, office=office)
    if not party.person and f"({name})" in party.printed:
        return read_correspondent(party.printed.partition(f"({name})")[0] + f"({name})")
    return replace(party, person=name) if party.person and name in party.person else party


def _same(marked: str, printed: str) -> bool:
    fold = re.compile(r"[\W_]+").sub
    return fold(" ", marked).strip().casefold() in fold(" ", printed).casefold()


# --- marking, own number ---------------------------------------------------------------------------------------------------


def _marking(segs: list[etree._Element], note: SourceNote, paragraphs: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return the classification and the handling words: of the source note, of lines in the opener, of the first paragraphs."""
    if note.marking.classification:
        return note.marking.classification, note.marking.distribution
    lines = [*map(printed_line, segs), *paragraphs[:3]]
    read = [read_marking(line) for line in lines if len(line) <= 80 and is_marking_line(line)]
    classification = next((m.classification for m in read if m.classification), "")
    return classification, tuple(dict.fromkeys(word for m in read for word in m.distribution))


def _own_number(
    element: etree._Element, segs: list[etree._Element], read: Heading, kind: str, paragraphs: list[str]
) -> tuple[str, tuple[str, ...]]:
    if read.number:
        return read.number, ()
    above = _above_head(element)
    for seg in segs:
        line = printed_line(seg)
        match = _LONE_NUMBER.match(line) or _NUMBERED_KIND.match(line)
        if match and not (match["number"] == element.get("n") and seg in above):
            return match["number"], ()
    for paragraph in paragraphs[:2]:
        if match := _LONE_NUMBER.match(paragraph):
            return match["number"], ()
    opening = read_own_number(paragraphs, telegram=kind in TELEGRAM_KINDS) if kind in _NUMBERED else None
    return (opening.number, opening.others) if opening else ("", ())


def _number_in_series(kind: str, paragraphs: list[str]) -> str:
    """Return the number in a series that is printed on one of a paper's first lines, and not merely mentioned in its text."""
    if kind not in _IN_SERIES | _OFTEN_IN_SERIES:
        return ""
    for order, paragraph in enumerate(paragraphs[:3]):
        match = _SERIES_LINE.fullmatch(paragraph.strip(" []"))
        if not match:
            continue
        # Alone on a report's first line it is the report's; further down it may be what the report is about.
        alone = not match["before"] and (kind in _IN_SERIES or (kind == "report" and order == 0))
        if alone or is_marking_line(match["before"]):
            return match["number"]
    return ""


def _above_head(element: etree._Element) -> set[etree._Element]:
    """Return the lines above the heading: there volumes of the 1870s print the document's number in its volume."""
    head = next(heads(element), None)
    before = head.itersiblings(preceding=True) if head is not None else ()
    return {seg for sibling in before for seg in sibling.iter(SEG)}
