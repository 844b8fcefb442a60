"""The words of references: kinds of paper, whose they are, and series of telegrams and papers.

The series and the abbreviations are those that occur in *Foreign Relations* volumes of 1910 to 1980, in their front
matter's lists of abbreviations and in the papers themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: A kind of paper as printed, folded to the kind that it names.
PAPER_KINDS = {
    "telegram": "telegram",
    "telegrams": "telegram",
    "tel": "telegram",
    "tels": "telegram",
    "cable": "telegram",
    "cables": "telegram",
    "circular telegram": "circular telegram",
    "circular telegrams": "circular telegram",
    "circular airgram": "circular airgram",
    "circular": "circular",
    "airgram": "airgram",
    "airgrams": "airgram",
    "despatch": "despatch",
    "despatches": "despatch",
    "dispatch": "despatch",
    "dispatches": "despatch",
    "instruction": "instruction",
    "instructions": "instruction",
    "letter": "letter",
    "letters": "letter",
    "note": "note",
    "notes": "note",
    "memorandum": "memorandum",
    "memoranda": "memorandum",
    "message": "message",
    "messages": "message",
    "report": "report",
    "aide-mémoire": "aide-mémoire",
    "aide-memoire": "aide-mémoire",
}

#: Words for "a telegram of this or that office", folded to whose it is.
OFFICE_TELEGRAMS = {
    "embtel": "Embassy's",
    "embtels": "Embassy's",
    "deptel": "Department's",
    "deptels": "Department's",
    "depcirtel": "Department's",
    "depcirctel": "Department's",
    "contel": "Consulate's",
    "contels": "Consulate's",
    "congentel": "Consulate General's",
    "legtel": "Legation's",
    "legtels": "Legation's",
    "mistel": "Mission's",
    "urtel": "your",
    "urtels": "your",
    "mytel": "my",
    "mytels": "my",
    "ourtel": "our",
    "ourtels": "our",
    "reurtel": "your",
    "reurtels": "your",
    "remytel": "my",
    "remytels": "my",
    "reourtel": "our",
    "reembtel": "Embassy's",
    "redeptel": "Department's",
    "relegtel": "Legation's",
    "recontel": "Consulate's",
    "reurlet": "your",
    "reurdes": "your",
}

#: Numbered series of telegrams, by delegation or programme.
SERIES = (
    "Secto", "Tosec", "Polto", "Topol", "Delga", "Gadel", "Gocus", "Usmun", "Unmis", "Telac", "Actel", "Dulte",
    "Tedul", "Cirtel", "Ecato", "Toeca", "Usfoto", "Tousfo", "Repsec", "Topad", "Depto", "Todep", "Cedel", "Busec",
    "Confu", "Niact", "Martel", "Telmar", "Hakto", "Tohak", "Kosec", "Moto", "Toto", "Ecbus", "Cento", "Tocento",
    "Estel", "Legto", "Musto", "Tomus", "Noforn", "Refto", "Toref", "Salt", "Tosalt", "Weirtel", "Cusec", "Secun",
    "Unsec", "Usun", "Icato",
)  # fmt: skip

#: Series of papers that are known by their letters and a number: policy, planning and estimates.
PAPER_SERIES = (
    "NSC", "NSAM", "NSSM", "NSDM", "NSDD", "PD", "PRM", "PPS", "SWNCC", "SANACC", "JCS", "NIE", "SNIE", "ORE", "SE",
    "CIEPSM", "CIEPDM", "CFEP", "OCB", "PSB", "EPBSM", "NSC/SM",
)  # fmt: skip


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression for any of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


def tokens_of(phrases: Iterable[str]) -> frozenset[str]:
    """Return the first words of these phrases in lower case: "the" of "The Hague", "nsc" of "NSC/SM"."""
    return frozenset(re.split(r"\W", phrase, maxsplit=1)[0].lower() for phrase in phrases)


class _Tree(dict[str, "_Tree"]):
    """Letters with what follows them; an empty string where a word may end."""


def any_word(words: Iterable[str]) -> str:
    """Return a regular expression for any of these lower-case words in any case, as a tree, which fails fast."""
    tree = _Tree()
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, _Tree())
        branch[""] = _Tree()
    return _branches(tree)


def _branches(tree: _Tree) -> str:
    found = [
        (f"[{re.escape(letter)}{re.escape(letter.upper())}]" if letter.upper() != letter else re.escape(letter))
        + _branches(branch)
        for letter, branch in sorted(tree.items())
        if letter
    ]
    if not found:
        return ""
    return f"(?:{'|'.join(found)}){'?' if '' in tree else ''}"
