"""What stands around a file number in a citation that somebody pastes: the archives and record group, the file's name, the telegram's
number, boxes, markings.

Only words that cite are taken away, and only from the ends, so that words to search for beside a number stay words.
"""

from __future__ import annotations

import re

from archive.filing.file_number import FileNumber
from archive.filing.normal import clean
from archive.filing.numbers_in_text import find_numbers
from archive.filing.reading import parse
from archive.filing.schemes import RECORD_GROUP, UNKNOWN

#: Longer texts are no single citation.
_LONGEST = 400
#: So many pieces are taken from each end.
_MOST_PIECES = 12
_YEARS = r"\(?(?:(?:19)?\d\d[-/](?:19)?\d\d)\)?"
_KEEPER = (
    r"(?:the )?(?:u\.? ?s\.? )?national archives(?: (?:and|&) records (?:administration|service))?(?: ii)?(?: \((?:nara|na)(?: ii)?\))?"
    r"|\(?(?:us)?nara(?: ii)?\)?|usna|college park(?:,? (?:md|maryland)\b)?\.?|washington,? d\.? ?c\.?|md"
)
_GROUP = r"(?:rg|r\.g\.|record group) ?-?\d{1,3}\b(?:,? (?:(?:general )?records of the (?:u\.? ?s\.? )?department of state))?"
_NAMES = (
    r"(?:general )?records of the (?:u\.? ?s\.? )?(?:department of state|state department)"
    r"|(?:u\.? ?s\.? )?(?:department of state|state department|dept\.? of state|dos|state)(?: (?:central |decimal )?files?(?: no\.?)?)?"
    rf"|(?:central (?:decimal |foreign policy |policy )?|decimal |subject[- ]numeric |numeric(?:al)? )?files?(?: \((?:cdf|cfpf|snf)\))?"
    rf"(?:,? {_YEARS})?|(?:cdf|cfpf|snf|df|cf)(?:,? {_YEARS})?|{_YEARS}|file (?:no|number)s?\.?"
    r"|(?:box(?:es)?|folder|entry|reel|roll) [\w-]{1,12}|source|see|ibid\.?|cited in|in"
)
_MARKINGS = (
    r"top secret|secret|confidential|strictly confidential|restricted|unclassified|(?:limited )?official use only|plain"
    r"|eyes only|secret[/;,] ?(?:nodis|exdis|limdis)|nodis|exdis|limdis|niact|priority|immediate|urgent|us urgent"
)
_PAPER = r"(?:tel(?:egram)?|cable|airgram|desp(?:atch)?|dispatch|embtel|deptel|instruction|no)s?\.? ?(?:no\.? ?)?[a-z]{0,3}-?\d{1,6}"
_BOTH = rf"{_KEEPER}|{_GROUP}|{_NAMES}|{_MARKINGS}"
_BEFORE = re.compile(rf"(?:{_PAPER}(?=[,;:])|{_BOTH})(?:\s*[,;:.]\s*|\s+)", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?:[,;:.(]\s*|\s+\(?)(?:{_BOTH}|telegram|airgram|despatch|memorandum|letter)[)\]]?\s*$", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:[,;&+]|\band\b|\bor\b|\n)*\s*(?:and\s+)?", re.IGNORECASE)


def without_surroundings(text: str) -> str:
    """Return the typed words without what cites a number around it; the words themselves if nothing would be left.

    >>> without_surroundings("RG 59, 840.48 Refugees/5425, NARA")
    '840.48 Refugees/5425'
    """
    bare = clean(text[:_LONGEST])
    for _ in range(_MOST_PIECES):
        match = _BEFORE.match(bare)
        if not match or not bare[match.end() :].strip():
            break
        bare = bare[match.end() :].strip()
    for _ in range(_MOST_PIECES):
        match = _last_piece(bare)
        if not match or not bare[: match.start()].strip():
            break
        bare = bare[: match.start()].strip(" ,;:(")
    return bare if re.search(r"\d", bare) else text


def _last_piece(text: str) -> re.Match[str] | None:
    """Return the citing words at the end of a text. They are a few words, so only the last ones are looked at."""
    starts = [match.start() for match in re.finditer(r"[\s,;:.(]", text)][-14:]
    return next((match for start in starts if (match := _AFTER.match(text, start))), None)


def several_numbers(text: str) -> list[FileNumber]:
    """Return the file numbers that the typed words list ("711.5800/4–2155; 711.5800/4–2255"), none unless they are two and nothing else."""
    bare = without_surroundings(text)
    found = [one for one in find_numbers(bare) if one.number.scheme not in (UNKNOWN, RECORD_GROUP)]
    ends = [0, *(one.end for one in found)]
    starts = [*(one.start for one in found), len(bare)]
    between = [bare[end:start] for end, start in zip(ends, starts, strict=True)]
    if len(found) < 2 or not all(_BETWEEN.fullmatch(words) or _cites(words) for words in between):
        return []
    return list({one.number.normal: parse(one.number.normal) for one in found}.values())


def _cites(words: str) -> bool:
    """Return whether the words between two numbers only cite: "; RG 59, "."""
    rest = words.strip(" ,;:.&")
    return not rest or re.fullmatch(rf"(?:(?:{_BOTH}|and)[,;:.]?\s*){{1,4}}", rest, re.IGNORECASE) is not None
