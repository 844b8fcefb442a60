"""Files for citation managers: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from archive.exports.citing.cited import Cited, date_words, page_range
from archive.records import DateRecord

_BIBTEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_"} | {
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\n": " ", "\r": " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its ``ending`` in the address, its ``label``, its media type, and what writes papers into one file."""

    ending: str
    label: str
    media_type: str
    write_all: Callable[[Iterable[Cited]], str]

    def write(self, cited: Cited) -> str:
        """Return the file of one paper."""
        return self.write_all([cited])


def bibtex(cited: Cited) -> str:
    """Return a BibTeX entry: ``@incollection`` for a paper in a volume, ``@unpublished`` for one without."""
    note = [
        cited.number[:1].upper() + cited.number[1:],
        "; ".join(cited.original),
        cited.note and f"Footnote {cited.note}",
    ]
    first, last = cited.pages
    place, publisher = cited.publisher
    fields = {
        "title": cited.title,
        "booktitle": cited.volume.title if cited.volume else "",
        "editor": " and ".join(f"{{{_escaped(name)}}}" for name in cited.volume.editors) if cited.volume else "",
        "publisher": publisher,
        "address": place,
        "year": cited.published,
        "chapter": cited.record.document_number if cited.volume else "",
        "pages": page_range(first, last, "full") if first == last else f"{first}--{last}",
        "eventdate": _edtf(cited.date),
        "type": cited.record.kind,
        "langid": cited.record.languages[0] if cited.record.languages else "",
        "note": ". ".join(part for part in [date_words(cited.date) if cited.date else "", *note] if part),
        "url": cited.address,
    }
    kind = "incollection" if cited.volume else "unpublished"
    verbatim = {"editor", "url"}
    lines = [
        f"  {name} = {{{value if name in verbatim else _braced(name, value)}}},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@{kind}{{{cited.key},", *lines, "}", ""])


def ris(cited: Cited) -> str:
    """Return a RIS record: ``CHAP`` for a paper in a volume, ``UNPB`` for one without."""
    first, last = cited.pages
    place, publisher = cited.publisher
    record = cited.record
    rows = [("TY", "CHAP" if cited.volume else "UNPB"), ("ID", cited.key), ("TI", cited.title)]
    if cited.volume:
        rows += [("T2", cited.volume.title), *(("A2", _last_name_first(name)) for name in cited.volume.editors)]
        rows += [("PB", publisher), ("CY", place), ("PY", cited.published), ("CP", record.document_number)]
    rows += [("DA", _ris_date(cited.date)), ("SP", first), ("EP", last if last != first else "")]
    rows += [("M3", record.kind), ("M1", record.number)]
    rows += [("AV", "; ".join(cited.original)), ("DB", cited.archive)]
    rows += [
        ("N1", date_words(cited.date) if cited.date else ""),
        ("N1", f"Footnote {cited.note}" if cited.note else ""),
    ]
    rows += [("UR", cited.address), ("LA", cited.language)]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_item(cited: Cited) -> dict[str, Any]:
    """Return the paper as a CSL item: ``chapter`` in a volume, else ``manuscript``."""
    first, last = cited.pages
    place, publisher = cited.publisher
    record = cited.record
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "chapter" if cited.volume else "manuscript",
        "title": cited.title,
        "genre": record.kind,
        "number": record.number,
        "chapter-number": record.document_number if cited.volume else "",
        "container-title": cited.volume.title if cited.volume else "",
        "editor": [{"literal": name} for name in cited.volume.editors] if cited.volume else [],
        "publisher": publisher,
        "publisher-place": place,
        "page": f"{first}-{last}" if first != last else first,
        "archive": record.repository,
        "archive_collection": record.collection,
        "archive_location": "; ".join(number.printed for number in record.file_numbers),
        "note": f"Footnote {cited.note}" if cited.note else "",
        "source": cited.archive,
        "URL": cited.address,
        "language": cited.language,
    }
    if cited.published:
        item["issued"] = {"date-parts": [[int(cited.published)]]}
    if cited.record.date:
        item["original-date"] = _csl_date(cited.record.date)
        if not cited.volume:
            item["issued"] = item["original-date"]
    return {name: value for name, value in item.items() if value}


def csl_json(*papers: Cited) -> str:
    """Return the papers as a CSL-JSON file."""
    return json.dumps([csl_item(cited) for cited in papers], ensure_ascii=False, indent=1) + "\n"


FORMATS = (
    Format("bib", "BibTeX", "application/x-bibtex; charset=utf-8", lambda papers: "\n".join(map(bibtex, papers))),
    Format(
        "ris", "RIS", "application/x-research-info-systems; charset=utf-8", lambda papers: "".join(map(ris, papers))
    ),
    Format(
        "json", "CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", lambda papers: csl_json(*papers)
    ),
)


def _braced(name: str, value: str) -> str:
    # A second pair of braces keeps capitals, and the words of the source, as they are.
    return f"{{{_escaped(value)}}}" if name in {"title", "booktitle", "publisher"} else _escaped(value)


def _escaped(value: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in value)


def _edtf(read: DateRecord | None) -> str:
    """Return the date for fields that only machines read, ``""`` for an inferred one, which is written in words."""
    return read.edtf if read and read.certainty != "inferred" else ""


def _ris_date(read: DateRecord | None) -> str:
    if not read or read.certainty == "inferred" or not read.earliest:
        return ""
    if read.earliest == read.latest:
        return read.earliest.replace("-", "/") + "/"
    return f"{read.earliest[:4]}///" if read.earliest[:4] == read.latest[:4] else ""


def _csl_date(read: DateRecord) -> dict[str, Any]:
    if not (read.earliest and read.latest) or read.certainty == "inferred":
        return {"literal": date_words(read)}
    first, last = ([int(part) for part in day.split("-")] for day in (read.earliest, read.latest))
    found: dict[str, Any] = {"date-parts": [first] if first == last else [first, last]}
    if read.certainty == "supplied" or read.edtf[-1:] in {"?", "~", "%"}:
        found["circa"] = True
    return found


def _last_name_first(name: str) -> str:
    head, _, last = name.strip().rpartition(" ")
    if last.rstrip(".") in {"Jr", "Sr", "II", "III"}:
        head, _, surname = head.rstrip(",").rpartition(" ")
        return f"{surname}, {head}, {last}" if head else name
    return f"{last}, {head}" if head else name
