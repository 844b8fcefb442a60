"""What can be the name of a person, an office or a place: what can't stays printed text and makes no authority record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.dating.months import MONTHS
from archive.folding import fold
from archive.records import CorrespondentRecord, DocumentRecord, ReadingWarning

#: The code of the doubt about words that were taken for a name and can't be one.
NO_NAME = "not-a-name"
_LONGEST_PERSON = 90
_LONGEST_OFFICE = 200
_LONGEST_PLACE = 90
_LETTER = re.compile(r"[^\W\d_]")
_DAY = re.compile(rf"\b(?:{'|'.join(MONTHS)})\s+\d|\b\d{{1,2}}/\d{{1,2}}/\d\d")
#: Words of papers and sentences, which no office has in its name; what it can't begin or end with.
_NO_OFFICE = re.compile(
    r"\b(?:undated|Discussion at the|From the|Enclosure|[Ee]n [Rr]oute|to an?|Paper)\b|^(?:his|her|its|their|that|this)\b"
    r"|\bthat (?:agency|bureau|department|office)\b|\bby the\b|, to (?:the )?\w|\) for\b|/$|\b(?:an?|and|as|for|in|of|on|the|to|with)$",
    re.IGNORECASE,
)
#: A rank or an honour alone is read with a name, and is no office.
_RANK = re.compile(
    r"(?:(?:rear |vice )?admiral|(?:brigadier |major |lieutenant )?general|(?:lieutenant )?colonel|captain|lieutenant(?: commander)?|major"
    r"|congress(?:man|woman)|professor|(?:major )?dr\.?|sir|lord|(?:rep|sen)\.)",
    re.IGNORECASE,
)
#: A body, a meeting or a part of an office, where somebody is but which is no place. Cities have such words in front: Council Bluffs.
_BODY = re.compile(
    r"\b(?:affairs|agency|agreements?|assembly|bureau|capitals|commission|committee|conference|congress|consulate|council|delegation"
    r"|department|division|embass(?:y|ies)|government|interpreter|legation|meeting|missions?|office|organi[sz]ations?|posts|section"
    r"|session|staff|stations?|talks)(?=$| (?:of|on|in|for|to|and)\b)",
    re.IGNORECASE,
)
#: What a date line says where it is no place: that somebody was on the way, that there is a text elsewhere.
_NO_PLACE = re.compile(r"(?:en route|aboard|issued|for text|see|not printed)\b|united$", re.IGNORECASE)
#: A person in place of a place: "Edwin M. Martin".
_WITH_AN_INITIAL = re.compile(r"[A-Z][a-z]+ [A-Z]\. [A-Z][a-z]+")
#: Two places are one in these names only.
_JOINED = re.compile(
    r"antigua and barbuda|bosnia and herzegovina|jammu and kashmir|newfoundland and labrador|rhodesia and nyasaland|sao tome and principe"
    r"|(?:st\.?|saint) (?:kitts and nevis|vincent and the grenadines)|trinidad and tobago|turks and caicos"
)
#: A paper or its part in place of a person, and letters that are no name: "CI".
_NO_PERSON = re.compile(
    r"(?i:agreement|annex|attachment|enclosure|memorandum|minutes|paper|report|statements?|summary|tab)|[A-Z]{1,3}"
)
#: Everybody or a heap of papers: nobody in particular.
_NOBODY = frozenset(
    {
        "all holders",
        "all recipients",
        "distribution",
        "file",
        "files",
        "the file",
        "the files",
        "for the files",
        "for the record",
    }
)


def is_person(name: str) -> bool:
    """Whether words can be one person's name: some letters, no number, not two names joined."""
    told = re.search(r"\d", name) or " and " in name or _NO_PERSON.fullmatch(name.strip())
    return _is_name(name, _LONGEST_PERSON) and not told


def is_office(name: str) -> bool:
    """Whether words can be the name of an office. Offices have numbers ("303 Committee"), but no days; a rank alone is none."""
    return _can_be_office(name) and not _RANK.fullmatch(name.strip())


def is_place(name: str) -> bool:
    """Whether words can be the name of a place: some letters and no number, no body that meets somewhere, not two places."""
    return _can_be_place(name) and not _BODY.search(name) and not _are_two(name)


def _can_be_office(name: str) -> bool:
    whole = name.count("(") == name.count(")")
    return whole and _is_name(name, _LONGEST_OFFICE) and not _DAY.search(name) and not _NO_OFFICE.search(name)


def _can_be_place(name: str) -> bool:
    told = _NO_PLACE.match(name) or _WITH_AN_INITIAL.fullmatch(name)
    return _is_name(name, _LONGEST_PLACE) and not re.search(r"\d", name) and not told


def _are_two(name: str) -> bool:
    return " and " in name and not _JOINED.search(fold(name))


def _is_name(name: str, longest: int) -> bool:
    return len(_LETTER.findall(name)) > 1 and len(name) <= longest and name.strip().casefold() not in _NOBODY


def names_to_doubt(record: DocumentRecord) -> Iterator[ReadingWarning]:
    """Yield a doubt for each part of a sender, a recipient or a place of writing that can't be the name that it was taken for."""
    for row in (*record.senders, *record.recipients):
        yield from _doubts(row)
    if record.place and not _can_be_place(record.place):
        yield _doubt(record.place, "a place")


def _doubts(row: CorrespondentRecord) -> Iterator[ReadingWarning]:
    if row.person and not row.person.startswith("[") and not is_person(row.person):
        yield _doubt(row.person, "a person")
    # A rank, a body and two places are read rightly, and make no record.
    if row.office and not _can_be_office(row.office):
        yield _doubt(row.office, "an office")
    if row.place and not _can_be_place(row.place):
        yield _doubt(row.place, "a place")


def _doubt(words: str, kind: str) -> ReadingWarning:
    return ReadingWarning(NO_NAME, f"“{words[:200]}” can't be the name of {kind} and stays as it is printed.")
