"""How well letters of other editions in TEI are read, compared with an independent reading of their markup. See README.md beside it.

    python benchmarks/reading/editions.py [--misses N] FILE_OR_FOLDER …

The truth is read here by XPath, without the readers that are measured. The shelfmark of a Dodis document is its ``idno``, its parties are
the names that are marked up as the last of each side in its title, its date is the one of its date line, or its title's where the line is
about a proposal only. *text* is every character of the text in order, each note in its place, without the edition's own lists.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from archive.errors import Refused  # noqa: E402
from archive.exports.tei import document_tei  # noqa: E402
from archive.parsing.formats import open_reading  # noqa: E402
from archive.records import DocumentRecord  # noqa: E402

FIELDS = "read heading senders recipients date received place number notes pages languages text".split()
_NAMES = {"t": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
_PARTY = "*[self::t:persName or self::t:orgName or self::t:name or self::t:rs][normalize-space()]"
_PLACE = "*[self::t:placeName or self::t:settlement or self::t:country or self::t:region or self::t:geogName]"
#: What is not part of a paper: the edition's own lists at the end of the text, and numbers of its database that it did not find.
_LISTS = "ancestor::*[starts-with(local-name(), 'list')][parent::t:back] or parent::t:unclear[@reason]/parent::t:head"
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_MONTHS = (
    "januar|janvier|gennaio februar|février|febbraio märz|mars|marzo april|avril|aprile mai|maggio juni|juin|giugno juli|juillet|luglio"
    " august|août|agosto september|septembre|settembre oktober|octobre|ottobre november|novembre dezember|décembre|dicembre"
).split()
_CODES = {"deu": "de", "ger": "de", "fra": "fr", "eng": "en", "ita": "it"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print so many misses of each field")
    options = parser.parse_args()
    files = [file for path in options.paths for file in ([path] if path.is_file() else sorted(path.rglob("*.xml")))]
    compared: dict[str, Counter[str]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    misses: dict[str, list[str]] = defaultdict(list)
    for file in files:
        edition = file.parent.name
        expected, found = truth(file), reading(file)
        if expected is None:
            continue  # not well-formed, so there is no truth
        for field in FIELDS:
            if field not in expected:
                continue
            good = found.get(field) == expected[field]
            if field == "text" and found:
                good = expected[field] in found[field]
            compared[edition][field] += 1
            right[edition][field] += good
            if not good:
                misses[field].append(f"{file.name}: expected {expected[field]!r}, read {found.get(field)!r}")
    print(f"| Edition | {' | '.join(FIELDS)} |\n|---|{'---|' * len(FIELDS)}")
    total, total_right = Counter(), Counter()
    for edition in compared:
        total.update(compared[edition])
        total_right.update(right[edition])
        print(f"| {edition} | {' | '.join(_share(right[edition], compared[edition], f) for f in FIELDS)} |")
    print(f"| all | {' | '.join(_share(total_right, total, f) for f in FIELDS)} |")
    for field, words in misses.items():
        for line in words[: options.misses]:
            print(f"\n{field}: {line}", end="")
    return 0


def _share(right: Counter[str], compared: Counter[str], field: str) -> str:
    return f"{right[field]} of {compared[field]}" if compared[field] else "–"


def truth(file: Path) -> dict[str, object] | None:
    """Return what the markup says by field; a field that it says nothing about is not there. ``None`` if it is not well-formed."""
    try:
        root = etree.parse(str(file), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except etree.XMLSyntaxError:
        return None
    expected: dict[str, object] = {"read": True}
    expected |= _of_dodis(root) if root.xpath("//t:div[@type='doc']", namespaces=_NAMES) else _of_letter(root)
    if root.xpath("boolean(//t:text)", namespaces=_NAMES):
        expected["notes"] = int(root.xpath(f"count(//t:text//t:note[not({_LISTS})])", namespaces=_NAMES))
        expected["pages"] = int(root.xpath("count(//t:text//t:pb)", namespaces=_NAMES))
        expected["text"] = _bare("".join(root.xpath(f"//t:text//text()[not({_LISTS})]", namespaces=_NAMES)))
    languages = root.xpath("//t:langUsage/t:language/@ident | //t:div[@type='doc']/@xml:lang", namespaces=_NAMES)
    if languages:
        expected["languages"] = list(dict.fromkeys(_CODES.get(code, code) for code in languages))
    return expected


def _of_letter(root: etree._Element) -> dict[str, object]:
    expected: dict[str, object] = {}
    sent, received = (f"//t:correspDesc/t:correspAction[@type='{kind}']" for kind in ("sent", "received"))
    for side, action in (("senders", sent), ("recipients", received)):
        expected[side] = [_words(one) for one in root.xpath(f"{action}/{_PARTY}", namespaces=_NAMES)]
    for field, action in (("date", sent), ("received", received)):
        if dates := root.xpath(f"{action}/t:date", namespaces=_NAMES):
            expected[field] = _days(dates[0])
    if places := root.xpath(f"{sent}/{_PLACE}", namespaces=_NAMES):
        expected["place"] = _words(places[0])
    marks = root.xpath("(//t:sourceDesc//t:msIdentifier)[1]//t:idno[normalize-space()]", namespaces=_NAMES)
    expected["number"] = [_words(mark) for mark in marks]
    titles = root.xpath("//t:titleStmt/t:title[@level='a']", namespaces=_NAMES) or root.xpath(
        "//t:titleStmt/t:title[normalize-space()]", namespaces=_NAMES
    )
    heads = root.xpath("//t:text//t:head[normalize-space()]", namespaces=_NAMES)
    expected["heading"] = _words((heads or titles)[0])
    return expected


def _of_dodis(root: etree._Element) -> dict[str, object]:
    expected: dict[str, object] = {}
    (head,) = root.xpath("//t:div[@type='doc']/t:head", namespaces=_NAMES)
    titles = head.xpath("t:title[@type='main']", namespaces=_NAMES)
    expected["heading"] = title = " ".join(filter(None, (_words(one, notes=False) for one in titles)))
    if re.match(r"(?:Der|Die|Das|Le|La|L’|Il)\b", title):
        # Names in capitals and small letters after initials or a comma, on both sides of the word that opens the recipient.
        sides = re.split(r"(?<=\w)(?:, | )an (?=\w)|, (?:au |aux |à l|à la |al |alla )", title, maxsplit=1)
        if len(sides) == 2:
            marked = [
                _words(one).split()[-1] for one in head.xpath("t:title[@type='main']/t:persName", namespaces=_NAMES)
            ]
            for side, words in zip(("senders", "recipients"), sides, strict=True):
                if names := [name for name in marked if words.rstrip(" ,").endswith(name)]:
                    expected[side] = names
    marks = head.xpath("(.//t:note)[1]//t:idno", namespaces=_NAMES)
    number = _words(marks[0]).strip(" .:") if marks else ""
    if marks and marks[0].xpath("boolean(preceding::text()[1][contains(., 'CH-BAR#')])"):
        number = f"CH-BAR#{number}"  # the code of the archive stands before the element
    expected["number"] = [number] if re.search(r"\d", number) else []
    for line in root.xpath("//t:div[@type='doc']/t:opener/t:dateline", namespaces=_NAMES):
        words = _words(line)
        dates, places = (
            line.xpath(".//t:date/@when", namespaces=_NAMES),
            line.xpath(".//t:placeName", namespaces=_NAMES),
        )
        of_proposal = re.search(r"departe?ment|Mündlich", words, re.IGNORECASE)
        days = [day for text in ([title] if of_proposal else [words, title]) if (day := _printed_day(text))]
        if days or (dates and not dates[0].startswith("1900")):
            expected["date"] = days[0] if days else dates[0]
        if not of_proposal and places and not re.fullmatch("Ort", _words(places[0])):
            expected["place"] = _words(places[0]).strip(" ,[]")
    return expected


def reading(file: Path) -> dict[str, object]:
    """Return what the archive's reader makes of a file, in the terms of :func:`truth`; empty if it is refused."""
    try:
        record, _ = next(iter(open_reading(file)))
    except Refused:
        return {}
    if not isinstance(record, DocumentRecord):
        return {}
    dodis = 'type="doc"' in file.read_text("utf-8")
    return {
        "read": True,
        "heading": record.heading,
        "senders": _names(record.senders, dodis),
        "recipients": _names(record.recipients, dodis),
        "date": record.date.edtf if record.date else None,
        "received": record.received.edtf if record.received else None,
        "place": record.place,
        "number": [number.printed for number in record.file_numbers],
        "notes": len(record.footnotes),
        "pages": len(record.pages),
        "languages": list(record.languages),
        "text": _whole(record),
    }


def _whole(record: DocumentRecord) -> tuple[str, str]:
    """Return the characters of a record, each note in its place, with and without the heading, which may be the reader's."""
    root = etree.fromstring(document_tei(record).encode())
    head = root.find("{*}head")
    text = "".join(root.itertext())
    own = "".join(head.itertext()) if head is not None else ""
    return _bare(text), _bare(text.replace(own, "", 1))


def _bare(text: str) -> str:
    return "".join(text.split())


def _names(parties: tuple, dodis: bool) -> list[str]:
    if dodis:
        return [one.person.split()[-1] for one in parties if one.person]
    return [one.person or one.office for one in parties]


def _days(date: etree._Element) -> str | None:
    """Return a ``date`` element's days in EDTF by its attributes."""

    def day(*names: str) -> str:
        return next((found[0] for name in names if (found := _DAY.match(date.get(name, "")))), "")

    about = "~" if re.search(r"\bca\.|circa", _words(date)) or date.get("precision") == "low" else ""
    if when := day("when", "when-iso"):
        return when + about
    first, last = day("notBefore", "from"), day("notAfter", "to")
    return f"{first or '..'}/{last or '..'}" if first or last else None


def _printed_day(words: str) -> str:
    for found in re.finditer(r"(\d{1,2})(?:er)?\.?\s+([^\W\d_]+)\.?\s+(\d{4})", words):
        month = next((n for n, names in enumerate(_MONTHS, 1) if found[2].lower() in names.split("|")), 0)
        if month:
            return f"{found[3]}-{month:02}-{int(found[1]):02}"
    return ""


def _words(element: etree._Element, *, notes: bool = True) -> str:
    path = ".//text()" if notes else ".//text()[not(ancestor::t:note)]"
    # A line's end stands for a blank.
    for line_end in element.xpath(".//t:lb", namespaces=_NAMES):
        line_end.tail = " " + (line_end.tail or "")
    return " ".join("".join(element.xpath(path, namespaces=_NAMES)).split())


if __name__ == "__main__":
    sys.exit(main())
