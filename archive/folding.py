"""One spelling for words: the one way of folding them, at index and at query time, on both databases.

A search engine gets only the tokens made here, so that it can't split or fold a word in its own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import snowballstemmer  # type: ignore[import-untyped]

#: A longer word is truncated: nobody types it, and PostgreSQL limits lexemes.
LONGEST_WORD = 64
_MOST_TOKENS = 200_000
_MOST_STEMS = 400_000

_DASHES = "‐‑‒–—―−﹘﹣－⁃"
_APOSTROPHES = "’‘ʼ‛`´′＇"
_LETTERS = {
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th",
    "ƀ": "b", "ɨ": "i", "ƶ": "z", "ĸ": "k", "ʼ": "'",
}  # fmt: skip


class _Table(dict[int, str]):
    """What each character folds to, computed at its first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _DASHES:
            folded = "-"
        elif character in _APOSTROPHES:
            folded = "'"
        else:
            folded = "".join(
                _LETTERS.get(part, part)
                for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
                if unicodedata.category(part) not in ("Mn", "Mc", "Me", "Cf", "Cs")
            )
        self[code] = folded
        return folded


_TABLE = _Table()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\. ?){2,}")
#: The same with the character before them, which is faster to search for.
_INITIALS_AFTER = re.compile(r"\W[^\W\d_]\. ?(?:[^\W\d_]\. ?)+")
#: A part of all initials, which is faster still to search for.
_TWO_STOPS = re.compile(r"\. ?[^\W\d_]\.")
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"'s\b")
_BETWEEN_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """Return the text without case, accents, soft hyphens and ligatures, with one kind of dash and apostrophe.

    >>> fold("Łódź – Œuvre")
    'lodz - oeuvre'
    """
    # Lower-casing bytes changes ASCII only; the few other characters are then looked up one by one.
    small = text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass").replace("`", "'")
    return small if small.isascii() else _NOT_ASCII.sub(_folded, small)


def _folded(match: re.Match[str]) -> str:
    return _TABLE[ord(match[0])]


def _letter_or_break(match: re.Match[str]) -> str:
    return match[0] if match[0].isalnum() else "\n"


def _joined(initials: re.Match[str]) -> str:
    return initials[0][0] + initials[0][1:].replace(".", "").replace(" ", "") + " "


def _whole_words(text: str) -> list[str]:
    folded = _POSSESSIVE.sub("", fold(text))
    if not folded.isascii():
        folded = _NOT_ASCII.sub(_letter_or_break, folded)
    folded = _INITIALS_AFTER.sub(_joined, f"\n{folded}")
    return folded.translate(_BETWEEN_WORDS).split() if folded.isascii() else _WORD.findall(folded)


def words(text: str) -> list[str]:
    """Return the folded words of a text in order: "U.S.S.R." is one word, "840.48" two, and a possessive s none."""
    return [word[:LONGEST_WORD] for word in _whole_words(text)]


class _Stems(dict[str, str]):
    """The stem of each word, computed at its first use; ``spelt`` are the words that spelling suggestions are drawn from."""

    def __init__(self) -> None:
        # In C where PyStemmer is installed, as by the requirements: the same stems, sixteen times as fast. A call of the stemmer
        # holds the interpreter's lock, so threads may share it.
        self._stemmer = snowballstemmer.stemmer("english")
        self.spelt: set[str] = set()

    def __missing__(self, word: str) -> str:
        if len(word) > LONGEST_WORD:
            return self[word[:LONGEST_WORD]]
        if 3 < len(word) < 30 and word.isalpha():
            self.spelt.add(word)
        found = self[word] = self._stemmer.stemWord(word) if word.isascii() and word.isalpha() else word
        return found


_known = _Stems()


def _stems() -> _Stems:
    global _known
    if len(_known) > _MOST_STEMS:
        _known = _Stems()  # not cleared: other threads may be using it
    return _known


def stem(word: str) -> str:
    """Return the English stem of a folded word; a word with other than ASCII letters is its own stem."""
    return _stems()[word]


def tokens(text: str) -> list[str]:
    """Return what the engines index: the stems of the words."""
    return list(map(_stems().__getitem__, _whole_words(text)))


def indexed(text: str) -> tuple[str, set[str]]:
    """Return a text's tokens joined by spaces, no more than the engines take, and its words that spelling suggestions are drawn from."""
    stems, found = _stems(), _whole_words(text)
    return " ".join(list(map(stems.__getitem__, found))[:_MOST_TOKENS]), stems.spelt.intersection(found)


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens of a text as :func:`tokens` returns them, each with its ``start`` and ``end`` in the original text."""
    places: list[int] = []
    pieces: list[str] = []
    for index, character in enumerate(text):
        folded = _TABLE[ord(character)]
        pieces.append(folded)
        places.extend([index] * len(folded))
    folded = "".join(pieces)
    # Replacements of the same length leave every offset as it is.
    folded = _POSSESSIVE.sub("  ", folded)
    joined = {match.start(): match.end() for match in _INITIALS.finditer(folded)}
    position = 0
    while match := _WORD.search(folded, position):
        start, end = match.span()
        word = match[0]
        if start in joined:
            end = joined[start]
            word = re.sub(r"[. ]", "", folded[start:end])
            end = start + len(folded[start:end].rstrip(" "))
        position = max(end, start + 1)
        yield stem(word[:LONGEST_WORD]), places[start], places[end - 1] + 1


def find(text: str, exact: frozenset[str], begun: tuple[str, ...] = ()) -> list[tuple[str, int, int]]:
    """Return the :func:`spans` whose token is in ``exact`` or begins with one of ``begun``.

    Only words that begin like a requested stem are examined, which is fast on long texts.
    """
    beginnings = {_beginning(token) for token in (*exact, *begun) if token}
    if not beginnings:
        return []
    folded = fold(text)
    if not _folds_one_to_one(text):
        return [span for span in spans(text) if span[0] in exact or span[0].startswith(begun)]
    folded = _POSSESSIVE.sub("  ", folded)
    found = []
    inside: set[int] = set()
    if _TWO_STOPS.search(folded):
        for match in _INITIALS.finditer(folded):
            whole = match[0].rstrip(" ")
            start = match.start()
            found.append((stem(re.sub(r"[. ]", "", whole)[:LONGEST_WORD]), start, start + len(whole)))
            inside.update(range(*match.span()))
    for beginning in beginnings:
        for match in re.finditer(beginning, folded):
            if match.start() not in inside:
                found.append((stem(match[0][:LONGEST_WORD]), *match.span()))
    return sorted(
        {span for span in found if span[0] in exact or span[0].startswith(begun)}, key=lambda span: (span[1], span[2])
    )


def _beginning(token: str) -> str:
    """Return a pattern for the words that have this stem or one that begins so: they share its first two letters, but "dying" has "die".

    The condition that no letter precedes is put after the letters, so that the search can skip from letter to letter.
    """
    first, second = re.escape(token[:1]), re.escape(token[1:2])
    letters = f"{first}[iy]" if second == "i" else first + second
    return rf"{letters}(?<![^\W_]{letters})[^\W_]*"


def _folds_one_to_one(text: str) -> bool:
    """Whether every character folds to one, so that offsets in the folded text are offsets in the text."""
    return text.isascii() or all(len(_TABLE[ord(character)]) == 1 for character in set(_NOT_ASCII.findall(text)))
