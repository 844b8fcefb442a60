"""A query as a tree. Its words are tokens already: folded, stemmed, and with the prefix of their field."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or a phrase: tokens side by side, the last perhaps a prefix, perhaps in one column only.

    ``compound`` is the one token that they are without their hyphens and apostrophes, and which is found as well, or "".
    ``printed`` is the word or phrase as typed, and ``place`` is where it begins and ends in the query's text, if it is there.
    """

    tokens: tuple[str, ...]
    prefix: bool = False
    column: str = ""
    printed: str = ""
    place: tuple[int, int] | None = field(default=None, compare=False)
    compound: str = ""

    @property
    def spellings(self) -> tuple[Words, ...]:
        """The same word or phrase in each spelling that is to be found."""
        alone = replace(self, compound="")
        return (alone, replace(alone, tokens=(self.compound,))) if self.compound else (alone,)

    def is_same_term(self, other: Words | Near) -> bool:
        """Whether it matches the same papers as another term."""
        return isinstance(other, Words) and replace(self, printed="") == replace(other, printed="")


@dataclass(frozen=True, slots=True)
class Near:
    """Words of which each is at most ``distance`` words from the next, in either order."""

    tokens: tuple[str, ...]
    distance: int
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Not:
    part: Words | Near | Or


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


Node = Words | Near | Not | Or | And


def leaves(tree: Node | None) -> list[Words | Near]:
    """Return every word and phrase to find, without those that are excluded."""
    match tree:
        case Words() | Near():
            return [tree]
        case Or() | And():
            return [leaf for part in tree.parts for leaf in leaves(part)]
    return []
