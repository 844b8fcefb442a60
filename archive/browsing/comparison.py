"""A paper as it was printed and as it was read, line by line, for readers who want to check the archive's work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive import filing
from archive.browsing.terms import term_in_words
from archive.models import Correspondent, Document, ListedPerson, Merge
from archive.models.holders import Held, holders
from archive.records import DateRecord, DocumentRecord
from archive.web.words import date_in_words


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact of a paper: its name, the words of the source, what was read in them, and the reason where that is not plain.

    ``quoted`` says that what was read is still in the words of the source.
    """

    name: str
    printed: str
    read: str
    reason: str = ""
    quoted: bool = False


def compare(paper: Document, record: DocumentRecord) -> list[Comparison]:
    """Return the facts of a paper and of its enclosures; what has neither printed words nor a reading is left out."""
    reasons = _gathered(paper) | _reasons(paper)
    lines = [
        Comparison(_("Number in the volume"), "", record.document_number),
        Comparison(_("Heading"), record.heading, _kind(record)),
        *(_party(_("From"), row, reasons) for row in paper.senders),
        *(_party(_("To"), row, reasons) for row in paper.recipients),
        Comparison(_("Date line"), record.dateline, _date(record.date), record.date.reason if record.date else ""),
        Comparison(_("Received"), record.received.printed if record.received else "", _date(record.received)),
        Comparison(_("Place"), record.place, str(paper.place or "")),
        Comparison(_("Source note"), record.source_note, _source(record), quoted=True),
        *(
            Comparison(_("File number"), number.printed, _number(number.normal, number.scheme))
            for number in record.file_numbers
        ),
    ]
    for part in record.parts:
        name = capfirst(_(part.kind)) if part.kind else _("Enclosure")
        lines.append(Comparison(name, ". ".join(filter(None, (part.heading, part.dateline))), _date(part.date)))
    return [line for line in lines if line.printed or line.read]


def _kind(record: DocumentRecord) -> str:
    numbers = ", ".join(filter(None, (record.number, *record.other_numbers)))
    kind = _(record.kind).capitalize() if record.kind else ""
    return f", {_('no.')} ".join(filter(None, (kind, numbers)))


def _reasons(paper: Document) -> dict[int, str]:
    """Return why the senders and recipients, by row, are known without a mark of the source or against it."""
    rows = [row for row in (*paper.senders, *paper.recipients) if row.person_id]
    if not rows:
        return {}
    entries = ListedPerson.objects.filter(volume=paper.volume_id, person__in={row.person_id for row in rows})
    ids = defaultdict(set)
    for person, source_id in entries.values_list("person", "source_id") if paper.volume_id else ():
        ids[person].add(source_id)
    listed = {row.pk for row in rows if ids[row.person_id] and row.person_source_id not in ids[row.person_id]}
    reasons = dict.fromkeys(listed, _("Who it is follows from the volume’s list of persons."))
    held = {
        row.pk: Held(row.person_read, row.office_read, paper.date_earliest, paper.date_latest)
        for row in rows
        if not ids[row.person_id]
    }
    terms = holders(held.values())
    for row in rows:
        term = terms.get(held.get(row.pk))
        if term and term.named.person_id == row.person_id:
            reasons[row.pk] = _("Who it is follows from the term of office: %(term)s, according to “%(file)s”.") % {
                "term": ", ".join(filter(None, (term.named.name, term.title, term.post_name, term_in_words(term)))),
                "file": term.named.file,
            }
    return reasons


def _gathered(paper: Document) -> dict[int, str]:
    """Return why the archive took senders and recipients whom no list of the volume explains for whom it did, by row."""
    rows = [row for row in (*paper.senders, *paper.recipients) if row.person_id and not row.person_source_id]
    if not rows:
        return {}
    merges = Merge.objects.filter(
        kind="person", kept__in={row.person_id for row in rows}, merged_name__in={row.person_read for row in rows}
    )
    why = {
        (merge.kept, merge.merged_name): merge.reason for merge in merges.filter(undone_at=None).exclude(certainty=None)
    }
    found = {row.pk: why.get((row.person_id, row.person_read), "") for row in rows}
    return {pk: f"{_('Taken for the same person:')} {_(reason)}" for pk, reason in found.items() if reason}


def _party(name: str, row: Correspondent, reasons: dict[int, str]) -> Comparison:
    who = f"{row.office} ({row.person})" if row.office and row.person else str(row.office or row.person or "")
    place = row.temporary_place and f"{who}, {_('at %(place)s') % {'place': row.temporary_place}}"
    return Comparison(
        name,
        row.printed,
        place or who,
        reasons.get(row.pk, ""),
    )


def _date(date: DateRecord | None) -> str:
    if date is None:
        return ""
    words = date_in_words(date) if date.earliest or date.latest else ""
    words = ", ".join(filter(None, (words, date.time)))
    certainty = {"inferred": _("inferred"), "supplied": _("supplied by the editors")}.get(date.certainty, "")
    return f"{words} ({certainty})" if words and certainty else words


def _source(record: DocumentRecord) -> str:
    handling = "; ".join(filter(None, (record.classification, *record.distribution)))
    return ". ".join(
        filter(None, (", ".join(filter(None, (record.repository, record.collection))), handling, record.drafting))
    )


def _number(normal: str, scheme: str) -> str:
    return _("not read") if scheme == filing.UNKNOWN else f"{normal} ({_(filing.title_of(scheme))})"
