"""Dates that are typed into the form of an entry, beside what was read of the paper."""

import pytest

from archive.desk.fields import corrected
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
