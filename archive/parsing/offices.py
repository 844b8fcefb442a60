"""Reading one side of a heading: the office, the person and the place in "the Ambassador in the Soviet Union (Harriman)"."""

from __future__ import annotations

import re

from archive.parsing.nationalities import NATIONALITY
from archive.records import CorrespondentRecord

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
    "Vizier", "Yamen", "Porte", "Junta", "Regency", "Viceroy", "Khedive", "Nuncio",
)  # fmt: skip
_OFFICE = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _OFFICE_WORDS), key=len, reverse=True))})(?:s|es)?\b", re.I
)

#: Offices that are in, at or to a place.
_POSTED = re.compile(
    r"\b(?:Ambassadors?|Ministers?|Envoys?|Chargé|Charge|Consuls?|Vice Consuls?|Consuls? General|Embass(?:y|ies)|Legations?"
    r"|Consulates?(?: General)?|Missions?|Delegations?|Delegates?|Representatives?|High Commissioners?|Commissioners?|Agents?"
    r"|Political Adviser|Adviser|Liaison Office|Interests Section|Secretary of (?:Embassy|Legation)|Counsel(?:or|lor)"
    r"|Officer in Charge|Attaché|Diplomatic Representatives?|Consular Officers?|Observer|Posts?|Offices?|Residency|Resident"
    r"|Station|Bureau|Diplomatic Agent|Military Attaché|Governor|Office of the)\b",
    re.I,
)
_PLACE = re.compile(
    r"\b(?P<word>in|at|to|near|with)\s+(?P<place>(?:the\s+)?(?-i:[A-ZÉÁÎŁ\[])[^,()]*?)(?=\s+(?:for|on|to|at)\s+the\b|\s+(?:at|for)\s+(?-i:[A-Z])|\s*[,(]|\s*$)",
    re.I,
)
#: What may follow "in", "at" or "to" without being a place.
_NOT_A_PLACE = re.compile(
    r"(?:the\s+)?(?:Secretary|President|Under Secretary|Department|Office|Bureau|Division|Ambassador|Minister|Director|Chief|Charge|Chargé"
    r"|Assistant|Deputy|Head|Chairman|Foreign Affairs|War|State|General|National Security|Prime|King|Board|Commander|Administrator"
    r"|Counselor|Large\b|Joint|Policy|White House|Attorney|Executive|Staff|Supreme|Allied|Vice|Economic|Political)\b",
    re.I,
)
_TITLED_NAME = re.compile(
    rf"^(?P<office>(?:(?:Acting|Vice|Deputy|Former|{NATIONALITY})\s)*(?:President|Chancellor|Prime Minister|Premier|King|Queen|Emperor|Shah|Pope|Chairman"
    r"|General Secretary|Secretary(?:\sof\s[A-Z]\w+|\sGeneral)?|Foreign (?:Minister|Secretary)|Ambassador|Senator|Governor|Minister(?:[\s-]Counsell?or)?"
    r"|(?:Lieutenant |Major |Brigadier )?General|(?:Vice |Rear )?Admiral|Commodore|(?:Lieutenant )?Colonel|(?:Lieutenant )?Commander"
    r"|Marshal|Field Marshal|Consul(?:\sGeneral)?|Under Secretary(?:\sof\s[A-Z]\w+)?|Assistant Secretary(?:\sof\s[A-Z]\w+)?|Generalissimo"
    r"|Representative|Congressman|Captain|Major|Commissioner|Chargé(?:\sd[’']Affaires)?))"
    r"\s+(?P<name>(?!of\b|in\b|to\b|at\b|for\b)(?:[A-ZÁÉÍÓÖÜŁŠ][\w.’'-]*|de|von|van|der|al|el|ibn|bin|du|la|le|da|dos|Ben)(?:\s+(?:[A-ZÁÉÍÓÖÜŁŠ][\w.’'-]*|de|von|van|der|al|el|ibn|bin|du|la|le|da|dos))*)$"
)
#: The end of a title, not a name: "Consul General", "General Staff".
_RANK = re.compile(r"General|Staff|Counsell?or|Designate", re.I)
_HONORIFIC = re.compile(
    r"^(?:(?:Mr|Mrs|Messrs|Miss|Ms|M|MM|Mme|Mlle|Dr|Hon)\.?|Doctor|Señor|Señora|Senhor|Signor|Herr|Monsieur|Madame)\s+(?=[^\W\d_])"
)
#: Titles of nobility and dignity are part of a name, not an office: "Earl Russell", "the Marquis of Salisbury", "Sir Edward Thornton".
_NOBLE = re.compile(
    r"^(?:Sir|Lord|Lady|Dame|Count(?:ess)?|Baron(?:ess)?|Earl|Viscount(?:ess)?|Marquis|Marquess|Marqués|Duke|Duchess|Prince(?:ss)?|Conde|Comte"
    r"|Bishop|Archbishop|Cardinal|Monsignor|Professor|Reverend|Rev\.|Prof\.)\s+(?:of\s+)?(?=[^\W\d_])"
)
_NAME = re.compile(
    r"^(?:[A-ZÀ-ÞŁŠŽČ][\w.’'ʻ-]*|de|von|van|der|den|al|el|ibn|bin|du|la|le|da|di|dos|y|Ben|Abdul|and|[JS]r\.?|I{1,3})"
    r"(?:,?\s+(?:[A-ZÀ-ÞŁŠŽČ][\w.’'ʻ-]*|de|von|van|der|den|al|el|ibn|bin|du|la|le|da|di|dos|y|and|[JjSs]r\.?))*$"
)
_UNDISCLOSED = re.compile(r"\[(?:name|place|text|less than)[^\]]*\]", re.I)
_TEMPORARY = re.compile(
    r",\s*(?:(?:[Tt]hen|[Tt]emporarily|[Nn]ow)\s+)?(?:at|in)\s+(?P<place>(?:the\s+)?[A-Z][\w.’' -]*(?:,\s[A-Z][\w. ]+)?)$"
)
_SMALL = {"of", "the", "in", "at", "to", "for", "and", "on", "with", "near", "de", "d’affaires", "by"}


def read_correspondent(text: str) -> CorrespondentRecord:
    """Return one sender or recipient as printed, with its office, person and place, each empty if it is not understood."""
    printed = " ".join(text.split()).strip(" ,;.") or text.strip()
    if text.strip().endswith(".") and re.search(r"\b(?:[JjSs]r|[A-Z])\.$", text.strip()):
        printed = " ".join(text.split())
    words = as_printed_in_lower_case(printed) if printed.isupper() else printed
    temporary = ""
    if match := _TEMPORARY.search(words):
        head = words[: match.start()]
        if head.endswith(")") or _POSTED.search(head) or (_OFFICE.search(head) and " at " in match[0][:5]):
            temporary, words = _bare(match["place"]), head
    person = ""
    if match := re.search(r"\s*\(\s*(?P<name>[^()]*?)\s*\)\s*$", words):
        if _is_name(match["name"]):
            person = _HONORIFIC.sub("", match["name"])
        words = words[: match.start()]
    words = re.sub(r"^(?:the|The)\s+", "", words).strip(" ,")
    if not person and _is_noble(words):
        return CorrespondentRecord(printed, "", words, temporary_place=temporary)
    if not person and (match := _TITLED_NAME.match(words)) and not _RANK.fullmatch(match["name"]):
        return CorrespondentRecord(printed, match["office"], match["name"], temporary_place=temporary)
    if not person:
        person, words = _name_before_office(words)
    office = words if words and (_OFFICE.search(words) or person or _is_group(words)) else ""
    if not office and not person and _is_name(words):
        person = words
    return CorrespondentRecord(printed, office, person, place_of(office), temporary)


def _name_before_office(words: str) -> tuple[str, str]:
    """Return person and office of "Mr. Hay, chargé d'affaires", "Ada Quill of the Policy Staff" or "Mr. Hay"."""
    if match := re.match(r"(?P<name>[^,]+(?:,\s+[JjSs]r\b\.?)?)(?:,\s+(?P<office>.+))?$", words):
        name, office = _HONORIFIC.sub("", match["name"]), match["office"] or ""
        if _is_noble(name) or (_is_name(name) and not _OFFICE.search(name) and (office or name != words)):
            return name, re.sub(r"^(?:of\s+)?(?:the\s+)?", "", office)
    if match := re.match(r"(?P<name>[^,]+?)\s+of\s+(?:the\s+)?(?P<office>.+)$", words):
        name = _HONORIFIC.sub("", match["name"])
        if _is_name(name) and not _OFFICE.search(name):
            return name, match["office"]
    if _HONORIFIC.match(words):
        return _HONORIFIC.sub("", words), ""
    return "", words


def place_of(office: str) -> str:
    """Return the country, city or body of an office: "Soviet Union" of "Ambassador in the Soviet Union"."""
    if not _POSTED.search(office):
        return ""
    for match in _PLACE.finditer(office):
        place = match["place"]
        if _NOT_A_PLACE.match(place) or not _POSTED.search(office[: match.start()]):
            continue
        return _bare(place)
    return ""


def _bare(place: str) -> str:
    return re.sub(r"^(?:the|The)\s+", "", _UNDISCLOSED.sub("", place)).strip(" ,.")


def _is_name(words: str) -> bool:
    bare = _HONORIFIC.sub("", words.strip())
    return bool(bare) and len(bare) < 80 and bool(_NAME.match(bare)) and not _UNDISCLOSED.search(words)


def has_title(words: str) -> bool:
    """Return whether words begin with a title of a person: "Mr. Hay", "Sir Edward Thornton"."""
    return bool(_HONORIFIC.match(words) or _NOBLE.match(words) or re.match(r"(?:Messrs|MM)\b", words))


def _is_noble(words: str) -> bool:
    title = _NOBLE.match(words)
    return title is not None and _is_name(words[title.end() :]) and not _OFFICE.search(words, title.end())


def _is_group(words: str) -> bool:
    return bool(re.match(r"(?:Certain|All|Various|Other|Several)\s", words))


def as_printed_in_lower_case(words: str) -> str:
    """Return words printed in capitals, in capitals and small letters: "AMBASSADOR IN PERU" as "Ambassador in Peru"."""

    def lower(match: re.Match[str]) -> str:
        word = match[0].lower()
        return word if word in _SMALL and match.start() else word[:1].upper() + word[1:]

    return re.sub(r"[^\W\d_][\w’']*", lower, words)
