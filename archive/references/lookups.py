"""What a reference looks for: the one key under which the archive is searched, between whom, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

from archive.folding import fold
from archive.parsing.citations.volumes import part_number, volume_number
from archive.parsing.references.markup import read_target
from archive.parsing.references.missions import DEPARTMENT, names_of
from archive.references.keys import (
    DayKey,
    DocumentNumberKey,
    FileKey,
    Key,
    NumberKey,
    PageKey,
    PositionKey,
    SeriesKey,
    SourceKey,
    SymbolKey,
    VolumeKey,
    VolumeNameKey,
)
from archive.references.papers import Paper, family

Details = Mapping[str, Any]

#: The step from a document to the one before or after it in its volume.
_NEIGHBOURS = {"supra": -1, "infra": 1}
#: Kinds of paper that go between missions and the Department, where nothing else is said.
_SENT_BY_OFFICES = frozenset(
    {"telegram", "circular telegram", "airgram", "circular airgram", "despatch", "instruction", "circular"}
)
_TITLE = r"(?:president|prime minister|foreign minister|chancellor|chairman|king|secretary|mr\.)"
#: A person with a title: "Mr. Quill’s", "Ambassador Quill", "President John Quill".
_TITLED = re.compile(
    r"(?:Mrs?\.|Dr\.|Sir|Lord|Gen\.|Adm\.|Sen\.|Col\.|Ambassador|Secretary|President|General|Admiral|Senator|Colonel|Minister|Chairman"
    r"|(?:Prime|Foreign) Minister|Premier|Chancellor|King)\s(?:[A-Z]\S*\s){0,2}?([A-Z][\w-]+(?:\s[A-Z][\w-]+)?)(?:[’']s?)?$"
)
_MISSIONS = re.compile(r"^(?:emb|leg|consul|congen|mission|delegation|ambassador|minister|charge)")


class AnyReference(Protocol):
    """A reference as it was found: a :class:`archive.records.ReferenceRecord`, or its row in the database."""

    @property
    def where(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def details(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Lookup:
    """A reference understood: ``key`` to look up, and what a match must agree with.

    ``origin`` and ``destination`` are the names of the sides, empty where unknown; ``pair`` has those of both sides of
    the citing paper, where the cited paper is only known to be between them. ``day`` is the stated day (as the editors
    corrected it, if they did), ``other_day`` the day that was first printed. ``label`` is a footnote's, ``note_id`` its
    id in the source. ``page`` and ``document`` are those of a volume that the reference names. ``by_editors`` says that the words are
    the editors' and not an author's, ``unsure`` that they may name no paper at all, ``year_before`` that the year is one that stands
    before them in the text.
    """

    key: Key
    family: str = ""
    origin: frozenset[str] = frozenset()
    destination: frozenset[str] = frozenset()
    pair: frozenset[str] = frozenset()
    day: date | None = None
    other_day: date | None = None
    time: str = ""
    label: str = ""
    note_id: str = ""
    page: str = ""
    document: str = ""
    first: bool = False
    by_editors: bool = False
    unsure: bool = False
    kind: str = ""
    year_before: bool = False


def lookups_of(citing: Paper, references: Sequence[AnyReference], *, use_markup: bool = True) -> list[Lookup | None]:
    """Return what each of a paper's references looks for, in order; "ibid." is the volume or the document of the reference before it."""
    found: list[Lookup | None] = []
    volume_before: VolumeNameKey | None = None
    document_before: Key | None = None
    for reference in references:
        target = reference.details.get("target") if use_markup else None
        if target:
            found.append(lookup_of_target(target, citing))
        else:
            lookup = lookup_of(reference.kind, reference.details, citing, volume_before)
            if lookup and (reference.where != "text" or citing.kind == "editorial note"):
                lookup = replace(lookup, by_editors=True)
            if reference.kind == "footnote" and "ibid" in reference.details:
                lookup = Lookup(document_before, label=reference.details["label"]) if document_before else None
            found.append(lookup)
        if reference.kind in {"document", "footnote", "nearby"} and (last := found[-1]):
            document_before = last.key
        if reference.kind == "volume":
            volume_before = volume_key(reference.details, volume_before) or volume_before
    return found


def lookup_of(kind: str, details: Details, citing: Paper, volume_before: VolumeNameKey | None = None) -> Lookup | None:
    """Return what a reference in ``citing`` looks for, ``None`` where that is unknown.

    ``volume_before`` is the volume that the reference before it named, for "Ibid., p. 12".
    """
    if kind in {"document", "page", "footnote", "nearby"}:
        return _in_print(kind, details, citing, volume_before)
    if kind == "volume":
        key = volume_key(details, volume_before)
        page, document = details.get("page", ""), fold(details.get("document", ""))
        return Lookup(key, page=page, document=document) if key else None
    if kind == "file number":
        return Lookup(FileKey(details["scheme"], details["normal"])) if details.get("normal") else None
    if kind == "policy paper":
        return Lookup(SeriesKey.of(details))
    if kind == "UN document":
        return Lookup(SymbolKey(details["symbol"]))
    if kind in {"ibid", "place"} or details.get("whose") == "reference":
        return None
    return _paper(kind, details, citing)


# --- places in print ------------------------------------------------------------------------------------------------


def lookup_of_target(target: str, citing: Paper) -> Lookup | None:
    """Return what the target of the source's own markup names: "#d12fn3", "#pg_227", "frus1948v05p1#d290"."""
    read = read_target(target)
    volume = read.volume or citing.volume
    if read.page:
        return Lookup(PageKey.of(volume, read.page), page=read.page)
    if read.document:
        return Lookup(SourceKey(f"{volume}#{read.document}"), note_id=read.note)
    return Lookup(VolumeKey(volume)) if volume and not read.place else None


def volume_key(details: Details, volume_before: VolumeNameKey | None = None) -> VolumeNameKey | None:
    """Return the key of the volume that a reference names, ``None`` if it states no years and no volume stands before it."""
    if "years" in details:
        years = _years(details["years"]) + _subject(details)
    elif volume_before:
        years = volume_before.years
    else:
        return None
    volume, part = details.get("volume", ""), details.get("part", "")
    # A number that can't be read stays as printed: without it, every volume of the years would match.
    volume = (volume_number(volume) or fold(volume)).lower()
    return VolumeNameKey.of(years, volume, part_number(part) or fold(part))


def _years(printed: str) -> str:
    first, _, last = printed.replace("–", "-").partition("-")
    return f"{first}-{last[-2:]}" if last else first


def _subject(details: Details) -> str:
    """Return a subject that is part of a volume's name ("Russia", "Supplement 1"), where volumes are named by it."""
    subject = details.get("subject", "")
    if not subject:
        return ""
    if int(details["years"][:4]) >= 1932 and not subject.startswith(("The Conference", "The British")):
        return ""
    if match := re.match(r"Supplement(?: (\d))?", subject):
        return f" supp0{match[1]}" if match[1] else " supp"
    return f" {fold(subject.split(',')[0].split()[0])}"


def _in_print(kind: str, details: Details, citing: Paper, volume_before: VolumeNameKey | None) -> Lookup | None:
    volume, label = citing.volume, details.get("label", "")
    if kind == "page" and "ibid" in details:
        return Lookup(volume_before, page=details["page"]) if volume_before else None
    if "document" in details:
        return Lookup(DocumentNumberKey.of(volume, details["document"]), label=label) if volume else None
    if "page" in details:
        page = details["page"]
        return Lookup(PageKey(volume, page), label=label, page=page, first="first" in details) if volume else None
    step = _NEIGHBOURS.get(details.get("where", ""))
    if step and volume:
        return Lookup(PositionKey(volume, citing.position + step), label=label)
    return Lookup(SourceKey(citing.source_id), label=label) if label else None


# --- papers by number or day ----------------------------------------------------------------------------------------


def _paper(kind: str, details: Details, citing: Paper) -> Lookup | None:
    """Return the lookup of a paper by number or by day, between the sides that the citing paper's own sides imply."""
    day, other_day = stated_day(details, citing)
    key: Key
    if number := stated_number(details):
        year = day.year if day else citing.year or details.get("year_before")
        if not year:
            return None
        series = f"{details['series']} " if "series" in details else ""
        key = NumberKey.of(series + number, year)
    elif day:
        key = DayKey(day)
    else:
        return None
    origin, destination, pair = sides(kind, details, citing)
    time, unsure = details.get("date", {}).get("time", ""), "unsure" in details
    return Lookup(
        key, family(kind), origin, destination, pair, day, other_day, time,
        unsure=unsure, kind=kind, year_before="year_before" in details,
    )  # fmt: skip


def stated_number(details: Details) -> str:
    """Return the number that a reference states, as the editors corrected it if they did; ``""`` if none."""
    return str(details.get("corrected_number") or details.get("number", ""))


def sides(kind: str, details: Details, citing: Paper) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return from whom and to whom a paper that ``citing`` refers to went, and the pair where the direction is open."""
    whose = fold(details.get("whose", "")).rstrip("s").rstrip("'")
    if "from" in details or "to" in details:
        return *_stated_sides(kind, details, whose, citing), frozenset()
    department, mission = frozenset({DEPARTMENT}), _mission_side(citing)
    nobody: frozenset[str] = frozenset()
    if whose in {"my", "our", "your", "ur"}:
        ours, theirs = (
            _side_of(citing.senders, citing.sender_words, kind),
            _side_of(citing.recipients, citing.recipient_words, kind),
        )
        return (ours, theirs, nobody) if whose in {"my", "our"} else (theirs, ours, nobody)
    if whose.startswith(("dep", "secretary")):
        return department, nobody if kind.startswith("circular") else mission, nobody
    if _MISSIONS.match(whose):
        return mission, department if mission else nobody, nobody
    if whose and whose != "hi":  # "his" without its "s"
        return names_of(whose) | _surname(details["whose"]), nobody, nobody
    return nobody, nobody, citing.senders | citing.recipients


def _side_of(side: frozenset[str], words: str, kind: str) -> frozenset[str]:
    """Return the names of a side of the citing paper, for papers that people send with those of its people: "your letter of May 3"."""
    if kind in _SENT_BY_OFFICES:
        return side
    people = re.findall(r"\(([^()]{3,40})\)", words) or [re.sub(rf"^(?:the|{_TITLE}) ", "", words)]
    return side | {name for name in people if len(name) > 3}


def _stated_sides(kind: str, details: Details, whose: str, citing: Paper) -> tuple[frozenset[str], frozenset[str]]:
    """Return the sides that the words "from" and "to" name, and the other side where it follows from them."""
    department = frozenset({DEPARTMENT})
    origin, destination = (_side_named(details.get(way, ""), citing) for way in ("from", "to"))
    by_office = kind in _SENT_BY_OFFICES
    if whose in {"my", "our"}:
        origin = origin or _side_of(citing.senders, citing.sender_words, kind)
    elif _MISSIONS.match(whose):
        origin = origin or _mission_side(citing)
    elif whose.startswith("dep") or (by_office and destination and not origin and DEPARTMENT not in destination):
        origin = origin or department
    elif whose and whose != "hi":
        origin = origin or names_of(whose) | _surname(details["whose"])
    elif by_office and origin and not destination and DEPARTMENT not in origin:
        destination = department
    return origin, destination


def _side_named(words: str, citing: Paper) -> frozenset[str]:
    if re.match(r"(?:the )?(?:Dept|Department|Secretary(?: of State)?$|State$)", words):
        return frozenset({DEPARTMENT})
    if _MISSIONS.match(fold(words)) and len(words.split()) <= 2:
        return _mission_side(citing)
    names: set[str] = set()
    for name in re.split(r"\sand\s|,\s", words):
        names |= names_of(name) | _surname(name)
    return frozenset(names)


def _surname(name: str) -> frozenset[str]:
    """Return the surname of a person who is named with a title, "Ambassador Quill": headings give it beside the office."""
    match = _TITLED.match(name)
    return frozenset({fold(match[1])}) if match else frozenset()


def _mission_side(citing: Paper) -> frozenset[str]:
    if DEPARTMENT in citing.senders:
        return citing.recipients - {DEPARTMENT}
    return citing.senders


def stated_day(details: Details, citing: Paper) -> tuple[date | None, date | None]:
    """Return the day of a stated date and another that it may be: the editors' correction and the day as printed.

    Without a year it is the last such day before the citing paper; where that has no date, the year is what stands before the words.
    """
    stated = details.get("date", {})
    if not stated:
        return None, None
    if "relative" in stated:  # "of the 5th instant": this month's, "ultimo": last month's
        written = citing.latest or citing.earliest
        if not written:
            return None, None
        month = written if stated["relative"] == "instant" else written.replace(day=1) - timedelta(1)
        return _day(month.year, month.month, stated["day"], citing), None
    days = [stated["corrected_day"], stated["day"]] if "corrected_day" in stated else [stated["day"]]
    year = stated.get("year") or (None if citing.year else details.get("year_before"))
    found = [_day(year, stated["month"], day, citing) for day in days]
    return found[0], found[1] if len(found) > 1 else None


def _day(year: int | None, month: int, day: int, citing: Paper) -> date | None:
    written = citing.latest or citing.earliest
    try:
        if year:
            return date(year, month, day)
        if not written:
            return None
        stated = date(written.year, month, day)
        # Some months' grace: a telegram from the other side of the date line, or a footnote on an answer.
        if stated > written + timedelta(120):
            stated = date(written.year - 1, month, day)
        return stated
    except ValueError:
        return None
