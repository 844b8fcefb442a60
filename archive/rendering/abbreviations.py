"""Which words of a text are abbreviations that a volume's list explains.

Volumes mark the words of their lists without regard to their case, so that "One might inquire" is marked as the Office of National
Estimates, and "I do not care" as a relief organisation.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: Words of English that some list has in capitals. A sentence can begin with them.
_WORDS = frozenset(
    """able acts aide aids arms army base bath care case cats code come corp dare east face fact film fine fire ford gate gift hand have
    here home iron java just land last life line link live long lost main mark mine move navy news next north once open pact park past peace
    pilot plan point post rare rest rise root safe salt save seat ship shape side sites south spar star start states step talk team that
    then this time tops unit volunteers ward west wise with work""".split()
)
#: Short words of running text, French and Latin ones of English texts among them. A list that has one in small letters ("en", the enemy)
#: doesn't mean it wherever it stands: "en route".
_SMALL_WORDS = frozenset(
    """a ad an and are as at be but by de des du en et for go had has he her his if in inter is it its la le les me my no not of on or per
    pro re so than that the to up us via was we who with""".split()
)
#: Shorter words with one capital are words more often than abbreviations: "Sea", "One", "Min".
_SHORTEST = 4
#: Abbreviations that mean something else, too, which no list of a volume need say.
_OTHER_MEANINGS = {"USA": "United States of America"}


class Explanation(NamedTuple):
    """An abbreviation as a volume's list prints it, and what it stands for."""

    term: str
    expansion: str

    def explains(self, words: str) -> bool:
        """Whether words that are marked with it are the abbreviation, and not ordinary words of the same letters."""
        words = words.strip()
        letters = _letters(words)
        if words.islower():
            return letters not in _SMALL_WORDS and any(
                part.islower() and _letters(part).startswith(letters[:-1] or letters) for part in _parts(self.term)
            )
        if (
            words[:1].isupper()
            and words[1:].islower()
            and any(part.isupper() and _letters(part) == letters for part in _parts(self.term))
        ):
            return len(letters) >= _SHORTEST and letters not in _WORDS
        return True

    @property
    def in_words(self) -> str:
        """What it stands for, with what else it means: of "USA" in a list of ranks the country, too."""
        other = _OTHER_MEANINGS.get(self.term, "")
        return self.expansion if not other or other in self.expansion else f"{self.expansion}; or {other}"


def _parts(term: str) -> list[str]:
    """Return the forms of an abbreviation: "UFCO, UNFC, UNIFRUIT" has three."""
    return [part for part in re.split(r"[,;()\s]+", term) if part]


def _letters(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())
