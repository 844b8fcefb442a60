"""Dates and other fields that are typed into the form of an entry, beside what was read of the paper."""

import pytest

from archive.desk.fields import corrected, read_values
from archive.records import DateRecord, DocumentRecord

READ = DateRecord("March 24, 1944", "1944-03-24", "1944-03-24", "1944-03-24")


@pytest.mark.parametrize(
    ("printed", "edtf", "latest", "certainty", "doubts"),
    [
        ("March 26, 1944", "1944-03-26", "1944-03-26", "stated", 0),
        ("26. März 1944", "1944-03-26", "1944-03-26", "stated", 0),
        ("3/4/1944", "1944", "1944-12-31", "stated", 1),
        ("Summer, 1944", "1944-22", "1944-12-31", "stated", 1),
        ("March 26, ’44", "1944-03-24", "1944-03-24", "stated", 1),
        ("Easter Sunday, 1944", "1944-04-09", "1944-04-09", "inferred", 0),
    ],
)
def test_a_typed_date_is_read_and_says_what_is_doubtful(printed, edtf, latest, certainty, doubts):
    record, problems = corrected(DocumentRecord("made", "", date=READ), {"date_printed": printed})
    assert (record.date.printed, record.date.edtf, record.date.latest) == (printed, edtf, latest)
    assert (record.date.certainty, bool(record.date.reason)) == (certainty, certainty == "inferred")
    assert [printed in problem for problem in problems] == [True] * doubts


def test_a_corrected_heading_is_read_again():
    record = DocumentRecord("made", "", heading="Telegrarn Frorn Quill", kind="memorandum")
    typed = {"heading": "Telegram From the Embassy in Peru to the Department of State"}
    changed, problems = corrected(record, typed)
    assert (changed.heading, changed.kind, problems) == (typed["heading"], "telegram", [])
    assert [who.office for who in (*changed.senders, *changed.recipients)] == ["Embassy in Peru", "Department of State"]
    shown = read_values(record, typed)
    assert (shown["heading"], shown["kind"], shown["senders-0-office"]) == (
        record.heading,
        "telegram",
        "Embassy in Peru",
    )
    named, _ = corrected(record, typed | {"senders-0-person": "Quill"})
    assert (named.senders[0].office, named.senders[0].person) == ("Embassy in Peru", "Quill")


def test_what_was_not_read_is_entered():
    typed = {
        "subject": "Relief",
        "summary": "He asks.",
        "repository": "Library",
        "collection": "Box 4",
        "distribution": "Niact, Priority, Niact",
    }
    record, problems = corrected(DocumentRecord("made", ""), typed)
    assert (record.subject, record.summary, record.repository, record.collection) == (
        "Relief",
        "He asks.",
        "Library",
        "Box 4",
    )
    assert (record.distribution, problems) == (("Niact", "Priority"), [])
