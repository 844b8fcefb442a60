"""Files for citation managers: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.exports.citing.cited import Cited, date_words, page_range
from archive.exports.citing.creators import Creator, authors_of, editors_of
from archive.records import DateRecord

_BIBTEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_"} | {
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\n": " ", "\r": " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its ``ending`` in the address, its ``label``, its media type, and what writes papers into one file, piece by piece."""

    ending: str
    label: str
    media_type: str
    pieces: Callable[[Iterable[Cited]], Iterator[str]]

    def write(self, cited: Cited) -> str:
        """Return the file of one paper."""
        return "".join(self.pieces([cited]))


def bibtex(cited: Cited) -> str:
    """Return a BibTeX entry: ``@incollection`` for a paper in a volume, ``@unpublished`` for one without.

    ``year`` is that of the volume; the day of the paper is in ``origdate``, which BibLaTeX knows, and in words in ``note``.
    """
    first, last = cited.pages
    place, publisher = _place_and_publisher(cited)
    fields = {
        "author": _bibtex_names(authors_of(cited)),
        "title": cited.title,
        "booktitle": cited.volume.title if cited.volume else "",
        "editor": _bibtex_names(editors_of(cited)),
        "publisher": publisher,
        "address": place,
        "year": cited.published if cited.volume else _iso(cited.record.date)[:4],
        "chapter": cited.record.document_number if cited.volume else "",
        "pages": page_range(first, last, "full") if first == last else f"{first}--{last}",
        "origdate": _edtf(cited.record.date),
        "type": cited.record.kind,
        "keywords": ", ".join(cited.record.topics),
        "langid": cited.record.languages[0] if cited.record.languages else "",
        "note": ". ".join(_about(cited)),
        "url": cited.address,
    }
    kind = "incollection" if cited.volume else "unpublished"
    verbatim = {"author", "editor", "url"}
    lines = [
        f"  {name} = {{{value if name in verbatim else _braced(name, value)}}},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@{kind}{{{cited.key},", *lines, "}", ""])


def ris(cited: Cited) -> str:
    """Return a RIS record: ``CHAP`` for a paper in a volume, ``MANSCPT`` for one without.

    Zotero takes ``DA`` for the date of publication, before ``PY``; so a paper in a volume has the volume's year there, and its own day
    in ``M2``, which Zotero adds to what it calls "extra", under the name that its styles know. A tag that Zotero does not know for the
    type, or takes for something else (``M3`` for a DOI, ``M1`` for a number of volumes), is left out.
    """
    first, last = cited.pages
    place, publisher = _place_and_publisher(cited)
    record = cited.record
    day = _iso(record.date)
    rows = [("TY", "CHAP" if cited.volume else "MANSCPT"), ("ID", cited.key), ("TI", cited.title)]
    rows += [("AU", author.inverted()) for author in authors_of(cited)]
    rows += [("A2", editor.inverted()) for editor in editors_of(cited)]
    if cited.volume:
        rows += [("T2", cited.volume.title), ("PB", publisher), ("CY", place), ("PY", cited.published)]
        rows += [("SP", first), ("EP", last if last != first else "")]
        rows += [("M2", f"original-date: {day}" if day else "")]
    else:
        rows += [("CY", place), ("PY", day[:4]), ("DA", _ris_date(record.date)), ("M3", record.kind)]
    rows += [("KW", topic) for topic in record.topics]
    rows += [("DB", record.repository), ("AN", cited.shelfmark), ("DP", cited.archive)]
    rows += [("N1", ". ".join(_about(cited))), ("UR", cited.address), ("LA", cited.language)]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_item(cited: Cited) -> dict[str, Any]:
    """Return the paper as a CSL item: ``chapter`` in a volume, else ``manuscript``."""
    first, last = cited.pages
    place, publisher = _place_and_publisher(cited)
    record = cited.record
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "chapter" if cited.volume else "manuscript",
        "title": cited.title,
        "author": [_csl_name(author) for author in authors_of(cited)],
        "genre": record.kind,
        "number": record.number,
        "chapter-number": record.document_number if cited.volume else "",
        "container-title": cited.volume.title if cited.volume else "",
        "editor": [_csl_name(editor) for editor in editors_of(cited)],
        "publisher": publisher,
        "publisher-place": place,
        "event-place": record.place,
        "page": f"{first}-{last}" if first != last else first,
        "keyword": ", ".join(record.topics),
        "archive": record.repository,
        "archive_collection": record.collection,
        "archive_location": cited.shelfmark,
        "note": cited.note_words[:1].upper() + cited.note_words[1:],
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


def csl_json(papers: Iterable[Cited]) -> Iterator[str]:
    """Yield the papers as a CSL-JSON file."""
    joint = "["
    for cited in papers:
        yield f"{joint}\n{json.dumps(csl_item(cited), ensure_ascii=False, indent=1)}"
        joint = ","
    yield "[]\n" if joint == "[" else "\n]\n"


def _bibtex_file(papers: Iterable[Cited]) -> Iterator[str]:
    for place, cited in enumerate(papers):
        yield ("\n" if place else "") + bibtex(cited)


FORMATS = (
    Format("bib", "BibTeX", "application/x-bibtex; charset=utf-8", _bibtex_file),
    Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", lambda papers: map(ris, papers)),
    Format("json", "CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
)


def _braced(name: str, value: str) -> str:
    # A second pair of braces keeps capitals, and the words of the source, as they are.
    return f"{{{_escaped(value)}}}" if name in {"title", "booktitle", "publisher"} else _escaped(value)


def _escaped(value: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in value)


def _edtf(read: DateRecord | None) -> str:
    """Return the date for fields that only machines read, ``""`` for an inferred one, which is written in words."""
    return read.edtf if read and read.certainty != "inferred" else ""


def _iso(read: DateRecord | None) -> str:
    """Return the paper's day, month or year in ISO form, ``""`` where it is not one of these or is inferred."""
    return (
        read.edtf if read and read.certainty != "inferred" and re.fullmatch(r"\d{4}(?:-\d\d){0,2}", read.edtf) else ""
    )


def _about(cited: Cited) -> list[str]:
    """Return, in words, what the fields of a citation manager have no place for: kind and number, place and day, the original."""
    record = cited.record
    written = ", ".join(words for words in (record.place, date_words(record.date) if record.date else "") if words)
    document = f"Document {record.document_number}" if cited.volume and record.document_number else ""
    number = cited.number[:1].upper() + cited.number[1:]
    note = cited.note_words[:1].upper() + cited.note_words[1:]
    return [words.rstrip(".") for words in (document, number, written, "; ".join(cited.original), note) if words]


def _place_and_publisher(cited: Cited) -> tuple[str, str]:
    """Return place and publisher of the volume; without one, the place where the paper was written."""
    return cited.publisher if cited.volume else (cited.record.place, "")


def _bibtex_names(names: Iterable[Creator]) -> str:
    """Return names for BibTeX: people as "Sanford, Jr., William F.", bodies in braces."""
    written = []
    for one in names:
        if one.body:
            written.append(f"{{{_escaped(one.family)}}}")
        elif one.given:
            written.append(_escaped(", ".join(part for part in (one.family, one.suffix, one.given) if part)))
        else:
            written.append(f"{{{_escaped(' '.join(part for part in (one.family, one.suffix) if part))}}}")
    return " and ".join(written)


def _csl_name(name: Creator) -> dict[str, str]:
    if name.body:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: words for part, words in parts.items() if words}


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
