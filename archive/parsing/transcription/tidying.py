"""What could be cleaned in a copy of print: running heads, words broken at a line's end, short lines, and misread letters.

Nothing is changed by itself. Each change says what stands there and what would stand there, so that somebody can look at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from archive.dating.months import MONTH_NUMBERS
from archive.deadline import check
from archive.parsing.transcription.lines import split_blocks
from archive.parsing.transcription.running_heads import without_running_heads

#: A word broken at a line's end: letters on both sides, a small one after the break.
_BROKEN = re.compile(r"(?<![^\W\d_])(?P<first>[^\W\d_]+)-\n[ \t]*(?P<second>[a-zß-öø-ÿ][^\W\d_]*)")
_BREAK = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
_SENTENCE_ENDS = re.compile(r"[.!?:”’\")\]\d]\s*$")
_GROUP = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+")
#: Figures in place of letters within a word, "0f" and the like, and a footnote's 1 as a letter after the end of a sentence.
_WITH_FIGURES = re.compile(r"\b[^\W\d_]*[a-z][01]{1,2}[a-z][^\W\d_]*\b|\b0[fnr]\b")
_NOTE_ONE = re.compile(r"(?<=[a-z][.,;:])l(?=\s)")
_DAY = re.compile(rf"\b(?:{'|'.join(MONTH_NUMBERS)})\.?\s(?P<day>[ZzlIOSs]\d|\d[ZzlIOSs])\b", re.IGNORECASE)
_WITH_RN = re.compile(r"\b[^\W\d_]*rn[^\W\d_]*\b")
_LETTERS = str.maketrans("01", "ol")
_FIGURES = str.maketrans("ZzlIOSs", "2211055")


@dataclass(frozen=True, slots=True)
class Change:
    """A place of a text, what stands there, and what would stand there."""

    start: int
    end: int
    old: str
    new: str


def no_words(words: Collection[str]) -> set[str]:
    """Return the words that are known where none are."""
    return set()


def changes_of(text: str, known: Callable[[Collection[str]], set[str]] = no_words) -> list[Change]:
    """Return what could be cleaned, in order. ``known`` returns those of some words in small letters that are words."""
    found = [*_heads(text), *_joins(text), *_misread(text, known)]
    kept: list[Change] = []
    for change in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


def cleaned(text: str, changes: list[Change]) -> str:
    """Return the text with the changes."""
    pieces, position = [], 0
    for change in changes:
        pieces += [text[position : change.start], change.new]
        position = change.end
    return "".join([*pieces, text[position:]])


def _change(text: str, start: int, end: int, new: str) -> Change:
    return Change(start, end, text[start:end], new)


def _heads(text: str) -> Iterator[Change]:
    groups = split_blocks(text)
    heads = without_running_heads(groups)
    marks = {block.line: block.text for group in groups for block in group if block.line in heads}
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if number in marks:
            yield _change(text, start, start + len(line), marks[number])
        start += len(line) + 1


def _joins(text: str) -> Iterator[Change]:
    """Yield the ends of lines that break words, and the other ends of lines in the paragraphs where that happened."""
    hyphenated = set(_HYPHENATED.findall(text))
    for group in _GROUP.finditer(text):
        check()
        broken = list(_BROKEN.finditer(group[0]))
        for match in broken:
            word = f"{match['first']}-{match['second']}"
            hyphen = match.start() + len(match["first"])
            start, end = group.start() + hyphen, group.start() + match.start("second")
            yield _change(text, start, end, "-" if word in hyphenated else "")
        if not broken:
            continue
        for match in _BREAK.finditer(group[0]):
            ended = _SENTENCE_ENDS.search(group[0], max(0, match.start() - 3), match.start())
            if not ended or not group[0][match.end()].isupper():
                yield _change(text, group.start() + match.start(), group.start() + match.end(), " ")


def _misread(text: str, known: Callable[[Collection[str]], set[str]]) -> Iterator[Change]:
    for match in _WITH_FIGURES.finditer(text):
        yield _change(text, *match.span(), match[0].translate(_LETTERS))
    for match in _NOTE_ONE.finditer(text):
        yield _change(text, *match.span(), "1")
    for match in _DAY.finditer(text):
        yield _change(text, *match.span("day"), match["day"].translate(_FIGURES))
    suspects = list(_WITH_RN.finditer(text))
    tried = {match[0].lower() for match in suspects}
    words = known(tried | {word.replace("rn", "m") for word in tried}) if tried else set()
    for match in suspects:
        word = match[0].lower()
        if word not in words and word.replace("rn", "m") in words:
            yield _change(text, *match.span(), match[0].replace("rn", "m"))
