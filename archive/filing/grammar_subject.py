"""The grammar of the subject-numeric file, February 1963–1973: ``POL 27-14 ARAB-ISR/SANDSTORM``.

Subject, number, areas or parties, and after a slash the name of a case. An agency may follow the subject: ``AID (US)
15-4 UAR``. Compass letters come before an area in 1963 and after it from 1964; the later order is the normal one.
"""

from __future__ import annotations

import re

from archive.filing import sort_keys
from archive.filing.file_number import FileNumber
from archive.filing.schemes import SUBJECT_NUMERIC
from archive.filing.vocabulary import Vocabulary
from archive.records import ReadingWarning

_SUBJECT = re.compile(
    r"""(?P<subject>[A-Z]{1,5})\b\.?\ ?
        (?:\((?P<agency>[A-Z]{1,4})\)\ ?)?
        (?P<number>[0-9]{1,2}(?:\ ?-\ ?[0-9]{1,2}){0,2}(?![0-9]))?
        (?P<rest>(?:[\ (/-].*)?)$""",
    re.VERBOSE,
)
#: The area before the number: "POL Near East 1".
_TURNED = re.compile(r"([A-Z]{1,5}(?: ?\([A-Z]{1,4}\))?) ([A-Z][A-Z .]+?) ([0-9]{1,2}(?: ?- ?[0-9]{1,2}){0,2})$")
_AREAS = re.compile(r"[A-Z0-9 .'&,()-]*$")


def read_subject_numeric(printed: str, text: str, vocabulary: Vocabulary) -> FileNumber | None:
    """Return a cleaned text as a subject-numeric number, or None if it is not one."""
    text = text.upper()
    turned = _TURNED.match(text)
    if turned and vocabulary.spelling("area", turned[2].replace(".", "")):
        text = f"{turned[1]} {turned[3]} {turned[2]}"
    match = _SUBJECT.match(text)
    if not match or not vocabulary.class_name(SUBJECT_NUMERIC, match["subject"]):
        return None
    words, _, case = match["rest"].partition("/")
    if not _AREAS.match(words) or not _AREAS.match(case):
        return None
    areas, place = _areas(words, vocabulary)
    case = _case(case)
    if not match["number"] and not (areas and all(vocabulary.area(area) for area in areas)):
        return None
    subject = match["subject"] + (f" ({match['agency']})" if match["agency"] else "")
    number = "-".join(str(int(part)) for part in re.split(r" ?- ?", match["number"])) if match["number"] else ""
    parties = "-".join(areas)
    qualifier = " ".join(filter(None, [f"({place})" if place else "", f"/{case}" if case else ""]))
    tail = (f" {parties}" if parties else "") + (f" ({place})" if place else "") + (f"/{case}" if case else "")
    normal = subject + (f" {number}" if number else "") + tail
    unknown = [area for area in areas if not vocabulary.area(area)]
    warnings = [ReadingWarning("area-unknown", f"The area or party “{area}” is not known.") for area in unknown]
    return FileNumber(
        printed=printed,
        normal=normal,
        scheme=SUBJECT_NUMERIC,
        class_=match["subject"],
        country=areas[0] if areas else "",
        second_country=areas[1] if len(areas) > 1 else "",
        subject=number,
        qualifier=qualifier.lstrip("/").replace(" /", "/"),
        file=normal,
        sort_key=sort_keys.subject_key(subject, number, tail),
        warnings=tuple(warnings),
    )


def _areas(words: str, vocabulary: Vocabulary) -> tuple[list[str], str]:
    """Return the areas in their usual spelling, and what follows them in brackets."""
    words = words.replace(".", "").replace(",", " ")
    bracket = re.search(r"\(([^()]*)\) *$", words)
    place = _case(bracket[1]) if bracket else ""
    words = re.sub(r"[()&']", " ", words[: bracket.start()] if bracket else words)
    parts = [re.sub(r"\s+", " ", part).strip() for part in words.split("-")]
    return [area for part in parts if part for area in _parties(part, vocabulary)], place


def _parties(words: str, vocabulary: Vocabulary) -> list[str]:
    """Return one area, or two whose dash is lost ("US KOR S")."""
    known = vocabulary.spelling("area", words)
    if known:
        return [known]
    tokens = words.split(" ")
    for count in range(1, len(tokens)):
        pair = [vocabulary.spelling("area", " ".join(half)) for half in (tokens[:count], tokens[count:])]
        if all(pair):
            return pair
    return [words]


def _case(words: str) -> str:
    words = re.sub(r" ?- ?", "-", re.sub(r"[.,()&' ]+", " ", words))
    return words.strip(" -")
