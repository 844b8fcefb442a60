"""The frame of a volume: its header, its tree of divisions with pointers in place of their content, its lists of persons and terms."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from archive.parsing.plain import characters, folded, local_name, plain_text
from archive.parsing.tei.ids import LONGEST_ID, free_id
from archive.parsing.tei.names import (
    DIV,
    HEAD,
    ITEM,
    NOTE,
    PERS_NAME,
    TERM,
    XML_ID,
    new_tei_element,
    parent_of,
    serialised,
)
from archive.records import TEI_NAMESPACE, DivisionRecord, PersonRecord, ReadingWarning, TermRecord, VolumeRecord

_NS = {"t": TEI_NAMESPACE}
#: A longer item of a list of persons is not about one person.
_LONGEST_ENTRY = 5_000


def read_frame(
    root: etree._Element, division_ids: list[str], name: str, warnings: tuple[ReadingWarning, ...] = ()
) -> VolumeRecord:
    """Return the volume's record. In ``root`` each document is an empty ``div`` with ``@target``; ``root`` is changed.

    ``division_ids`` are the ids of the other ``div`` elements in document order.
    """
    persons, terms = _persons(root), _terms(root)
    header = root.find("t:teiHeader", _NS)
    header_text = serialised(header) if header is not None else ""
    facts = _facts(root, header, name)
    if header is not None:
        _point(header, "header", "")
    for element in list(root.iter(DIV)):
        if (target := element.get("target")) and element.get("type") == "document":
            _point(element, "document", target)
    divisions = _divisions(root, division_ids)
    prolog = "".join(f"{etree.tostring(node, encoding='unicode', with_tail=False)}\n" for node in _before(root))
    skeleton = prolog + etree.tostring(root, encoding="unicode", with_tail=False)
    return VolumeRecord(
        header=header_text,
        skeleton=skeleton,
        divisions=divisions,
        persons=persons,
        terms=terms,
        warnings=warnings,
        **facts,
    )


def _before(root: etree._Element) -> list[etree._Element]:
    return list(root.itersiblings(preceding=True))[::-1]


def _facts(root: etree._Element, header: etree._Element | None, name: str) -> dict[str, Any]:
    def one(path: str) -> str:
        found = header.find(path, _NS) if header is not None else None
        return folded(characters(found)) if found is not None else ""

    titles = ".//t:titleStmt/t:title"
    stem = name.rsplit("/", 1)[-1].removesuffix(".xml")
    source_id = root.get(XML_ID) or one(".//t:publicationStmt/t:idno[@type='frus']") or stem
    editors = header.iterfind(".//t:titleStmt/t:editor", _NS) if header is not None else ()
    return {
        "source_id": source_id,
        "title": one(f"{titles}[@type='complete']") or one(titles) or source_id,
        "series": one(f"{titles}[@type='series']"),
        "number": one(f"{titles}[@type='volumenumber']"),
        "subject": one(f"{titles}[@type='volume']"),
        "editors": tuple(words for editor in editors if (words := folded(characters(editor)))),
        "publisher": one(".//t:publicationStmt/t:publisher"),
        "published": one(".//t:publicationStmt/t:date"),
    }


def _point(element: etree._Element, kind: str, target: str) -> None:
    pointer = new_tei_element("ptr", type=kind, **({"target": target} if target else {}))
    pointer.tail, element.tail = element.tail, None
    parent_of(element).replace(element, pointer)


def _divisions(root: etree._Element, ids: list[str]) -> tuple[DivisionRecord, ...]:
    elements = list(root.iter(DIV))
    id_of = dict(zip(elements, ids, strict=True))
    made = {}
    for element in elements:
        above = next((a for a in element.iterancestors(DIV)), None)
        parts = (local_name(a) for a in element.iterancestors())
        part = next((p for p in parts if p in {"front", "body", "back"}), "body")
        made[element] = (id_of[above] if above is not None else "", part, _heading(element))
    records = []
    for order, element in reversed(list(enumerate(elements, 1))):
        parent_id, part, heading = made[element]
        records.append(
            DivisionRecord(
                source_id=id_of[element],
                kind=element.get("type", ""),
                heading=heading,
                text=serialised(element),
                order=order,
                parent_id=parent_id,
                number=element.get("n", ""),
                part=part,
            )
        )
        _point(element, "division", f"#{id_of[element]}")
    return tuple(reversed(records))


def _heading(element: etree._Element) -> str:
    head = element.find(HEAD)
    if head is None:
        return ""
    head = deepcopy(head)
    etree.strip_elements(head, NOTE, with_tail=False)
    return plain_text(head).replace("\n", " ")


def _entries(root: etree._Element, tag: str) -> list[tuple[str, str, str]]:
    entries = []
    taken: dict[str, int] = {}
    last: etree._Element | None = None
    about_last = ""
    for element in root.iter(tag):
        if not (own_id := element.get(XML_ID)):
            continue
        name = plain_text(element).replace("\n", " ").strip(" ,;:")
        item = next(element.iterancestors(ITEM), None)
        if item is not last or last is None:
            last, about_last = item, plain_text(item).replace("\n", " ") if item is not None else ""
        about = about_last if len(about_last) <= _LONGEST_ENTRY else ""
        about = about.partition(name)[2].lstrip(" ,;:.—–") if name in about else about
        entries.append((free_id(own_id[:LONGEST_ID], taken), name, about))
    return entries


def _persons(root: etree._Element) -> tuple[PersonRecord, ...]:
    return tuple(PersonRecord(*entry) for entry in _entries(root, PERS_NAME))


def _terms(root: etree._Element) -> tuple[TermRecord, ...]:
    return tuple(TermRecord(*entry) for entry in _entries(root, TERM))
