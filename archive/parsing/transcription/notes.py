"""Footnotes of a transcription: the labels of their lists, and the words before an anchor."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.dating import TIME
from archive.parsing.citations.volumes import roman_number
from archive.parsing.transcription.lines import Block

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ITEM = re.compile(
    r"^(?:\[\^(?P<explicit>[^\]\s]{1,20})\]:?\s*|\[(?P<bracketed>\d{1,3}|[*†‡§#]{1,3})\]\s*"
    r"|(?P<number>\d{1,3})\s?[.)]\s+|(?P<plain>\d{1,3})\s+(?=[A-Z“\"‘'(\[])|(?P<raised>[⁰¹²³⁴-⁹]{1,3})\s*|(?P<sign>[*†‡§¶#]{1,3})\s*)(?=\S)"
)
#: Labels that only a list at the end of a text has, for they open paragraphs of texts, too.
_LOOSE = re.compile(
    r"^(?:\((?P<round>\d{1,3})\)\s+(?=\S)|\[(?P<lettered>[ivxlc]{1,7}|[a-z])\]\s*(?=\S)|(?P<letter>[a-z])[.)]?\s+(?=[A-Z“\"\[])"
    r"|[\[(]?(?P<alone>\d{1,3})[.)\]]{0,2}$|(?P<plain>\d{1,3})\s+(?=\d))"
)
_LIST_HEADING = re.compile(r"^(?:foot)?notes?\s*:?$|^[-_=*–—]{3,}$|^endnotes?:?$", re.IGNORECASE)

#: The characters before an anchor in which its words are looked for, and the most that a time takes up: "12:30 p. m. – 12:45 p. m.".
LONGEST_WORDS, _LONGEST_TIME = 300, 40
_TIME_AT_END = re.compile(rf"(?:{TIME})$", re.IGNORECASE)
_ENDS_OF_TIMES = frozenset("0123456789.mMsSzZtTnN")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

#: A full stop that ends a sentence, not an abbreviation.
_SENTENCE_END = re.compile(r"(?<![.\s]\w)(?<!\b\w)(?<!\b[A-Z]\w)(?<!\betc)(?<!\bMrs)(?<!\bNos)(?<!\bGen)(?<!\bvol)\.$")


@dataclass(frozen=True, slots=True)
class Label:
    """A footnote's label in its list: the number, letter or sign, how many characters it takes up, and how it is written."""

    text: str
    length: int
    style: str

    @property
    def explicit(self) -> bool:
        """Whether it can be nothing but a footnote's ("[^1]:")."""
        return self.style == "explicit"

    @property
    def alone(self) -> bool:
        """Whether it is on a line of its own, before the footnote's text."""
        return self.style == "alone"

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The numbers that it may be: "i" is the first of Roman numbers and the ninth letter; none for a sign."""
        if self.text.isdigit():
            return (int(self.text),)
        roman = roman_number(self.text) if self.style == "lettered" else None
        letter = ord(self.text) - ord("a") + 1 if len(self.text) == 1 and self.text.islower() else 0
        return tuple(number for number in (roman, letter) if number)

    def begins(self) -> bool:
        """Return whether it can be the first of a list that counts from its beginning."""
        return not {0, 1}.isdisjoint(self.ordinals) or self.style == "sign"

    def follows(self, other: Label) -> bool:
        """Return whether it can follow another in one list."""
        if self.style != other.style:
            return False
        return self.ordinals[-1] > other.ordinals[-1] if self.ordinals and other.ordinals else True

    def continues(self, other: Label, *, gap: int = 0) -> bool:
        """Return whether it is the very next number in the same style, or one after a ``gap`` of numbers that are left out."""
        return self.style == other.style and any(
            0 < mine - theirs <= 1 + gap for mine in self.ordinals for theirs in other.ordinals
        )


@dataclass
class Item:
    """One footnote of a list: its label there and its paragraphs."""

    label: str
    paragraphs: list[Block]
    explicit: bool = False


@dataclass
class NoteList:
    """A list of footnotes; ``announced`` if a heading or a rule comes before it."""

    items: list[Item] = field(default_factory=list)
    announced: bool = False


def item_label(line: Block) -> Label | None:
    """Return the label that a line begins with, if it may begin a footnote; else ``None``."""
    match = _ITEM.match(line.text)
    if not match:
        return None
    style = match.lastgroup or ""
    return Label(match[style].translate(SUPERSCRIPTS), match.end(), style)


def loose_label(line: Block) -> Label | None:
    """Return the label that a line of a list at the end of a text begins with: also "(1)", "[i]", "a" and a number alone."""
    if label := item_label(line):
        return label
    match = _LOOSE.match(line.text)
    if not match:
        return None
    style = match.lastgroup or ""
    return Label(match[style], match.end(), style)


def is_list_heading(line: Block) -> bool:
    """Return whether a line announces a list of footnotes ("Notes", a rule)."""
    return bool(_LIST_HEADING.match(line.text))


def words_before(text: str, start: int) -> str:
    """Return the words before an anchor at ``start``: a time as a whole ("7 p.m."), else the last word."""
    before = text[max(0, start - LONGEST_WORDS) : start].rstrip()
    if before[-1:] in _ENDS_OF_TIMES and (time := _TIME_AT_END.search(before, max(0, len(before) - _LONGEST_TIME))):
        return time[0]
    before = _without_anchor(before).rstrip("“”\"‘’'()[],;:—–- ")
    words, _, number = before.rpartition(" ")
    # A number alone means little: "May 2" rather than "2".
    if number.removesuffix(".").isdecimal() and words and not words[-1].isspace():
        return f"{words.split()[-1]} {number.rstrip('.')}"
    word = before.split()[-1:]
    found = word[0].strip("“”\"‘’'()[],;:") if word else ""
    return found.rstrip(".") if _SENTENCE_END.search(found, max(0, len(found) - 1)) else found


def _without_anchor(words: str) -> str:
    """Return words without the anchor of another footnote at their end."""
    if words.endswith("]") and (start := words.find("[^", words.rfind("]", 0, -1) + 1)) >= 0:
        return words[:start]
    return words.rstrip(_RAISED)
