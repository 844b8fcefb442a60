"""Reading one side of a heading: the office, the person and the place in "the Ambassador in the Soviet Union (Harriman)"."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.parsing.office_words import OFFICE, names_an_area, split_title
from archive.records import CorrespondentRecord

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
_HONORIFIC = re.compile(
    r"^(?:(?:Mr|Mrs|Messrs|Miss|Ms|M|MM|Mme|Mlle|Dr|Hon)\.?|Doctor|Señor|Señora|Senhor|Signor|Herr|Monsieur|Madame)\s+(?=[^\W\d_])"
)
#: Titles of nobility and dignity are part of a name, not an office: "Earl Russell", "the Marquis of Salisbury", "Sir Edward Thornton".
_NOBLE = re.compile(
    r"^(?:Sir|Lord|Lady|Dame|Count(?:ess)?|Baron(?:ess)?|Earl|Viscount(?:ess)?|Marquis|Marquess|Marqués|Duke|Duchess|Prince(?:ss)?|Conde|Comte"
    r"|Bishop|Archbishop|Cardinal|Monsignor|Professor|Reverend|Rev\.|Prof\.)\s+(?:of\s+)?(?=[^\W\d_])"
)
_NAME = re.compile(
    r"^(?:[A-ZÀ-ÞŁŠŽČ](?:[^\W\d]|[.’'ʻ-])*|de|von|van|der|den|al|el|ibn|bin|du|la|le|da|di|dos|y|Ben|Abdul|and|[JS]r\.?|I{1,3})"
    r"(?:,?\s+(?:[A-ZÀ-ÞŁŠŽČ](?:[^\W\d]|[.’'ʻ-])*|de|von|van|der|den|al|el|ibn|bin|du|la|le|da|di|dos|y|and|[JjSs]r\.?))*$"
)
_UNDISCLOSED = re.compile(r"\[(?:name|place|text|less than)[^\]]*\]", re.I)
#: A name at the end, or before where its bearer's office is: "the Director (Quill) in the Office of Plans".
_IN_PARENTHESES = re.compile(r"\s*\(\s*(?P<name>[^()]*?)\s*(?P<close>\))\s*(?:$|(?=(?:in|of)\s+the\s[^()]*$))")
#: The characters in which a name with its title is looked for.
_LONGEST_TITLED = 200
_NAMELESS = re.compile(r"\[name[^\]]*\]", re.I)
#: Said of the paper, not a name: "the Ambassador in Peru (Cable)".
_REMARK = re.compile(r"(?:Telegram|Cable|Paraphrase|Extracts?|Translation|Draft|Temporary|Acting)", re.I)
#: What may follow a name with its title: "Senator Quill of the Committee", "Secretary of State Quill in Peru".
_AFTER_NAME = re.compile(r"(?P<word>\s+(?:of|in|at)|,)\s+(?:the\s+)?(?=[A-Z])")
_TEMPORARY = re.compile(
    r"(?:,\s*|(?<=\))\s+)(?:(?:[Tt]hen|[Tt]emporarily|[Nn]ow)\s+)?(?:at|in)\s+(?P<place>(?:the\s+)?[A-Z][\w.’' -]*(?:,\s[A-Z][\w. ]+)?)$"
)
_SMALL = {"of", "the", "in", "at", "to", "for", "and", "on", "with", "near", "de", "d’affaires", "by"}


@lru_cache(maxsize=4096)
def read_correspondent(text: str) -> CorrespondentRecord:
    """Return one sender or recipient as printed, with its office, person and place, each empty if it is not understood.

    The same few write most papers of a volume, so four of five have been read before.
    """
    printed = " ".join(text.split()).strip(" ,;.") or text.strip()
    if text.strip().endswith(".") and re.search(r"\b(?:[JjSs]r|[A-Z])\.$", text.strip()):
        printed = " ".join(text.split())
    words = as_printed_in_lower_case(printed) if printed.isupper() else printed
    temporary = ""
    if match := _TEMPORARY.search(words):
        head = words[: match.start()]
        there = match[0].startswith(",") or not OFFICE.search(match["place"])
        if (head.endswith(")") and there) or _POSTED.search(head) or (OFFICE.search(head) and " at " in match[0][:5]):
            temporary, words = _bare(match["place"]), head
    words, person = _name_in_parentheses(words)
    article = re.match(r"(?:[Tt]he|an?)\s+", words)
    words = words[article.end() if article else 0 :].strip(" ,")
    if not person and _is_noble(words):
        return CorrespondentRecord(printed, "", words, temporary_place=temporary)
    if not person:
        office, person, place = _titled_name(words)
        if person:
            return CorrespondentRecord(printed, office, person, temporary_place=temporary or place)
        person, words = _name_before_office(words)
    office = words if words and (OFFICE.search(words) or person or _is_group(words)) else ""
    if not office and not person and _is_name(words):
        # A name has no article: "the Nation" is nobody's.
        office, person = (words, "") if article else ("", words)
    return CorrespondentRecord(printed, office, person, place_of(office), temporary)


def _name_in_parentheses(words: str) -> tuple[str, str]:
    """Return the words without the name in parentheses at their end, and the name.

    In "Ada Quill, Deputy to the Director (Moss)" it is another's, in "Deputy Director (Plans)" it is none; both stay in the office.
    """
    match = _IN_PARENTHESES.search(words)
    if not match:
        return words, ""
    before, name = f"{words[: match.start()]}{words[match.end('close') :]}", match["name"]
    if _REMARK.fullmatch(name):
        return before, ""
    if _NAMELESS.fullmatch(name):
        return before, name
    if not _is_name(name) or names_an_area(name, before):
        return words, ""
    bearer, office = _name_before_office(before)
    if bearer and office and len(_HONORIFIC.sub("", bearer).split()) > 1:
        return words, ""
    return before, _HONORIFIC.sub("", name)


def _titled_name(words: str) -> tuple[str, str, str]:
    """Return office, person and place of "Secretary of State Quill", "Senator Quill of the Committee" or "Director Moss in Peru"."""
    office, person = split_title(words)
    if person:
        return office, person, ""
    for match in _AFTER_NAME.finditer(words, 0, _LONGEST_TITLED):
        office, person = split_title(words[: match.start()])
        if person:
            if match["word"].strip() in {"of", ","}:
                return f"{office}{words[match.start() :]}", person, ""
            return office, person, _bare(words[match.end() :])
    return "", "", ""


def _name_before_office(words: str) -> tuple[str, str]:
    """Return person and office of "Mr. Hay, chargé d'affaires", "Ada Quill of the Policy Staff" or "Mr. Hay"."""
    if match := _NAMELESS.match(words):
        return match[0], re.sub(r"^(?:,|of\b)?\s*(?:the\s+)?", "", words[match.end() :].strip())
    if match := re.match(r"(?P<name>[^,]+(?:,\s+[JjSs]r\b\.?)?)(?:,\s+(?P<office>.+))?$", words):
        name, office = _HONORIFIC.sub("", match["name"]), match["office"] or ""
        if _is_noble(name) or (_is_untitled_name(match["name"]) and (office or name != words)):
            return name, re.sub(r"^(?:of\s+)?(?:the\s+)?", "", office)
    if match := re.match(r"(?P<name>[^,]+?(?:,\s+[JjSs]r\b\.?,?)?)\s+of\s+(?:the\s+)?(?P<office>.+)$", words):
        name = _HONORIFIC.sub("", match["name"]).rstrip(",")
        if _is_untitled_name(match["name"]):
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


def _is_untitled_name(words: str) -> bool:
    """Return whether words are a name, and neither an office nor what an office is for: "Pacific Affairs"."""
    name = _HONORIFIC.sub("", words).rstrip(",")
    return _is_name(name) and not OFFICE.search(name) and (name != words or not names_an_area(name, ""))


def has_title(words: str) -> bool:
    """Return whether words begin with a title of a person: "Mr. Hay", "Sir Edward Thornton"."""
    return bool(_HONORIFIC.match(words) or _NOBLE.match(words) or re.match(r"(?:Messrs|MM)\b", words))


def _is_noble(words: str) -> bool:
    title = _NOBLE.match(words)
    return title is not None and _is_name(words[title.end() :]) and not OFFICE.search(words, title.end())


def _is_group(words: str) -> bool:
    return bool(re.match(r"(?:Certain|All|Various|Other|Several)\s", words, re.I))


def as_printed_in_lower_case(words: str) -> str:
    """Return words printed in capitals, in capitals and small letters: "AMBASSADOR IN PERU" as "Ambassador in Peru"."""

    def lower(match: re.Match[str]) -> str:
        word = match[0].lower()
        return word if word in _SMALL and match.start() else word[:1].upper() + word[1:]

    return re.sub(r"[^\W\d_][\w’']*", lower, words)
