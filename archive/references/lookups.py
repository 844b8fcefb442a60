"""What a reference asks for: the one key under which the archive is searched, between whom, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from archive.folding import fold
from archive.parsing.references.missions import DEPARTMENT, names_of
from archive.references.papers import Paper, family, number_key, series_key

_MISSIONS = re.compile(r"^(?:emb|leg|consul|congen|mission|delegation|ambassador|minister|charge)")
_TARGET_DOCUMENT = re.compile(r"(d\d+\w*?)(fn\w+)?$")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A reference understood: ``key`` to look under, and what a match must agree with.

    ``origin`` and ``destination`` are the names of the sides, empty where unknown; ``pair`` both sides of the citing
    paper, where it is only known to be between them. ``day`` is the day stated (corrected by the editors if they did),
    ``other_day`` the day that was first printed. ``label`` is a footnote's, ``note_id`` its id in the source.
    """

    key: str
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
    names: tuple[str, ...] = ()
    first: bool = False


def lookup_of(kind: str, details: dict, citing: Paper, volume_before: str = "") -> Lookup | None:
    """What a reference in ``citing`` asks for, ``None`` where it can't be told.

    ``volume_before`` is the key of the volume that the reference before it named, for "Ibid., p. 12".
    """
    if kind in {"document", "page", "footnote", "nearby"}:
        return _in_print(kind, details, citing, volume_before)
    if kind == "volume":
        key = volume_key(details, volume_before)
        return Lookup(key, page=details.get("page", ""), label=fold(details.get("document", ""))) if key else None
    if kind == "file number":
        return Lookup(f"file|{details['scheme']}|{details['normal']}") if details.get("normal") else None
    if kind == "policy paper":
        return Lookup(series_key(details))
    if kind == "UN document":
        return Lookup(f"un|{details['symbol']}")
    if kind in {"ibid", "place"} or details.get("whose") == "reference":
        return None
    return _paper(kind, details, citing)


def of_target(target: str, citing: Paper) -> Lookup | None:
    """What the source's own markup asks for ("#d12fn3", "#pg_227", "frus1948v05p1#d290")."""
    volume, _, place = target.strip().partition("#")
    volume = volume or citing.volume
    if not place:
        return Lookup(f"volume|{volume}") if volume else None
    if place.startswith("pg_"):
        return Lookup(f"page|{volume}|{fold(place[3:])}", page=place[3:])
    if match := _TARGET_DOCUMENT.match(place):
        return Lookup(f"id|{volume}#{match[1]}", note_id=place if match[2] else "")
    return None


def volume_key(details: dict, volume_before: str = "") -> str:
    """The key of a volume: years, number and part, in one spelling."""
    if years := details.get("years"):
        stated = _years(years)
        if subject := details.get("subject", ""):
            stated += _subject(subject, details)
    elif volume_before:
        stated = volume_before.split("|")[1]
    else:
        return ""
    part = details.get("part", "")
    return "|".join(filter(None, ["vol", stated, _arabic(details.get("volume", "")), _arabic(part)]))


def volume_keys(slug: str) -> set[str]:
    """The keys of a volume from its id, as in frus1952-54v12p2; also without its part, for references that leave it out."""
    match = re.fullmatch(r"frus(\d{4}(?:-\d{2})?)([A-Za-z]\w*?)??(?:v(e?\d+))?(?:p(\d+))?", slug)
    if not match:
        return set()
    years, subject, volume, part = match.groups()
    key = "|".join(
        filter(
            None,
            ["vol", years + (f" {fold(subject)}" if subject else ""), (volume or "").lstrip("0").replace("e0", "e")],
        )
    )
    return {key, f"{key}|{part}"} if part else {key}


def _years(years: str) -> str:
    first, _, last = years.replace("–", "-").partition("-")
    return f"{first}-{last[-2:]}" if last else first


def _subject(subject: str, details: dict) -> str:
    """A subject that is part of a volume's name ("Russia", "Supplement 1"), only where volumes are named by it."""
    if int(details["years"][:4]) >= 1932 and not subject.startswith(("The Conference", "The British")):
        return ""
    if match := re.match(r"Supplement(?: (\d))?", subject):
        return f" supp0{match[1]}" if match[1] else " supp"
    return f" {fold(subject.split(',')[0].split()[0])}"


def _arabic(number: str) -> str:
    if number.isdigit() or not number:
        return number.lstrip("0")
    if match := re.fullmatch(r"E[-–]?(\d+)", number):
        return f"e{match[1]}"
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}.get(letter, 0) for letter in number.upper()]
    return str(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))


def _in_print(kind: str, details: dict, citing: Paper, volume_before: str) -> Lookup | None:
    if kind == "document":
        return (
            Lookup(f"doc|{citing.volume}|{fold(details['document'])}")
            if citing.volume and "document" in details
            else None
        )
    if kind == "page" and details.get("ibid"):
        return Lookup(volume_before, page=details["page"]) if volume_before else None
    if kind == "nearby":
        step = -1 if details["where"] == "supra" else 1
        return Lookup(f"at|{citing.volume}|{citing.position + step}") if citing.volume else None
    label = details.get("label", "")
    if "document" in details:
        return Lookup(f"doc|{citing.volume}|{fold(details['document'])}", label=label) if citing.volume else None
    if "page" in details:
        page = details["page"]
        return (
            Lookup(f"page|{citing.volume}|{page}", label=label, page=page, first="first" in details)
            if citing.volume
            else None
        )
    if details.get("where") in {"supra", "infra"} and citing.volume:
        step = -1 if details["where"] == "supra" else 1
        return Lookup(f"at|{citing.volume}|{citing.position + step}", label=label)
    return Lookup(f"id|{citing.source_id}", label=label) if label else None


def _paper(kind: str, details: dict, citing: Paper) -> Lookup | None:
    """A paper by number or by day, and between whom, from whose it is in a paper between these two."""
    day, other = stated_day(details.get("date"), citing)
    origin, destination, pair = sides(kind, details, citing)
    names = tuple(fold(str(details[way])) for way in ("from", "to") if way in details)
    common = {
        "family": family(kind), "origin": origin, "destination": destination, "pair": pair, "day": day, "other_day": other,
        "time": details.get("date", {}).get("time", ""), "names": names,
    }  # fmt: skip
    if number := details.get("number"):
        year = day.year if day else citing.year
        if not year:
            return None
        series = f"{details['series']} " if "series" in details else ""
        return Lookup(f"no|{number_key(series + number)}|{year}", **common)
    return Lookup(f"on|{day.isoformat()}", **common) if day else None


def sides(kind: str, details: dict, citing: Paper) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """From whom, to whom, and the pair where the direction is open, of a paper that ``citing`` refers to."""
    whose = fold(details.get("whose", "")).rstrip("s").rstrip("'")
    both = citing.senders | citing.recipients
    department, mission = frozenset({DEPARTMENT}), _mission_side(citing)
    circular = kind.startswith("circular")
    if "from" in details or "to" in details:
        origin = _place(details.get("from", ""))
        destination = _place(details.get("to", ""))
        if whose.startswith("dep") or (destination and not origin and whose not in {"my", "our"}):
            origin = origin or department
        elif whose in {"my", "our"}:
            origin = origin or citing.senders
        elif origin and not destination and kind != "letter" and DEPARTMENT not in origin:
            destination = department
        return origin, destination, frozenset()
    if whose in {"my", "our"}:
        return citing.senders, citing.recipients, frozenset()
    if whose in {"your", "ur"}:
        return citing.recipients, citing.senders, frozenset()
    if whose.startswith(("dep", "secretary")):
        return department, frozenset() if circular or kind == "circular" else mission, frozenset()
    if _MISSIONS.match(whose):
        return mission, department if mission else frozenset(), frozenset()
    if whose and whose != "hi":
        return names_of(whose), frozenset(), frozenset()
    return frozenset(), frozenset(), both


def _place(words: str) -> frozenset[str]:
    if re.match(r"(?:the )?(?:Department|Secretary)", words):
        return frozenset({DEPARTMENT})
    names: set[str] = set()
    for name in re.split(r"\sand\s|,\s", words):
        names |= names_of(name)
    return frozenset(names)


def _mission_side(citing: Paper) -> frozenset[str]:
    if DEPARTMENT in citing.senders:
        return citing.recipients - {DEPARTMENT}
    return citing.senders


def stated_day(said: dict | None, citing: Paper) -> tuple[date | None, date | None]:
    """The day of a stated date, the editors' correction first; without a year the last such day before the paper."""
    if not said:
        return None, None
    if "relative" in said:  # "of the 5th instant": this month's, "ultimo": last month's
        written = citing.latest or citing.earliest
        if not written:
            return None, None
        month = written if said["relative"] == "instant" else written.replace(day=1) - timedelta(1)
        said = {"year": month.year, "month": month.month, "day": said["day"]}
    days = [said["corrected_day"], said["day"]] if "corrected_day" in said else [said["day"]]
    found = [_day(said.get("year"), said["month"], day, citing) for day in days]
    return found[0], found[1] if len(found) > 1 else None


def _day(year: int | None, month: int, day: int, citing: Paper) -> date | None:
    written = citing.latest or citing.earliest
    try:
        if year:
            return date(year, month, day)
        if not written:
            return None
        stated = date(written.year, month, day)
        # A few days' grace: a telegram from the other side of the date line, or a footnote on an answer.
        if stated > written + timedelta(120):
            stated = date(written.year - 1, month, day)
        return stated
    except ValueError:
        return None
