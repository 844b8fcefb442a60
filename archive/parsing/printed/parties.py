"""Who wrote to whom, by the headings of printed editions: "Mr. X (Vienna) to Mr. Y", "M. X, ambassadeur de France à Londres, à M. Y"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.parsing.headings import read_heading
from archive.parsing.letters.kinds import kind_of
from archive.parsing.letters.parties import read_parties
from archive.parsing.offices import as_printed_in_lower_case, has_title, read_correspondent
from archive.records import CorrespondentRecord

#: What stands in brackets after a name is where its bearer is; words with small letters after an office are not.
_AT = re.compile(r"(?P<name>[^()]{2,80}?)\s*\((?P<place>[A-ZÀ-Ý][^()\d]{1,40})\)$")
_ENGLISH = re.compile(r"\s(?:to|TO)\s(?=\W?[A-Z])")
_KIND_BEFORE = re.compile(
    r"(?P<kind>Minute|Letter|Memorandum|Despatch|Dispatch|Telegram|Cablegram|Note|Message"
    r"|Extract from (?:a )?(?:letter|despatch|minute|memorandum)|Submission|Personal (?:letter|message))"
    r"(?:\s\d{1,5})?\s(?:from|by)\s(?:the\s)?",
    re.IGNORECASE,
)
_KINDS = {"minute": "memorandum", "submission": "memorandum", "dispatch": "despatch", "cablegram": "telegram"}
_VIA = re.compile(r",?\s(?:via|through)\s[A-Z][\w ’'()-]{1,60}$")
_OTHER_LANGUAGES = re.compile(
    r"(?:Der|Die|Das|Le|La|Les|Il|Lo|Bundesrat|Herr|Mme|Haut-commissaire|Ambassadeur|Ministre|Secrétaire|Sous-secrétaire"
    r"|Chargé d[’']affaires|Délégation|Consul général|Représentant)\b(?!\.)|MM?\.\s|L[’']",
    re.IGNORECASE,
)
_FOREIGN_SMALL_WORDS = re.compile(r"\b(?:de|du|des|d[’']|l[’']|der|den|an|di|del|della|dell[’'])(?=[\s’']|(?<=[’']))")
_ENGLISH_SMALL_WORDS = re.compile(r"\b(?:by|from|to|of|for|on|the)\b")
#: The recipient of a heading in French without commas: the last "au" before an office, since "au Royaume-Uni" is a place.
_TO_OFFICE = re.compile(
    r"\s(?:au|aux|à l[’']|à la)\s?(?=(?:secrétaire|sous-secrétaire|ministre|premier ministre|président|ambassad|haut-commissa|chef|consul"
    r"|chargé|délégation|représentant|légation|gouvernement|département|conseil|directeur|direction)\w*\b)",
    re.IGNORECASE,
)
_ON = re.compile(r"\s(?:on|concerning|regarding|of (?:a )?(?:conversation|interview))\s.{1,300}$", re.IGNORECASE)
#: A name with a title before the office of its bearer: "M. Bonnet, ambassadeur de France à Washington".
_NAME_FIRST = re.compile(
    r"(?:MM?\.|Mme|Mlle|Herrn?|Frau|Sig\.)\s(?!l[ae]s?\b)(?P<name>[^,]{2,60}),\s(?P<office>.{2,200})$", re.IGNORECASE
)
#: An office and the name of its bearer in brackets after it: "Le Ministre des Affaires étrangères (Schuman)".
_OFFICE_FIRST = re.compile(
    r"(?P<office>(?:(?:Le|La|Der|Die|Das|Il)\s|L[’'])?(?:ministre|ambassad|secr|staatssekret|sous-secr|bots|gesandt|charg|geschäftstr|consul|konsul"
    r"|haut-comm|pr[ée]sident|präsident|bundes|reichs|directeur|direktor|d[ée]l[ée]gu|repr[ée]sent|chef|premier)\w*[^()]{0,150}?)\s\((?P<name>[^()\d]{2,60})\)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:(?:le|la|les|der|die|das|den|dem|il)\s|l[’'])", re.IGNORECASE)
_ABROAD = re.compile(r"(?:\b(?:à|in|a)|,)\s(?P<place>[A-ZÀ-Ý][\w’' -]{1,40})$")
_LONGEST, _LONGEST_NAME = 400, 6
_SMALL = frozenset("de des du d la le les à au aux en et l près auprès sur von der des und in an die".split())


@dataclass(frozen=True, slots=True)
class Parties:
    """Both sides of a heading, the kind of paper that it names, and whether it is English."""

    senders: tuple[CorrespondentRecord, ...] = ()
    recipients: tuple[CorrespondentRecord, ...] = ()
    kind: str = ""
    english: bool = True

    @property
    def complete(self) -> bool:
        """Whether both sides are named."""
        return bool(self.senders and self.recipients)


def parties_of(heading: str) -> Parties | None:
    """Return what a heading says; ``None`` if it names neither a side nor a kind of paper."""
    words = " ".join(heading.split()).strip(" .")[:_LONGEST]
    if not words:
        return None
    lower = words.lower()
    foreign_kind = kind_of(words) and _FOREIGN_SMALL_WORDS.search(lower) and not _ENGLISH_SMALL_WORDS.search(lower)
    return _foreign(words) if foreign_kind or _OTHER_LANGUAGES.match(words) else _english(words)


def _english(words: str) -> Parties | None:
    words = as_printed_in_lower_case(words) if words.isupper() else words
    kind = ""
    if before := _KIND_BEFORE.match(words):
        named = before["kind"].rsplit(" ", 1)[-1].lower()
        kind, words = _KINDS.get(named, named), words[before.end() :]
        if not _split(words):
            return Parties((_party(_ON.sub("", words)),), (), kind)
    if sides := _split(words):
        return Parties((_party(sides[0]),), (_party(_VIA.sub("", sides[1])),), kind)
    read = read_heading(words)
    if read.kind and (read.senders or read.family in {"meeting", "conversation"} or read.kind == "editorial note"):
        return Parties(tuple(map(_placed, read.senders)), tuple(map(_placed, read.recipients)), read.kind)
    return None


def _split(words: str) -> tuple[str, str] | None:
    """Return both sides of "A to B"; offices that take "to" are those of the grammar of headings, which needs one on either side.

    Names alone ("Bruce to Curtin") are sides only if each side is a name and nothing else.
    """
    read = read_heading(words)
    if read.family in {"a-to-b", "from-to"} and len(read.senders) == 1 == len(read.recipients) and not read.kind:
        return read.senders[0].printed, read.recipients[0].printed
    found = list(_ENGLISH.finditer(words))
    if len(found) != 1:
        return None
    before, after = words[: found[0].start()], words[found[0].end() :]
    return (before, after) if all(map(_is_person, (before, _VIA.sub("", after)))) else None


def _is_person(words: str) -> bool:
    """Return whether words are a person's name, perhaps with a place in brackets."""
    match = _AT.match(words)
    read = read_correspondent(match["name"] if match else words)
    return bool(read.person) and not read.office and len(read.person.split()) <= _LONGEST_NAME


def _party(words: str) -> CorrespondentRecord:
    return _placed(read_correspondent(words))


def _placed(read: CorrespondentRecord) -> CorrespondentRecord:
    """Return a party with the place in brackets after its name as its place: "Mr. X (Vienna)"."""
    match = _AT.match(read.printed.strip())
    if not match:
        return read
    name = read_correspondent(match["name"])
    if name.person and not name.office:
        return replace(name, printed=read.printed, place=match["place"])
    return (
        read if not has_title(match["name"]) else replace(read, office="", person=match["name"], place=match["place"])
    )


def _foreign(words: str) -> Parties | None:
    """Return the sides of a heading in French, German or Italian."""
    words = _in_small_letters(words) if words.isupper() else words
    senders, recipients = read_parties(words)
    kind = kind_of(words) if not _OTHER_LANGUAGES.match(words) else ""
    if not kind and "," not in words and (offices := list(_TO_OFFICE.finditer(words))):
        sides = words[: offices[-1].start()], words[offices[-1].end() :]
        senders, recipients = (
            (CorrespondentRecord(side, re.sub(r"^(?:Le|La|Les)\s|^L[’']", "", side)),) for side in sides
        )
    if not senders and not recipients and not kind:
        return None
    return Parties(tuple(map(_name_first, senders)), tuple(map(_name_first, recipients)), kind, english=False)


def _name_first(party: CorrespondentRecord) -> CorrespondentRecord:
    match = _NAME_FIRST.match(party.printed)
    if match:
        abroad = _ABROAD.search(match["office"])
        place = abroad["place"] if abroad else ""
        return replace(party, person=match["name"].strip(), office=match["office"].strip(" ,."), place=place)
    if bare := re.fullmatch(r"(?:MM?\.|Mme|Mlle|Herrn?|Frau|Sig\.)\s(?P<name>[^,]{2,60})", party.printed):
        return replace(party, person=bare["name"], office="")
    if match := _OFFICE_FIRST.match(party.printed):
        party = replace(
            party,
            person=match["name"].strip(),
            office=_ARTICLE.sub("", match["office"], count=1) if _ARTICLE.match(match["office"]) else match["office"],
        )
    abroad = _ABROAD.search(party.office)
    return replace(party, place=abroad["place"]) if abroad and not party.place else party


def _in_small_letters(words: str) -> str:
    """Return words printed in capitals, each with one at its beginning, except articles and prepositions."""

    def lower(match: re.Match[str]) -> str:
        word = match[0].lower()
        return word if word in _SMALL and match.start() else word[:1].upper() + word[1:]

    return re.sub(r"[^\W\d_]+", lower, words)
