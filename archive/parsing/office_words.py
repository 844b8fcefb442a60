"""The words of offices: which make a phrase an office or a body, which are titles of one person, and which end an office's name."""

from __future__ import annotations

import re

from archive.parsing.nationalities import NATIONALITY

_NATIONALITY = re.compile(NATIONALITY + r"(?=\s)")
#: Words that make a phrase an office. Singular forms; the pattern takes plurals.
_OFFICE_WORDS = (
    "Ambassador", "Minister", "Envoy", "Chargé", "Charge d", "Consul", "Vice Consul", "Secretary", "Under Secretary", "President",
    "Vice President", "Chancellor", "Premier", "King", "Queen", "Emperor", "Shah", "Pope", "Director", "Chief", "Chairman",
    "Commissioner", "Counselor", "Counsellor", "Adviser", "Advisor", "Attaché", "Administrator", "Representative", "Delegate",
    "Delegation", "Mission", "Embassy", "Legation", "Consulate", "Department", "Office", "Bureau", "Division", "Board", "Commission",
    "Committee", "Council", "Agency", "Staff", "Assistant", "Deputy", "Commander", "Governor", "General of", "Head", "Officer",
    "Executive", "Coordinator", "Agent", "Interests Section", "Liaison", "Post", "Posts", "Embassies", "Legations", "Missions",
    "Government", "Attorney", "Counsel", "Member", "Members", "Group", "Force", "Foreign Office", "Ministry", "White House",
    "Station", "Command", "Librarian", "Inspector", "Speaker", "Senator", "Postmaster", "Treasurer", "Comptroller", "Expert",
    "Attorney General", "Joint Chiefs", "Representatives", "Officers", "Consuls", "Ambassadors", "Ministers", "Secretariat",
    "Section", "Regent", "Sultan", "Prince", "Plenipotentiary", "Commissariat", "Commissar", "Residency", "Resident",
    "Branch", "Consular", "Diplomatic", "Special Group", "Headquarters", "Institute", "Administration", "Observer", "Planning",
    "Vizier", "Yamen", "Porte", "Junta", "Regency", "Viceroy", "Khedive", "Nuncio", "Congress", "Parliament", "Assembly", "Cabinet",
    "Task Force", "Panel", "Chair", "Working Party", "Directorate",
)  # fmt: skip
OFFICE = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _OFFICE_WORDS), key=len, reverse=True))})(?:s|es)?\b", re.I)

#: Bodies of which no parenthesis names the one bearer: "the Special Group (Counterinsurgency)".
_BODY_AT_END = re.compile(r"\b(?:Group|Committee|Board|Panel|Party|Council|Task Force)$")

#: Titles that a name follows: "Secretary Quill".
_TITLES = frozenset(
    "President Chancellor Premier Minister King Queen Emperor Shah Pope Chairman Secretary Ambassador Senator Governor General Admiral"
    " Commodore Colonel Commander Marshal Consul Generalissimo Representative Congressman Congresswoman Captain Major Lieutenant Brigadier"
    " Commissioner Chargé Director Administrator Assistant Counselor Counsellor Adviser Advisor Deputy Chief Attaché Counsel Speaker Mayor"
    " Justice Judge Chair Envoy Delegate Coordinator Officer Sultan Emir Sheikh Field".split()
)
_ABBREVIATED = frozenset("Gen. Col. Maj. Lt. Capt. Cdr. Adm. Amb. Rep. Sen. Gov.".split())
#: Words before a title that are part of it: "Acting Deputy Assistant Secretary Quill".
_BEFORE_TITLES = frozenset(
    "Acting Deputy Assistant Under Vice Special Chief Permanent Senior First Second Third Former Prime Foreign Crown Associate Executive"
    " Principal Political Military Naval Air Party Defense Finance Interior Staff Press Private Attorney Rear House Senate Majority Minority"
    " State High Personal Presidential Economic Cultural Legal".split()
)
#: Nouns that end the name of an office or a body, and so are no surname after it: "Secretary of State", "Director of Central Intelligence".
_ENDS = frozenset(
    "State Defense Defence War Treasury Navy Army Force Forces Interior Commerce Labor Agriculture Education Welfare Energy Transportation"
    " Intelligence Affairs Staff Security Operations Relations Trade Plans Policy Planning Research Budget Finance Economics Economy"
    " Development Production Supply Administration Agency Board Bureau Commission Committee Council Department Division Office Mission"
    " Embassy Legation Delegation Service Services Corps Fleet Branch Section Group Program Programs Assistance Cooperation Organization"
    " Nations Mobilization Information Communications Conference Congress Senate House Assembly Parliament Government Republic Union States"
    " Kingdom Command Institute Directorate Secretariat Chiefs Europe Pacific Atlantic Asia Africa East West America Large Designate General"
    " Resident Plenipotentiary Extraordinary Consulate Desk Station Headquarters Bank Cabinet Post Posts Negotiations Disarmament Aviation"
    " Health Works Industry Justice Aid Analysis Estimates Support Logistics Control d’Affaires d'Affaires Court Party Panel Fund Subcommittee"
    " International National Foreign External Central Far Near Eastern Northern Southern Western Inter-American Home Exchequer Asian African European American Arab University"
    " College Institution".split()
)
#: Such nouns that are surnames, too: "Colonel House".
_NAMES_TOO = frozenset("House West East Post Court Bank Justice Home".split())
_NAME_WORD = re.compile(r"(?:d[’'])?[A-ZÀ-ÞŁŠŽČ](?:[^\W\d]|[.’'ʻ-])*,?|[JjSs]r\.?|I{1,3}")
_PARTICLES = frozenset("de von van der den al el ibn bin du la le da di dos y".split())
_MOST_WORDS_OF_A_NAME = 6
#: Characters of an office with a name, more than any printed one has.
_LONGEST = 400


def is_body(words: str) -> bool:
    """Return whether words name an office or a body."""
    return bool(OFFICE.search(words))


def names_an_area(words: str, office: str) -> bool:
    """Return whether words in parentheses after an office are part of it and no name: "(Plans)", "Special Group (Coordination)"."""
    if any(word.strip(",.") in _ENDS for word in words.split()):
        return True
    return bool(_BODY_AT_END.search(office)) and not has_title_of_one(office)


def split_title(words: str) -> tuple[str, str]:
    """Return office and name of "Acting Secretary of the Treasury Quill"; two empty strings if a title is not followed by a name.

    The words before the title are of a short list, or a nationality, or whose assistant it is; the name is the words after the
    title, or after the last noun that can end an office.
    """
    if len(words) > _LONGEST:
        return "", ""
    tokens = words.split()
    cut = len(tokens)
    while cut and _may_be_of_a_name(tokens[cut - 1]):
        cut -= 1
    if len(tokens) == 2 and tokens[1] in _NAMES_TOO and _is_title(tokens[0]):
        cut = 1
    office, name = tokens[:cut], tokens[cut:]
    if (
        not office
        or not name
        or len(name) > _MOST_WORDS_OF_A_NAME
        or name[-1] in _PARTICLES
        or "," in " ".join([*office, name[0]])
    ):
        return "", ""
    if not (_is_title(office[-1]) or office[-1] in _ENDS) or not opens_with_title(" ".join(office)):
        return "", ""
    return " ".join(office), " ".join(name)


def _may_be_of_a_name(word: str) -> bool:
    if word in _PARTICLES:
        return True
    return bool(_NAME_WORD.fullmatch(word)) and not _is_title(word) and word.rstrip(",") not in _ENDS | _BEFORE_TITLES


def _is_title(word: str) -> bool:
    return word in _ABBREVIATED or all(part in _TITLES for part in word.split("-"))


def opens_with_title(office: str) -> bool:
    """Return whether words open with the title of one person, after what may be before it, and no name follows at once."""
    words = re.sub(r"^the\s+", "", office)
    while words:
        first, _, rest = words.partition(" ")
        if _is_title(first.rstrip(",")):
            following = rest.partition(" ")[0]
            return not _may_be_of_a_name(following) or first.endswith(",")
        if match := _NATIONALITY.match(words):
            words = words[match.end() :].lstrip()
        elif first in _BEFORE_TITLES or first.endswith(("’s", "'s")):
            words = rest
        else:
            return False
    return False


_HEAD_ENDS = re.compile(r"\s(?:of|for|in|at|on|to|near|with|ad interim|d[’']affaires)\b|[,(]", re.I)


def is_office(words: str) -> bool:
    """Return whether words are an office or a body, by the noun that they are built around, and do not merely name one.

    "The Chargé in Peru", and not "The President's Trip", "A visit by the Secretary".
    """
    head = _HEAD_ENDS.split(words, maxsplit=1)[0].split()
    return bool(head) and (bool(OFFICE.search(head[-1])) or _is_title(head[-1].capitalize()) or head[-1] in _ENDS)


def has_title_of_one(words: str) -> bool:
    """Return whether one of the words is a title of one person: "Acting Director", "Chairman of the Board"."""
    return any(_is_title(word.strip(",")) for word in words.split())
