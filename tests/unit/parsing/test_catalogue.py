"""Entries of a catalogue of papers: who wrote to whom is before the date, and what follows it is about the paper."""

import pytest

from archive.parsing.tei.catalogue import is_catalogue_line, read_catalogue_line
from archive.parsing.transcription import read_source

AFTER = "Herring and nets. Secret. 2 pp. Department of State, Central Files, 123.45/6–1061."


def parties(side):
    return [(one.person, one.office, one.place) for one in side]


@pytest.mark.parametrize(
    ("words", "kind", "number", "senders", "recipients"),
    [
        ("Memorandum from Quill to President Moss, June 3.", "memorandum", "",
         [("Quill", "", "")], [("Moss", "President", "")]),
        ("Letter from Gen. Quill to Moss, Reed, and Hay, June 3.", "letter", "",
         [("Quill", "Gen.", "")], [("Moss", "", ""), ("Reed", "", ""), ("Hay", "", "")]),
        ("Memorandum from Quill for the record, June 3.", "memorandum", "", [("Quill", "", "")], []),
        ("Memorandum for the Record prepared by Quill, June 3.", "memorandum for the record", "", [("Quill", "", "")], []),
        ("Telegram 12 from Lima, June 3.", "telegram", "12", [("", "", "Lima")], []),
        ("Ecbus 416 to Lima, June 3.", "telegram", "Ecbus 416", [], [("", "", "Lima")]),
        ("Circular telegram 12 to certain diplomatic missions, June 3.", "circular telegram", "12",
         [], [("", "certain diplomatic missions", "")]),
        ("National Intelligence Estimate, NIE 11–3–61, June 3.", "intelligence estimate", "NIE 11–3–61", [], []),
        ("Quill’s personal notes on a meeting, June 3.", "minutes", "", [], []),
        # Who talked wrote nothing, and nobody is named by a subject.
        ("Memorandum of conversation, June 3, between Quill and Moss.", "memorandum of conversation", "", [], []),
        ("Paper prepared by unknown drafter, June 3. Letter from Quill to Moss.", "paper", "", [], []),
    ],
)  # fmt: skip
def test_an_entry_says_who_wrote_to_whom(words, kind, number, senders, recipients):
    entry = read_catalogue_line(f"7. {words} {AFTER}", 1961)
    heading = entry.heading
    assert (heading.kind, heading.number) == (kind, number)
    assert (parties(heading.senders), parties(heading.recipients)) == (senders, recipients)
    assert (entry.date.earliest, entry.classification) == ("1961-06-03", "Secret")
    assert entry.source == "Department of State, Central Files, 123.45/6–1061."


@pytest.mark.parametrize(
    ("words", "date", "place"),
    [
        ("Addendum to December 20, 1962 Report, June 3.", "1961-06-03", ""),
        ("Memorandum for President Quill, Lima, June 3.", "1961-06-03", "Lima"),
        ("Report by the Council, April 1963.", "1963-04-01", ""),
        ("Telegram 12 from Lima, June 3, 1962.", "1962-06-03", "Lima"),
    ],
)
def test_the_date_and_place_of_an_entry(words, date, place):
    entry = read_catalogue_line(f"{words} {AFTER}", 1961)
    assert (entry.date.earliest, entry.place) == (date, place)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (f"7. Letter from Quill to Moss, June 3. {AFTER}", True),
        ("Lima, June 3, 1961, 6 p.m. Secret.", False),
        ("Lima, June 3, 1961—6 p. m.", False),
        ("Letter from Quill to Moss, June 3. Herring.", False),
        ("For text, see volume IV, June 3, 2 pp.", False),
    ],
)
def test_the_form_of_an_entry(line, is_one):
    assert is_catalogue_line(line) == is_one


def test_the_plain_copy_of_an_entry_is_read_alike():
    line = f"7. Letter from Quill to President Moss, June 3. {AFTER}"
    (record,) = read_source(f"{line}\n\nPDF\n".encode(), "p.txt")
    assert (record.heading, record.kind) == (line, "letter")
    assert [one.person for one in (*record.senders, *record.recipients)] == ["Quill", "Moss"]
    assert [file.normal for file in record.file_numbers] == ["123.45/6-1061"]
