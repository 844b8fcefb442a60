"""Records for tests: a document that uses every part of a record, and a short way to vary it."""

from dataclasses import replace

from archive.parsing.references import find_references
from archive.records import (
    CorrespondentRecord,
    DateRecord,
    DocumentRecord,
    FileNumberRecord,
    FootnoteRecord,
    PageBreakRecord,
    PartRecord,
    ReadingWarning,
)

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
QUILL = CorrespondentRecord("The Ambassador in Ruritania (Quill)", "Ambassador in Ruritania", "Quill", "Ruritania")
RAVEN = CorrespondentRecord("The Chargé in Ruritania (Raven)", "Chargé in Ruritania", "Raven", "Ruritania")
SECRETARY = CorrespondentRecord("the Secretary of State", "Secretary of State")


def dated(first: str, last: str | None = None, **fields) -> DateRecord:
    """Return a date record from its first and last day ("" for an open end)."""
    last = first if last is None else last
    edtf = first if first == last else f"{first or '..'}/{last or '..'}"
    return DateRecord(edtf, first, last, edtf, **fields)


def document_record(source_id: str = "vol#d1", **changes) -> DocumentRecord:
    """Return a telegram with two footnotes, a page break, an enclosure and a citation; ``changes`` replace its fields."""
    record = DocumentRecord(
        source_id=source_id,
        text=(
            f'<div {_TEI} type="document"><head>The Ambassador in Ruritania (Quill) to the Secretary of State</head>'
            '<p>12. Your 7 arrived<anchor type="footnote" n="1"/> and was <pb n="41"/>read.'
            '<anchor type="footnote" n="2"/></p></div>'
        ),
        heading="The Ambassador in Ruritania (Quill) to the Secretary of State",
        kind="telegram",
        document_number="1",
        number="12",
        other_numbers=("Strel 3",),
        senders=(
            CorrespondentRecord(
                "The Ambassador in Ruritania (Quill)", "Ambassador in Ruritania", "Quill", "Ruritania", "Strelsau"
            ),
        ),
        recipients=(CorrespondentRecord("the Secretary of State", "Secretary of State"),),
        dateline="Strelsau, March 5, 1938—7 p.m.",
        date=DateRecord("March 5, 1938", "1938-03-05", "1938-03-05", "1938-03-05", "7 p.m."),
        received=DateRecord("March 6—8 a.m.", "1938-03-06", "1938-03-06", "1938-03-06", "8 a.m."),
        place="Strelsau",
        subject="Relief of refugees",
        classification="Secret",
        distribution=("Niact",),
        source_note="840.48 Refugees/17: Telegram",
        repository="Department of State",
        collection="Central Files",
        drafting="Drafted by Quill.",
        summary="The telegram came.",
        file_numbers=(FileNumberRecord("840.48 Refugees/17", "840.48 REFUGEES/17", "decimal-1910"),),
        footnotes=(
            FootnoteRecord(1, "9", f'<note {_TEI} n="9">Not printed (840.48 Refugees/16).</note>', anchor="arrived"),
            FootnoteRecord(2, "10", f'<note {_TEI} n="10">See p. 40.</note>', source_id="d1fn2", anchor="read."),
        ),
        pages=(PageBreakRecord("40", within=False), PageBreakRecord("41", source_id="pg_41", facsimile="0041")),
        parts=(PartRecord(1, "Enclosure", "note", date=DateRecord("undated")),),
        warnings=(ReadingWarning("number-doubtful", "The number may be 7 or 1.", 3, 14),),
    )
    record = replace(record, **changes)
    return record if "references" in changes else replace(record, references=find_references(record))
