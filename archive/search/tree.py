"""A question as a tree. Its words are tokens already: folded, stemmed, and with their field's prefix."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or a phrase: tokens side by side, the last perhaps only begun, perhaps in one column only."""

    tokens: tuple[str, ...]
    prefix: bool = False
    column: str = ""
    printed: str = ""


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
    """Every word and phrase that is looked for, without those that are excluded."""
    match tree:
        case Words() | Near():
            return [tree]
        case Or() | And():
            return [leaf for part in tree.parts for leaf in leaves(part)]
    return []
