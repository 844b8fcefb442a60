"""Who wrote to whom, when and where, for portals of letters: CMIF 1.1. https://github.com/TEI-Correspondence-SIG/CMIF

Papers with a sender and a recipient are letters in its sense. What their source does not state is left out.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from archive.exports.markup import DECLARATION, element, escaped, opening, text_element
from archive.identifiers import links
from archive.models import Correspondent, Document, Volume
from archive.records import TEI_NAMESPACE
from archive.sql.batches import batches
from archive.web.hrefs import href

_AT_ONCE = 500
_NO_LICENCE = "The volumes state their licences."


def letters(volume: Volume | None = None) -> QuerySet[Document]:
    """Return the public papers of a volume, or of all, that have a sender and a recipient."""
    papers = Document.objects.public()
    if volume:
        papers = papers.filter(volume=volume)
    for role in Correspondent.Role.values:
        papers = papers.filter(Exists(Correspondent.objects.filter(document=OuterRef("pk"), role=role)))
    return papers.order_by("volume__slug", "position", "pk")


def correspondence(
    papers: QuerySet[Document],
    *,
    title: str,
    address: str,
    site: str,
    made: datetime,
    licence: str,
    archive: str = "Chancery",
) -> Iterator[str]:
    """Yield the letters among these papers as one file, piece by piece. ``site`` is what comes before an address of the archive."""
    volumes = Volume.objects.filter(pk__in=papers.order_by().values("volume")).order_by("slug").only("slug", "title")
    rights = (
        element("licence", escaped(licence), target=licence)
        if "://" in licence
        else text_element("p", licence or _NO_LICENCE)
    )
    yield f'{DECLARATION}<TEI xmlns="{TEI_NAMESPACE}"><teiHeader><fileDesc>'
    yield element("titleStmt", text_element("title", title), text_element("editor", archive))
    yield element(
        "publicationStmt",
        text_element("publisher", archive),
        text_element("idno", address, type="url"),
        text_element("date", made.date().isoformat(), when=made.date().isoformat()),
        element("availability", rights),
    )
    sources = [(site + volume.get_absolute_url(), volume.title) for volume in volumes]
    sources.append((site + href("archive:documents"), archive))
    yield element("sourceDesc", *(_source(where, name) for where, name in sources))
    yield "</fileDesc><profileDesc>\n"
    for ids in batches(papers.values_list("pk", flat=True).iterator(), _AT_ONCE):
        yield from _letters(ids, site)
    yield "</profileDesc></teiHeader><text><body><p/></body></text></TEI>\n"


def _id(address: str) -> str:
    """Return the id of a source: a UUID, as is recommended, behind a letter, as XML wants it."""
    return f"v{uuid.uuid5(uuid.NAMESPACE_URL, address)}"


def _source(address: str, title: str) -> str:
    start = opening("bibl", {"xml:id": _id(address), "type": "online"})
    return f"{start}{escaped(title)}. {text_element('ref', address, target=address)}</bibl>"


def _letters(ids: list[int], site: str) -> Iterator[str]:
    parties: dict[tuple[int, str], list[str]] = defaultdict(list)
    columns = ("document", "role", "printed", "office_read", "person_read", "person__name", "person__identifiers")
    rows = Correspondent.objects.public().filter(document__in=ids).order_by("document", "order")
    for paper, role, *who in rows.values_list(*columns):
        parties[paper, role].append(_party(*who))
    columns = (
        "pk", "slug", "document_number", "volume__slug", "place_printed", "date_printed", "date_earliest", "date_latest", "date_certainty",
        "received",
    )  # fmt: skip
    found = {row[0]: row for row in Document.objects.public().filter(pk__in=ids).values_list(*columns)}
    for pk, slug, number, volume, place, printed, first, last, certainty, received in filter(None, map(found.get, ids)):
        where = site + (href("archive:volume", volume) if volume else href("archive:documents"))
        received = received or {}
        arrived = [date.fromisoformat(received[end]) if received.get(end) else None for end in ("earliest", "latest")]
        sent = element(
            "correspAction",
            *parties[pk, "sender"],
            text_element("placeName", place),
            _date(printed, first, last, certainty),
            type="sent",
        )
        got = element(
            "correspAction",
            *parties[pk, "recipient"],
            _date(received.get("printed", ""), *arrived, received.get("certainty", "stated")),
            type="received",
        )
        address = site + href("archive:document", slug)
        yield element("correspDesc", sent, got, key=number, ref=address, source=f"#{_id(where)}") + "\n"


def _party(printed: str, office: str, person: str, name: str | None, identifiers: dict[str, str] | None) -> str:
    """Return a person, under the name that the archive has for them, or else an office or body."""
    if name or person:
        known = links(identifiers or {})
        return text_element("persName", " ".join((name or person).split()), ref=known[0][2] if known else "")
    return text_element("orgName", " ".join((office or printed).split()))


def _date(printed: str, first: date | None, last: date | None, certainty: str) -> str:
    if first is None and last is None:
        return ""
    words = " ".join(printed.split()) or "/".join(day.isoformat() for day in (first, last) if day)
    days = {"when": first} if first == last else {"notBefore": first, "notAfter": last}
    attributes = {name: day.isoformat() for name, day in days.items() if day}
    # CMIF has this one word for what editors supplied and what archivists inferred.
    evidence = "" if certainty == "stated" else "conjecture"
    return text_element("date", words, evidence=evidence, **attributes)
