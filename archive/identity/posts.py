"""Which post an office belongs to: "Ambassador in France", "Embassy in France" and "Chargé in France" are of one mission."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.folding import fold
from archive.parsing.references.missions import mission_of, names_of

#: Names of countries that references to papers do not use, and one that they do, by which its missions are found.
_OTHER_NAMES = {
    "vietnam south": "vietnam", "republic of vietnam": "vietnam", "viet nam": "vietnam", "khmer republic": "cambodia",
    "sri lanka": "ceylon", "myanmar": "burma", "union of burma": "burma", "zaire": "congo", "congo democratic republic": "congo",
    "benin": "dahomey", "upper volta": "burkina faso", "federation of malaya": "malaya", "southern rhodesia": "zimbabwe",
    "cote divoire": "ivory coast", "malagasy republic": "madagascar", "holland": "netherlands", "jugoslavia": "yugoslavia",
    "serbia": "yugoslavia", "czech republic": "czechoslovakia", "vatican": "holy see", "vatican city": "holy see",
    "hashemite kingdom of jordan": "jordan", "british guiana": "guyana", "gold coast": "ghana", "irish free state": "ireland",
    "un": "united nations", "nato": "north atlantic treaty organization", "oas": "organization of american states",
    "oecd": "organization for economic cooperation and development", "icao": "international civil aviation organization",
    "iaea": "international atomic energy agency",
}  # fmt: skip
#: Words that say nothing of which office of a government it is, and other words for the same.
_EMPTY = frozenset("of for the and at to on in a department state affairs staff council united states us".split())
_SAME_OFFICE = {
    "far eastern": "east asian pacific", "near eastern south asian": "near eastern", "near eastern south asian african": "near eastern",
    "near eastern african": "near eastern", "inter american": "western hemisphere", "american republic": "western hemisphere",
    "assistant secretary nations": "assistant secretary international organization",
    "information agency": "usia",
}  # fmt: skip
_OURS = r"(?:(?:acting|deputy|permanent|appointed|united states|u\.s\.|american) ){0,3}"
_CHIEF = r"(?:amb(?:assador|\.)(?: extraordinary and plenipotentiary)?|minister(?: resident)?|charge(?: d'affaires)?(?: ad interim)?)"
_BODY = r"(?:embassy|legation|(?:[a-z]+,? ){1,6}?(?:of|at) (?:the )?(?:united states |american )?(?:embassy|legation))"
_POST = re.compile(
    rf"(?:the )?{_OURS}(?:(?P<chief>{_CHIEF})|(?P<body>{_BODY})|(?P<consul>consul(?: general)?)"
    rf"|(?P<consulate>consulate(?: general)?|vice consul)|(?P<delegate>representative)|(?P<delegation>mission|delegation))"
    r" (?P<where>in|to|at|on|for) (?:the )?(?P<place>[a-z][a-z' .&-]{1,60})"
)
_KINDS = {
    "chief": "mission", "body": "mission", "consul": "consulate", "consulate": "consulate", "delegate": "delegation",
    "delegation": "delegation",
}  # fmt: skip
_CALLED = {"mission": "Mission in", "consulate": "Consulate in", "delegation": "Mission to"}
#: Whoever stands in for somebody is not in the tables of who held the office.
_STANDS_IN = re.compile(r"\b(?:acting|deputy|former|assistant to|special assistant|office of)\b")
_NO_PLACE = re.compile(
    r"\b(?:charge|temporarily|office|department|committee|conference|assembly|meeting|session|and the)\b|\bof the\b"
)


@dataclass(frozen=True, slots=True)
class Post:
    """What an office is of: ``key`` is the same for all offices of one mission; ``held`` if one person at a time holds the office.

    ``name`` is what the mission can be called, and ``rank`` what it is: ``embassy``, ``legation``, ``consulate`` or ``delegation``.
    """

    kind: str
    key: str
    name: str
    rank: str
    held: bool


def country_key(name: str) -> str:
    """Return what the missions to a country are found by, whatever it is called: "Soviet Union", "Russia", "Moscow"."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(name).replace("'", "").removeprefix("the ")))
    words = _OTHER_NAMES.get(words, words)
    return mission_of(names_of(words)) or words


def read_post(office: str) -> Post | None:
    """Return the mission, consulate or delegation that an office belongs to, or ``None`` if its words name none.

    >>> read_post("Chargé in France").key == read_post("Embassy in France").key
    True
    >>> read_post("Secretary of State") is None
    True
    """
    folded = " ".join(fold(office).split())
    found = _POST.fullmatch(folded)
    if not found or _NO_PLACE.search(found["place"]):
        return None
    group = next(name for name in _KINDS if found[name])
    if group in ("chief", "body") and found["where"] in ("at", "on", "for"):
        return None
    kind = _KINDS[group]
    # The printed words, with their capitals, if folding has not changed their number.
    printed = " ".join(office.split())
    place = printed[-len(found["place"]) :] if len(folded) == len(printed) else found["place"].title()
    article = "the " if folded.endswith(f"the {found['place']}") else ""
    held = group in ("chief", "consul", "delegate") and not _STANDS_IN.search(folded)
    rank = kind if kind != "mission" else "legation" if re.search(r"\b(?:legation|minister)\b", folded) else "embassy"
    return Post(kind, f"{kind}:{country_key(found['place'])}", f"{_CALLED[kind]} {article}{place}", rank, held)


def office_key(office: str) -> str:
    """Return the key by which the terms of an office are found: of its mission, or of the office itself; ``""`` for who stands in.

    >>> office_key("Assistant Secretary of State for Near Eastern Affairs")
    'office:assistant secretary near eastern'
    """
    folded = " ".join(fold(office).split())
    if _STANDS_IN.search(folded) and not folded.startswith("deputy"):
        return ""
    post = read_post(office)
    if post:
        return post.key if post.held else ""
    words = [word for word in re.findall(r"[a-z0-9]+", folded) if word not in _EMPTY]
    key = " ".join(words)
    if "state" in folded.split() and re.search(r"\b(?:secretary|counselor)\b", key):
        key += " state"  # others have secretaries, too
    for other, same in _SAME_OFFICE.items():
        key = re.sub(rf"\b{other}\b", same, key)
    return f"office:{key}" if key else ""


def term_key(post: str, *, of_mission: bool) -> str:
    """Return the key of the post that a table's term is of: a mission by its country, an office by its words."""
    if of_mission:
        return f"mission:{country_key(post.replace('-', ' '))}"
    return office_key(post.replace("-", " "))
