"""Papers as people cite them: by their own number ("telegram 1020 from Moscow, March 1944", "Embtel 890", "Rangoon 890"), or by who wrote
to whom and when ("Memcon, Dulles and Eban, November 15, 1956")."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from archive.dating import MONTH_NUMBERS, read_date
from archive.parsing.references.missions import POSTS
from archive.parsing.references.words import OFFICE_PAPERS, PAPER_KINDS, SERIES, alternatives
from archive.records import DateRecord

_DASH = "[-–—]"
#: Kinds that a number is looked up under; the older spellings of the table fold to these.
_KINDS = {word: kind for word, kind in PAPER_KINDS.items() if not word.endswith("s")}
#: Kinds that historians cite by names and day, with their short forms.
_NAMED_KINDS = _KINDS | {
    "memcon": "memorandum of conversation",
    "memorandum of a conversation": "memorandum of conversation",
    "memorandum of telephone conversation": "memorandum of conversation",
    "memorandum of a telephone conversation": "memorandum of conversation",
    "telcon": "memorandum of conversation",
    "memo of conversation": "memorandum of conversation",
    "memo": "memorandum",
    "record of conversation": "memorandum of conversation",
    "minutes": "minutes",
    "note verbale": "note verbale",
}


@dataclass(frozen=True, slots=True)
class PaperCitation:
    """A paper by its own number: ``kind`` may be ``""`` (for a series such as "Secto 17"), ``direction`` is
    ``"from"``, ``"to"`` or ``""`` (either), ``date`` ``None`` where none was typed.

    Without a number it is cited by its ``people`` (names of persons or offices on either side, or who spoke) and its date.
    ``whose`` is ``"Department"`` or ``"mission"`` where the word says whose number it is ("Deptel", "Embtel").
    """

    kind: str
    number: str
    place: str = ""
    direction: str = ""
    date: DateRecord | None = None
    whose: str = ""
    people: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = self.kind or ("number" if self.number.isdigit() else "" if self.number else "paper")
        words = f"{what} {self.number}".strip()
        if self.place:
            words += f" {self.direction or 'from or to'} {self.place}"
        elif self.whose:
            words += f" of {'the Department' if self.whose == 'Department' else 'a mission'}"
        words = ", ".join([words, *self.people])
        return f"{words}, {self.date.printed}" if self.date else words

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day that it may be of."""
        if self.date is None or not self.date.earliest or not self.date.latest:
            return None
        return datetime.date.fromisoformat(self.date.earliest), datetime.date.fromisoformat(self.date.latest)


_SIMPLE_NUMBER = rf"(?:(?:{alternatives(SERIES)})\s\d{{1,5}}|[A-Z]{{1,4}}\s?{_DASH}\s?\d{{1,5}}|\d{{1,6}})"
_NO = r"(?:nos?\.?\s*|number\s+|№\s*|\#\s?)?"
_PAPER = re.compile(
    rf"(?:(?P<kind>{alternatives(_KINDS)}|{alternatives(OFFICE_PAPERS)})\.?\s+{_NO}(?P<number>{_SIMPLE_NUMBER})"
    rf"|(?P<series>(?:{alternatives(SERIES)})\s\d{{1,5}}|C?A-\d{{1,5}}(?=,\s)))(?P<rest>(?:[\s,].*)?)",
    re.IGNORECASE,
)
#: "Rangoon 890", "Moscow’s 935", "Moscow to State 511", "State to Moscow, tel. 345".
_DEPARTMENT = r"(?:the\s+)?(?:state(?:\s+department)?|department(?:\s+of\s+state)?|dept\.?|secstate|secretary\s+of\s+state|washington)"
_POST = (
    r"(?:(?:the\s+)?(?:embassy|legation|consulate(?:\s+general)?|mission|ambassador|amembassy)\s+(?:in\s+|at\s+)?)?"
    rf"(?P<place>{alternatives(POSTS)})(?:[’']s)?"
)
_SENT = (
    rf"(?:,?\s*(?P<kind>{alternatives(_KINDS)})s?\.?)?(?:,?\s+)?{_NO}(?P<number>\d{{1,6}})"
    rf"(?:\s+to\s+{_DEPARTMENT}(?!\w))?(?P<rest>(?:[\s,].*)?)"
)
_OF_POST = re.compile(rf"{_POST}(?P<way>\s+to\s+[^,\d]{{2,40}}?)?(?=[\s,]){_SENT}", re.IGNORECASE)
_TO_POST = re.compile(rf"{_DEPARTMENT}(?:\s+(?P<way>to)\s+){_POST}(?=[\s,]){_SENT}", re.IGNORECASE)
_MONTH = rf"(?:{alternatives(MONTH_NUMBERS)})\b\.?"
_DATE = re.compile(
    rf"[\s,(]*(?:\b(?:of|dated|on|in)\s+)?(?P<date>{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\s*,?\s*\d{{4}}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s*\d{{4}}|{_MONTH},?\s*\d{{4}}|\b\d{{4}}-\d\d-\d\d|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\b\d{{4}})"
    r"(?!\w)[\s,.)]*",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"[\s,]*(?:(?P<direction>from|to)\s+)?"
    r"(?:the\s+(?:embassy|legation|mission|consulate(?:\s+general)?)\s+(?:in|at)\s+)?"
    r"(?P<place>[^\W\d_](?:[^\W\d_]|[ '’.-])*)",
    re.IGNORECASE,
)
_MOST_WORDS_OF_A_PLACE = 6
_A_YEAR = re.compile(r"(?:1[89]|20)\d\d")

_NAMED_KIND = rf"(?P<kind>{alternatives(_NAMED_KINDS)})s?\b\.?"
_OPENS_WITH_KIND = re.compile(rf"(?:the\s+)?{_NAMED_KIND}[\s,:]*", re.IGNORECASE)
_ENDS_WITH_KIND = re.compile(rf"[\s,(]+(?:in\s+)?{_NAMED_KIND}[\s,)]*$", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|/|&|\b(?:and|with|to|from|between|by|for)\b)\s*", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*)(?:\s+[^\W\d_][\w.'’-]*){0,6}")
_NAMELESS = frozenset({"the", "his", "her", "their", "a", "an", "conversation", "enclosed", "see", "also", "cf"})
_MOST_PEOPLE = 8
_BRACKETS = str.maketrans("()[]", ",,,,")
#: Words that no name has: without one of these a text with a date stays words to search for.
_CITES_PEOPLE = re.compile(r"\bto\b|\bfrom\b", re.IGNORECASE)


def read_paper(text: str) -> PaperCitation | None:
    """Return the paper that the whole text cites."""
    return _of_post(text) or _numbered(text) or read_people(text)


def _numbered(text: str) -> PaperCitation | None:
    match = _PAPER.fullmatch(text)
    if not match:
        return None
    rest, dated = _without_date(match["rest"])
    if dated is None:
        return None
    place, direction = "", ""
    if rest.strip(" ,."):
        found = _PLACE.fullmatch(rest.strip())
        # "telegram 1020 refugees" searches for words; a place follows "from", "to" or a comma.
        if not found or not (found["direction"] or match["rest"].startswith(",")):
            return None
        place, direction = found["place"].strip(" ,."), (found["direction"] or "").lower()
        if len(place.split()) > _MOST_WORDS_OF_A_PLACE:
            return None
    word = (match["kind"] or "").lower()
    kind, owner = OFFICE_PAPERS.get(word, (_KINDS.get(word, ""), ""))
    whose = "Department" if owner.startswith("Department") else "mission" if owner[:1].isupper() else ""
    return PaperCitation(kind, own_number(match["number"] or match["series"]), place, direction, dated.date, whose)


def _of_post(text: str) -> PaperCitation | None:
    match = _TO_POST.fullmatch(text) or _OF_POST.fullmatch(text)
    if not match:
        return None
    rest, dated = _without_date(match["rest"])
    if dated is None or rest.strip(" ,."):
        return None
    kind = _KINDS[match["kind"].lower()] if match["kind"] else ""
    if not kind and dated.date is None and (_A_YEAR.fullmatch(match["number"]) or len(match["number"]) > 5):
        return None  # "Paris 1919" is a place and a year
    direction = "to" if match.re is _TO_POST else "from"
    return PaperCitation(kind, own_number(match["number"]), match["place"], direction, dated.date)


def read_people(text: str, *, loosely: bool = False) -> PaperCitation | None:
    """Return the paper that is cited by a kind or a direction, names and a day. ``loosely`` it may have names and a day alone."""
    rest, dated = _without_date(text)
    if dated is None or dated.date is None:
        return None
    kind, cites = "", loosely or _CITES_PEOPLE.search(rest) is not None
    for pattern in (_OPENS_WITH_KIND, _ENDS_WITH_KIND):
        if not kind and (match := pattern.search(rest) if pattern is _ENDS_WITH_KIND else pattern.match(rest)):
            kind = _NAMED_KINDS[match["kind"].lower()]
            rest, cites = rest[: match.start()] + rest[match.end() :], True
    earliest, latest = dated.date.earliest, dated.date.latest
    if not cites or (datetime.date.fromisoformat(latest) - datetime.date.fromisoformat(earliest)).days > 31:
        return None
    # "The Ambassador in Indonesia (Cochran)" is named twice.
    pieces = [piece.strip(" ,.;:()") for piece in _BETWEEN_NAMES.split(rest.translate(_BRACKETS))]
    names = [piece for piece in pieces if piece and piece.lower() not in _NAMELESS]
    # Names begin with a capital, so that "oil to China, May 1948" is words to search for.
    good = [
        name
        for name in names
        if _NAME.fullmatch(name) and any(word[0].isupper() for word in name.split()) and len(name) < 60
    ]
    if not good or len(names) > _MOST_PEOPLE or (len(good) < len(names) and not loosely):
        return None
    return PaperCitation(kind, "", date=dated.date, people=tuple(dict.fromkeys(good)))


@dataclass(frozen=True, slots=True)
class _Dated:
    date: DateRecord | None


def _without_date(text: str) -> tuple[str, _Dated | None]:
    """Return the words without their date, and the date; ``None`` for a date that no calendar has."""
    found = _DATE.search(text)
    if not found:
        return text, _Dated(None)
    read = read_date(found["date"])
    if read is None or not read.earliest:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}", _Dated(read)


def own_number(words: str) -> str:
    """Return a number as papers print their own: "secto 17" is "Secto 17", "a – 120" is "A-120"."""
    if words.isdigit():
        return words
    if re.search(_DASH, words):
        letters, digits = re.split(rf"\s?{_DASH}\s?", words, maxsplit=1)
        return f"{letters.upper()}-{digits}"
    name, digits = words.split()
    return f"{name.capitalize()} {digits}"
