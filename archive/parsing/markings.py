"""Classification markings and the handling words printed with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Classifications, the longest of those that share words first.
CLASSIFICATIONS = (
    "No classification marking", "Limited Official Use", "Official Use Only", "Administratively Confidential",
    "Strictly Confidential", "Top Secret", "Secret", "Confidential", "Restricted", "Unclassified", "Classified",
)  # fmt: skip
_HANDLING = (
    "Flash", "Immediate", "Operational Immediate", "Niact", "Niact Immediate", "Priority", "Routine", "Urgent", "U.S. Urgent",
    "US Urgent", "Exdis", "Nodis", "Limdis", "Limit Distribution", "Exclusive Distribution", "No Distribution", "Noforn", "No Forn",
    "Eyes Only", "Cherokee", "Sensitive", "Personal", "Private", "Rush", "Plain", "Verbatim Text", "Emergency", "Controlled Dissem",
    "Presidential Handling", "Special Handling", "Sanitized", "Codeword", "Stadis", "Roger Channel", "Security Information",
    "Literally Eyes Only", "Bohemia", "Umbra", "Strictly Personal", "Extremely Urgent", "Triple Priority", "Double Priority",
    "U.S. Only", "US Only", "Limited Distribution", "No Foreign Dissem", "Controlled Dissemination", "Restricted Data",
    "Exclusively Eyes Only", "Most Immediate",
)  # fmt: skip
_CLASSIFICATION = re.compile(rf"\b(?:{'|'.join(CLASSIFICATIONS)})\b", re.IGNORECASE)
_HANDLING_WORD = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _HANDLING), key=len, reverse=True))})\b", re.IGNORECASE
)
#: A word whose letters are set apart: "S E C R E T".
_SPACED = re.compile(r"(?<!\S)(?:[A-Z]\s){3,}[A-Z](?!\S)")
#: For which of several addressees the handling words are: "niact (Delhi only)".
_ADDRESSEE = re.compile(r"\((?:[\w.]{1,20}\s){1,3}only\)", re.IGNORECASE)
_OTHER_WORDS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Marking:
    """A marking in the usual spelling ("Top Secret"), its handling words, and its printed words."""

    classification: str = ""
    distribution: tuple[str, ...] = ()
    printed: str = ""


def read_marking(text: str) -> Marking:
    """Return the marking in a line or sentence; empty if there is none. What is not printed is not "unclassified"."""
    text = _joined(text)
    found = _CLASSIFICATION.search(text)
    words = dict.fromkeys(_usual(match[0]) for match in _HANDLING_WORD.finditer(text))
    return Marking(_usual(found[0]) if found else "", tuple(words), text.strip() if found or words else "")


def is_marking_line(text: str) -> bool:
    """Return whether a line is only a marking: "SECRET", "secret us urgent", "Confidential; Priority"."""
    line = _ADDRESSEE.sub(" ", _joined(text)).strip(" []().—–-")
    if not line or len(line) > 80:
        return False
    rest = _HANDLING_WORD.sub(" ", _CLASSIFICATION.sub(" ", line))
    return rest != line and not _OTHER_WORDS.search(re.sub(r"\b(?:and|for|the|plus|paraphrase|of)\b", " ", rest))


def _joined(text: str) -> str:
    return _SPACED.sub(lambda match: "".join(match[0].split()).replace("TOPSECRET", "TOP SECRET"), text)


def _usual(words: str) -> str:
    lower = words.lower()
    if lower == "no classification marking":
        return "No classification marking"
    return " ".join("U.S." if word in {"us", "u.s."} else word.capitalize() for word in lower.split())
