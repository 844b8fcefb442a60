"""The grammar of headings: who wrote to whom, and what kind of paper it is.

Headings of printed diplomatic papers come in a few families ("Telegram 12 From A to B", "The A (Name) to the B", "Memorandum by
A", "Memorandum of Conversation, by A", plain titles); :func:`read_heading` names the family that it recognised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.dating import MONTHS, TIME
from archive.parsing.kinds import read_type
from archive.parsing.offices import as_printed_in_lower_case
from archive.parsing.parties import is_of_conversation, read_parties
from archive.records import CorrespondentRecord, ReadingWarning


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as read. ``family`` is "from-to", "a-to-b", "by", "conversation", "meeting", "series", "editorial note" or "title"."""

    kind: str = ""
    family: str = "title"
    document_number: str = ""
    number: str = ""
    senders: tuple[CorrespondentRecord, ...] = ()
    recipients: tuple[CorrespondentRecord, ...] = ()
    place: str = ""
    date_text: str = ""
    warnings: tuple[ReadingWarning, ...] = ()

    @property
    def title_only(self) -> bool:
        """Whether only a free title was recognised."""
        return self.family == "title"


_DOCUMENT_NUMBER = re.compile(
    r"^(?:\[?(?P<number>\d{1,4}[A-Za-z]?)\.\]?(?:\s+(?=\S)|(?=[A-Z][a-z]{2}))|No\.\s*(?P<other>\d{1,4}[a-z]?)\.?\s*(?=[A-Z][\w.]))"
)


def without_number(heading: str, number: str) -> str:
    """Return a heading in one line without the paper's number in its volume, which volumes print as "152. " or "No. 152 "."""
    heading = " ".join(heading.split())
    while number and (match := _DOCUMENT_NUMBER.match(heading)) and (match["number"] or match["other"]) == number:
        heading = heading[match.end() :]
    return heading


#: What older volumes print before the parties, and remarks after them: "[Inclosure 1 in No. 5.]", "[Telegram.]".
_INCLOSURE = re.compile(r"^\[(?:Sub-?)?[EI]nclosure\b[^\]]*\]\s*(?=\w)", re.I)
_REMARK = re.compile(
    r"\.?\s*[\[(](?P<word>Telegram|Tel\.|Cable(?:gram)?|Circular|Extracts?|Translation|Paraphrase|Confidential|Private|Personal|Copy)"
    r"[^\])]{0,40}[\])]\.?$",
    re.I,
)
#: The kind after both parties, without brackets: "The Department of State to the British Embassy Aide-mémoire".
_KIND_AT_END = re.compile(
    r"(?<=[^\W\d_)])\s(?P<word>Aide[- ]M[ée]moire|Note Verbale|Telegram|Airgram|Memorandum)$", re.I
)
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DATE = rf"(?P<date>(?:{_MONTH}\s+\d[^()]*|\d{{1,2}}\s{_MONTH}\s\d{{4}}[^()]*|[Uu]ndated\.?|{_MONTH}\s\d{{4}})(?:,\s*{TIME}[^()]*)?)$"
_DATED = re.compile(_DATE)
_TAIL = re.compile(rf"[,.]?\s*(?P<tail>(?:(?P<place>\[?[A-Z][\w.’' ]*?(?:,\s[A-Z][\w. ]*?)?\]?),\s*)?{_DATE})")
_PARTY_FOLLOWS = re.compile(r"\b(?:to|by|from|for|and)\s+$", re.I)
#: The characters before a heading's date in which its place is looked for.
_LONGEST_PLACE = 200
#: What a heading is that names a kind and nobody who wrote or got it.
_FAMILIES = {
    "memorandum of conversation": "conversation",
    "transcript": "conversation",
    "minutes": "meeting",
    "intelligence estimate": "series",
    "policy paper": "series",
}
#: Characters of a heading that are read, far more than any printed one has.
LONGEST = 1_000


def read_heading(text: str) -> Heading:
    """Return kind, number, senders, recipients, place and date of a heading, each empty if it has none. Never raises."""
    words = " ".join(text[: 2 * LONGEST].split())[:LONGEST]
    document_number = ""
    if match := _DOCUMENT_NUMBER.match(words):
        document_number, words = match["number"] or match["other"], words[match.end() :]
    words = words.strip(" []") if words.startswith("[") and words.endswith("]") else words
    words, remark = _without_remarks(words)
    if words.isupper():
        words = as_printed_in_lower_case(words)
    read = read_type(words)
    kind = read.kind
    if kind == "editorial note":
        return Heading(kind, "editorial note", document_number)
    parties, place, date_text = _without_date(read.rest)
    family, senders, recipients = read_parties(kind, parties, read.author)
    if family in {"title", "a-to-b"} and (alone := _FAMILIES.get(kind)):
        family, senders, recipients = alone, (), ()
    if not kind and family == "a-to-b" and remark:
        kind = read_type(remark).kind
    elif kind == "memorandum" and family == "by" and is_of_conversation(parties):
        kind = "memorandum of conversation"
    warnings = _doubts(senders, "sender") + _doubts(recipients, "recipient")
    return Heading(kind, family, document_number, read.number, senders, recipients, place, date_text, warnings)


def _without_date(words: str) -> tuple[str, str, str]:
    """Return words without the place and date at their end, the place and the date."""
    dated = _DATED.search(words)
    match = _TAIL.search(words, max(0, dated.start() - _LONGEST_PLACE)) if dated else None
    if not match:
        return words, "", ""
    place, end = match["place"] or "", match.start()
    if place and (_PARTY_FOLLOWS.search(words, max(0, end - 10), match.start("place")) or not _plausible_place(place)):
        # "to the Secretary of State, Washington, June 3": only the words after the last comma are the place.
        before, _, place = place.rpartition(", ")
        end = match.start("place") + len(before) if before else match.start("date")
        if not before or not _plausible_place(place):
            place, end = "", match.start("date")
    return words[:end].rstrip(" ,"), place.strip("[] "), match["date"].strip(" ,")


def _without_remarks(words: str) -> tuple[str, str]:
    """Return a heading without the brackets before and after its parties, and the kind said after them, such as "Telegram"."""
    words = words[match.end() :] if (match := _INCLOSURE.match(words)) else words
    match = _REMARK.search(words) or (_KIND_AT_END.search(words) if " to " in words.lower() else None)
    return (words[: match.start()], match["word"]) if match and match.start() else (words, "")


def _plausible_place(place: str) -> bool:
    """Return whether words before a date are a place and not the last words of an office."""
    not_places = r"\b(?:Affairs|State|Secretary|Council|Meeting|President|Department|Staff|Conversation|From|from|to|the|in|by|for|with|and"
    not_places += r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    return not re.search(not_places, place)


def _doubts(side: tuple[CorrespondentRecord, ...], role: str) -> tuple[ReadingWarning, ...]:
    """Return a doubt about each party that is neither an office nor a person; a name that the editors withheld is no doubt."""
    return tuple(
        ReadingWarning(
            f"{role}-not-recognised", f"The {role} “{party.printed}” is not recognised as an office or a person."
        )
        for party in side
        if not party.office and not party.person and not party.printed.endswith("not declassified]")
    )
