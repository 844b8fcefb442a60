"""Papers and files as archival description in EAD3 1.1. https://www.loc.gov/ead/EAD3taglib/"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.exports.citing import Cited
from archive.exports.citing.cited import date_words
from archive.exports.citing.creators import authors_of
from archive.exports.markup import DECLARATION, element, escaped, opening, text_element
from archive.records import DateRecord

_NAMESPACE = "http://ead3.archivists.org/schema/"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a finding aid describes: a file, a class or a shelf, under its address.

    ``level`` is EAD's word for it ("file", "class", "recordgrp" …); ``first`` and ``last`` are the days of its papers, ``""`` if unknown.
    """

    id: str
    title: str
    address: str
    level: str
    note: str = ""
    papers: int = 0
    first: str = ""
    last: str = ""
    archive: str = "Chancery"


def paper_as_ead(cited: Cited, changed: datetime) -> str:
    """Return a paper as the description of one item."""
    control = _control(cited.record.source_id, cited.title, cited.address, cited.archive, changed)
    return f'<ead xmlns="{_NAMESPACE}">{control}<archdesc level="item">{_item(cited)}</archdesc></ead>'


def finding_aid(unit: Unit, papers: Iterable[Cited], changed: datetime) -> Iterator[str]:
    """Yield the finding aid of a unit, piece by piece: itself, and each of its papers as an item."""
    yield f'{DECLARATION}<ead xmlns="{_NAMESPACE}">{_control(unit.id, unit.title, unit.address, unit.archive, changed)}'
    yield f'<archdesc level="{unit.level}">\n'
    span = "/".join(dict.fromkeys((unit.first, unit.last)))
    words = " – ".join(dict.fromkeys((unit.first, unit.last)))
    yield element(
        "did",
        text_element("unitid", unit.id),
        text_element("unittitle", unit.title),
        text_element("unitdate", words, normal=span, unitdatetype="inclusive"),
        text_element("physdesc", f"{unit.papers:,} papers" if unit.papers != 1 else "1 paper"),
        element("repository", element("corpname", text_element("part", unit.archive))),
        element("dao", daotype="derived", href=unit.address, linktitle=unit.title),
    )
    yield element("scopecontent", text_element("p", unit.note)) + "\n<dsc>\n"
    for cited in papers:
        yield element("c", _item(cited), level="item") + "\n"
    yield "</dsc></archdesc></ead>\n"


@dataclass(frozen=True, slots=True)
class HoldingUnit:
    """A unit of the archives in a finding aid: its level in words and in EAD's, what is known of it, and the ids of papers right in it.

    ``events`` are pairs of the element that they belong to (``"acqinfo"`` or ``"custodhist"``) and a sentence.
    """

    title: str
    address: str
    level: str
    otherlevel: str = ""
    note: str = ""
    events: tuple[tuple[str, str], ...] = ()
    papers: tuple[int, ...] = ()
    parts: tuple[HoldingUnit, ...] = ()


def holdings_aid(
    unit: HoldingUnit,
    described: Callable[[Sequence[int]], Iterable[Cited]],
    changed: datetime,
    archive: str = "Chancery",
) -> Iterator[str]:
    """Yield the finding aid of a repository, a series, a box …, piece by piece: what is below it, down to each paper."""
    yield f'{DECLARATION}<ead xmlns="{_NAMESPACE}">{_control(unit.address, unit.title, unit.address, archive, changed)}'
    yield opening("archdesc", {"level": unit.level, "otherlevel": unit.otherlevel}) + "\n" + _unit(unit) + "\n<dsc>\n"
    yield from _below(unit, described)
    yield "</dsc></archdesc></ead>\n"


def _below(unit: HoldingUnit, described: Callable[[Sequence[int]], Iterable[Cited]]) -> Iterator[str]:
    for part in unit.parts:
        yield opening("c", {"level": part.level, "otherlevel": part.otherlevel}) + _unit(part) + "\n"
        yield from _below(part, described)
        yield "</c>\n"
    for cited in described(unit.papers):
        yield element("c", _item(cited), level="item") + "\n"


def _unit(unit: HoldingUnit) -> str:
    did = element(
        "did",
        text_element("unittitle", unit.title),
        element("dao", daotype="derived", href=unit.address, linktitle=unit.title),
    )
    events = {
        name: "".join(text_element("p", sentence) for of, sentence in unit.events if of == name)
        for name in ("acqinfo", "custodhist")
    }
    said = element("scopecontent", text_element("p", unit.note))
    return did + said + "".join(element(name, paragraphs) for name, paragraphs in events.items())


def _control(name: str, title: str, address: str, agency: str, changed: datetime) -> str:
    day = changed.astimezone(UTC).date().isoformat()
    event = element(
        "maintenanceevent",
        '<eventtype value="derived"/>',
        text_element("eventdatetime", day, standarddatetime=day),
        '<agenttype value="machine"/>',
        text_element("agent", agency),
        text_element("eventdescription", "Made from the archive's records."),
    )
    return element(
        "control",
        text_element("recordid", name, instanceurl=address),
        element("filedesc", element("titlestmt", text_element("titleproper", title))),
        '<maintenancestatus value="derived"/>',
        element("maintenanceagency", text_element("agencyname", agency)),
        element("maintenancehistory", event),
        langencoding="iso639-1",
    )


def _item(cited: Cited) -> str:
    """Return what describes a paper: identification and origin, then how it is arranged and what it is about."""
    record = cited.record
    first, last = cited.pages
    pages = f"pages {first}–{last}" if first != last else f"page {first}" if first else ""
    printed = ", ".join(part for part in (cited.volume.title if cited.volume else "", pages) if part)
    did = element(
        "did",
        *(text_element("unitid", number.printed, localtype="file number") for number in record.file_numbers),
        text_element("unitid", record.source_id, localtype="source id"),
        text_element("unittitle", cited.title),
        _date(record.date),
        *(_author(author.inverted(), body=author.body) for author in authors_of(cited)),
        element("langmaterial", *(_language(code) for code in record.languages)),
        element("repository", element("corpname", text_element("part", record.repository))),
        text_element("physloc", record.collection),
        text_element("abstract", record.subject),
        element("dao", daotype="derived", href=cited.address, linktitle=cited.title),
    )
    return (
        did
        + element(
            "accessrestrict", text_element("p", record.classification and f"Printed marking: {record.classification}")
        )
        + element("altformavail", text_element("p", printed))
        + element("controlaccess", *(element("subject", text_element("part", topic)) for topic in record.topics))
    )


def _date(date: DateRecord | None) -> str:
    """Return a date as the source has it; of an inferred one the certainty says so."""
    if date is None or not (date.earliest or date.latest):
        return "<unitdate>undated</unitdate>"
    days = "/".join(dict.fromkeys((date.earliest or "..", date.latest or "..")))
    certainty = "" if date.certainty == "stated" else date.certainty
    return text_element("unitdate", date_words(date), normal=days, certainty=certainty)


def _author(name: str, *, body: bool) -> str:
    return element("origination", element("corpname" if body else "persname", text_element("part", name)))


def _language(code: str) -> str:
    known = code if len(code) == 2 else ""
    return f"{element('language', escaped(code), langcode=known)}"
