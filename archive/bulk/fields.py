"""The fields of a document that can be set in bulk and in spreadsheets, and the values that each can have.

What was printed (heading, date line, source note, text) is not among them: it is edited as text, where its words are.
"""

from __future__ import annotations

from dataclasses import replace

from archive import dating, filing
from archive.errors import Refused
from archive.languages import typed_codes
from archive.parsing.parties import PARTY_BREAK, typed_parties
from archive.records import KINDS, DateRecord, DocumentRecord
from archive.store import TopicTerms

#: Field → its name in a spreadsheet and a form.
FIELDS = {
    "subject": "subject",
    "kind": "kind",
    "senders": "senders",
    "recipients": "recipients",
    "file_numbers": "file numbers",
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
    "languages": "languages",
    "topics": "topics",
}
#: What can be done to a field besides setting it: of the topics that papers have, some are added or taken away.
STEPS = {"topics_added": "topics to add", "topics_removed": "topics to take away"}
_FILE_NUMBERS = "file_numbers"
#: The sides of a paper: parties as they are printed, read as those of a heading are.
SIDES = ("senders", "recipients")
_TOPICS = {"topics", *STEPS}
_LISTS = {_FILE_NUMBERS, "other_numbers", "distribution", "languages", "topics"}
_DATE = {"date": "edtf", "date_certainty": "certainty", "date_reason": "reason"}
_LONGEST = 2000


def value_of(record: DocumentRecord, field: str) -> str:
    """Return the value of a field as one cell of a spreadsheet; the items of a list are separated by "; "."""
    if field in _DATE:
        return getattr(record.date or DateRecord(certainty=""), _DATE[field])
    if field in SIDES:
        return PARTY_BREAK.join(party.printed for party in getattr(record, field))
    if field == _FILE_NUMBERS:
        return "; ".join(number.printed for number in record.file_numbers)
    value = getattr(record, field)
    return "; ".join(value) if field in _LISTS else value


def with_values(record: DocumentRecord, values: dict[str, str], terms: TopicTerms | None = None) -> DocumentRecord:
    """Return the record with these fields set. Raises :class:`~archive.errors.Refused` for a value that a field can't have.

    ``terms`` is the list of topics, needed if any are among the values (:func:`names_topics`).
    """
    plain = {name: _clean(name, text) for name, text in values.items() if name not in (*_DATE, *_TOPICS)}
    for name in _TOPICS & values.keys():
        plain["topics"] = _topics(record, name, _clean(name, values[name]), terms)
    if (printed := plain.pop(_FILE_NUMBERS, None)) is not None:
        plain[_FILE_NUMBERS] = filing.numbers_of(record, printed)
    sides = {name: typed_parties(plain.pop(name), getattr(record, name)) for name in SIDES if name in plain}
    record = replace(record, **plain, **sides)
    dates = {_DATE[name]: " ".join(text.split()) for name, text in values.items() if name in _DATE}
    before = record.date or DateRecord()
    if all(getattr(before, name) == text or (record.date is None and not text) for name, text in dates.items()):
        return record
    return replace(record, date=_date(before, dates))


def _clean(field: str, text: str):
    text, label = text.strip(), (FIELDS | STEPS)[field].capitalize()
    if len(text) > _LONGEST:
        raise Refused(f"{label}: more than {_LONGEST} characters.")
    if "\0" in text:
        raise Refused(f"{label}: a character that cannot be kept.")
    if field == "kind" and text and text not in KINDS:
        raise Refused(f"“{text}” is no kind of paper.")
    if field == "languages":
        return typed_codes(text)
    if field in _LISTS | _TOPICS:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    return text


def names_topics(values: dict[str, str]) -> bool:
    """Return whether topics are among the values."""
    return bool(_TOPICS & values.keys())


def _topics(record: DocumentRecord, field: str, typed: tuple[str, ...], terms: TopicTerms | None) -> tuple[str, ...]:
    """Return the topics of a record after these were set, added or taken away. Raises :class:`~archive.errors.Refused`."""
    named = (terms or TopicTerms()).named(typed)
    if field == "topics":
        return named
    if field == "topics_added":
        return tuple(dict.fromkeys(record.topics + named))
    return tuple(term for term in record.topics if term not in named)


def _date(before: DateRecord, values: dict[str, str]) -> DateRecord | None:
    date = replace(before, **values)
    if not date.edtf:
        if date.certainty == "inferred" or date.reason:
            raise Refused("An inferred date needs its EDTF.")
        date = replace(date, earliest="", latest="", certainty="stated")
        return date if date != DateRecord() else None
    if date.certainty not in {"stated", "supplied", "inferred"}:
        raise Refused(f"“{date.certainty}” is no certainty: stated, supplied or inferred.")
    if (date.certainty == "inferred") != bool(date.reason):
        raise Refused("An inferred date needs its reason, and only an inferred date has one.")
    try:
        earliest, latest = dating.parse_edtf(date.edtf)
    except ValueError as error:
        raise Refused(f"“{date.edtf}” is no date in EDTF.") from error
    return replace(date, earliest=earliest.isoformat() if earliest else "", latest=latest.isoformat() if latest else "")
