"""The fields of a document that are set in bulk and in spreadsheets, and what may stand in each.

What was printed (heading, date line, source note, text) is not among them: it is edited as text, where its words stand.
"""

from __future__ import annotations

from dataclasses import replace

from archive import dating
from archive.records import KINDS, DateRecord, DocumentRecord

#: Field → what a spreadsheet and a form call it.
FIELDS = {
    "kind": "kind",
    "number": "own number",
    "other_numbers": "further own numbers",
    "place": "place of writing",
    "date": "date (EDTF)",
    "date_certainty": "certainty of the date",
    "date_reason": "reason of an inferred date",
    "classification": "classification",
    "distribution": "handling",
    "repository": "repository",
    "collection": "collection",
    "drafting": "drafting",
    "summary": "summary",
}
_LISTS = {"other_numbers", "distribution"}
_DATE = {"date": "edtf", "date_certainty": "certainty", "date_reason": "reason"}
_LONGEST = 2000


def value_of(record: DocumentRecord, field: str) -> str:
    """What a field holds, as one line of a spreadsheet has it; the items of a list are parted by "; "."""
    if field in _DATE:
        return getattr(record.date or DateRecord(certainty=""), _DATE[field])
    value = getattr(record, field)
    return "; ".join(value) if field in _LISTS else value


def with_values(record: DocumentRecord, values: dict[str, str]) -> DocumentRecord:
    """The record with these fields set. Raises ``ValueError`` with a sentence for what cannot stand in a field."""
    plain = {name: _clean(name, text) for name, text in values.items() if name not in _DATE}
    record = replace(record, **plain)
    said = {_DATE[name]: " ".join(text.split()) for name, text in values.items() if name in _DATE}
    before = record.date or DateRecord()
    if all(getattr(before, name) == text or (record.date is None and not text) for name, text in said.items()):
        return record
    return replace(record, date=_date(before, said))


def _clean(field: str, text: str):
    text = text.strip()
    if len(text) > _LONGEST:
        raise ValueError(f"{FIELDS[field].capitalize()}: more than {_LONGEST} characters.")
    if "\0" in text:
        raise ValueError(f"{FIELDS[field].capitalize()}: a character that cannot be kept.")
    if field == "kind" and text and text not in KINDS:
        raise ValueError(f"“{text}” is no kind of paper.")
    if field in _LISTS:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    return text


def _date(before: DateRecord, said: dict[str, str]) -> DateRecord | None:
    date = replace(before, **said)
    if not date.edtf:
        if date.certainty == "inferred" or date.reason:
            raise ValueError("A date that is inferred needs to be said in EDTF.")
        date = replace(date, earliest="", latest="", certainty="stated")
        return date if date != DateRecord() else None
    if date.certainty not in {"stated", "supplied", "inferred"}:
        raise ValueError(f"“{date.certainty}” is no certainty: stated, supplied or inferred.")
    if (date.certainty == "inferred") != bool(date.reason):
        raise ValueError("An inferred date needs its reason, and only an inferred date has one.")
    try:
        earliest, latest = dating.parse_edtf(date.edtf)
    except ValueError as error:
        raise ValueError(f"“{date.edtf}” is no date in EDTF.") from error
    return replace(date, earliest=earliest.isoformat() if earliest else "", latest=latest.isoformat() if latest else "")
