"""Phrases that have a token of their own in the postings, as if they were words.

PostgreSQL finds a phrase by reading where its words are in each paper that has all of them, which takes seconds if many papers of a large
archive have. So it is stored which papers have two words side by side that are common in diplomatic papers, and which have a longer or
another phrase that one of a hundred such papers has. Of any other two words side by side, a hash is stored, which few other papers have.
SQLite does not need it: its full-text index has the places of a word together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

#: Stems that at least a quarter of the papers of 32 volumes of *Foreign Relations* have; numbers are left out. Postings depend on them.
COMMON = frozenset(
    """
    a about accept act action administr affair after against agre agreement all also ambassador american an and ani appear
    approv are area as ask assist at b basi be becaus been befor believ between both but by call can central certain chang clear
    come comment communist concern consid consider continu convers could countri cours d date day decis defens depart desir
    develop did direct discuss do document draft dure econom effect effort embassi even express fact far feel file first follow
    for forc foreign from further general get give given go good govern great had has have he help here him his hope howev i
    ibid if import in includ increas indic inform interest into involv is issu it last like line long made major make matter may
    meet memorandum might militari minist more most mr much must nation necessari need negoti new no not note now object of
    offic offici on one onli oper or order other our out over own part particip particular peopl place plan pm point polici
    polit posit possibl prepar present presid press print problem program propos provid public question reason receiv recent
    record refer regard relat repeat report repres request requir respons result said same say secret secretari secur see seem
    serious should sinc situat so some sourc soviet state statement strong subject such suggest support take taken talk telegram
    text than that the their them then there these they think this those through time to toward two under understand unit up us
    use veri view want was washington way we well were what when whether which while who will wish with without work world would
    year you your
    """.split()  # noqa: SIM905 - one to a line would be pages
)
#: The prefix of a phrase's token, and what is between its words, which have no digit.
_PREFIX, _BETWEEN = "0b", "0"
#: The tokens of hashes, the marks that tell hashes of one token apart, and the mark of several hashes of one token in a paper.
_OF_HASHES, _MARKS, SEVERAL = tuple(f"0d{number:03x}" for number in range(4096)), 254, 255


@dataclass(slots=True)
class _Beginning:
    """The beginning of phrases: its token, if it is a phrase itself, and what it is with one word more."""

    token: str
    longer: dict[str, _Beginning]


@cache
def _beginnings() -> dict[str, _Beginning]:
    """Return the first words of the phrases that one of a hundred papers has. Postings depend on the list.

    The list leaves out what is part of a longer phrase: each part of two words or more has a token, too.
    """
    first: dict[str, _Beginning] = {}
    for line in (Path(__file__).parent / "data" / "phrases.txt").read_text(encoding="utf-8").splitlines():
        words = line.split()
        for start in range(len(words) - 1):
            longer = first
            for end, word in enumerate(words[start:], start + 1):
                token = _token(words[start:end]) if end > start + 1 else ""
                longer = longer.setdefault(word, _Beginning(token, {})).longer
    return first


def _token(phrase: Sequence[str]) -> str:
    return _PREFIX + _BETWEEN.join(phrase)


def pairs_in(tokens: Sequence[str]) -> list[str]:
    """Return the token of each two common words that are side by side in these tokens, in their order."""
    return [
        f"{_PREFIX}{one}{_BETWEEN}{other}"
        for one, other in zip(tokens, tokens[1:], strict=False)
        if one in COMMON and other in COMMON
    ]


def phrases_in(tokens: Sequence[str]) -> set[str]:
    """Return the token of each phrase in these tokens that has one."""
    first, found = _beginnings(), set(pairs_in(tokens))
    for start, word in enumerate(tokens):
        beginning, end = first.get(word), start + 1
        while beginning and end < len(tokens) and (beginning := beginning.longer.get(tokens[end])):
            found.add(beginning.token)
            end += 1
    return found


def hashes_in(texts: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return the tokens of the hashes of each two words that are side by side in texts and have no token as a phrase, with their marks."""
    first, found = _beginnings(), dict[str, int]()
    for tokens in texts:
        for one, other in pairwise(tokens):
            if one[0] == "0" or other[0] == "0" or (one in COMMON and other in COMMON):
                continue
            if not ((beginning := first.get(one)) and other in beginning.longer):
                hashed = crc32(f"{one} {other}".encode())
                token, mark = _OF_HASHES[hashed % 4096], 1 + (hashed >> 12) % _MARKS
                if found.setdefault(token, mark) != mark:
                    found[token] = SEVERAL
    return found


def parts_of(phrase: Sequence[str]) -> list[str]:
    """Return tokens that all papers with a phrase have: of the longest phrases in it, and of its other words.

    If it is one, the papers that have it are those with the phrase.
    """
    found: list[str] = []
    covered = 0
    for start in range(len(phrase)):
        end = _end_of_longest(phrase, start)
        if end > covered:
            found.append(_token(phrase[start:end]) if end > start + 1 else phrase[start])
            covered = end
    return found


def _end_of_longest(tokens: Sequence[str], start: int) -> int:
    """Return where the longest phrase that begins at ``start`` ends, or its first word if there is none."""
    longer, end = _beginnings(), start
    while end < len(tokens) and (beginning := longer.get(tokens[end])):
        longer, end = beginning.longer, end + 1
    return max(end, start + 1 + len(pairs_in(tokens[start : start + 2])))
