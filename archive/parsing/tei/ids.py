"""The ids of a volume's divisions, documents and lists, of which the addresses of their pages are made."""

from __future__ import annotations

LONGEST_ID = 100


def is_usable_id(text: str) -> bool:
    """Return whether an id fits in an address and in an index: one printable line without a slash, at most 100 characters long."""
    return 0 < len(text) <= LONGEST_ID and text.isprintable() and "/" not in text and text.strip(" .") != ""


def free_id(wanted: str, taken: dict[str, int]) -> str:
    """Return an id that is not taken yet, and note that it is now: "d1", then "d1-2" … ``taken`` has how often each was requested."""
    found = wanted
    while found in taken:
        taken[wanted] += 1
        found = f"{wanted}-{taken[wanted]}"
    taken[found] = 1
    return found
