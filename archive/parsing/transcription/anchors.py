"""What may be an anchor of a footnote in a transcription, and how sure its form is.

Copied texts carry footnote numbers glued to what is before them ("Vyshinski59", "telegram 7142", "p.m.12" for two). No number is taken for
an anchor by itself: :mod:`archive.parsing.transcription.matching` finds the run of them that agrees with a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.dating.months import MONTH_NUMBERS
from archive.deadline import check
from archive.parsing.transcription.layout import PAGE_BREAK, PLAIN_NUMBER
from archive.parsing.transcription.lines import Block
from archive.parsing.transcription.notes import SUPERSCRIPTS

_MARK = re.compile(
    r"\[\^(?P<explicit>[^\]\s]{1,20})\]"
    r"|(?<=[^\s\d])\[(?P<bracketed>\d{1,3}|[*†‡§#]{1,3})\](?!\w)"
    r"|(?<=\d)\[(?P<boxed>\d{1,3})\](?!\w)"
    r"|(?<=\S)\[(?P<lettered>[ivxlc]{1,7}|[a-z])\](?!\w)"
    r"|(?<=[^\s(])\((?P<round>\d{1,3})\)(?!\w)"
    r"|(?P<raised>[⁰¹²³⁴-⁹]{1,3})"
    r"|(?<=[^\W_])(?P<sign>[*†‡§¶#]{1,3})(?!\w)"
    r"|(?<=[.,;:!?)\]”’\"'»])(?P<sign2>[*†‡§¶#]{1,3})(?!\w)"
    r"|(?<=[.,;:!?)”])(?P<letter>[a-z])(?=\s|$)"
)
#: How sure each form of an anchor is by itself; only order and agreement with the list make it one.
SURE = {
    "explicit": 9.0, "raised": 5.0, "bracketed": 3.0, "lettered": 3.0, "sign": 3.0, "sign2": 3.0, "boxed": 2.0, "round": 1.5, "letter": 1.0,
}  # fmt: skip
#: The same for numbers: glued to a word, after a year and the like, after a paragraph, between blanks, after a day that may end in it.
GLUED, _YEAR, _OPENING, _APART, HARDLY = 2.0, 1.2, 0.3, 0.2, 0.02
#: From this weight on, the form alone makes an anchor likely.
LIKELY = 1.0

_NUMBER = re.compile(r"(?<!\d)\d{1,9}(?!\w)")
#: Before a number these are not words with an anchor: page and number abbreviations, single capitals (B52, 00A3), decimals.
_NOT_BEFORE = re.compile(
    r"(?:(?<![–-])\b(?:pp?|[Nn]os?|[Vv]ols?|[Aa]rts?|[Pp]ars?|[Ss]ecs?|[Cc]h|[Ff]ig|[Ff]ols?|[Nn]|[Cc]a?|[Rr]s|£|\$)\.|\b[A-Z]|\d[A-Z]|[#$£]|\d[.,:]|\b[A-Z]{2,}|/)$"
)
_CLOSING = frozenset(".,;:!?)]”’\"'»>—…%½¼¾")
#: Quotation marks that close a word if they are glued to it, as some are printed: “disassociation“.
_QUOTES = frozenset("“„‘«")
#: The apostrophe of a shortened year, and the point of a fraction: "by ’56", "(.34 percent)"; but ". . .3" may be an anchor.
_SHORT_YEAR = re.compile(r"(?:^|[\s(\[—–])[’‘']$")
_FRACTION = re.compile(r"(?:^|[(\[$£]|[^.…\s]\s)\.$")
#: The most characters of the number that opens a paragraph.
_LONGEST_OPENING = 6
#: What follows a number that is a part of another, or of a time; after a letter only the first is looked at.
_GOES_ON = re.compile(r"\.\d|,\d")
_NO_ANCHOR_AFTER = re.compile(r"\.\d|,\d|:\s?\d|\s?[ap]\.?\s?m\b|[–-]\d|/")
_MONTH_BEFORE = re.compile(rf"\b(?:{'|'.join(MONTH_NUMBERS)})\.?\s$", re.IGNORECASE)
_YEAR_NUMBER = re.compile(r"1[6-9]\d\d|20[0-2]\d")
#: Words before the number of another paper, and before one that counts something.
_PAPER_BEFORE = re.compile(
    r"(?:tels?\.?|grams?|cables?|[Dd]esp?\w*|’s|'s|s’|\b[A-Z][a-z]+|\b[A-Z]{2,}|\band|\bNos?\.|,)\s$"
)
_TELEGRAM_BEFORE = re.compile(r"(?:tels?\.?|grams?|cables?|[Dd][ei]spatch(?:es)?|[Nn]os?\.|’s|'s|s’)\s$")
#: The number of a paper in its volume, at the opening of its heading.
_OPENING_NUMBER = re.compile(r"(?:No\.|\[)\s?$")
#: After a number: the end of its sentence, and the rest of a date.
_SENTENCE = re.compile(r"[”’\")\]]?\s[A-Z“‘\"(\[\d—]|\s?[—–]|[)\]”]")
_DATED_AFTER = re.compile(r",\s\d")
_MONTH_AFTER = re.compile(rf"\s(?:{'|'.join(MONTH_NUMBERS)})\b", re.IGNORECASE)
_COUNTED_BEFORE = re.compile(
    r"(?:\b(?:[Pp]ara(?:graph)?s?|[Aa]rticles?|[Dd]ocuments?|[Pp]ages?|[Pp]oints?|[Ss]ections?|[Tt]abs?|[Ff]ootnotes?|[Nn]otes?|[Pp]arts?"
    r"|[Ii]tems?|[Cc]hapters?|[Ee]nclosures?|[Nn]umbers?|[Nn]os?|pp?)\.?)\s$"
)
#: A number of one or two figures, with a point after it: "43.2" is one number sooner than one with an anchor.
_DECIMAL, _CAPITAL = re.compile(r"(?:^|[^\w,.:])\d{1,2}\.$"), re.compile(r"[^\w\s]?\s?[A-Z“‘\"(\[]")
#: Before and after a number that is a sum: "$39 billion", "(393 million".
_SUM_BEFORE, _SUM_AFTER = frozenset("$£€"), re.compile(r"\s(?:[mb]illion|per ?cent)|%")
#: The class of a decimal file before its subject.
_FILE_BEFORE, _SUBJECT = re.compile(r"(?<!\d)\d{3}\.$"), re.compile(r"\s[A-Z]{2,}")
_WINDOW = 24


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an anchor: its place in a block, its printed label, how sure its form is, and whether it is between blanks."""

    block: int
    start: int
    end: int
    label: str
    weight: float
    apart: bool = False


def candidates(blocks: list[Block], first: int = 0) -> list[Candidate]:
    """Return everything in the blocks that may be an anchor, in order; ``first`` is the number of the first block."""
    found = []
    for index, block in enumerate(blocks, first):
        check()
        text = PLAIN_NUMBER.sub(_blanked, PAGE_BREAK.sub(_blanked, block.text))
        of_block = [*_marks(index, text), *_numbers(index, text)]
        found += sorted(of_block, key=lambda c: (c.end, c.start))
    return found


def _blanked(found: re.Match[str]) -> str:
    """Return as many characters as a page mark or a plain number has, none of them a figure."""
    return "_" * (len(found[0]) - 1) + "]"


def _marks(index: int, text: str) -> Iterator[Candidate]:
    for match in _MARK.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind) if kind in {"sign", "sign2", "raised", "letter"} else match.span()
        yield Candidate(index, start, end, match[kind].translate(SUPERSCRIPTS), SURE[kind])


def _numbers(index: int, text: str) -> Iterator[Candidate]:
    """Yield the anchors that a number may be, or end in: "Vyshinski59", "March 262" (26 and note 2), "19551"."""
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else " "
        window = text[max(0, start - _WINDOW) : start]
        length = end - start
        if _GOES_ON.match(text, end):
            continue
        if before.isalpha():
            if length <= 3:
                yield Candidate(index, start, end, match[0], 0.3 if _NOT_BEFORE.search(window[-12:]) else GLUED)
            else:
                yield from _endings(index, match, window)
        elif (length == 2 and _SHORT_YEAR.search(window[-2:])) or _FRACTION.search(window[-3:]):
            continue
        elif before in _CLOSING or (before in _QUOTES and window[-2:-1].strip()):
            after_digit = window[-2:-1].isdigit() and before in ".,:"
            if length <= 3 and not _NO_ANCHOR_AFTER.match(text, end):
                weight = (
                    _after_digit(text, match) if after_digit else 0.3 if _NOT_BEFORE.search(window[-12:]) else GLUED
                )
                if weight:
                    yield Candidate(index, start, end, match[0], weight)
            if after_digit and length > 2:
                yield from _endings(index, match, window)
        else:
            if length <= 3 and before == " " and start > 1:
                if weight := _apart(text, start, end, window):
                    yield Candidate(index, start, end, match[0], weight, apart=True)
            elif length <= 3 and length == len(text):
                yield Candidate(index, start, end, match[0], 0.6)
            if length > 1 and not _NO_ANCHOR_AFTER.match(text, end):
                yield from _endings(index, match, window)


def _after_digit(text: str, match: re.Match[str]) -> float:
    """Return the weight of a number after "1955.", "7,", "5:": decimals and minutes are none, nor likely the file "796.5 MSP"."""
    before, length = text[match.start() - 1], match.end() - match.start()
    if before == ".":
        if _FILE_BEFORE.search(text, max(0, match.start() - _WINDOW), match.start()) and _SUBJECT.match(
            text, match.end()
        ):
            return _OPENING
        if match.end() == len(text) or _SENTENCE.match(text, match.end()):
            window = text[max(0, match.start() - _WINDOW) : match.start()]
            decimal = _DECIMAL.search(window) and not _MONTH_BEFORE.search(window.rstrip("0123456789."))
            return _OPENING if decimal and not _CAPITAL.match(text, match.end()) else _YEAR
        # "5950.2 had a long talk": the number of a telegram or paragraph, and of a footnote.
        opening = match.start() <= _LONGEST_OPENING and text[: match.start() - 1].isdigit()
        return _OPENING if opening and text[match.end()] == " " and length < 3 else 0
    return _YEAR if length < (3 if before == "," else 2) else 0


def _endings(index: int, match: re.Match[str], window: str) -> Iterator[Candidate]:
    """Yield the labels in which a number may end, each with the weight of the number that is left.

    Some volumes count a paper's footnotes from 0, that of its source.
    """
    number, end, before = match[0], match.end(), window[-1:]
    day = bool(_MONTH_BEFORE.search(window))
    part = before in {",", ":"} and window[-2:-1].isdigit()
    opening = match.start() == 0 or _OPENING_NUMBER.match(window) is not None
    paper = bool(_PAPER_BEFORE.search(window)) or (before == "/" and window[-2:-1].isdigit())
    telegram = _TELEGRAM_BEFORE.search(window)
    counted = not telegram and (
        _COUNTED_BEFORE.search(window) or before in _SUM_BEFORE or _SUM_AFTER.match(match.string, end)
    )
    titled = telegram or re.search(r"\b(?!FY|Year)[A-Z]\w+\s$", window)
    for length in range(1, min(4, len(number))):
        label, rest = number[-length:], number[:-length]
        if (label[0] == "0" and length > 1) or (rest[0] == "0" and not part):
            continue
        if _YEAR_NUMBER.fullmatch(rest):
            # "20272. Subject: wool" opens with the telegram's number.
            weight = _OPENING if match.start() == 0 and match.string[end : end + 1] == "." else _YEAR
        elif day:
            if int(rest) > 31 or _DATED_AFTER.match(match.string, end):
                continue
            weight = _YEAR if int(number) > 31 and not _YEAR_NUMBER.fullmatch(number) else HARDLY
        elif part:
            # "21,5003" and "5:302": the number's own digits are three, the minutes two.
            if len(rest) != (3 if before == "," else 2):
                continue
            weight = _YEAR
        elif opening or (_YEAR_NUMBER.fullmatch(number) and not (titled if end == len(match.string) else telegram)):
            continue
        else:
            if _MONTH_AFTER.match(match.string, end) or (len(number) == 2 and before == " " and not paper):
                continue
            weight = 0.1 if counted else (0.5 if paper else 0.3) + 0.03 * len(number)
        yield Candidate(index, end - length, end, label, weight)


def _apart(text: str, start: int, end: int, window: str) -> float:
    """Return the weight of a number between blanks; 0 if it is a day or counts something."""
    after = text[end : end + 2]
    inside = bool(after) and (
        after[0] not in " .,;:)]”’?!" or _NO_ANCHOR_AFTER.match(text, end) or _MONTH_AFTER.match(text, end)
    )
    if inside or _MONTH_BEFORE.search(window) or _COUNTED_BEFORE.search(window):
        return 0
    if text[start - 2] in _CLOSING:
        return 0.6 if len(after) < 2 or after[1].isupper() or after[1] in "“‘[(" else _APART
    return _APART if text[start - 2].isalpha() else 0.1
