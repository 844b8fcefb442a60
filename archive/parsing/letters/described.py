"""What a ``correspDesc`` says: who wrote to whom, when and where, and what it says besides, which no field holds.

The guidelines are those of TEI P5, chapter 2.4.6 ("Correspondence Description").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from archive.parsing.letters.text import TEI_NAMES, line_of, marked_date, named_parts, words, words_apart
from archive.parsing.plain import attributes_of, local_name
from archive.parsing.tei.names import XML_ID
from archive.records import CorrespondentRecord, ReadingWarning

SENT = frozenset({"sent", "sender"})
RECEIVED = frozenset({"received", "receiver", "recipient", "addressed", "addressee"})
_PARTIES = frozenset({"persName", "orgName", "name", "rs"})
_PLACES = frozenset({"placeName", "settlement", "country", "region", "district", "geogName"})
_ORGANISATIONS = frozenset({"org", "organisation", "organization", "institution", "orgName"})
#: Parts of a name in the order in which it is said.
_PARTS_OF_NAMES = ("forename", "nameLink", "surname", "genName")
#: How an edition marks that it is not sure.
_UNSURE = ("evidence", "cert", "confidence")
_LONGEST_ID = 200


#: The names of the file's own entries of persons and organisations, by id.
Names = Mapping[str, str]


def names_in(root: etree._Element) -> dict[str, str]:
    """Return the names of a file's own entries of persons and organisations, by id."""
    names: dict[str, str] = {}
    for entry in root.iter("{*}person", "{*}personGrp", "{*}org"):
        named = (words(one) and _spoken(one) for one in entry.iterchildren("{*}persName", "{*}orgName", "{*}name"))
        if name := next(filter(None, named), ""):
            names.setdefault(entry.get(XML_ID, ""), name)
    return names


def described(
    description: etree._Element | None, names: Names
) -> tuple[dict[str, Any], list[ReadingWarning], list[str]]:
    """Return the fields that a description of correspondence gives, by name, its doubts, and what else it says, in words.

    ``names`` are those of the file's own entries, for names without words that point at them.
    """
    sent, received = _action(description, SENT), _action(description, RECEIVED)
    date, doubts = marked_date(first_of(sent, {"date"}))
    arrived, more = marked_date(first_of(received, {"date"}))
    if date is None:
        doubts.append(ReadingWarning("no-date", "No date is printed or marked.", line_of(description)))
    fields = {
        "senders": tuple(_parties(sent, names)),
        "recipients": tuple(_parties(received, names)),
        "date": date,
        "received": arrived,
        "place": _place(sent),
    }
    return fields, [*doubts, *more], _unread(description, names)


def first_of(elements: list[etree._Element], names: frozenset[str] | set[str]) -> etree._Element | None:
    """Return the first element with one of these names."""
    return next((element for element in elements if local_name(element) in names), None)


def _action(description: etree._Element | None, kinds: frozenset[str]) -> list[etree._Element]:
    if description is None:
        return []
    actions = [a for a in description.iterfind("t:correspAction", TEI_NAMES) if a.get("type") in kinds]
    return [child for action in actions for child in action.iterchildren("{*}*")]


def _parties(elements: list[etree._Element], names: Names) -> list[CorrespondentRecord]:
    parties = []
    place = _place(elements)
    for element in elements:
        if local_name(element) not in _PARTIES or not (printed := _name(element, names)):
            continue
        if local_name(element) == "orgName" or element.get("type") in _ORGANISATIONS:
            parties.append(CorrespondentRecord(printed, office=printed, place=place))
        else:
            person_id = (element.get("ref") or element.get("key") or "").split(" ")[0].lstrip("#")
            parties.append(CorrespondentRecord(printed, person=printed, place=place, person_id=person_id[:_LONGEST_ID]))
    return parties


def _name(element: etree._Element, names: Names) -> str:
    """Return the words of a name: of an empty one those of the entry in the same file that it points at."""
    if not words(element):
        return names.get(element.get("ref", "").removeprefix("#"), "")
    return _spoken(element)


def _spoken(element: etree._Element) -> str:
    return named_parts(element, _PARTS_OF_NAMES) or words(element)


def _place(elements: list[etree._Element]) -> str:
    place = first_of(elements, _PLACES)
    town = place.find("t:settlement", TEI_NAMES) if place is not None else None
    return words(town if town is not None and words(town) else place)


def _unread(description: etree._Element | None, names: Names) -> list[str]:
    """Return what the description has and no field holds, each in words."""
    if description is None:
        return []
    unread = []
    seen: set[tuple[bool, str]] = set()
    for child in description.iterchildren("{*}*"):
        kind = child.get("type", "")
        if local_name(child) != "correspAction":
            unread += [_said(one) for one in child.iter("{*}*") if not len(one)]
        elif kind not in SENT | RECEIVED:
            unread.append(_said(child))
        else:
            for one in child.iterchildren("{*}*"):
                unread += _unread_of_action(one, names, sent=kind in SENT, seen=seen)
    return unread


def _unread_of_action(element: etree._Element, names: Names, *, sent: bool, seen: set[tuple[bool, str]]) -> list[str]:
    """Return what one element of an action says that no field holds; ``seen`` has the fields that are filled."""
    name = local_name(element)
    if name in _PARTIES:
        unsure = not _name(element, names) or any(element.get(how) for how in _UNSURE)
        return [_said(element)] if unsure else []
    field = "place" if name in _PLACES else name
    if field not in {"place", "date"} or (sent, field) in seen:
        return [_said(element)]
    seen.add((sent, field))
    if field == "place":
        kept = _place([element])
        return [_said(element)] if words(element) != kept or any(element.get(how) for how in _UNSURE) else []
    return []


def _said(element: etree._Element) -> str:
    """Return an element in words: its name, the attributes that say something, and its own words."""
    marks = {"type", "subtype", "target", "ref", "key", "when", "from", "to", "notBefore", "notAfter", *_UNSURE}
    attributes = "".join(f' {name}="{value}"' for name, value in attributes_of(element).items() if name in marks)
    return f"<{local_name(element)}{attributes}> {words_apart(element)}".strip()
