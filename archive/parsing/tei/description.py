"""The description of a document, read from its own words: heading, correspondents, date line, marking, source note, numbers and enclosures.

The element has anchors in place of its notes, so that the words of a heading are only the printed heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from lxml import etree

from archive import filing
from archive.dating import Dateline, is_impossible, read_date, read_dateline
from archive.parsing.headings import Heading, read_heading, read_type_line
from archive.parsing.markings import is_marking_line, read_marking
from archive.parsing.offices import read_correspondent
from archive.parsing.opening_numbers import counts_paragraphs, read_opening_number
from archive.parsing.plain import attributes_of, local_name, on_one_line, plain_text
from archive.parsing.references.words import PAPER_SERIES, alternatives
from archive.parsing.source_notes import SourceNote, is_source_note, read_source_note
from archive.parsing.tei.catalogue import read_catalogue_line
from archive.parsing.tei.names import DATE, DATELINE, HEAD, OPENER, PERS_NAME, SEG, P
from archive.records import (
    CorrespondentRecord,
    DateRecord,
    FileNumberRecord,
    FootnoteRecord,
    PartRecord,
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
_UNMARKED_ENCLOSURE = re.compile(
    r"\[?(?:Sub-?)?(?:Attachment|[EI]nclosure|Annex|Appendix|Tab)(?: [\w–-]{1,4})?(?: (?:in|to|with) No\. [\w–-]+)?\.?\]?:?\.?$",
    re.IGNORECASE,
)
#: Lines of an opener in older volumes: the file that a paper is in, and the day of its receipt.
_FILE_LINE = re.compile(r"\[?File Nos?\. ?\d")
_RECEIPT_LINE = re.compile(r"[\[(]?[Rr]eceived .{0,60}\d")
#: What may follow the kind on a line: "[Telegram.—Paraphrase.]".
_HOW_PRINTED = re.compile(r"\.? ?[—–] ?(?:Paraphrase|Extracts?|Translation|Copy)$")
#: Marked up as an inline source note in older volumes, but not about the source.
_EXTRACT = re.compile(r"\[?(?:Extracts?|Translation|Telegram|Circular|Confidential)\.?\]?", re.IGNORECASE)
_PLAIN_DATELINE = 90
#: Called with the code and the message of what is doubtful.
Warn = Callable[[str, str], None]
#: Characters of a line that its grammar reads, far more than any printed heading or date line has: a hostile line must not cost hours.
_LONGEST_LINE = 1_000
_LONGEST_NOTE = 10_000


def describe(element: etree._Element, footnotes: tuple[FootnoteRecord, ...], line: int) -> dict[str, Any]:
    """Return the fields of a document's record that are read from its words, by name; ``warnings`` among them."""
    warnings: list[ReadingWarning] = []

    def warn(code: str, message: str) -> None:
        warnings.append(ReadingWarning(code, message, line))

    head = next(_heads(element), None)
    heading = _line(head) if head is not None else ""
    if "\x8e" in heading:
        warn("control-character", "The heading has the control character U+008E, read as “é”.")
        heading = heading.replace("\x8e", "é")
    read = read_heading(heading[:_LONGEST_LINE])
    warnings += [replace(w, line=line) for w in read.warnings]
    paragraphs = _opening_paragraphs(element)
    entry = (
        read_catalogue_line(heading[:_LONGEST_LINE], _marked_year(element, head))
        if any(local_name(c) in _CATALOGUE for c in element)
        else None
    )
    source_note = _source_note(element, footnotes, paragraphs) or (entry.source if entry else "")
    note = read_source_note(source_note[:_LONGEST_NOTE])
    numbers = _file_numbers(source_note[:_LONGEST_NOTE])
    kind = _kind(element, read, source_note, footnotes)
    senders, recipients = _correspondents(head, read, kind, warn)
    number, others = _own_number(element, read, kind, paragraphs)
    if (in_series := _number_in_series(kind, paragraphs)) and in_series != number:
        number, others = number or in_series, (*others, in_series) if number else others
    if entry:
        read = replace(read, family="catalogue", date_text="", place="")
        kind, number = kind or entry.kind, number or entry.number
        senders, recipients = senders or entry.senders, recipients or entry.recipients
    if not head_understood(heading, read, kind):
        warn(
            "heading-not-understood",
            f"Nothing was recognised in the heading “{heading[:120]}”." if heading else "There is no heading.",
        )
    dated = _date(
        element, head, read, paragraphs, kind, warn, Dateline(entry.place, date=entry.date) if entry else Dateline()
    )
    received = dated.received
    if received is None and note.received:
        received = read_date(note.received, year=_year(dated.date))
    if received is None:
        received = _receipt(element, dated.date)
    marking = (entry.classification, ()) if entry else _marking(element, note, paragraphs)
    if any(
        _UNMARKED_ENCLOSURE.match(_line(p)) for p in element.iterchildren(P) if len(p.text or "") < 200 and len(p) < 3
    ):
        warn("enclosure-without-markup", "An enclosure or attachment begins that is not marked as one.")
    return {
        "heading": heading,
        "document_number": read.document_number,
        "kind": kind,
        "number": number,
        "other_numbers": others,
        "senders": senders,
        "recipients": recipients,
        "dateline": _dateline_words(element, paragraphs),
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
        "parts": tuple(_parts(element)),
        "warnings": warnings,
    }


def head_understood(heading: str, read: Heading, kind: str) -> bool:
    """Return whether more than a free title was read in a heading."""
    return bool(heading) and (not read.title_only or bool(kind))


def _line(element: etree._Element) -> str:
    """Return an element's words on one line."""
    return on_one_line(plain_text(element))


def _outside_attachments(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the document's own elements of a name, in order, without those in an enclosure, quotation or note, or in each other."""
    for found in element.iter(tag):
        for above in found.iterancestors():
            if above is element:
                yield found
                break
            if above.tag == tag or local_name(above) in {"attachment", "quote", "note", "list", "table"}:
                break


def _heads(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if child.tag == HEAD)


def _opening_paragraphs(element: etree._Element) -> list[str]:
    """Return the first three and the last paragraph of the document, as lines."""
    found = list(element.iterchildren(P))
    chosen = found[:3] + (found[-1:] if len(found) > 3 else [])
    return [_line(p)[:_LONGEST_LINE] for p in chosen]


# --- source note, file numbers, kind -------------------------------------------------------------------------------------


def _source_note(element: etree._Element, footnotes: tuple[FootnoteRecord, ...], paragraphs: list[str]) -> str:
    """Return the printed source note from wherever it is: footnotes, an inline line, or a bracketed paragraph."""
    notes = [_line_of(note.text) for note in footnotes if note.kind == "source"]
    notes += [line for seg in element.iter(SEG) if seg.get("type") == "source" and (line := _line(seg)) not in notes]
    notes += [
        line for seg in _outside_attachments(element, SEG) if _FILE_LINE.match(line := _line(seg)) and line not in notes
    ]
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


def _kind(element: etree._Element, read: Heading, source_note: str, footnotes: tuple[FootnoteRecord, ...]) -> str:
    if element.get("subtype") == "editorial-note":
        return "editorial note"
    if read.kind:
        return read.kind
    if ":" in source_note and any(n.kind == "source" and 'rend="inline"' in n.text for n in footnotes):
        return read_type_line(source_note[:_LONGEST_LINE])[1]
    return next((kind for seg in _outside_attachments(element, SEG) if (kind := _kind_on_line(seg))), "")


def _kind_on_line(seg: etree._Element) -> str:
    """Return the kind that a line of its own names: "840.48 Refugees/5425: Telegram", or "[Telegram.]" alone."""
    line = _line(seg)[:_LONGEST_LINE]
    if line[:1] in {"[", "("}:
        line = _HOW_PRINTED.sub("", line[1:].rstrip("]). "))
    numbered = _NUMBERED_KIND.match(line)
    rest, kind = read_type_line(
        line[: numbered.start("number")].removesuffix("No. ").removesuffix("Nos. ") if numbered else line
    )
    return kind if not rest or seg.get("type") == "source" else ""


# --- correspondents ------------------------------------------------------------------------------------------------------

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
    for name in head.iter(etree.Element):
        if local_name(name) not in {"persName", "gloss"}:
            continue
        words = _line(name)
        if person := name.get("corresp"):
            people[words] = person.lstrip("#")
        if (side := name.get("type", "")) in marked and words:
            marked[side].append(words)
    for side, role in (("from", "sender"), ("to", "recipient")):
        if read.family not in _CORRESPONDENCE or not marked[side]:
            continue
        if not sides[side]:
            sides[side] = tuple(read_correspondent(words[:_LONGEST_LINE]) for words in marked[side])
        elif not any(_same(words, one.printed) for words in marked[side] for one in sides[side]):
            warn(
                f"{role}-differs-from-markup", f"The markup calls “{marked[side][0]}” the {role}, the heading does not."
            )
    names = [words for name in head.iter(PERS_NAME) if (words := _line(name))]
    for side in sides:
        sides[side] = tuple(
            replace(party, person_id=next((i for words, i in people.items() if words in party.printed), ""))
            for one in sides[side]
            for party in _named_by_markup(one, names)
        )
    return sides["from"], sides["to"]


def _named_by_markup(party: CorrespondentRecord, names: list[str]) -> Iterator[CorrespondentRecord]:
    """Yield the party, or each of several, with its name separated from its office where the markup marks the name.

    Such are "Acting Director Quill" and "Secretary of State Quill, Attorney General Reed, and Director Moss".
    """
    if party.person or not names:
        yield party
        return
    ends = re.finditer(
        rf"(?:{'|'.join(map(re.escape, names))})(?:,\s+(?:and\s+)?|\s+and\s+)(?=the\s|[A-Z])", party.printed
    )
    cuts = [0, *(match.end() for match in ends), len(party.printed)]
    pieces = [re.sub(r"\s+and\s+$", "", party.printed[start:end]) for start, end in pairwise(cuts)]
    several = len(pieces) > 1 and all(piece.startswith("the ") or any(n in piece for n in names) for piece in pieces)
    for one in map(read_correspondent, pieces) if several else (party,):
        name = next((name for name in names if one.office.endswith(f" {name}") and not one.person), "")
        yield replace(one, person=name, office=one.office.removesuffix(name).rstrip(" ,")) if name else one


def _same(marked: str, printed: str) -> bool:
    fold = re.compile(r"[\W_]+").sub
    return fold(" ", marked).strip().casefold() in fold(" ", printed).casefold()


# --- dates ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _dateline(text: str, year: int | None) -> Dateline:
    return read_dateline(text[:_LONGEST_LINE], year=year)


def _receipt(element: etree._Element, sent: DateRecord | None) -> DateRecord | None:
    """Return when a paper was received, if a line of the opener has only that: "(Received March 9.)"."""
    lines = (_line(seg) for seg in _outside_attachments(element, SEG))
    words = next((line for line in lines if _RECEIPT_LINE.match(line)), "")
    return _dateline(f"{sent.printed if sent else ''} {words}", _year(sent)).received if words else None


def _dateline_words(element: etree._Element, paragraphs: list[str]) -> str:
    if (found := next(_outside_attachments(element, DATELINE), None)) is not None:
        return _line(found)
    return _plain_dateline(paragraphs)


def _plain_dateline(paragraphs: list[str]) -> str:
    """Return a last paragraph that is only a date line ("Washington, 8th July 1954")."""
    last = paragraphs[-1] if paragraphs else ""
    if not 8 <= len(last) <= _PLAIN_DATELINE or not re.search(r"\d", last) or re.search(r"[a-z]{3}\.? [a-z]{3,}", last):
        return ""
    read = _dateline(last, None)
    date = read.date
    if date is None or not date.earliest or date.earliest != date.latest:
        return ""
    rest = last.replace(date.printed, "").replace(read.place, "")
    return "" if re.search(r"[^\W\d_]{4,}", rest) else last


def _marked_year(element: etree._Element, head: etree._Element | None) -> int | None:
    tagged = next(head.iter(DATE), None) if head is not None else None
    span = _marked_span(tagged) or _document_span(element)
    return int(span[0][:4]) if span else None


def _date(
    element: etree._Element,
    head: etree._Element | None,
    read: Heading,
    paragraphs: list[str],
    kind: str,
    warn: Warn,
    otherwise: Dateline,
) -> Dateline:
    """Return date, place and receipt: as printed in the date line, else in the heading; else as the volume's markup has it."""
    line = next(_outside_attachments(element, DATELINE), None)
    words = _line(line) if line is not None else _plain_dateline(paragraphs)
    tagged = next((d for d in line.iter(DATE)), None) if line is not None else None
    if tagged is None and head is not None and not words:
        tagged = next(head.iter(DATE), None)
    marked = _marked_span(tagged)
    if tagged is not None:
        _warn_of_impossible_markup(tagged, warn)
    year = int(marked[0][:4]) if marked else None
    dated = _dateline(words, year) if words else otherwise
    if dated.date is None and read.date_text:
        from_head = _dateline(read.date_text, year)
        dated = replace(dated, date=from_head.date, place=dated.place or read.place)
    for warning in dated.warnings:
        warn(warning.code, warning.message)
    date = dated.date
    if date is not None and date.earliest:
        if marked and not (date.earliest[:10] <= marked[1] and marked[0] <= date.latest[:10]):
            warn("date-differs-from-markup", f"The date is printed “{date.printed}”, but marked up as {marked[0]}.")
        if tagged is not None and "inferred" in (ana := tagged.get("ana", "")):
            # Editors of the volume put the date into the text and mark it so: "#date_undated-inferred-from-document-head".
            reason = f"the volume's editors: {ana.rpartition('_')[2].replace('-', ' ')}"
            return replace(dated, date=replace(date, printed="", certainty="inferred", reason=reason))
        return dated
    reason = "the volume's markup of its date line"
    if not marked:
        marked, reason = _document_span(element), "the volume's markup of the document"
    if marked:
        first, last = marked
        edtf = first if first == last else f"{first}/{last}"
        printed = date.printed if date else ""
        return replace(
            dated, date=DateRecord(printed, first, last, edtf, date.time if date else "", "inferred", reason)
        )
    if kind != "editorial note" and date is None:
        warn("no-date", "No date is printed or marked.")
    return dated


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _day(value: str | None) -> str:
    return value[:10] if value and _DAY.match(value) and not _is_impossible_day(value) else ""


def _is_impossible_day(value: str) -> bool:
    """Return whether the value of an attribute has the form of a day that does not exist ("1901-04-31")."""
    return bool(_DAY.match(value)) and is_impossible(value[:10])


def _warn_of_impossible_markup(tagged: etree._Element, warn: Warn) -> None:
    for value in (tagged.get(name, "") for name in ("when", "from", "to", "notBefore", "notAfter")):
        if _is_impossible_day(value):
            warn("date-markup-impossible", f"A date is marked up as {value}, a day that no calendar holds.")


def _marked_span(tagged: etree._Element | None) -> tuple[str, str] | None:
    if tagged is None:
        return None
    first = _day(tagged.get("when")) or _day(tagged.get("from")) or _day(tagged.get("notBefore"))
    last = _day(tagged.get("when")) or _day(tagged.get("to")) or _day(tagged.get("notAfter"))
    return (first or last, last or first) if first or last else None


def _document_span(element: etree._Element) -> tuple[str, str] | None:
    values = {
        name.rsplit("}", 1)[-1]: _day(value) for name, value in attributes_of(element).items() if "doc-dateTime" in name
    }
    first, last = values.get("doc-dateTime-min", ""), values.get("doc-dateTime-max", "")
    return (first or last, last or first) if first or last else None


def _year(date: DateRecord | None) -> int | None:
    return int(date.earliest[:4]) if date and date.earliest else None


# --- marking, own number, enclosures ---------------------------------------------------------------------------------------


def _marking(element: etree._Element, note: SourceNote, paragraphs: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return the classification and the handling words: of the source note, of lines in the opener, of the first paragraphs."""
    if note.marking.classification:
        return note.marking.classification, note.marking.distribution
    lines: Iterable[str] = [_line(seg) for seg in _outside_attachments(element, SEG)]
    lines = [*lines, *paragraphs[:3]]
    read = [read_marking(line) for line in lines if len(line) <= 80 and is_marking_line(line)]
    classification = next((m.classification for m in read if m.classification), "")
    return classification, tuple(dict.fromkeys(word for m in read for word in m.distribution))


def _own_number(
    element: etree._Element, read: Heading, kind: str, paragraphs: list[str]
) -> tuple[str, tuple[str, ...]]:
    if read.number:
        return read.number, ()
    for seg in _outside_attachments(element, SEG):
        line = _line(seg)
        match = _LONE_NUMBER.match(line) or _NUMBERED_KIND.match(line)
        if match and not (match["number"] == element.get("n") and _stands_before_head(element, seg)):
            return match["number"], ()
    for paragraph in paragraphs[:2]:
        if match := _LONE_NUMBER.match(paragraph):
            return match["number"], ()
    if kind not in _NUMBERED or counts_paragraphs(paragraphs):
        return "", ()
    for paragraph in paragraphs[:2]:
        if is_marking_line(paragraph):
            continue
        opening = read_opening_number(paragraph)
        return (opening.number, opening.others) if opening else ("", ())
    return "", ()


def _number_in_series(kind: str, paragraphs: list[str]) -> str:
    """Return the number in a series that is printed on one of a paper's first lines, and not merely mentioned in its text."""
    if kind not in _IN_SERIES | _OFTEN_IN_SERIES:
        return ""
    for paragraph in paragraphs[:3]:
        match = _SERIES_LINE.fullmatch(paragraph.strip(" []"))
        if match and (is_marking_line(match["before"]) or (not match["before"] and kind in _IN_SERIES)):
            return match["number"]
    return ""


def _stands_before_head(element: etree._Element, seg: etree._Element) -> bool:
    """Return whether a line is above the heading: there volumes of the 1870s print the document's number in its volume."""
    head = next(_heads(element), None)
    return head is not None and any(seg in before.iter() for before in head.itersiblings(preceding=True))


def _parts(element: etree._Element) -> Iterator[PartRecord]:
    attachments = (child for child in element.iter("{*}attachment"))
    for path, part in enumerate(attachments, 1):
        heads = [_line(head) for head in part.iterchildren(HEAD)]
        openers = [_line(seg) for opener in part.iterchildren(OPENER) for seg in opener.iter(SEG)]
        heading = " ".join(heads) or (openers[0] if openers else "")
        label = len(heads) > 1 and _UNMARKED_ENCLOSURE.match(heads[0])
        read = read_heading(" ".join(heads[1:] if label else [heading])[:_LONGEST_LINE])
        line = next(part.iter(DATELINE), None)
        words = _line(line) if line is not None else ""
        marked = _marked_span(next(line.iter(DATE), None)) if line is not None else None
        dated = _dateline(words, int(marked[0][:4]) if marked else None) if words else Dateline()
        yield PartRecord(
            path, heading, read.kind, read.senders, read.recipients, dated.date, words, dated.place or read.place,
            part.get("{http://www.w3.org/XML/1998/namespace}id", ""),
        )  # fmt: skip
