"""The words of references: kinds of paper, whose they are, and series of telegrams and papers.

The series and the abbreviations are those that occur in *Foreign Relations* volumes of 1910 to 1980, in their front
matter's lists of abbreviations and in the papers themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.dating.months import MONTH_ABBREVIATIONS, MONTHS

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
    "memorandum of conversation": "memorandum of conversation",
    "memoranda of conversation": "memorandum of conversation",
    "memorandum of discussion": "memorandum of discussion",
    "aide-mémoire": "aide-mémoire",
    "aide-memoire": "aide-mémoire",
}

#: The beginnings of words for "a paper of this or that office", with whose it is: "Embtel", "Depcirtel", "urdes".
_OWNERS = {
    "emb": "Embassy's", "dep": "Department's", "con": "Consulate's", "congen": "Consulate General's", "leg": "Legation's",
    "mis": "Mission's", "del": "Delegation's", "my": "my", "our": "our", "ur": "your", "your": "your",
}  # fmt: skip
#: The ends of these words, with the kind of paper.
_FORMS = {
    "tel": "telegram", "cirtel": "circular telegram", "circtel": "circular telegram", "des": "despatch", "desp": "despatch",
    "air": "airgram", "let": "letter", "instr": "instruction",
}  # fmt: skip

#: Words for a paper of this or that office, in lower case, folded to its kind and to whose it is: "reembtels" is an Embassy's telegram.
OFFICE_PAPERS = {
    f"{re_}{beginning}{form}{plural}": (kind, whose)
    for beginning, whose in _OWNERS.items()
    for form, kind in _FORMS.items()
    for re_ in ("", "re")
    for plural in ("", "s")
}

#: Numbered series of telegrams, by delegation or programme.
SERIES = (
    "Secto", "Tosec", "Polto", "Topol", "Delga", "Gadel", "Gocus", "Usmun", "Unmis", "Telac", "Actel", "Dulte",
    "Tedul", "Cirtel", "Ecato", "Toeca", "Usfoto", "Tousfo", "Repsec", "Topad", "Depto", "Todep", "Cedel", "Busec",
    "Confu", "Niact", "Martel", "Telmar", "Hakto", "Tohak", "Kosec", "Moto", "Toto", "Ecbus", "Cento", "Tocento",
    "Estel", "Legto", "Musto", "Tomus", "Noforn", "Refto", "Toref", "Salt", "Tosalt", "Weirtel", "Cusec", "Secun",
    "Unsec", "Usun", "Icato",
)  # fmt: skip

#: Words that may stand before a number and name no series: months, parts of a text, and other papers.
NO_SERIES = frozenset(
    "part section sec para paragraph page chapter article item point annex tab note no nos number room rule phase plan option group step"
    " question answer line table figure schedule appendix enclosure resolution ref re reference your my our his their its the this a an"
    " telegram despatch airgram letter memorandum message day".split()
) | {name.lower() for name in (*MONTHS, *MONTH_ABBREVIATIONS)}

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
