"""Authors and editors as citation managers need them: people by family and given name, offices and other bodies whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.exports.citing.cited import Cited

_SUFFIX = re.compile(r",? (?P<suffix>Jr\.?|Sr\.?|II|III|IV)$")
_BODY = re.compile(
    r"\b(?:of|for|Office|Department|Embassy|Legation|Mission|Staff|Division|Bureau|Committee|Council|Agency|Historian|Government)\b"
)
#: Names that begin with these belong together: "Lord Lansdowne" has no given name "Lord".
_TITLE = re.compile(
    r"(?:The|Lord|Lady|Sir|Dame|Earl|Count|Countess|Baron|Viscount|Prince|Princess|King|Queen|Emperor|Marquis|Marquess|Mr|Mrs|Miss|Mme"
    r"|General|Admiral|Colonel|Captain|Major|President|Dr)\b"
)
_FAMILY = re.compile(r"(?:^| )(?P<family>(?:(?:[a-z][a-zé’']*|La|Le|Du|Van|Von|Di) )*[^ ]+)$")


@dataclass(frozen=True, slots=True)
class Creator:
    """An author or editor. One without ``given`` has its whole name in ``family``; ``body`` is true for an office or a group."""

    family: str
    given: str = ""
    suffix: str = ""
    body: bool = False

    def inverted(self) -> str:
        """Return the family name first, with the suffix at the end of the given names: "Sanford, William F. Jr."."""
        if self.body:
            return self.family.replace(",", ";")  # commas would take it apart
        given = " ".join(part for part in (self.given, self.suffix) if part)
        return f"{self.family}, {given}" if given else self.family


def creator_named(name: str) -> Creator:
    """Return the creator of a name as printed: "William F. Sanford, Jr.", "Office of the Historian"."""
    name = " ".join(name.split())
    if _BODY.search(name):
        return Creator(name, body=True)
    found = _SUFFIX.search(name)
    suffix, bare = (found["suffix"], name[: found.start()]) if found else ("", name)
    if ", " in bare:
        family, _, given = bare.partition(", ")
        return Creator(family, given, suffix)
    match = None if _TITLE.match(bare) else _FAMILY.search(bare)
    if not match or not match.start():
        return Creator(bare, suffix=suffix)
    return Creator(match["family"], bare[: match.start()], suffix)


def authors_of(cited: Cited) -> Iterator[Creator]:
    """Yield who wrote the paper: each sender's person as printed, else the office; nobody for editors' own notes."""
    for sender in cited.record.senders:
        if sender.person and not sender.person.startswith("["):
            yield creator_named(sender.person)
        elif words := sender.office or sender.printed:
            yield Creator(" ".join(words.split()), body=True)


def editors_of(cited: Cited) -> list[Creator]:
    """Return the editors of the volume, each once."""
    return [creator_named(name) for name in dict.fromkeys(cited.volume.editors)] if cited.volume else []
