"""Citations of one paper as people type them: "FRUS 1944, I, p. 1017", "document 120", "telegram 1020 from Moscow, March 1944".

All of the words must be a citation. Anything else is ``None``, an ordinary search.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.dating import MONTH_NUMBERS, read_date
from archive.deadline import check
from archive.parsing.citations.volumes import VolumeName, full_year, part_number, read_volume_id, volume_number
from archive.parsing.references.words import PAPER_KINDS, SERIES, alternatives
from archive.records import DateRecord

_LONGEST = 300

#: Kinds that a number is looked up under; the older spellings of the table fold to these.
_KINDS = {word: kind for word, kind in PAPER_KINDS.items() if not word.endswith("s")}
_DASH = "[-–—]"


@dataclass(frozen=True, slots=True)
class VolumeCitation:
    """A place in a volume: a document by its number there, a page, a footnote. ``volume`` is ``None`` where only the
    context can tell the volume; ``slug`` is set where the volume's own id was typed."""

    volume: VolumeName | None = None
    slug: str = ""
    document: str = ""
    page: str = ""
    note: str = ""

    def __str__(self) -> str:
        volume = self.slug
        if not volume and self.volume:
            volume = f"Foreign Relations, {self.volume.years}"
            volume += f", volume {self.volume.volume}" if self.volume.volume else ""
            volume += f", part {self.volume.part}" if self.volume.part else ""
        parts = [
            volume,
            self.document and f"document {self.document}",
            self.page and f"page {self.page}",
            self.note and f"footnote {self.note}",
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PaperCitation:
    """A paper by its own number: ``kind`` may be ``""`` (for a series such as "Secto 17"), ``direction`` is
    ``"from"``, ``"to"`` or ``""`` (either), ``date`` ``None`` where none was typed."""

    kind: str
    number: str
    place: str = ""
    direction: str = ""
    date: DateRecord | None = None

    def __str__(self) -> str:
        words = f"{self.kind} {self.number}".strip()
        if self.place:
            words += f" {self.direction or 'from or to'} {self.place}"
        return f"{words}, {self.date.printed}" if self.date else words


# --- places in volumes --------------------------------------------------------------------------------------------

_SERIES = re.compile(
    r"(?:see\s+)?(?:(?:U\.?\s?S\.?\s+)?Department\s+of\s+State,?\s+)?(?:papers\s+relating\s+to\s+the\s+)?"
    r"(?:F\.?\s?R\.?\s?U\.?\s?S\b\.?|(?:foreign\s+relations|for\.\s*rel\.)(?:\s+of\s+the\s+united\s+states)?(?:\s+of\s+america)?)"
    r"(?P<between>[\s,:]*(?:diplomatic\s+papers)?[\s,:]*)",
    re.IGNORECASE,
)
_YEARS = re.compile(rf"(?P<first>1[89]\d\d|20\d\d)(?:\s?{_DASH}\s?(?P<last>\d{{4}}|\d\d))?(?![\w/])")
_VOLUME = re.compile(
    rf"\bv(?:ol(?:ume)?)?\b\.?\s*(?P<volume>E\s?{_DASH}?\s?\d{{1,2}}|\d{{1,2}}|[IVXLC]+)\b", re.IGNORECASE
)
#: A number without the word "volume" is one only directly after the years, and in capitals.
_BARE_VOLUME = re.compile(rf"[\s,:]*(?P<volume>E\s?{_DASH}?\s?\d{{1,2}}|[IVXLC]+)(?=[\s,:;/]|$)")
_PART = re.compile(r"\b(?:part|pt\.?)\s*(?P<part>\d|[IV]+|one|two|three|four)\b", re.IGNORECASE)
_SLASH_PART = re.compile(r"\s?/\s?(?P<part>\d)\b")
_DOCUMENT = r"(?:\b(?:document|docs?\.?|no\.|number|item)|№|\#\s?d?)\s*(?P<document>\d{1,4}[A-Za-z]?)"
_PAGE = rf"(?:\b(?:pages?|pp?\.?|at)\s*)(?P<page>[A-Z]?\d{{1,4}}|[IVXLC]{{1,8}})(?:\s?{_DASH}+\s?\d{{1,4}})?"
_NOTE = r"\b(?:footnote|note|fn\.?|n\.?)\s*(?P<note>\d{1,3}|[*†‡])"
_AT_END = {
    "note": re.compile(rf"(?:^|[\s,;:]+){_NOTE}[\s,;.)]*$", re.IGNORECASE),
    "page": re.compile(rf"(?:^|[\s,;:(]+)(?:{_PAGE})[\s,;.)]*$", re.IGNORECASE),
    "document": re.compile(rf"(?:^|[\s,;:(]+){_DOCUMENT}[\s,;.)]*$", re.IGNORECASE),
}
_BARE_PAGE = re.compile(rf"(?:^|[\s,;:]+)(?P<page>\d{{1,4}})(?:\s?{_DASH}+\s?\d{{1,4}})?$")
_BY_ID = re.compile(r"(?P<id>frus\d{4}[\w-]*)(?P<rest>(?:[\s#/:,].*)?)", re.IGNORECASE)
_OWN_PLACE = re.compile(r"[\s#/:,]*d?(?P<document>\d{1,4}(?:[A-EG-Za-eg-z])?)(?:fn(?P<note>\d{1,3}))?")
#: Editors and imprint among a volume's title words: "ed. A. Writer (Washington: Government Printing Office, 1975)".
_IMPRINT = re.compile(r"\([^()]*\b(?:1[89]|20)\d\d\)", re.IGNORECASE)
_SUPPLEMENT = re.compile(r"\bsupplement\b", re.IGNORECASE)


def _volume_citation(text: str) -> VolumeCitation | None:
    if match := _BY_ID.fullmatch(text):
        named = read_volume_id(match["id"])
        own = _OWN_PLACE.fullmatch(match["rest"])
        if named and own:
            return VolumeCitation(named, match["id"], own["document"], "", own["note"] or "")
        place, rest = _place(match["rest"])
        if named and not place["page"] and not place["document"] and (own := _OWN_PLACE.fullmatch(rest)):
            place["document"], rest = own["document"], ""
        return VolumeCitation(named, match["id"], **place) if named and not rest.strip(" ,.;:") else None
    if match := _SERIES.match(text):
        return _in_series(text[match.end() :])
    place, rest = _place(text)
    alone = (
        not rest
        and (place["document"] or place["page"])
        and not re.match(r"no|number|item|at|#|№", text, re.IGNORECASE)
    )
    return VolumeCitation(None, "", **place) if alone else None


def _place(text: str) -> tuple[dict[str, str], str]:
    """Return note, page and document, taken from the end of the words, and the words before them."""
    place = dict.fromkeys(_AT_END, "")
    for name, pattern in _AT_END.items():
        if match := pattern.search(text):
            place[name] = match[name]
            text = text[: match.start()]
    return place, text


def _in_series(text: str) -> VolumeCitation | None:
    years = _YEARS.match(text)
    if not years:
        return None
    place, rest = _place(text[years.end() :])
    rest = _IMPRINT.sub(" ", rest)
    volume = _VOLUME.search(rest) or _BARE_VOLUME.match(rest)
    part = None
    if volume:
        part = _SLASH_PART.match(rest, volume.end()) or _PART.search(rest, volume.end())
        before, after = rest[: volume.start()], rest[(part or volume).end() :]
        if not place["page"] and not place["document"] and (bare := _BARE_PAGE.search(after)):
            place["page"], after = bare["page"], after[: bare.start()]
        rest = before + after
    elif part := _PART.search(rest):
        rest = rest[: part.start()] + rest[part.end() :]
    number = volume_number(volume["volume"]) if volume else ""
    if (volume and not number) or (
        not volume and (words := rest.strip(" ,.;:()")) and not _SUPPLEMENT.fullmatch(words)
    ):
        return None  # words that are no title of a numbered volume: a search, not a citation
    name = VolumeName(
        years["first"],
        full_year(years["first"], years["last"]),
        number,
        part_number(part["part"]) if part else "",
        "supp" if _SUPPLEMENT.search(rest) else "",
    )
    return VolumeCitation(name, "", **place)


# --- papers by their own number -----------------------------------------------------------------------------------

_SIMPLE_NUMBER = rf"(?:(?:{alternatives(SERIES)})\s\d{{1,5}}|[A-Z]{{1,4}}\s?{_DASH}\s?\d{{1,5}}|\d{{1,6}})"
_PAPER = re.compile(
    rf"(?:(?P<kind>{alternatives(_KINDS)})\.?\s+(?:no\.?\s*|number\s+|№\s*)?(?P<number>{_SIMPLE_NUMBER})"
    rf"|(?P<series>(?:{alternatives(SERIES)})\s\d{{1,5}}))(?P<rest>(?:[\s,].*)?)",
    re.IGNORECASE,
)
_MONTH = rf"(?:{alternatives(MONTH_NUMBERS)})\b\.?"
_DATE = re.compile(
    rf"[\s,]*(?:\b(?:of|dated|on|in)\s+)?(?P<date>{_MONTH}\s+\d{{1,2}}\s*,?\s*\d{{4}}|\d{{1,2}}\s+{_MONTH},?\s*\d{{4}}"
    rf"|{_MONTH},?\s*\d{{4}}|\b\d{{4}})\b[\s,.]*",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"[\s,]*(?:(?P<direction>from|to)\s+)?"
    r"(?:the\s+(?:embassy|legation|mission|consulate(?:\s+general)?)\s+(?:in|at)\s+)?"
    r"(?P<place>[^\W\d_](?:[^\W\d_]|[ '’.-])*)",
    re.IGNORECASE,
)
_MOST_WORDS_OF_A_PLACE = 6


def _paper_citation(text: str) -> PaperCitation | None:
    match = _PAPER.fullmatch(text)
    if not match:
        return None
    rest, date = match["rest"], None
    if dated := _DATE.search(rest):
        date = read_date(dated["date"])
        if date is None or not date.earliest:
            return None
        rest = f"{rest[: dated.start()]} {rest[dated.end() :]}"
    place, direction = "", ""
    if rest.strip(" ,."):
        found = _PLACE.fullmatch(rest.strip())
        # "telegram 1020 refugees" searches for words; a place follows "from", "to" or a comma.
        if not found or not (found["direction"] or match["rest"].startswith(",")):
            return None
        place, direction = found["place"].strip(" ,."), (found["direction"] or "").lower()
        if len(place.split()) > _MOST_WORDS_OF_A_PLACE:
            return None
    kind = _KINDS[match["kind"].lower()] if match["kind"] else ""
    return PaperCitation(kind, _own_number(match["number"] or match["series"]), place, direction, date)


def _own_number(words: str) -> str:
    """Return a number as papers print their own: "secto 17" is "Secto 17", "a – 120" is "A-120"."""
    if words.isdigit():
        return words
    if re.search(_DASH, words):
        letters, digits = re.split(rf"\s?{_DASH}\s?", words, maxsplit=1)
        return f"{letters.upper()}-{digits}"
    name, digits = words.split()
    return f"{name.capitalize()} {digits}"


def read_citation(typed: str) -> VolumeCitation | PaperCitation | None:
    """Return what was cited, if all of the words are a citation of one place or paper."""
    check()
    text = " ".join(typed.split()).strip(" ,.;")
    if not text or len(text) > _LONGEST:
        return None
    return _volume_citation(text) or _paper_citation(text)
