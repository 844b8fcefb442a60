"""Whom a name in a heading means, by the list of persons of its volume."""

from __future__ import annotations

from collections.abc import Iterable

from archive.identity.evidence import likeness, read_line
from archive.identity.joining import Entry
from archive.identity.names import Agreement, agreement, read_name, read_spoken_name

#: How much of an office, or of the line if that is shorter, must stand in the other to tell one of several.
_THE_OFFICE = 0.6
#: How much must agree where there is one of that surname only.
_SOMETHING = 0.25
_UNLIKE = {Agreement.CONTRADICTED, Agreement.MISPRINTED}


def entry_meant(person: str, office: str, entries: Iterable[Entry]) -> Entry | None:
    """Return the one entry of a volume's list that a printed name and office mean, or ``None`` if that is not certain.

    A name means the only entry that it agrees with; if there are several, the only one whose line names the office.

    >>> from archive.identity import read_entry
    >>> dulles = read_entry(1, "v", "Dulles, John Foster", "Secretary of State")
    >>> entry_meant("Dulles", "Secretary of State", [dulles]) is dulles
    True
    """
    name = read_spoken_name(person)
    if name is None:
        return None
    found = [
        entry
        for entry in entries
        if not entry.line.see
        and (
            (entry.name.whole and entry.name.letters == name.spoken)
            or (entry.name.surname == name.surname and agreement(entry.name, name) not in _UNLIKE)
        )
    ]
    line = read_line(office)
    if len(found) == 1:
        alone = bool(name.given) or not line.words or likeness(line, found[0].line) >= _SOMETHING
        return found[0] if alone else None
    held = [entry for entry in found if likeness(line, entry.line) >= _THE_OFFICE]
    return held[0] if len(held) == 1 else None


def same_name(spoken: str, listed: str) -> bool:
    """Whether a name as it is spoken can be one as lists print it: the surname is the same and nothing contradicts it.

    >>> same_name("Ulrick Bay", "Bay, Charles Ulrick"), same_name("Mr. Bay", "Bay, Charles Ulrick"), same_name("Gay", "Bay, Charles Ulrick")
    (True, True, False)
    """
    one, other = read_spoken_name(spoken), read_name(listed)
    if one is None or other is None:
        return False
    return one.surname == other.surname and agreement(one, other) not in _UNLIKE
