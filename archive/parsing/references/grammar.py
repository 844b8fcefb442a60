"""The grammar of references, one pattern a family, each turning its match into a kind and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.parsing.references.words import (
    MONTH_NUMBERS,
    MONTHS,
    OFFICE_TELEGRAMS,
    PAPER_KINDS,
    POSTS,
    SERIES,
    alternatives,
)


@dataclass(frozen=True, slots=True)
class Match:
    """A reference in a text: its span, its kind, and what it says."""

    start: int
    end: int
    kind: str
    details: dict[str, Any]


_MONTH = rf"(?:{alternatives(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_TIME = r"(?:\d{1,2}(?::\s?\d\d)?\s?[ap]\.\s?m\.?|noon|midnight)"
_DATE = (
    rf"(?:(?P<month>{_MONTH})\s(?P<day>\d{{1,2}})(?!\d)|(?P<day2>\d{{1,2}})\s(?P<month2>{_MONTH}))"
    r"(?:\s?\[(?P<corrected>\d{1,2})\])?(?:,?\s(?P<year>1[789]\d\d|20\d\d)(?!\d))?"
    rf"(?:,?\s(?:at\s)?(?P<time>{_TIME}))?"
)
_NUMBER = r"(?:[A-Z]{1,5}[-–])?\d{1,6}(?:[A-Z]|½)?(?![\d/–-]*\d)"
_NUMBERS = rf"(?P<numbers>{_NUMBER}(?:(?:,\s(?:and\s)?|\sand\s|\sor\s|\s&\s){_NUMBER}(?!\s(?:{_MONTH})))*)"
_NO = r"(?:[Nn]os?\.?\s?|[Nn]umbers?\s)?"
_KIND = rf"(?P<paper>{alternatives(PAPER_KINDS)})"
_PLACE = r"[A-Z][\w’'.-]+(?:\s(?:de|es|la|el|au|of|and|[A-Z][\w’'.-]+)){0,3}"
_OFFICE = (
    r"(?:Department|Embassy|Legation|Consulate General|Consulate|Consul General|Consul|Mission|Delegation|Ambassador"
    r"|Minister|Chargé|Secretary)"
)
_WHOSE = rf"(?P<whose>[Mm]y|[Yy]our|[Oo]ur|[Hh]is|[Uu]r|{_OFFICE}[’']?s?[’']?s|(?:{alternatives(POSTS)})[’']s?)"
_DATED = rf"(?:,?\s(?:(?:of|dated|on)\s)?{_DATE})"
_FROM_TO = rf"(?:,?\s(?P<way>from|to)\s(?:the\s)?(?P<place>{_PLACE}))"
_THEN_FROM_TO = _FROM_TO.replace("<way>", "<way2>").replace("<place>", "<place2>")

_PATTERNS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, dict[str, Any]]]]] = []


def _family(pattern: str):
    """Register what reads the matches of a pattern; earlier families win where two overlap."""

    def register(read: Callable[[re.Match[str]], tuple[str, dict[str, Any]]]):
        _PATTERNS.append((re.compile(pattern), read))
        return read

    return register


def matches(text: str) -> Iterator[Match]:
    """All references in the text, in order, none overlapping another."""
    found: list[Match] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            kind, details = read(match)
            found.append(Match(match.start(), match.end(), kind, details))
    return iter(sorted(found, key=lambda match: match.start))


# --- printed volumes, documents, footnotes, pages -------------------------------------------------------------------

_ROMAN = r"[IVXLC]+"
_AND = r"(?:,\s|\sand\s|,\sand\s)"
_PAGES = (
    r"(?:pp?\.|[Pp]ages?)\s?(?P<pages>\d{1,4}(?:\s?[–-]\s?\d{1,4})?"
    rf"(?:{_AND}\d{{1,4}}(?:[–-]\d{{1,4}})?(?!\s*(?:\[|[A-Z])))*)"
)
_DOCUMENTS = (
    r"[Dd]oc(?:ument|\.)s?\s(?P<documents>\d{1,4}[A-Za-z]?"
    rf"(?:(?:{_AND}|\s?[–-]\s?)\d{{1,4}}[A-Za-z]?)*)(?![\d/])"
)


def _pages(match: re.Match[str]) -> list[str]:
    return re.findall(r"\d+(?:[–-]\d+)?", match["pages"] or "") if "pages" in match.re.groupindex else []


def _listed(text: str | None) -> list[str]:
    return re.findall(r"\d+[A-Za-z]?", text or "")


@_family(
    rf"Foreign Relations,\s(?:(?P<series>[A-Z][A-Za-z ,]*?),\s)?(?P<years>\d{{4}}(?:[–-]\d{{2,4}})?)"
    rf"(?:,\s[vV]ol(?:ume|\.)?s?\s(?P<volume>{_ROMAN})(?:,\s?[Pp]art\s(?P<part>\d|{_ROMAN}))?)?"
    rf"(?:,\s(?P<subject>[A-Z](?:[^.;()\d]|(?<=\d)\d){{2,80}}?))?"
    rf"(?:,\s(?:{_PAGES}|{_DOCUMENTS}))?(?![\w])"
)
def _volume(match):
    details = {"years": match["years"], "volume": match["volume"] or "", "part": match["part"] or ""}
    if match["subject"]:
        details["subject"] = match["subject"]
    if pages := _pages(match):
        details["pages"] = pages
    if match["documents"]:
        details["documents"] = _listed(match["documents"])
    return "volume", details


@_family(
    rf"(?:[Vv]ol(?:ume|\.)\s(?P<volume>{_ROMAN}|(?i:{_ROMAN})\b)(?:,\s?[Pp]art\s(?P<part>\d))?|Part\s(?P<part2>\d)(?=,\s(?:pp?\.|pages?|Doc)))"
    rf"(?:,\s(?:{_PAGES}|{_DOCUMENTS}))?(?!\w)"
)
def _volume_of_same_series(match):
    details = {"volume": match["volume"] or "", "part": match["part"] or match["part2"] or ""}
    if pages := _pages(match):
        details["pages"] = pages
    if match["documents"]:
        details["documents"] = _listed(match["documents"])
    return "volume", details


@_family(
    rf"(?:[Ff]ootnotes?|(?<=[Ss]ee )[Nn]otes?|(?<=in )[Nn]otes?)\s(?P<labels>(?:\d{{1,3}}|\*|†)(?:(?:,\s|\sand\s)\d{{1,3}})*)"
    rf"(?:,\s(?:{_DOCUMENTS}|(?P<place>supra|infra|ante|post)?,?\s?{_PAGES}|(?P<place2>supra|infra)))?"
    rf"(?:,?\s(?P<where>above|below|supra|infra))?(?![\w])"
)
def _footnote(match):
    details: dict[str, Any] = {"labels": re.findall(r"\d+|\*|†", match["labels"])}
    if pages := _pages(match):
        details["pages"] = pages
    if match["documents"]:
        details["documents"] = _listed(match["documents"])
    if where := match["where"] or match["place"] or match["place2"]:
        details["where"] = where
    return "footnote", details


@_family(rf"(?<![\w.]){_DOCUMENTS}")
def _document(match):
    return "document", {"documents": _listed(match["documents"])}


@_family(rf"(?:(?P<where>[Aa]nte|[Pp]ost|[Ss]upra|[Ii]nfra),\s)?(?<![\w.]){_PAGES}")
def _page(match):
    details: dict[str, Any] = {"pages": _pages(match)}
    if match["where"]:
        details["where"] = match["where"].lower()
    return "page", details


@_family(r"(?<!\w)(?:[Ss]upra|[Ii]nfra)(?![\w,])")
def _nearby(match):
    return "nearby", {"where": match[0].lower()}


@_family(r"(?<!\w)[Ii]bid\.?(?!\w)")
def _same_place(match):
    return "ibid", {}


# --- papers by number and date --------------------------------------------------------------------------------------


def _paper(match: re.Match[str], kind: str = "", whose: str = "") -> tuple[str, dict[str, Any]]:
    """What a reference to a paper says: whose, kind, numbers, from or to where, date and time."""
    groups = {name: value for name, value in match.groupdict().items() if value}
    details: dict[str, Any] = {}
    kind = kind or PAPER_KINDS.get(groups.get("paper", "").lower(), "telegram")
    if whose := whose or groups.get("whose", ""):
        details["whose"] = whose.lower() if whose.lower() in {"my", "your", "our", "his", "ur"} else whose
    if "numbers" in groups:
        details["numbers"] = re.findall(_NUMBER, groups["numbers"])
    if "series" in groups:
        details["series"] = groups["series"]
    for way, place in (("way", "place"), ("way2", "place2")):
        if way in groups:
            details[groups[way]] = groups[place]
    if "post" in groups:
        details["from"] = groups["post"]
    if date := _date(groups):
        details["date"] = date
    return kind, details


def _date(groups: dict[str, str]) -> dict[str, Any]:
    month = groups.get("month") or groups.get("month2")
    if not month:
        return {}
    date: dict[str, Any] = {
        "month": MONTH_NUMBERS[month.lower().rstrip(".")],
        "day": int(groups.get("day") or groups["day2"]),
    }
    if "corrected" in groups:
        date["corrected_day"] = int(groups["corrected"])
    if "year" in groups:
        date["year"] = int(groups["year"])
    if "time" in groups:
        date["time"] = groups["time"]
    return date


@_family(
    rf"(?<!\w)(?P<office>(?i:{alternatives(OFFICE_TELEGRAMS)}))\.?\s(?:(?i:circular)\s)?{_NO}{_NUMBERS}{_FROM_TO}?{_DATED}?"
)
def _office_telegram(match):
    return _paper(match, "telegram", OFFICE_TELEGRAMS[match["office"].lower()])


@_family(rf"(?<!\w)(?P<series>{alternatives(SERIES)})s?\s{_NUMBERS}{_FROM_TO}?{_DATED}?")
def _series_telegram(match):
    return _paper(match, "telegram")


@_family(
    rf"(?<!\w){_WHOSE}\s(?:(?:immediately\s)?preceding\s)?(?:{_KIND}\s)?{_NO}{_NUMBERS}(?!\s(?:per\s?cent|percent|million|billion|years?|months?|weeks?|days?|hours?|men|[a-z]+s\b)){_FROM_TO}?{_DATED}?"
)
def _somebodys_paper(match):
    return _paper(match)


@_family(rf"(?<!\w){_WHOSE}\s{_KIND}\s(?:of|dated)\s{_DATE}")
def _somebodys_dated_paper(match):
    return _paper(match)


# "Note 3" may be a verb or a footnote: words like it are papers only with "No.".
@_family(
    rf"(?<!\w)(?!(?i:notes?|reports?|letters?|messages?)\s\d)(?i:{_KIND})\s{_NO}{_NUMBERS}{_FROM_TO}?{_DATED}?{_THEN_FROM_TO}?"
)
def _numbered_paper(match):
    return _paper(match)


@_family(
    rf"(?<!\w)(?P<post>{alternatives(POSTS)})(?:[’']s)?\s(?:{_KIND}\s)?{_NO}{_NUMBERS}(?!\s(?:per\s?cent|million|[a-z]+s\b)){_DATED}?"
)
def _posts_telegram(match):
    return _paper(match)


@_family(rf"(?<!\w)(?i:{_KIND})\s(?:of|dated)\s{_DATE}{_FROM_TO}?")
def _dated_paper(match):
    return _paper(match)


@_family(r"(?<!\w)(?i:reftels?|ref\s?tels?|refdes|refair)(?!\w)")
def _reference_telegram(match):
    return "telegram", {"whose": "reference"}
