"""One spelling for words: the one way of folding them, at index and at query time, on both databases.

A search engine gets only the tokens made here, so that it can't split or fold a word in its own way. What a hyphen or an apostrophe
joins ("anti-American", "O'Connor", "C-130") is several words, and one :func:`compound` beside them, so that each spelling finds the
others, and a word that is broken at the end of a line is found whole. Chinese and Japanese signs are words each: a run of them is
found by any part of it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

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
#: The first stop of all initials, which is faster to search for.
_FIRST_STOP = re.compile(r"\.(?= ?[^\W\d_]\.)")
#: Chinese and Japanese signs, which are written without blanks between words.
_SIGNS = "\u3005\u3007\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W_{_SIGNS}]"
_WORD = re.compile(rf"{_LETTER}+|[^\W_]")
#: A hyphen or an apostrophe between letters or figures, searched for by its own character, and what is joined so.
_JOINT = re.compile(r"['-](?<=[^\W_].)(?=[^\W_])")
_LETTERS_ONLY = re.compile(rf"{_LETTER}+")
_NO_JOINTS = str.maketrans("", "", "-'")
_JOINED = re.compile(rf"{_LETTER}+(?:['-]{_LETTER}+)+")
#: Between the words of a text and its compounds, so that no phrase runs from the ones into the others.
GAP = "0gap"
#: Of more parts than these, only neighbours are joined.
_MOST_PARTS = 3
#: So many letters at the end of a stem may be others than in its words.
_CHANGED_BY_STEMMING = 2
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


def _prepared(text: str) -> str:
    """Return the folded text from which words and compounds are taken; if each character folds to one, no offset changes."""
    return _POSSESSIVE.sub("  ", fold(_apart(text)))


def _apart(text: str) -> str:
    """Return the text without the dashes that set words apart instead of joining them, although they fold to hyphens."""
    return text if text.isascii() else text.replace("—", " ").replace("―", " ")


def _whole_words(prepared: str) -> list[str]:
    if not prepared.isascii():
        prepared = _NOT_ASCII.sub(_letter_or_break, prepared)
    pieces: list[str] = []
    end = 0
    for initials in _all_initials(prepared):
        pieces += prepared[end : initials.start()], initials[0].replace(".", "").replace(" ", ""), " "
        end = initials.end()
    prepared = "".join([*pieces, prepared[end:]]) if pieces else prepared
    return prepared.translate(_BETWEEN_WORDS).split() if prepared.isascii() else _WORD.findall(prepared)


def words(text: str) -> list[str]:
    """Return the folded words of a text in order: "U.S.S.R." is one word, "840.48" two, and a possessive s none."""
    return [word[:LONGEST_WORD] for word in _whole_words(_prepared(text))]


def compound(text: str) -> str:
    """Return the one word that a text is if its hyphens and apostrophes are left out; ``""`` if they are not all that joins it.

    >>> compound("O’Connor"), compound("C-130"), compound("1943-44"), compound("oil")
    ('oconnor', 'c130', '', '')
    """
    prepared = _prepared(text).strip()
    if not _JOINED.fullmatch(prepared):
        return ""
    return next((word for word, start, end in _compounds(prepared) if end - start == len(prepared)), "")


def _compounds(prepared: str) -> Iterator[tuple[str, int, int]]:
    """Yield words joined by hyphens or apostrophes as one word, with its ``start`` and ``end``: the whole, and any two that are neighbours.

    Numbers alone are not joined: "1943-44" is not 194344.
    """
    end = 0
    for joint in _JOINT.finditer(prepared):
        start = joint.start()
        if start < end:
            continue
        while start > end and prepared[start - 1].isalnum():
            start -= 1
        match = _JOINED.match(prepared, start)
        if match is None:  # signs
            continue
        end = match.end()
        parts = [part.span() for part in _LETTERS_ONLY.finditer(prepared, start, end)]
        places = [(one[0], other[1]) for one, other in pairwise(parts)]
        if 2 < len(parts) <= _MOST_PARTS:
            places.insert(0, (start, end))
        for first, last in places:
            word = prepared[first:last].translate(_NO_JOINTS)
            if not word.isdigit():
                yield word, first, last


class _Stems(dict[str, str]):
    """The stem of each word, computed at its first use."""

    def __init__(self) -> None:
        # In C where PyStemmer is installed, as by the requirements: the same stems, sixteen times as fast. A call of the stemmer
        # holds the interpreter's lock, so threads may share it.
        self._stemmer = snowballstemmer.stemmer("english")

    def __missing__(self, word: str) -> str:
        if len(word) > LONGEST_WORD:
            return self[word[:LONGEST_WORD]]
        found = self._stemmer.stemWord(word) if word.isascii() and word.isalpha() else word
        self[word] = word if found == word else found  # one string for both is half the memory to go through
        return self[word]


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
    """Return the stems of the words of a text, in order."""
    return list(map(_stems().__getitem__, _whole_words(_prepared(text))))


def indexed(text: str) -> tuple[str, set[str]]:
    """Return what the engines index of a text, and its words that spelling suggestions are drawn from.

    These are the tokens joined by spaces, no more than the engines take, and after a gap each compound once: phrases stay as printed.
    """
    prepared = _prepared(text)
    found = _whole_words(prepared)
    stems = list(map(_stems().__getitem__, found[:_MOST_TOKENS]))
    spelt = {word for word in set(found) if 3 < len(word) < 30 and word.isalpha()}
    return " ".join([*stems, *_compound_tokens(prepared)]), spelt


def compound_tokens(text: str) -> list[str]:
    """Return a gap and the stem of each compound in a text, once; nothing if it has none."""
    return _compound_tokens(_prepared(text))


def _compound_tokens(prepared: str) -> list[str]:
    found = dict.fromkeys(stem(word) for word, _, _ in _compounds(prepared))
    return [GAP, *found][:_MOST_TOKENS] if found else []


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens and all compounds of a text, each with its ``start`` and ``end`` in it, by their places, the longest first."""
    places: list[int] = []
    pieces: list[str] = []
    for index, character in enumerate(_apart(text)):
        folded = _TABLE[ord(character)]
        pieces.append(folded)
        places.extend([index] * len(folded))
    # Replacements of the same length leave every offset as it is.
    folded = _POSSESSIVE.sub("  ", "".join(pieces))
    found = [(stem(word), start, end) for word, start, end in _compounds(folded)]
    joined = {match.start(): match.end() for match in _all_initials(folded)}
    position = 0
    while match := _WORD.search(folded, position):
        start, end = match.span()
        word = match[0]
        if start in joined:
            end = joined[start]
            word = re.sub(r"[. ]", "", folded[start:end])
            end = start + len(folded[start:end].rstrip(" "))
        position = max(end, start + 1)
        found.append((stem(word[:LONGEST_WORD]), start, end))
    yield from sorted(((token, places[start], places[end - 1] + 1) for token, start, end in found), key=_place)


def _all_initials(folded: str) -> Iterator[re.Match[str]]:
    end = 0
    for stop in _FIRST_STOP.finditer(folded):
        if stop.start() > end and (match := _INITIALS.match(folded, stop.start() - 1)):
            end = match.end()
            yield match


def _place(span: tuple[str, int, int]) -> tuple[int, int]:
    return span[1], -span[2]


def find(text: str, exact: frozenset[str], begun: tuple[str, ...] = ()) -> list[tuple[str, int, int]]:
    """Return the :func:`spans` whose token is in ``exact`` or begins with one of ``begun``.

    Only words that begin like a requested stem are examined, which is fast on long texts.
    """
    sought = {token for token in (*exact, *begun) if token}
    if not sought:
        return []
    folded = _prepared(text)
    joined = _is_joined_in(folded, {_shared(token) for token in sought})
    found: list[tuple[str, int, int]] = []
    inside: set[int] = set()
    for match in _all_initials(folded):
        whole = match[0].rstrip(" ")
        start = match.start()
        found.append((stem(re.sub(r"[. ]", "", whole)[:LONGEST_WORD]), start, start + len(whole)))
        inside.update(range(*match.span()))
    for beginning in {_beginning(token) for token in sought}:
        for match in re.finditer(beginning, folded):
            start, end = match.span()
            if start not in inside:
                found.append((stem(match[0][:LONGEST_WORD]), start, end))
            joined = joined or folded[end : end + 1] in ("-", "'")
    if joined:
        found += [(stem(word), start, end) for word, start, end in _compounds(folded)]
    found = [span for span in found if span[0] in exact or span[0].startswith(begun)]
    if not found:
        return []
    if shifts := _shifts(text):
        found = [(token, _before(shifts, start), _before(shifts, end - 1) + 1) for token, start, end in found]
    return sorted(set(found), key=_place)


def _shared(token: str) -> str:
    """Return the first letters of a stem, with which all words begin that have it or a longer one: "able" is the stem of "ability"."""
    return token if not _LETTERS_ONLY.match(token) else token[: max(len(token) - _CHANGED_BY_STEMMING, 2)]


def _is_joined_in(folded: str, begins: set[str]) -> bool:
    """Return whether a hyphen or an apostrophe in a text stands between letters with which words begin that are looked for."""
    if "-" not in folded and "'" not in folded:
        return False
    joined = folded.replace("-", "").replace("'", "")
    return any(joined.count(letters) != folded.count(letters) for letters in begins)


def _beginning(token: str) -> str:
    """Return a pattern for the words that have this stem or one that begins so; "dying" has "die".

    The condition that no letter precedes is put after the letters, so that the search can skip from one place with them to the next.
    """
    if not _LETTERS_ONLY.match(token):
        return re.escape(token)
    letters = f"{re.escape(token[0])}[iy]" if token[1:] in ("i", "ie") else re.escape(_shared(token))
    return rf"{letters}(?<!{_LETTER}{letters}){_LETTER}*"


def _shifts(text: str) -> list[tuple[int, int, int]]:
    """Return where the characters that do not fold to one begin in the folded text, where in the text, and how many they fold to."""
    if text.isascii():
        return []
    found, shift = [], 0
    for match in _NOT_ASCII.finditer(_apart(text)):
        length = len(_TABLE[ord(match[0])])
        if length != 1:
            found.append((match.start() + shift, match.start(), length))
            shift += length - 1
    return found


def _before(shifts: list[tuple[int, int, int]], offset: int) -> int:
    """Return the place in the text of an offset in the folded text."""
    place = bisect_right(shifts, offset, key=itemgetter(0))
    if place:
        # Of those that fold to nothing and begin at the same offset, this is the last.
        begins, index, length = shifts[place - 1]
        return index if offset < begins + length else index + 1 + offset - begins - length
    return offset
