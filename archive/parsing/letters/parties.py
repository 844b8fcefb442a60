"""Both sides of a paper in a title in German, French or Italian: "Le Ministre de Suisse à Paris, Ch. Lardy, au Conseil fédéral"."""

from __future__ import annotations

import re

from archive.parsing.letters.kinds import kind_of
from archive.records import CorrespondentRecord

#: Words that open the recipient. Of several, those after a comma come first, since "à Paris" and "in Wien" are places.
_TO = re.compile(
    r"(?P<comma>,)?\s(?:an(?:\s(?:den|die|das|dem|seinen|seine|ihren|Herrn|Frau))?|aux?|à(?:\sla|\sl[’'])?"
    r"|al(?:la|lo)?|all[’']|ai|agli|to(?:\sthe)?)(?:\s|(?<=[’']))(?=\w)"
)
#: A further place of a side, not the other side: "aux Légations à Paris, à Londres".
_AND_ANOTHER_PLACE = re.compile(r",\sà\s(?!MM?\.|Mme|Mlle|Sir\b|Lord\b|S\.|Son\b|[A-ZÀ-Ý]\.)[A-ZÀ-Ý]")
_FROM = re.compile(r"\s(?:des|der|du|de la|de l[’']|della|del|dell[’']|by the|of the)\s?(?=\w)")
_ARTICLE = re.compile(r"^(?:(?:Der|Die|Das|Le|La|Les|Il|Lo|I|The|den|die|das)\s+|L[’']\s*)(?=\w)")
#: A person's name after the last comma: initials or a first name, then a surname.
_NAME = re.compile(
    r",\s(?P<name>(?:(?:MM?|Mme|Herr|Dr|Prof)\.?\s)?(?:[A-ZÀ-Ý][\w.’'-]*\s|von\s|de\s|d[’'])*[A-ZÀ-Ý][\w’'-]+),?$"
)
_BARE = re.compile(
    r"^(?:Bundesrat|Bundesrätin|Conseiller fédéral|Consigliere federale)\s(?P<name>[A-Z]\.?\s?[A-ZÀ-Ý][\w’'-]+)$"
)

#: Kinds that have an author; minutes and conversations are of a meeting.
_BY_AUTHORS = frozenset({"letter", "telegram", "report", "memorandum", "note", "circular", "statement"})


def read_parties(title: str) -> tuple[tuple[CorrespondentRecord, ...], tuple[CorrespondentRecord, ...]]:
    """Return the senders and recipients that a title names, each at most one; empty where it names none."""
    title = title.strip(" .")[:1000]
    found = _boundary(title)
    kind = kind_of(title) if not _ARTICLE.match(title) else ""
    if found is None:
        if kind in _BY_AUTHORS and (author := _FROM.search(title)):
            return (_party(title[author.end() :]),), ()
        return (), ()
    before, after = title[: found.start()].rstrip(" ,"), title[found.end() :]
    recipients = (_party(after),)
    if kind:
        author = _FROM.search(before)
        return ((_party(before[author.end() :]),) if author else ()), recipients
    return (_party(before),), recipients


def _boundary(title: str) -> re.Match[str] | None:
    found = list(_TO.finditer(title))
    german = [one for one in found if re.match(r",?\san\s", one[0])]
    after_comma = [one for one in found if one["comma"] and not _AND_ANOTHER_PLACE.match(title, one.start())]
    combined = [one for one in found if not re.fullmatch(r",?\sà\s?", one[0])]
    return next(iter(german or after_comma or combined), None)


def _party(text: str) -> CorrespondentRecord:
    printed = text.strip(" ,.")
    words = _ARTICLE.sub("", printed)
    if named := _NAME.search(words):
        return CorrespondentRecord(printed, office=words[: named.start()].strip(" ,"), person=named["name"])
    if bare := _BARE.match(words):
        return CorrespondentRecord(printed, office=words[: bare.start("name")].strip(), person=bare["name"])
    return CorrespondentRecord(printed, office=words)
