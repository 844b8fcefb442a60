"""Enclosures: papers inside a paper, which a volume marks up as such or only prints under a label ("[Enclosure]", "Tab A").

A label is a line of its own. It is certain to begin an enclosure if the paper's own text stands before it and a text of some length after
it: at the foot of a letter "Attachment" alone says that there was one. Nothing in a paper is moved or changed for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from archive.dating import Dateline, is_dateline, read_date, read_dateline
from archive.parsing.headings import Heading, read_heading
from archive.parsing.markings import is_marking_line
from archive.parsing.office_words import is_body
from archive.parsing.offices import has_title
from archive.parsing.plain import local_name
from archive.parsing.tei.dates import read_marked_dateline
from archive.parsing.tei.lines import LONGEST_LINE, printed_line
from archive.parsing.tei.names import ATTACHMENT, DATELINE, HEAD, OPENER, PB, SEG, XML_ID, P
from archive.records import CorrespondentRecord, PartRecord

_WORD = r"(?:Sub-?)?(?:Attachment|[EI]nclosure|Annex|Appendix|Tab)"
#: A label: the word with its number or letter, what it is enclosed in, and how it is printed.
LABEL = re.compile(
    rf"[\[(]?(?:(?:First|Second|Third|Fourth|Fifth)\s)?{_WORD}"
    r"(?:\s(?:Nos?\.\s?)?[“\"'‘]?(?:\d{1,3}[A-Z]?|[A-Z]{1,3}|[IVX]{1,5})(?:[–-][\dA-Z]{1,2})?[”\"'’]?)?"
    rf"(?:\s(?:in|to|with)\s(?:(?:Nos?\.|{_WORD})\s?)?[\w“”\"–-]{{1,6}})?[\])]?"
    r"(?:\s?[.,]?\s?[–—-]\s?(?:Translation|Telegram|Memorandum|Copy|Paraphrase|Summary|Extracts?))?[.:]{0,2}[\])]?[.:]?",
    re.IGNORECASE,
)
_MAY_BE_LABEL = re.compile(rf"[\[(\s]*(?:\w{{5,6}}\s)?{_WORD}\b", re.IGNORECASE)
_LONGEST_LABEL = 60
#: Characters of a paragraph that is a text, whatever it is below, and the most of a line that is a title.
_LONG, _LONGEST_TITLE = 80, 250
#: How many blocks of an enclosure are looked at for its heading and date line, and how many lines that are no ``<head>`` a heading has.
_OPENING, _TITLES = 10, 2
#: What says who wrote a paper, and that it is to somebody.
_WRITTEN = re.compile(r"\b(?:from|by|prepared|submitted|issued)\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"\bto\b", re.IGNORECASE)
#: Lines near a heading that are no part of it: own numbers, numbers of sections, remarks in brackets, words before a subject.
_NUMBER_LINE = re.compile(r"(?:No\.\s)?[A-Z]{1,8}[\w./–-]{0,30}\d[\w./–-]{0,30}")
_NO_TITLE = re.compile(
    r"\W*(?:SUBJ(?:ECT)?|RE|REF(?:ERENCES?)?)\b|\(.*\)$|(?:[IVX]{1,5}|[A-Z]|\d{1,2})(?:[.:]?$|\.\s)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Where an enclosure is: ``element`` is its element, or its label where it is not marked up; ``blocks`` are all that is in it."""

    element: etree._Element
    blocks: tuple[etree._Element, ...]


def labels_in(document: etree._Element) -> tuple[list[etree._Element], bool]:
    """Return the labels that begin an enclosure without markup, and whether there is one of which this is not certain."""
    children = list(document)
    places = [place for place, child in enumerate(children) if child.tag in (P, HEAD) and _is_label(child)]
    if not places:
        return [], False
    certain: list[etree._Element] = []
    doubtful, begun = False, any(map(_is_text, children[: places[0]]))
    for place, end in zip(places, [*places[1:], len(children)], strict=True):
        blocks = list(_before_attachment(children[place + 1 : end]))
        if not blocks and (end < len(children) or children[-1].tag == ATTACHMENT):
            continue  # what follows has a label or an element of its own
        if begun and _is_enclosed(blocks, only_mentioned=printed_line(children[place]).endswith(":")):
            certain.append(children[place])
        else:
            doubtful, begun = True, begun or any(map(_is_text, blocks))
    return certain, doubtful and not certain


def _is_label(element: etree._Element) -> bool:
    opening = (element.text or "")[:_LONGEST_LABEL].strip(" \n\t[(")
    if not (_MAY_BE_LABEL.match(opening) if opening else len(element)):
        return False
    line = printed_line(element)
    return len(line) <= _LONGEST_LABEL and LABEL.fullmatch(line) is not None


def _before_attachment(children: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Yield the blocks with words before the first enclosure that is marked up."""
    for child in children:
        if child.tag == ATTACHMENT:
            return
        if isinstance(child.tag, str) and child.tag != PB:
            yield child


def _is_text(block: etree._Element, shortest: int = 15) -> bool:
    """Return whether a block is more than a line of a letter's foot: a list, a table, or words of some length that end a sentence."""
    if block.tag != P:
        return local_name(block) in {"list", "table"}
    line = printed_line(block)
    return len(line) >= _LONG or (len(line) >= shortest and line[-1] in '.!?:”"’)' and not is_dateline(line))


def _is_enclosed(blocks: Sequence[etree._Element], *, only_mentioned: bool) -> bool:
    """Return whether blocks after a label are a text: a long one, or any below a heading or date line; a label with a colon needs these."""
    opened = any(_is_title(block) or is_dateline(printed_line(block)) for block in blocks[:_TITLES])
    if opened:
        return any(map(_is_text, blocks[1:]))
    return not only_mentioned and any(_is_text(block, _LONG) for block in blocks)


def _is_title(block: etree._Element) -> bool:
    """Return whether a line below a label is a heading: centred, in capitals, or of a form that headings have."""
    line = printed_line(block)
    if block.tag not in (P, HEAD) or not line or len(line) > _LONGEST_TITLE or _NO_TITLE.match(line):
        return False
    if block.tag == HEAD or line.isupper() or ("center" in (block.get("rend") or "") and line[:1].isupper()):
        return re.search(r"[^\W\d_]{3}", line) is not None
    read = read_heading(line)
    return bool(read.senders or read.recipients or read.kind) and not re.search(r"[a-z]{2}[.:;,?]$", line)


def enclosures_in(document: etree._Element, labels: Collection[etree._Element]) -> list[Enclosure]:
    """Return the enclosures of a document in their order, those inside others too; ``labels`` begin those that are not marked up."""
    labels = set(labels)
    marked = next(document.iter(ATTACHMENT), None) is not None
    if not labels and not marked:
        return []
    children = list(document)
    starts = [place for place, child in enumerate(children) if child in labels or child.tag == ATTACHMENT]
    ends = dict(zip(starts, [*starts[1:], len(children)], strict=False))
    found = []
    for place, child in enumerate(children):
        if child in labels:
            found.append(Enclosure(child, tuple(children[place : ends[place]])))
        elif marked:
            found += [Enclosure(element, tuple(element)) for element in child.iter(ATTACHMENT)]
    return found


def without_enclosures(document: etree._Element, labels: Sequence[etree._Element]) -> etree._Element:
    """Return the document, or a copy that ends before the first of its labels, so that its own lines are read alone."""
    if not labels:
        return document
    own = deepcopy(document)
    del own[document.index(labels[0]) :]
    return own


def read_parts(document: etree._Element, labels: Collection[etree._Element] | None = None) -> tuple[PartRecord, ...]:
    """Return the enclosures of a document, each with the heading, parties, date and place that it prints; ``labels`` if they are known."""
    labels = labels_in(document)[0] if labels is None else labels
    return tuple(_read(path, enclosure) for path, enclosure in enumerate(enclosures_in(document, labels), 1))


def _read(path: int, enclosure: Enclosure) -> PartRecord:
    headings, words, dated = _opening(enclosure)
    read = _read_heading(headings)
    if (
        dated.date is None
        and read.family != "title"
        and re.search(rf",\s\[?{re.escape(read.date_text)}", " ".join(headings))
    ):
        dated = replace(dated, date=read_date(read.date_text))
    return PartRecord(
        path, " ".join(headings), read.kind, read.senders, read.recipients, dated.date, words, dated.place or read.place,
        enclosure.element.get(XML_ID, ""),
    )  # fmt: skip


def _opening(enclosure: Enclosure) -> tuple[list[str], str, Dateline]:
    """Return the lines of an enclosure's heading, and the words of its date line with what they say."""
    headings: list[str] = []
    above: list[str] = []
    blocks = list(_before_attachment(enclosure.blocks))
    marked = next((line for block in blocks for line in block.iter(DATELINE)), None)
    words, dated = read_marked_dateline(marked) if marked is not None else ("", Dateline())
    titles = 0
    for block in blocks[:_OPENING]:
        line = printed_line(block)[:LONGEST_LINE]
        if block.tag in (OPENER, DATELINE):
            above += [printed_line(seg)[:LONGEST_LINE] for seg in block.iter(SEG)]
        elif block.tag == HEAD or block is enclosure.element:
            headings += [line] if line else []
        elif not line or is_marking_line(line) or _NUMBER_LINE.fullmatch(line) or _NO_TITLE.match(line):
            continue
        elif block.tag == P and is_dateline(line):
            if not words and _is_exact(read := read_dateline(line)):
                words, dated = line, read
        elif _is_title(block):
            titles += 1
            headings += [line] if titles <= _TITLES and not _names_parties(headings) else []
        elif local_name(block) != "list":
            break
    labels = [line for line in above if LABEL.fullmatch(line)]
    return labels[:1] + headings if labels or headings else above[:1], words, dated


def _is_exact(read: Dateline) -> bool:
    """Return whether a line that is not marked up has a day or a month, and is not "Born 1914"."""
    return read.date is not None and (len(read.date.edtf) > len("1944") or not read.date.edtf)


def _names_parties(headings: list[str]) -> bool:
    read = _read_heading(headings) if headings else None
    return read is not None and bool(read.senders or read.recipients)


def _read_heading(headings: list[str]) -> Heading:
    """Return what the first line of a heading says that names somebody or a kind, or else all together; the label says nothing."""
    lines = [line for line in headings if not LABEL.fullmatch(line)] or headings[:1]
    readings = [_only_with_parties(line) for line in (*lines, " ".join(lines)[:LONGEST_LINE])]
    named = next((read for read in readings if read.senders or read.recipients), None)
    return named or next((read for read in readings if read.kind), readings[-1])


def _only_with_parties(line: str) -> Heading:
    """Return what a heading says, without what is not certain to be a party: a paper's own title may have any "to" and "for" in it."""
    read = read_heading(line)
    senders = read.senders if all(map(_is_party, read.senders)) and (_WRITTEN.search(line) or read.recipients) else ()
    to = _ADDRESSED.search(line) is not None or read.kind.startswith("memorandum")
    recipients = read.recipients if to and all(map(_is_party, read.recipients)) else ()
    if not read.kind and not (senders and recipients and all(map(_has_office, (*senders, *recipients)))):
        senders = recipients = ()
    return replace(read, senders=senders, recipients=recipients)


def _is_party(one: CorrespondentRecord) -> bool:
    return bool(one.person) or _has_office(one)


def _has_office(one: CorrespondentRecord) -> bool:
    return is_body(one.printed) or has_title(one.printed)
