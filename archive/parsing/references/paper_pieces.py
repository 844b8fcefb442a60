"""Pieces of the patterns of papers: numbers and lists of them, kinds, whose a paper is, from and to where; and what a match states."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from archive.parsing.references.missions import POSTS
from archive.parsing.references.patterns import (
    DATE,
    MONTH,
    Before,
    FoundReference,
    date_of,
    each,
    one,
)
from archive.parsing.references.words import (
    NO_SERIES,
    PAPER_KINDS,
    PAPER_SERIES,
    SERIES,
    alternatives,
    tokens_of,
)

#: Words of handling that older lists count among the series: "Niact 2278" is telegram 2278, sent with the indicator Niact.
HANDLING = frozenset({"Niact", "Noforn", "Salt", "Cento"})

NUMBER = r"(?:[A-Z]{1,5}[-–])?\d{1,6}(?:[A-Z]|½)?(?![\d/–-]*\d)(?!\w)"
NUMBER += rf"(?!\s(?:{MONTH})(?!\w|\s\d))"
#: The first number of a range: "259–267".
RANGED = r"\d{1,6}(?=\s?[–-]\s?\d{1,6}(?![\w–-]))"
RANGE = r"\d{1,6}\s?[–-]\s?\d{1,6}(?![\w–-])"
#: As the editors corrected it: "72 [27]".
CORRECTED = r"(?:\s\[\d{2,6}\](?!\w))?"
ITEM = rf"(?:{NUMBER}{CORRECTED}|{RANGED})"
NUMBERS = (
    rf"(?P<numbers>(?:{NUMBER}{CORRECTED}|{RANGE})(?:(?:,\s(?:and\s)?|\sand\s|\sor\s|\s&\s|\sthrough\s|\sto\s)"
    rf"(?:{NUMBER}{CORRECTED}|{RANGE})(?!\s(?:{MONTH})|[:,]?\d))*)"
)
#: What is between the two ends of a range.
THROUGH = re.compile(r"\s?[–-]\s?|\s(?:through|to)\s")
NO = r"(?:[Nn]os?\.?\s?|[Nn]umbers?\s|#)?"
KIND = rf"(?P<paper>{alternatives(PAPER_KINDS)})"
NAME = (
    r"(?:(?:Mrs?|Dr|Gen|Sen|Adm|Col)\.\s)?[A-Z][\w’'.-]*\w(?:\s(?:(?:de|es|la|el|au|of|and)\s)?[A-Z][\w’'.-]*\w){0,3}"
)
OFFICES = (
    "Department of State", "Department", "Dept", "Embassy", "Emb", "Legation", "Consulate General", "Consulate", "ConGen",
    "Consul General", "Consul", "Mission", "Delegation", "Ambassador", "Minister", "Chargé", "Secretary",
)  # fmt: skip
OFFICE = rf"(?:{alternatives(OFFICES)})"
WHOSE = rf"(?P<whose>[Mm]y|[Yy]our|[Oo]ur|[Hh]is|[Uu]r|(?:{OFFICE}|{alternatives(POSTS)})(?:[’']s?|s[’']))"
#: With which words matches begin.
FIRST_OF_KIND, FIRST_OF_OFFICE, FIRST_OF_POST = (tokens_of(words) for words in (PAPER_KINDS, OFFICES, POSTS))
FIRST_OF_WHOSE = {"my", "your", "our", "his", "ur"}.union(*({w, f"{w}s"} for w in FIRST_OF_OFFICE | FIRST_OF_POST))
FIRST_OF_SERIES = frozenset().union(*({name.lower(), f"{name.lower()}s"} for name in set(SERIES) - HANDLING))
OF = r"(?:,?\s(?:(?:of|dated|on)\s)?"
DATED = rf"{OF}{DATE})"
#: An office before its place: "from the Ambassador in Norway", "to the Consul General at Batavia".
OF_OFFICE = rf"(?:(?:{OFFICE}|Representative)(?:\sGeneral)?\s(?:in|at|to)\s(?:the\s)?)?"
FROM_TO = rf"(?:,?\s(?P<way>from|to)\s(?:the\s)?{OF_OFFICE}(?P<place>(?!{MONTH}\s\d){NAME}))"
THEN_FROM_TO = FROM_TO.replace("<way>", "<way2>").replace("<place>", "<place2>")
NO_COUNT = (
    r"(?!\s(?:per\s?cent|percent|million|billion|thousand|years?|months?|weeks?|days?|hours?|minutes?|men"
    r"|(?!from|to|of|and|or|on|dated|was|is|not|re|repeated|which|in|for|that|reporting|has|had|with|by|above|below|also|sent"
    r"|were|are|at|via|para|paragraph|paras|regarding|concerning|rptd|received|text|transmitted|but|as)[a-z]+s\b))"
)
#: Words before a number that are no series of telegrams where no kind is named, besides those that never are.
NO_OTHER_SERIES = (
    NO_SERIES
    | frozenset(
        "document documents footnote from to of and circular total town tower today tonight topic tons tonne toronto tobago into onto unto"
        " ditto veto motto photo auto pluto porto nato seato ussr usa tias ust unts lnts eas isbn issn gaor scor unga cfr usc salt".split()
    )
    | {name.lower() for name in PAPER_SERIES}
)
YEAR = re.compile(r"1[6-9]\d\d|20\d\d")
LOWER = frozenset({"my", "your", "our", "his", "ur"})


def details_of(match: re.Match[str], whose: str = "") -> dict[str, Any]:
    """Return the details of a reference to a paper besides its number: whose, series, from or to where, date and time."""
    groups = {name: value for name, value in match.groupdict().items() if value}
    details: dict[str, Any] = {}
    if whose := whose or groups.get("whose", ""):
        details["whose"] = whose.lower() if whose.lower() in LOWER else whose
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


def number_of(item: str) -> dict[str, str]:
    number, _, correction = item.replace("–", "-").partition(" [")
    # Of another length it is the sign of a note.
    if correction and len(correction) - 1 == len(number):
        return {"number": number, "corrected_number": correction.rstrip("]")}
    return {"number": number}


def papers_in(match: re.Match[str], kind: str = "", whose: str = "") -> list[FoundReference]:
    """Return a reference for each number of the match, or one if it has none."""
    groups = match.groupdict()
    kind = kind or PAPER_KINDS.get((groups.get("paper") or "").lower(), "telegram")
    details = details_of(match, whose)
    if not groups.get("numbers"):
        return one(match, kind, details)
    return with_ranges(each(match, "numbers", ITEM, kind, lambda item: {**number_of(item), **details}), match.string)


def with_ranges(found: list[FoundReference], text: str) -> list[FoundReference]:
    """Return the papers of a list, those that begin a range with the number that it goes through: "259–267", "259–67"."""
    for first, last in pairwise(found):
        if THROUGH.fullmatch(text, first.end, last.start):
            begin, end = first.details["number"], last.details["number"]
            if end.isdigit() and len(end) < len(begin):
                last.details["number"] = end = begin[: -len(end)] + end
            first.details["through"] = end
    return found


def whose_before(match: re.Match[str]) -> str:
    """Return whose a paper is by the name before its kind: "Mr. Quill’s"; ``""`` if none is there."""
    before = NAMED_BEFORE.search(match.string, max(0, match.start() - 60), match.start())
    return before[1] if before else ""


#: "Sent Department 344, repeated Bangkok 80": the paper's own numbers elsewhere, no references.
REPEATS = Before(
    re.compile(
        r"(?=[SsRrPpIiu])(?:\b[Ss]ent(?: to)?|\b[Rr]epeat(?:ed|ing)?(?: info(?:rmation)?)?|\b[Rr]p(?:td?|eated)|\b[Pp]ass(?:ed)?|\b[Ii]nfo"
        r"|\bunnumbered|\bREPEATED|\bINFO|\bSENT)\b"
    ),
    re.compile(r"[.;()\0]"), 160, 160,
)  # fmt: skip


def repeats(match: re.Match[str]) -> bool:
    """Return whether the match is in a list of the posts to which a telegram was sent and repeated."""
    return not match.groupdict().get("month") and REPEATS.is_at(match.string, match.start())


#: Whose a paper is, before its kind and after: "Mr. Quill’s memorandum of May 3", "memorandum by Mr. Quill of May 3".
NAMED_BEFORE = re.compile(
    r"((?:(?:Mrs?|Dr|Gen|Sen|Adm|Col)\.\s|Ambassador\s|President\s|Secretary\s|General\s|Admiral\s|Minister\s)?[A-Z][\w.-]{1,30}[’']s?)"
    r"\s(?:[a-z]+\s)?$"
)
BY_NAME = (
    rf"(?:\s(?:by|of)\s(?P<by>(?!{MONTH}\s|[A-Z]\w+day\b)(?:Mrs?\.\s|Dr\.\s|Ambassador\s|Secretary\s)?"
    r"[A-Z][\w’'-]*\w(?:\s[A-Z][\w’'.-]*\w)?))?"
)
