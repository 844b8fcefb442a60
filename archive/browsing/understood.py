"""A paper as it was printed and as it was understood, line by line, for readers who want to check the archive's work."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive import filing
from archive.models import Document
from archive.records import DateRecord, DocumentRecord
from archive.web.words import date_in_words


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a paper: what it is, the words of the source, what was understood, and why where that is not plain."""

    name: str
    printed: str
    understood: str
    reason: str = ""


def as_understood(paper: Document, record: DocumentRecord) -> list[Line]:
    """The lines of a paper and of its enclosures; what has neither printed words nor a reading is left out."""
    lines = [
        Line(_("Number in the volume"), "", record.document_number),
        Line(_("Heading"), record.heading, _kind(record)),
        *(_party(_("From"), row) for row in paper.senders),
        *(_party(_("To"), row) for row in paper.recipients),
        Line(_("Date line"), record.dateline, _when(record.date), record.date.reason if record.date else ""),
        Line(_("Received"), record.received.printed if record.received else "", _when(record.received)),
        Line(_("Place"), record.place, str(paper.place or "")),
        Line(_("Source note"), record.source_note, _source(record)),
        *(
            Line(_("File number"), number.printed, _number(number.normal, number.scheme))
            for number in record.file_numbers
        ),
    ]
    for part in record.parts:
        name = part.kind.capitalize() if part.kind else _("Enclosure")
        lines.append(Line(name, ". ".join(filter(None, (part.heading, part.dateline))), _when(part.date)))
    return [line for line in lines if line.printed or line.understood]


def _kind(record: DocumentRecord) -> str:
    numbers = ", ".join(filter(None, (record.number, *record.other_numbers)))
    kind = _(record.kind).capitalize() if record.kind else ""
    return f", {_('no.')} ".join(filter(None, (kind, numbers)))


def _party(name: str, row) -> Line:
    understood = f"{row.office} ({row.person})" if row.office and row.person else str(row.office or row.person or "")
    place = row.temporary_place and f"{understood}, {_('at %(place)s') % {'place': row.temporary_place}}"
    return Line(name, row.printed, place or understood)


def _when(read: DateRecord | None) -> str:
    if read is None:
        return ""
    words = date_in_words(read) if read.earliest or read.latest else ""
    words = ", ".join(filter(None, (words, read.time)))
    certainty = {"inferred": _("inferred"), "supplied": _("supplied by the editors")}.get(read.certainty, "")
    edtf = f"EDTF {read.edtf}" if read.edtf else ""
    more = "; ".join(filter(None, (certainty, edtf)))
    return f"{words} ({more})" if words and more else words


def _source(record: DocumentRecord) -> str:
    handling = "; ".join(filter(None, (record.classification, *record.distribution)))
    return ". ".join(
        filter(None, (", ".join(filter(None, (record.repository, record.collection))), handling, record.drafting))
    )


def _number(normal: str, scheme: str) -> str:
    return _("not read") if scheme == "unknown" else f"{normal} ({_(filing.SCHEME_NAMES.get(scheme, scheme))})"
