"""Patterns of references to papers by whose they are, kind, number, series and date: "my 935", "telegram 41 to Bern", "letter of May 3"."""

from __future__ import annotations

import re
from typing import Any

from archive.dating import MONTH_NUMBERS
from archive.parsing.references.missions import POSTS
from archive.parsing.references.patterns import (
    DATE,
    DAY,
    MONTH,
    THE,
    Before,
    FoundReference,
    PatternList,
    Reading,
    date_of,
    each,
    one,
)
from archive.parsing.references.words import (
    OFFICE_TELEGRAMS,
    PAPER_KINDS,
    PAPER_SERIES,
    SERIES,
    alternatives,
    tokens_of,
)

PATTERNS = PatternList()

#: Words of handling that older lists count among the series: "Niact 2278" is telegram 2278, sent with the indicator Niact.
_HANDLING = frozenset({"Niact", "Noforn", "Salt", "Cento"})

_NUMBER = r"(?:[A-Z]{1,5}[-–])?\d{1,6}(?:[A-Z]|½)?(?![\d/–-]*\d)(?!\w)"
_NUMBER += rf"(?!\s(?:{MONTH})(?!\w|\s\d))"
_NUMBERS = (
    rf"(?P<numbers>{_NUMBER}(?:(?:,\s(?:and\s)?|\sand\s|\sor\s|\s&\s|\sthrough\s){_NUMBER}(?!\s(?:{MONTH})|[:,]?\d))*)"
)
_NO = r"(?:[Nn]os?\.?\s?|[Nn]umbers?\s)?"
_KIND = rf"(?P<paper>{alternatives(PAPER_KINDS)})"
_NAME = r"(?:(?:Mrs?|Dr|Gen|Sen|Adm|Col)\.\s)?[A-Z][\w’'.-]*\w(?:\s(?:de|es|la|el|au|of|and|[A-Z][\w’'.-]*\w)){0,3}"
_OFFICES = (
    "Department of State", "Department", "Dept", "Embassy", "Emb", "Legation", "Consulate General", "Consulate", "ConGen",
    "Consul General", "Consul", "Mission", "Delegation", "Ambassador", "Minister", "Chargé", "Secretary",
)  # fmt: skip
_OFFICE = rf"(?:{alternatives(_OFFICES)})"
_WHOSE = rf"(?P<whose>[Mm]y|[Yy]our|[Oo]ur|[Hh]is|[Uu]r|(?:{_OFFICE}|{alternatives(POSTS)})(?:[’']s?|s[’']))"
#: With which words matches begin.
_FIRST_OF_KIND, _FIRST_OF_OFFICE, _FIRST_OF_POST = (tokens_of(words) for words in (PAPER_KINDS, _OFFICES, POSTS))
_FIRST_OF_WHOSE = {"my", "your", "our", "his", "ur"}.union(*({w, f"{w}s"} for w in _FIRST_OF_OFFICE | _FIRST_OF_POST))
_FIRST_OF_SERIES = frozenset().union(*({name.lower(), f"{name.lower()}s"} for name in set(SERIES) - _HANDLING))
_OF = r"(?:,?\s(?:(?:of|dated|on)\s)?"
_DATED = rf"{_OF}{DATE})"
_FROM_TO = rf"(?:,?\s(?P<way>from|to)\s(?:the\s)?(?P<place>(?!{MONTH}\s\d){_NAME}))"
_THEN_FROM_TO = _FROM_TO.replace("<way>", "<way2>").replace("<place>", "<place2>")
_NO_COUNT = (
    r"(?!\s(?:per\s?cent|percent|million|billion|thousand|years?|months?|weeks?|days?|hours?|minutes?|men"
    r"|(?!from|to|of|and|or|on|dated|was|is|not|re|repeated|which|in|for|that|reporting|has|had|with|by|above|below|also|sent"
    r"|were|are|at|via|para|paragraph|paras|regarding|concerning|rptd|received|text|transmitted|but|as)[a-z]+s\b))"
)
_LOWER = frozenset({"my", "your", "our", "his", "ur"})


def _details(match: re.Match[str], whose: str = "") -> dict[str, Any]:
    """Return the details of a reference to a paper besides its number: whose, series, from or to where, date and time."""
    groups = {name: value for name, value in match.groupdict().items() if value}
    details: dict[str, Any] = {}
    if whose := whose or groups.get("whose", ""):
        details["whose"] = whose.lower() if whose.lower() in _LOWER else whose
    if "series" in groups:
        details["series"] = groups["series"]
    for way, place in (("way", "place"), ("way2", "place2")):
        if way in groups:
            details[groups[way]] = groups[place]
    if "post" in groups:
        details["from"] = groups["post"]
    if date := date_of(match):
        details["date"] = date
    return details


def _paper(match: re.Match[str], kind: str = "", whose: str = "") -> list[FoundReference]:
    """Return a reference for each number of the match, or one if it has none."""
    groups = match.groupdict()
    kind = kind or PAPER_KINDS.get((groups.get("paper") or "").lower(), "telegram")
    details = _details(match, whose)
    if not groups.get("numbers"):
        return one(match, kind, details)
    return each(match, "numbers", _NUMBER, kind, lambda item: {"number": item.replace("–", "-"), **details})


#: "Sent Department 344, repeated Bangkok 80": the paper's own numbers elsewhere, no references.
_REPEATS = Before(
    re.compile(
        r"(?=[SsRrPpIiu])(?:\b[Ss]ent(?: to)?|\b[Rr]epeat(?:ed|ing)?(?: info(?:rmation)?)?|\b[Rr]p(?:td?|eated)|\b[Pp]ass(?:ed)?|\b[Ii]nfo"
        r"|\bunnumbered|\bREPEATED|\bINFO|\bSENT)\b"
    ),
    re.compile(r"[.;()\0]"), 160, 160,
)  # fmt: skip


def _repeats(match: re.Match[str]) -> bool:
    """Return whether the match is in a list of the posts to which a telegram was sent and repeated."""
    return not match.groupdict().get("month") and _REPEATS.is_at(match.string, match.start())


@PATTERNS.add(
    rf"(?<!\w)(?P<office>(?i:{alternatives(OFFICE_TELEGRAMS)}))(?:[’']s)?\.?\s(?:(?i:circular)\s)?{_NO}{_NUMBERS}"
    rf"{_FROM_TO}?{_DATED}?{_THEN_FROM_TO}?",
    begins=OFFICE_TELEGRAMS,
)
def _office_telegram(match: re.Match[str]) -> Reading:
    return _paper(match, "telegram", OFFICE_TELEGRAMS[match["office"].lower()])


@PATTERNS.add(
    rf"(?<!\w)(?P<office>(?i:{alternatives(OFFICE_TELEGRAMS)}))\s(?:of\s)?{DATE}",
    begins=OFFICE_TELEGRAMS,
)
def _dated_office_telegram(match: re.Match[str]) -> Reading:
    return _paper(match, "telegram", OFFICE_TELEGRAMS[match["office"].lower()])


@PATTERNS.add(
    rf"(?<!\w)(?P<series>(?i:{alternatives(set(SERIES) - _HANDLING)}))s?[ /–-]\s?"
    r"(?P<numbers>(?:\d{1,5}(?!\d)(?:(?:,\s(?:and\s)?|\sand\s)\d{1,5}(?!\d))*))"
    rf"{_NO_COUNT}{_FROM_TO}?{_DATED}?",
    begins=_FIRST_OF_SERIES,
)
def _series_telegram(match: re.Match[str]) -> Reading:
    if match["series"][0].islower():
        return []
    if _repeats(match):
        return None
    details = _details(match)
    details["series"] = details["series"].capitalize() if not details["series"].isupper() else details["series"]
    return each(match, "numbers", r"\d+", "telegram", lambda item: {"number": item, **details})


@PATTERNS.add(
    rf"(?<!\w){_WHOSE}\s(?:(?:immediately\s)?(?:preceding|secret|confidential|urgent)\s)?(?:(?i:{_KIND})\s)?{_NO}{_NUMBERS}"
    rf"{_NO_COUNT}{_FROM_TO}?{_DATED}?",
    begins=_FIRST_OF_WHOSE,
)
def _somebodys_paper(match: re.Match[str]) -> Reading:
    return _paper(match)


@PATTERNS.add(
    rf"(?<!\w){_WHOSE}\s(?:[a-z]+\s)?(?i:{_KIND})\s(?:{_FROM_TO}\s)?(?:of|dated)\s{DATE}", begins=_FIRST_OF_WHOSE
)
def _somebodys_dated_paper(match: re.Match[str]) -> Reading:
    return _paper(match)


@PATTERNS.add(
    r"(?<!\w)National Security (?P<what>Action|Study|Decision) Memorandum\s(?:No\.\s?)?(?P<number>\d{1,3})(?!\w)",
    begins=["national"],
)
def _security_memorandum(match: re.Match[str]) -> Reading:
    series = {"Action": "NSAM", "Study": "NSSM", "Decision": "NSDM"}[match["what"]]
    return one(match, "policy paper", {"series": series, "number": match["number"]})


@PATTERNS.add(
    r"(?<!\w)(?P<special>Special\s)?National Intelligence Estimate\s(?:No\.\s?)?(?P<number>\d{1,3}(?:[./–-]\d{1,4})*)(?!\w)",
    begins=["special", "national"],
)
def _estimate(match: re.Match[str]) -> Reading:
    series = "SNIE" if match["special"] else "NIE"
    return one(match, "policy paper", {"series": series, "number": match["number"].replace("–", "-")})


# An office without possessive, before a kind: "Department telegram 12", "Embassy despatch 456".
@PATTERNS.add(
    rf"(?<!\w)(?P<whose>(?:{_OFFICE}))\s(?i:{_KIND})\s{_NO}{_NUMBERS}{_FROM_TO}?{_DATED}?{_THEN_FROM_TO}?",
    begins=_FIRST_OF_OFFICE,
)
def _office_paper(match: re.Match[str]) -> Reading:
    return _paper(match)


# "Note 3" may be a verb or a footnote: words like it are papers only with "No.".
@PATTERNS.add(
    rf"(?<!\w)(?!(?i:notes?|reports?|letters?|messages?|cables?)\s\d)(?i:{_KIND})\s{_NO}{_NUMBERS}"
    rf"{_NO_COUNT}{_FROM_TO}?{_DATED}?{_THEN_FROM_TO}?",
    begins=_FIRST_OF_KIND,
)
def _numbered_paper(match: re.Match[str]) -> Reading:
    return _paper(match)


@PATTERNS.add(
    rf"(?<!\w)(?=[A-Z])(?P<post>{alternatives(POSTS)})(?:[’']s)?\s(?:(?i:{_KIND})\s)?{_NO}{_NUMBERS}"
    rf"{_NO_COUNT}{_DATED}?",
    begins=_FIRST_OF_POST,
)
def _posts_telegram(match: re.Match[str]) -> Reading:
    return None if _repeats(match) else _paper(match)


@PATTERNS.add(
    rf"(?<!\w)(?=[A-Z])(?:(?P<post>{alternatives(POSTS)})(?:[’']s)?\s)?(?P<numbers>(?:CA|CG|CW)[-–]\d{{1,5}})(?!\w){_FROM_TO}?{_DATED}?",
    begins=_FIRST_OF_POST | {"ca", "cg", "cw"},
)
def _circular_airgram(match: re.Match[str]) -> Reading:
    return _paper(match, "airgram")


@PATTERNS.add(
    rf"(?<![\w–/-])(?P<numbers>A[-–]\d{{1,4}})(?![\w–-])(?=,?\s(?:from|to|of|dated|{MONTH})\s){_FROM_TO}?{_DATED}?",
    begins=["a"],
)
def _airgram(match: re.Match[str]) -> Reading:
    return _paper(match, "airgram")


@PATTERNS.add(
    rf"(?<!\w)(?i:{_KIND})\s(?:(?:of|dated)\s)?{DATE}{_FROM_TO}?{_THEN_FROM_TO}?",
    begins=_FIRST_OF_KIND,
)
def _dated_paper(match: re.Match[str]) -> Reading:
    return _paper(match)


@PATTERNS.add(
    rf"(?<!\w)(?i:{_KIND})\s(?P<way>from|to)\s(?:the\s)?(?P<place>{_NAME})(?:\s(?P<way2>from|to)\s(?:the\s)?(?P<place2>{_NAME}))?"
    rf"(?:,|,?\s(?:of|dated))\s{DATE}",
    begins=_FIRST_OF_KIND,
)
def _sent_paper(match: re.Match[str]) -> Reading:
    return _paper(match)


@PATTERNS.add(
    rf"(?<!\w){DATE}\s(?!(?i:notes?|reports?|circulars?|instructions?)\s)(?P<paper>(?i:letter|memorandum|telegram|cable|despatch|message|airgram"
    rf"|aide-mémoire))(?!\w)(?:\s(?P<way>from|to)\s(?:the\s)?(?P<place>{_NAME}))?",
    begins=[*MONTH_NUMBERS, DAY, THE],
)
def _paper_of_day(match: re.Match[str]) -> Reading:
    return _paper(match)


@PATTERNS.add(
    r"(?<!\w)(?i:(?:dep|emb)?ref\s?(?:cir)?tels?|refdes|refair(?:gram)?|ref\scable)(?!\w)",
    needs=["reftel", "ref tel", "refcir", "ref cir", "refdes", "refair", "ref cable"],
)
def _reference_telegram(match: re.Match[str]) -> Reading:
    return one(match, "telegram", {"whose": "reference"})


# --- papers known by a symbol --------------------------------------------------------------------------------------


@PATTERNS.add(
    r"(?<![\w/.-])(?:US(?:\([A-Z]\))?/)?(?:S|A|E|T|DC|CD|ID|SC)/(?:(?:[A-Z]{1,6}[.\d]*|\d+)(?:\([\w-]+\))?/)*"
    r"(?:[A-Z]{1,4}\.)?\d{1,5}(?:/(?:Rev|Add|Corr|SR|L)\.?\s?\d+|/\d+)*(?![\w/])",
    begins=["us", "s", "a", "e", "t", "dc", "cd", "id", "sc"],
)
def _united_nations(match: re.Match[str]) -> Reading:
    return one(match, "UN document", {"symbol": match[0].replace(" ", "")})


@PATTERNS.add(
    rf"(?<![\w-])(?P<series>{alternatives(PAPER_SERIES)})(?P<action>\sAction)?(?:\s(?:No\.\s?|Memorandum\s(?:No\.\s)?)?|[-–])"
    r"(?P<number>\d{1,5}(?:[./–-]\d{1,4})*(?:[a-z](?!\w))?)(?!\w)",
    begins=tokens_of(PAPER_SERIES),
)
def _policy_paper(match: re.Match[str]) -> Reading:
    return one(
        match,
        "policy paper",
        {"series": match["series"] + (match["action"] or ""), "number": match["number"].replace("–", "-")},
    )


# --- more of the same ----------------------------------------------------------------------------------------------

_MORE = re.compile(rf"(?:;|,|,?\sand|,?\sor)\s(?:{_NO})(?P<number>{_NUMBER})(?:,?\s(?:(?:of|dated)\s)?{DATE})")
#: What a following number shares with the reference before it.
_SHARED = ("whose", "series", "from", "to")


def continued(match: FoundReference, text: str) -> list[FoundReference]:
    """Return further papers after a reference that share its words: "my 935, March 20, and 940, March 22"."""
    found: list[FoundReference] = []
    if "number" not in match.details or "date" not in match.details:
        return found
    end = match.end
    while more := _MORE.match(text, end):
        shared = {name: match.details[name] for name in _SHARED if name in match.details}
        details = {"number": more["number"].replace("–", "-"), **shared, "date": date_of(more)}
        found.append(FoundReference(more.start("number"), more.end(), match.kind, details))
        end = more.end()
    return found
