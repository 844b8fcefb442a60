"""The text of a paper that is a TEI file of its own: one division with anchors in place of its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import cast

from lxml import etree

from archive.dating import parse_edtf, read_date
from archive.languages import language_codes
from archive.parsing.errors import SourceError
from archive.parsing.plain import local_name, plain_text
from archive.parsing.tei.document import pages_of, take_out_notes
from archive.parsing.tei.names import NOTE, TEI, XML_ID, new_tei_element, serialised
from archive.parsing.tei.safety import parse
from archive.records import TEI_NAMESPACE, DateRecord, FootnoteRecord, PageBreakRecord, ReadingWarning

TEI_NAMES = {"t": TEI_NAMESPACE}
_CORPUS = f"{{{TEI_NAMESPACE}}}teiCorpus"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: A day, month or year as TEI's attributes have it, before a time of day.
_W3C = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T|$)")
_BRACKETED = re.compile(r"\s*\[.*\]\s*", re.DOTALL)
_LONGEST_DATE = 500
_ABOUT = re.compile(r"\b(?:ca?|circa|um|vers|about)\b\.?", re.IGNORECASE)


def read_file(path: Path, name: str, *, corpus: bool = False) -> etree._Element:
    """Return the root element of a TEI file, parsed within limits; with ``corpus`` it may hold several texts.

    Raises :class:`SourceError`.
    """
    with path.open("rb") as file:
        root = parse(file, name, lambda event, element, line: None)
    if root.tag != TEI and not (corpus and root.tag == _CORPUS and root.find(TEI) is not None):
        raise SourceError(f"is not TEI: its root element is <{local_name(root)}>", name, 1)
    return root


def words(element: etree._Element | None) -> str:
    """Return an element's words on one line; ``""`` for no element."""
    return plain_text(element).replace("\n", " ") if element is not None else ""


def without_notes(element: etree._Element) -> str:
    """Return an element's words without those of the notes in it."""
    copied = deepcopy(element)
    copied.tail = None
    etree.strip_elements(copied, NOTE, with_tail=False)
    return words(copied)


def words_apart(element: etree._Element) -> str:
    """Return an element's words with a blank between those of any two elements in it: for lists of what is not kept."""
    return " ".join(" ".join(cast("Iterator[str]", element.itertext("{*}*"))).split())


def named_parts(element: etree._Element, names: Sequence[str]) -> str:
    """Return the words of an element's parts with these names, in the order of the names; ``""`` if it has words besides them."""
    parts = list(element.iterchildren("{*}*"))
    besides = "".join([element.text or "", *(part.tail or "" for part in parts)])
    if not parts or besides.strip(" ,\n\t\r") or any(local_name(part) not in names for part in parts):
        return ""
    return " ".join(text for name in names for part in parts if local_name(part) == name and (text := words(part)))


def line_of(element: etree._Element | None) -> int:
    """Return the line on which an element begins in its file; 1 for no element."""
    return cast("int | None", element.sourceline) or 1 if element is not None else 1


def languages_of(root: etree._Element) -> tuple[str, ...]:
    """Return the codes of a paper's languages, the first its main one, as far as the markup states them.

    That is the manuscript's ``textLang``, the header's ``language`` (by ``@usage`` if it is given), or ``@xml:lang`` of the text itself;
    the language of the whole file is the editors' own.
    """
    stated: list[str] = []
    for text in root.iterfind(".//t:sourceDesc//t:textLang", TEI_NAMES):
        stated += [text.get("mainLang", ""), *text.get("otherLangs", "").split()]
    used = root.findall(".//t:profileDesc/t:langUsage/t:language", TEI_NAMES)
    stated += [one.get("ident", "") for one in sorted(used, key=_usage, reverse=True)]
    if not language_codes(stated):
        stated = [one.get(XML_LANG, "") for one in root.iterfind("t:text", TEI_NAMES)]
        stated += [one.get(XML_LANG, "") for one in root.iterfind("t:text/t:body", TEI_NAMES)]
        stated += [one.get(XML_LANG, "") for one in root.iterfind("t:text/t:body/t:div", TEI_NAMES)]
    return language_codes(stated)


def _usage(language: etree._Element) -> int:
    usage = language.get("usage", "")
    return int(usage) if usage.isascii() and usage.isdigit() and len(usage) < 4 else 0


def division_of(content: list[etree._Element], languages: Sequence[str], heading: str = "") -> etree._Element:
    """Return the ``<div type="document">`` of a paper with the elements in it, and its heading before them if they have none.

    ``languages`` has the code of its main language, if that is known. The elements are moved out of where they are.
    """
    division = new_tei_element("div", type="document")
    if languages:
        division.set(XML_LANG, languages[0])
    if heading:
        head = new_tei_element("head")
        head.text = heading
        division.append(head)
    for element in content:
        division.append(element)
    return division


def taken_apart(
    division: etree._Element,
) -> tuple[str, tuple[FootnoteRecord, ...], tuple[PageBreakRecord, ...], list[ReadingWarning]]:
    """Return the division's text with anchors, its footnotes and pages, and doubts. Notes without a number are counted.

    The editions print their notes' numbers from 1 and leave them out of the markup.
    """
    for count, note in enumerate(division.iter(NOTE), 1):
        if not note.get("n"):
            note.set("n", str(count))
    footnotes, warnings = take_out_notes(division, line_of(division))
    pages = pages_of(division, None, to_the_end=True)
    division.attrib.pop(XML_ID, "")
    return serialised(division), footnotes, pages, warnings


def marked_date(element: etree._Element | None) -> tuple[DateRecord | None, list[ReadingWarning]]:
    """Return the date of a ``date`` element: by its attributes, unless its own words name another day; and doubts.

    A date that the editors infer (``@evidence``, ``@cert``) or print in brackets is ``supplied``.
    """
    if element is None:
        return None, []
    printed = words(element)
    span = _span(element)
    read = read_date(printed[:_LONGEST_DATE])
    if span is None:
        return read, []
    edtf, warnings = span, []
    one_day = len(edtf) == 10
    if read and len(edtf) < 10 and len(read.edtf) == 10 and read.edtf.startswith(f"{edtf}-"):
        edtf = read.edtf  # the markup has the year or month of the printed day
    if read and one_day and read.edtf != edtf and len(read.edtf) == 10:
        message = f"The date is printed “{printed}”, but marked up as {edtf}."
        warnings.append(ReadingWarning("date-differs-from-markup", message, line_of(element)))
        edtf = read.edtf
    if "/" not in edtf and (_ABOUT.search(printed[:_LONGEST_DATE]) or element.get("precision") == "low"):
        edtf += "~"
    inferred = element.get("evidence") or element.get("cert") in {"low", "medium", "unknown"}
    certainty = "supplied" if inferred or _BRACKETED.fullmatch(printed) else "stated"
    first, last = parse_edtf(edtf)
    return (
        DateRecord(
            printed, first.isoformat() if first else "", last.isoformat() if last else "", edtf,
            read.time if read else "", certainty,
        ),
        warnings,
    )  # fmt: skip


def _span(element: etree._Element) -> str | None:
    """Return the days of a ``date`` element's attributes in EDTF; ``None`` if there are none that any calendar has."""

    def day(*names: str) -> str:
        for name in names:
            if found := _W3C.match(element.get(name, "").strip()):
                try:
                    parse_edtf(found[1])
                except ValueError:
                    continue
                return found[1]
        return ""

    when = day("when", "when-iso")
    first = day("notBefore", "from", "notBefore-iso", "from-iso")
    last = day("notAfter", "to", "notAfter-iso", "to-iso")
    edtf = when or (f"{first or '..'}/{last or '..'}" if first != last else first)
    try:
        parse_edtf(edtf)
    except ValueError:
        return None
    return edtf or None
