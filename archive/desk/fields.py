"""The fields of a record as a form shows them: as text, without nesting. Corrections by hand replace what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archive import dating, filing
from archive.errors import Refused
from archive.languages import typed_codes
from archive.parsing.headings import read_heading
from archive.parsing.printed.parties import parties_of
from archive.records import KINDS, CorrespondentRecord, DateRecord, DocumentRecord

#: Plain fields of a record, with their labels, in the order of the form.
PLAIN = {
    "heading": "Heading",
    "subject": "Subject",
    "kind": "Kind",
    "number": "Own number",
    "classification": "Classification",
    "place": "Written at",
    "source_note": "Source note",
    "repository": "Repository",
    "collection": "Collection",
    "summary": "Summary",
}
#: The volume that a new paper is in, by its address: no part of the record.
VOLUME = "volume"
#: Fields of its date.
DATE = {
    "date_printed": "Date as printed",
    "date_edtf": "Date (EDTF)",
    "date_time": "Time as printed",
    "date_certainty": "Certainty of the date",
    "date_reason": "Reason of an inferred date",
}
#: Fields of each sender and recipient.
PARTS = {"printed": "as printed", "office": "office", "person": "person", "place": "place"}
ROLES = ("senders", "recipients")
CERTAINTIES = ("stated", "supplied", "inferred")
_MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its key, label and value, and the choices that it has, if they are limited."""

    key: str
    label: str
    value: str
    corrected: bool = False
    choices: tuple[str, ...] = ()
    rows: int = 1
    suggests: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that are shown together."""

    label: str
    fields: tuple[Field, ...]


def flat(record: DocumentRecord) -> dict[str, str]:
    """Return every field of the form as text."""
    when = record.date or DateRecord()
    values = {name: getattr(record, name) for name in PLAIN}
    values |= {name: getattr(when, name.removeprefix("date_")) for name in DATE}
    values["distribution"] = ", ".join(record.distribution)
    values["languages"] = ", ".join(record.languages)
    values["file_numbers"] = "\n".join(number.printed for number in record.file_numbers)
    for role in ROLES:
        for row, who in enumerate(getattr(record, role)):
            values |= {f"{role}-{row}-{part}": getattr(who, part) for part in PARTS}
    return values


def read_values(record: DocumentRecord, values: Mapping[str, str]) -> dict[str, str]:
    """Return every field as it was read; the parties and the kind are those of the heading, if that was corrected."""
    return flat(_with_heading(record, values)) | {"heading": record.heading}


def corrected(record: DocumentRecord, values: Mapping[str, str]) -> tuple[DocumentRecord, list[str]]:
    """Return the record with corrections, and the problems with them in words; a wrong correction is left out."""
    problems: list[str] = []
    if not values:
        return record, problems
    record = _with_heading(record, values)
    wanted = flat(record) | {key: value.strip() for key, value in values.items()}
    plain = {name: wanted[name] for name in PLAIN if wanted[name] != getattr(record, name)}
    if plain.get("kind", "") not in ("", *KINDS):
        problems.append(f"“{plain.pop('kind')}” is no kind of paper.")
    record = replace(record, **plain)
    if any(name in values for name in DATE):
        record = replace(record, date=_date(record.date or DateRecord(), wanted, problems))
    if "file_numbers" in values:
        lines = [line.strip() for line in wanted["file_numbers"].splitlines() if line.strip()]
        record = replace(record, file_numbers=filing.numbers_of(record, lines))
    if "distribution" in values:
        words = (word.strip() for word in wanted["distribution"].split(","))
        record = replace(record, distribution=tuple(dict.fromkeys(filter(None, words))))
    if "languages" in values:
        try:
            record = replace(record, languages=typed_codes(wanted["languages"]))
        except Refused as refusal:
            problems.append(str(refusal))
    for role in ROLES:
        if any(key.startswith(f"{role}-") for key in values):
            record = replace(record, **{role: _correspondents(getattr(record, role), role, wanted)})
    return record, problems


def _with_heading(record: DocumentRecord, values: Mapping[str, str]) -> DocumentRecord:
    """Return a record with the heading of the corrections, and with the parties and the kind that it names."""
    heading = values.get("heading", record.heading).strip()
    if heading == record.heading:
        return record
    read = read_heading(heading)
    parties = read if read.senders or read.recipients else parties_of(heading)
    if parties is None:
        return replace(record, heading=heading)
    kind = parties.kind or record.kind
    return replace(record, heading=heading, senders=parties.senders, recipients=parties.recipients, kind=kind)


def _date(read: DateRecord, wanted: Mapping[str, str], problems: list[str]) -> DateRecord | None:
    values = {name.removeprefix("date_"): wanted[name] for name in DATE}
    if values["certainty"] not in CERTAINTIES:
        values["certainty"] = read.certainty
    if values["edtf"] == read.edtf and values["printed"] != read.printed:
        typed = dating.read_dateline(values["printed"])
        problems += [warning.message for warning in typed.warnings]
        if typed.date and typed.date.edtf:
            values["edtf"] = typed.date.edtf
            if typed.date.certainty == "inferred" and not values["reason"]:
                values |= {"certainty": "inferred", "reason": typed.date.reason}
    first, last = read.earliest, read.latest
    if values["edtf"] != read.edtf:
        try:
            first, last = (day.isoformat() if day else "" for day in dating.parse_edtf(values["edtf"]))
        except ValueError:
            problems.append(f"“{values['edtf']}” is not a date in EDTF, such as 1944-03-26, 1944-03 or 1944-03-21/..")
            values["edtf"] = read.edtf
    if values["certainty"] == "inferred" and not values["reason"]:
        problems.append("An inferred date needs its reason.")
        values["certainty"] = read.certainty
    date = DateRecord(earliest=first, latest=last, **values)
    return date if date != DateRecord() else None


def _correspondents(read: tuple[CorrespondentRecord, ...], role: str, wanted: Mapping[str, str]):
    rows = []
    for row in range(min(_last_row(role, wanted) + 1, _MOST_ROWS)):
        values = {part: wanted.get(f"{role}-{row}-{part}", "") for part in PARTS}
        if not any(values.values()):
            continue
        values["printed"] = values["printed"] or values["person"] or values["office"] or values["place"]
        rows.append(replace(read[row], **values) if row < len(read) else CorrespondentRecord(**values))
    return tuple(rows)


def _last_row(role: str, wanted: Mapping[str, str]) -> int:
    rows = [key.split("-")[1] for key in wanted if key.startswith(f"{role}-")]
    return max((int(row) for row in rows if row.isdigit() and len(row) < 3), default=-1)


def is_field(key: str) -> bool:
    """Return whether a key is one of the form's fields."""
    role, _, rest = key.partition("-")
    row, _, part = rest.partition("-")
    known = key in PLAIN or key in DATE or key in {"file_numbers", "languages", "distribution", VOLUME}
    return known or (role in ROLES and part in PARTS and row.isascii() and row.isdigit() and len(row) < 3)


def groups(read: Mapping[str, str], values: Mapping[str, str], volumes: Sequence[str] = ()) -> list[Group]:
    """Return the form: what was read, with corrections, and an empty row for one more sender and recipient.

    ``volumes`` are the addresses of those that a new paper can be put into.
    """
    wanted = dict(read) | dict(values)

    def field(key: str, label: str, **how) -> Field:
        return Field(key, label, wanted.get(key, ""), key in values, **how)

    found = []
    for role, label in (("senders", "From"), ("recipients", "To")):
        rows = []
        for row in range(min(_last_row(role, wanted) + 2, _MOST_ROWS)):
            for part, words in PARTS.items():
                suggests = part if part in {"office", "person", "place"} else ""
                rows.append(field(f"{role}-{row}-{part}", f"{label} {row + 1}, {words}", suggests=suggests))
        found.append(Group(label, tuple(rows)))
    found.append(
        Group(
            "The paper",
            (
                field("heading", PLAIN["heading"], rows=2),
                field("subject", PLAIN["subject"]),
                field("file_numbers", "File numbers, one a line", rows=2),
                field("kind", PLAIN["kind"], choices=("", *KINDS)),
                field("number", PLAIN["number"]),
                field("classification", PLAIN["classification"]),
                field("distribution", "Distribution, with commas between (Niact, Priority)"),
                field("place", PLAIN["place"], suggests="place"),
                field("source_note", PLAIN["source_note"], rows=2),
                field("repository", PLAIN["repository"]),
                field("collection", PLAIN["collection"]),
                field("summary", PLAIN["summary"], rows=3),
                field("languages", "Languages, as codes (de, fr-CH)"),
                *([field(VOLUME, "Volume", choices=("", *volumes))] if volumes else ()),
            ),
        )
    )
    dates = [field(name, label) for name, label in DATE.items() if name not in {"date_certainty", "date_reason"}]
    dates.append(field("date_certainty", DATE["date_certainty"], choices=CERTAINTIES))
    dates.append(field("date_reason", DATE["date_reason"], rows=2))
    found.append(Group("Date", tuple(dates)))
    return found
