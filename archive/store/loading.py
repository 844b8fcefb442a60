"""Read documents of the database back as records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.models import Correspondent, Document, DocumentWarning, Volume
from archive.records import (
    CorrespondentRecord,
    DateRecord,
    DocumentRecord,
    FileNumberRecord,
    FootnoteRecord,
    PageBreakRecord,
    PartRecord,
    ReadingWarning,
    ReferenceRecord,
    VolumeRecord,
    from_json,
    to_json,
)


def load(document: Document) -> DocumentRecord:
    """Return the record of a document as it is now. Quick for documents fetched with ``for_record()``."""
    return replace(
        description(document),
        text=document.text.tei,
        references=tuple(
            ReferenceRecord(row.kind, row.printed, row.where, row.start, row.end, row.details)
            for row in sorted(document.references.all(), key=lambda row: row.order)
        ),
        warnings=tuple(
            ReadingWarning(row.code, row.message, row.line, row.column)
            for row in sorted(document.warnings.all(), key=lambda row: row.order)
            if row.source == DocumentWarning.Source.READER
        ),
    )


def description(document: Document) -> DocumentRecord:
    """Return the record without text, references and warnings: what describes a paper. Quick for ``for_page()``."""
    return DocumentRecord(
        source_id=document.source_id,
        text="",
        heading=document.heading,
        subject=document.subject,
        kind=document.kind,
        document_number=document.document_number,
        number=document.number,
        other_numbers=tuple(document.other_numbers),
        senders=_correspondents(document, Correspondent.Role.SENDER),
        recipients=_correspondents(document, Correspondent.Role.RECIPIENT),
        dateline=document.dateline,
        date=_date(document),
        received=from_json(document.received, DateRecord) if document.received else None,
        place=document.place_printed,
        classification=document.classification,
        distribution=tuple(document.distribution),
        source_note=document.source_note,
        repository=document.repository,
        collection=document.collection,
        drafting=document.drafting,
        summary=document.summary,
        languages=tuple(document.languages),
        topics=tuple(term for _, term in document.topics),
        file_numbers=tuple(
            FileNumberRecord(row.printed, row.file_number.normal, row.file_number.scheme)
            for row in sorted(document.document_file_numbers.all(), key=lambda row: row.order)
        ),
        footnotes=tuple(
            FootnoteRecord(row.order, row.label, row.text, row.kind, row.source_id, row.anchor)
            for row in sorted(document.footnotes.all(), key=lambda row: row.order)
        ),
        pages=tuple(
            PageBreakRecord(row.label, row.within, row.source_id, row.facsimile)
            for row in sorted(document.page_breaks.all(), key=lambda row: row.order)
        ),
        parts=tuple(from_json(part, PartRecord) for part in document.parts),
    )


def description_of_volume(volume: Volume) -> VolumeRecord:
    """Return the record of a volume without its TEI, divisions and lists: what describes it."""
    return VolumeRecord(
        source_id=volume.slug,
        title=volume.title,
        series=volume.series,
        number=volume.number,
        subject=volume.subject,
        editors=tuple(volume.editors),
        publisher=volume.publisher,
        published=volume.published,
    )


def snapshot(document: Document) -> dict[str, Any]:
    """Return the document as plain data: its record, the authorities that it and its correspondents were identified with, its
    place in its volume, and the reading of its source that it was made from."""
    return {
        "record": to_json(load(document)),
        "source": {
            "volume": document.volume_id,
            "division": document.division_id,
            "position": document.position,
            "fingerprint": document.source_fingerprint,
            "as_read": document.source_version == document.version,
        },
        "place": document.place_id,
        "identified": [
            [row.role, row.order, row.office_id, row.person_id, row.place_id]
            for row in sorted(document.correspondents.all(), key=lambda row: (row.role, row.order))
        ],
    }


def _correspondents(document: Document, role: str) -> tuple[CorrespondentRecord, ...]:
    rows = sorted((row for row in document.correspondents.all() if row.role == role), key=lambda row: row.order)
    return tuple(
        CorrespondentRecord(
            row.printed, row.office_read, row.person_read, row.place_read, row.temporary_place, row.person_source_id
        )
        for row in rows
    )


def _date(document: Document) -> DateRecord | None:
    read = replace(
        document.date_record,
        time=document.date_time,
        certainty=document.date_certainty,
        reason=document.date_reason,
    )
    return read if read != DateRecord() else None
