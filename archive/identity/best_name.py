"""The name under which a person of several lists is shown: the fullest that many of them print."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from archive.identity.names import has_title, read_name

#: What a list puts beside a name: another name, a pseudonym, what friends said.
_BESIDE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|[“\"][^“”\"]*[”\"])")
#: Ranks at the beginning of what follows a surname. They change, and lists abbreviate them in many ways; their lines state them.
_RANKS = re.compile(
    r"(?>(?:(?:(?:vice|rear|fleet)\s+(?=adm)|(?:brig|maj|lt|lieut)[.a-z]*\s+(?=gen|col|comm?a?n?de?r)"
    r"|admiral|adm|brigadier|brig|captain|capt|cmdr|colonel|col|commander|commodore|generalissimo|general|gen"
    r"|lieutenant|lieut|lt|major|maj|marshal|dr)\b\.?\s*)+)(?=\w)",
    re.IGNORECASE,
)
#: A fuller name must be printed by at least this share of the volumes that print the most usual one.
_COMMON = 0.5


def without_beside(name: str) -> str:
    """Return a name without what is printed beside it in brackets or quotation marks; the name itself if nothing else is there.

    >>> without_beside("Dulles, Allen (Ascham, Robert A.)")
    'Dulles, Allen'
    """
    return " ".join(_BESIDE.sub(" ", name).replace(" ,", ",").split()).strip(" ,;:") or name


def without_rank(name: str) -> str:
    """Return an inverted name without the rank before its given names; the name itself if nothing else would follow the surname.

    >>> without_rank("Taylor, Lt. Gen. Maxwell D."), without_rank("Tran Van Don, General")
    ('Taylor, Maxwell D.', 'Tran Van Don, General')
    """
    surname, comma, rest = name.partition(", ")
    rank = _RANKS.match(rest)
    return f"{surname}{comma}{rest[rank.end() :] if rank else rest}"


def best_name(printed: Iterable[str]) -> str:
    """Return the name to show a person under, of the names that the lists print, one for each entry: ``""`` if there are none.

    >>> best_name(["Dulles, Allen (Ascham, Robert A.)", "Dulles, Allen W.", "Dulles, Allen W."])
    'Dulles, Allen W.'
    """
    forms: dict[tuple[str, tuple[str, ...], str], Counter[str]] = defaultdict(Counter)
    for name in (without_rank(without_beside(one)) for one in printed):
        if found := read_name(name):
            forms[found.surname, found.given, found.suffix][name] += 1
    if not forms:
        return ""
    most = max(form.total() for form in forms.values())
    common = [key for key, form in forms.items() if form.total() >= most * _COMMON]
    chosen = max(common, key=lambda key: (len("".join(key[1])), forms[key].total(), key))
    # Of "Adenauer, Dr. Konrad" and "Adenauer, Konrad" the one without a title, then the one that most print.
    return min(forms[chosen], key=lambda name: (has_title(name), -forms[chosen][name], name))
