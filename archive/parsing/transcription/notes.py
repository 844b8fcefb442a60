"""Footnotes of a transcription: recognising their lists, finding the anchors, and matching the two.

Copied texts carry footnote numbers glued to the word before them ("Vyshinski59"), while the list below often counts from 1
again. So no number is taken for an anchor by itself: the anchors are the run of glued numbers that agrees best, as a whole and in
order, with the list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from archive.dating import TIME
from archive.deadline import check
from archive.parsing.transcription.lines import Block

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ITEM = re.compile(
    r"^(?:\[\^(?P<explicit>[^\]\s]{1,20})\]:?\s*|\[(?P<bracketed>\d{1,3}|[*†‡§]{1,3})\]\s*"
    r"|(?P<number>\d{1,3})\s?[.)]\s+|(?P<plain>\d{1,3})\s+(?=[A-Z“\"‘'(\[])|(?P<raised>[⁰¹²³⁴-⁹]{1,3})\s*|(?P<sign>[*†‡§¶]{1,3})\s*)(?=\S)"
)
_LIST_HEADING = re.compile(r"^(?:foot)?notes?\s*:?$|^[-_=*–—]{3,}$|^endnotes?:?$", re.IGNORECASE)

_ANCHOR = re.compile(
    r"\[\^(?P<explicit>[^\]\s]{1,20})\]"
    r"|(?<=[^\s\d])\[(?P<bracketed>\d{1,3}|[*†‡§]{1,3})\](?!\w)"
    r"|(?P<raised>[⁰¹²³⁴-⁹]{1,3})"
    r"|(?<=[^\W\d_])(?P<glued>\d{1,3})(?![\d\w])(?!\.\d)"
    r"|(?<=[.,;:!?)\]”’\"'»—…])(?P<after>\d{1,3})(?![\d\w])(?!\.\d|,\d|:\s?\d|\s?[ap]\.?\s?m\b|[–-]\d|/)"
    r"|(?<=[^\W_.,;:!?)\]”’\"'»])(?P<sign>[*†‡§¶]{1,3})(?!\w)"
    r"|(?<=[.,;:!?)\]”’\"'»])(?P<sign2>[*†‡§¶]{1,3})(?!\w)"
    r"|\b1[789]\d\d(?P<year>\d{1,2})(?!\d)(?!\.\d|,\d|[–-]\d)"
    r"|(?<=[a-z.,;”)]\s)(?P<apart>\d{1,3})(?=\s[a-z]|\s[A-Z][a-z]+\s[a-z])"
)
#: How sure each form of an anchor is by itself; only order and agreement with the list make it one.
_SURE = {
    "explicit": 9.0, "raised": 5.0, "bracketed": 3.0, "sign": 3.0, "sign2": 3.0, "glued": 2.0, "after": 2.0, "year": 1.2, "apart": 0.2,
}  # fmt: skip
#: Before a number these are not words with an anchor: page and number abbreviations, single capitals (B52), decimals.
_NOT_BEFORE = re.compile(
    r"(?:\b(?:pp?|[Nn]os?|[Vv]ols?|[Aa]rts?|[Pp]ars?|[Ss]ecs?|[Cc]h|[Ff]ig|[Ff]ols?|[Nn]|[Cc]a?|[Rr]s|£|\$)\.|\b[A-Z]|[#$£]|\d[.,:]|\b[A-Z]{2,}|/)$"
)

#: The characters before an anchor in which its words are looked for, and the most that a time takes up: "12:30 p. m. – 12:45 p. m.".
LONGEST_WORDS, _LONGEST_TIME = 300, 40
_TIME_AT_END = re.compile(rf"(?:{TIME})$", re.IGNORECASE)
_ENDS_OF_TIMES = frozenset("0123456789.mMsSzZtTnN")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: Work that is spent on counting a list from other numbers than its own. Lists of papers need a hundredth of it.
_MOST_STEPS = 100_000

#: A full stop that ends a sentence, not an abbreviation.
_SENTENCE_END = re.compile(r"(?<![.\s]\w)(?<!\b\w)(?<!\b[A-Z]\w)(?<!\betc)(?<!\bMrs)(?<!\bNos)(?<!\bGen)(?<!\bvol)\.$")


@dataclass(frozen=True, slots=True)
class Label:
    """A footnote's label in its list: the number or sign, how many characters it takes up, and how it is written."""

    text: str
    length: int
    style: str

    @property
    def explicit(self) -> bool:
        """Whether it can be nothing but a footnote's ("[^1]:")."""
        return self.style == "explicit"

    def follows(self, other: Label) -> bool:
        """Return whether it can follow another in one list."""
        if self.style != other.style:
            return False
        return int(self.text) > int(other.text) if self.text.isdigit() and other.text.isdigit() else True

    def continues(self, other: Label) -> bool:
        """Return whether it is the very next number in the same style."""
        numbers = self.text.isdigit() and other.text.isdigit()
        return self.style == other.style and numbers and int(self.text) == int(other.text) + 1


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


@dataclass(frozen=True)
class Candidate:
    """What may be an anchor: its place in a block, its printed label, and how sure its form is."""

    block: int
    start: int
    end: int
    label: str
    weight: float


@dataclass
class Matched:
    """How a segment's anchors and its list agree: ``anchors`` maps a candidate to its item, by index in the list."""

    anchors: dict[Candidate, int] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    orphans: list[Candidate] = field(default_factory=list)


def item_label(line: Block) -> Label | None:
    """Return the label that a line begins with, if it may begin a footnote; else ``None``."""
    match = _ITEM.match(line.text)
    if not match:
        return None
    style = match.lastgroup or ""
    return Label(match[style].translate(_SUPERSCRIPTS), match.end(), style)


def is_list_heading(line: Block) -> bool:
    """Return whether a line announces a list of footnotes ("Notes", a rule)."""
    return bool(_LIST_HEADING.match(line.text))


def candidates(blocks: list[Block], first: int = 0) -> list[Candidate]:
    """Return everything in the blocks that may be an anchor, in order; ``first`` is the number of the first block."""
    found = []
    for index, block in enumerate(blocks, first):
        check()
        for match in _ANCHOR.finditer(block.text):
            kind = match.lastgroup or ""
            start, end = (
                match.span(kind)
                if kind in {"glued", "after", "year", "apart", "sign", "sign2", "raised"}
                else match.span()
            )
            weight = _SURE[kind]
            if kind in {"glued", "after"} and _NOT_BEFORE.search(block.text[max(0, start - 12) : start]):
                weight = 0.3
            found.append(Candidate(index, start, end, match[kind].translate(_SUPERSCRIPTS), weight))
    return found


def match(found: list[Candidate], items: list[Item]) -> Matched:
    """Return the best agreement, in order, of candidates and a list's labels, counted from the text's own first number."""
    labels = [item.label for item in items]
    numbers = [int(label) if label.isdigit() else None for label in labels]
    shifts = {0}
    if numbers and all(number is not None for number in numbers) and not any(item.explicit for item in items):
        shifts |= {int(c.label) - n for c in found if c.label.isdigit() and c.weight >= 1 for n in set(numbers) if n}
    best: list[tuple[Candidate, int]] = []
    best_score, steps = 0.0, 0
    places: dict[str, list[int]] = defaultdict(list)
    most = max(_MOST_STEPS // max(len(items), 1), 1)
    for place, candidate in enumerate(found):
        if len(places[candidate.label]) < most:
            places[candidate.label].append(place)
    for shift in sorted(shifts, key=abs):
        expected = [str(n + shift) if n is not None else label for n, label in zip(numbers, labels, strict=True)]
        steps += len(expected) + sum(len(places.get(label, ())) for label in expected)
        if shift and steps > _MOST_STEPS:
            break
        score, pairs = _align(found, places, expected)
        if score > best_score + 0.01:
            best_score, best = score, pairs
    matched = Matched(dict(best))
    held = set(matched.anchors.values())
    matched.missing = [index for index in range(len(items)) if index not in held]
    _add_repeats(matched, found)
    matched.orphans = _orphans(matched, found, labels)
    return matched


def _align(
    found: list[Candidate], places: dict[str, list[int]], expected: list[str]
) -> tuple[float, list[tuple[Candidate, int]]]:
    """Return the heaviest common subsequence of the candidates' labels and the expected ones.

    ``places`` are the candidates of each label, by index. Only pairs of equal labels are looked at: each goes on from the heaviest
    chain before it, which the ends of the chains so far, kept in order of place and of weight, show at once.
    """
    ends: list[tuple[int, float, int]] = [
        (-1, 0.0, -1)
    ]  # the candidate that ends a chain, the chain's weight, its last pair
    pairs: list[tuple[int, int, int]] = []  # candidate, item, the pair before
    for item, label in enumerate(expected):
        chains = []
        for place in places.get(label, ()):
            _, weight, before = ends[bisect_left(ends, (place,)) - 1]
            pairs.append((place, item, before))
            chains.append((place, weight + found[place].weight, len(pairs) - 1))
        for chain in chains:
            _add_chain(ends, chain)
    _, score, last = ends[-1]
    chosen = []
    while last >= 0:
        place, item, last = pairs[last]
        chosen.append((found[place], item))
    return score, chosen[::-1]


def _add_chain(ends: list[tuple[int, float, int]], chain: tuple[int, float, int]) -> None:
    """Put a chain among the others if none that ends at or before its end is as heavy, and take out the lighter ones after it."""
    at = bisect_left(ends, (chain[0] + 1,))
    if ends[at - 1][1] >= chain[1]:
        return
    stop = at
    while stop < len(ends) and ends[stop][1] <= chain[1]:
        stop += 1
    if ends[at - 1][0] == chain[0]:
        at -= 1
    ends[at:stop] = [chain]


def _add_repeats(matched: Matched, found: list[Candidate]) -> None:
    """Add further anchors of a footnote: a sure candidate that repeats the label of the one before it."""
    latest: dict[str, int] = {}
    for candidate in found:
        if candidate in matched.anchors:
            latest[candidate.label] = matched.anchors[candidate]
        elif candidate.weight >= 3 and candidate.label in latest:
            matched.anchors[candidate] = latest[candidate.label]


def _orphans(matched: Matched, found: list[Candidate], labels: list[str]) -> list[Candidate]:
    """Return candidates that continue the run of anchors but have no footnote."""
    held = {c.label for c in matched.anchors}
    numbers = sorted(int(label) for label in held if label.isdigit())
    orphans = []
    position = {c: i for i, c in enumerate(found)}
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for candidate in sorted(matched.anchors, key=position.__getitem__):
        first.setdefault(candidate.label, position[candidate])
        last[candidate.label] = position[candidate]
    for candidate in found:
        if candidate in matched.anchors:
            continue
        if candidate.weight >= 3 and candidate.label not in held:
            orphans.append(candidate)
        elif candidate.weight >= 1 and candidate.label.isdigit() and len(numbers) >= 1:
            number = int(candidate.label)
            before = first.get(str(number - 1), len(found)) < position[candidate]
            after = last.get(str(number + 1), -1) > position[candidate]
            ends = number in {numbers[-1] + 1, numbers[0] - 1}
            if str(number) not in held and (
                (before and after) or (ends and (before or after) and candidate.weight >= 2)
            ):
                orphans.append(candidate)
    return orphans


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
