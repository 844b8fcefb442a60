"""What a page has for machines about its paper: meta tags for citation managers and link previews, and JSON-LD."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from archive.exports.citing.cited import Cited, date_words
from archive.exports.citing.creators import authors_of, editors_of
from archive.records import CorrespondentRecord

_LONGEST_DESCRIPTION = 200


class MetaTag(NamedTuple):
    """One ``<meta>``: ``attribute`` is ``"name"`` or ``"property"``."""

    attribute: str
    name: str
    content: str


def meta_tags(cited: Cited) -> list[MetaTag]:
    """Return Highwire tags, which Zotero reads as a section of a book, Dublin Core, and Open Graph."""
    record = cited.record
    first, last = cited.pages
    _, publisher = cited.publisher
    exact = record.date and record.date.certainty != "inferred" and record.date.earliest == record.date.latest
    date = date_words(record.date) if record.date else ""
    tags = [
        ("name", "citation_title", cited.title),
        *(("name", "citation_author", author.inverted()) for author in authors_of(cited)),
        *(("name", "citation_editor", editor.inverted()) for editor in editors_of(cited)),
        ("name", "citation_inbook_title", cited.volume.title if cited.volume else ""),
        ("name", "citation_publisher", publisher),
        ("name", "citation_publication_date", cited.published),
        ("name", "citation_firstpage", first),
        ("name", "citation_lastpage", last),
        ("name", "citation_language", cited.language),
        ("name", "citation_public_url", cited.address),
        ("name", "DC.title", cited.title),
        ("name", "DC.type", "Text"),
        ("name", "DC.date", date),
        ("name", "DCTERMS.created", record.date.earliest if exact and record.date else ""),
        ("name", "DC.identifier", cited.address),
        ("name", "DC.source", "; ".join(cited.original)),
        *(("name", "DC.subject", topic) for topic in record.topics),
        *(("name", "DC.creator", _who(sender)) for sender in record.senders),
        ("name", "description", description(cited)),
        ("property", "og:type", "article"),
        ("property", "og:site_name", cited.archive),
        ("property", "og:title", cited.title),
        ("property", "og:description", description(cited)),
        ("property", "og:url", cited.address),
    ]
    return [MetaTag(*tag) for tag in tags if tag[2]]


def description(cited: Cited) -> str:
    """Return a sentence for lists of links: number, date, file number, volume."""
    record = cited.record
    date = date_words(record.date) if record.date else ""
    parts = [cited.number, date, *(number.printed for number in record.file_numbers[:2])]
    parts += [cited.volume.title] if cited.volume else []
    words = " · ".join(part for part in parts if part and part != "n.d.")
    return words if len(words) <= _LONGEST_DESCRIPTION else f"{words[: _LONGEST_DESCRIPTION - 1].rstrip()}…"


def json_ld(cited: Cited) -> str:
    """Return the paper as JSON-LD of schema.org: a component of an archive, and a message where it has sender and recipient."""
    record = cited.record
    types = ["ArchiveComponent", *(["Message"] if record.senders and record.recipients else [])]
    first, last = cited.pages
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": types,
        "@id": cited.address,
        "url": cited.address,
        "name": cited.title,
        "genre": record.kind,
        "inLanguage": list(record.languages) if len(record.languages) > 1 else cited.language,
        "identifier": [number.printed for number in record.file_numbers],
        "sender": [_party(who) for who in record.senders],
        "recipient": [_party(who) for who in record.recipients],
        "keywords": list(record.topics),
        "pagination": f"{first}-{last}" if first != last else first,
        "position": record.document_number,
        "locationCreated": {"@type": "Place", "name": record.place} if record.place else None,
        "temporal": date_words(record.date) if record.date else "",
        "holdingArchive": {"@type": "ArchiveOrganization", "name": record.repository} if record.repository else None,
        "publisher": {"@type": "Organization", "name": cited.archive},
    }
    data["hasPart"] = [
        {"@type": "CreativeWork", "@id": f"{cited.address}#enclosure-{part.path}", "name": part.heading}
        | {
            side: [_party(who) for who in parties]
            for side, parties in (("author", part.senders), ("audience", part.recipients))
            if parties
        }
        for part in record.parts
    ]
    if record.date and record.date.certainty != "inferred" and record.date.edtf:
        data["dateCreated"] = record.date.edtf
    if cited.volume:
        data["isPartOf"] = {"@type": "Book", "name": cited.volume.title, "datePublished": cited.published} | (
            {"editor": [{"@type": "Person", "name": name} for name in cited.volume.editors]}
            if cited.volume.editors
            else {}
        )
    return json.dumps({name: value for name, value in data.items() if value}, ensure_ascii=False, indent=1) + "\n"


def _who(who: CorrespondentRecord) -> str:
    return who.person or who.office or who.printed


def _party(who: CorrespondentRecord) -> dict[str, Any]:
    if who.person:
        return {"@type": "Person", "name": who.person} | ({"jobTitle": who.office} if who.office else {})
    return {"@type": "Organization", "name": who.office or who.printed}
