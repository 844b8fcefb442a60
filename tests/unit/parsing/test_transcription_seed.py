"""The first document, read exactly as a person would read it."""

from __future__ import annotations

import re

import pytest

from archive.parsing.plain import plain_text
from archive.parsing.transcription import read_source


@pytest.fixture(scope="module")
def record(seed_path):
    (record,) = read_source(seed_path.read_bytes(), seed_path.name)
    return record


def test_what_it_is(record, seed_path):
    assert record.source_id == seed_path.stem
    assert [(n.printed, n.scheme) for n in record.file_numbers] == [("840.48 Refugees/5425", "decimal-1910")]
    assert (record.kind, record.number, record.telegram_number) == ("telegram", "1020", "1020")
    assert record.heading == "The Ambassador in the Soviet Union (Harriman) to the Secretary of State"
    (sender,), (recipient,) = record.senders, record.recipients
    assert (sender.office, sender.person, sender.place) == (
        "Ambassador in the Soviet Union",
        "Harriman",
        "Soviet Union",
    )
    assert (recipient.office, recipient.person) == ("Secretary of State", "")


def test_its_footnotes_keep_the_numbers_printed_in_the_text(record):
    assert [(n.order, n.label, n.anchor) for n in record.footnotes] == [
        (1, "59", "Vyshinski"),
        (2, "60", "7 p.m."),
        (3, "61", "6 p.m."),
    ]
    assert plain_text(record.footnotes[1].text) == "See footnote 22, p. 987."


def test_its_anchors_stand_where_the_numbers_stood(record):
    marked = re.sub(r'<anchor type="footnote" n="(\d)"/>', r"{\1}", record.text)
    assert "handed to Vyshinski{1} on March 21" in marked
    assert "January 26, 7 p.m.{2} The memorandum" in marked
    assert "(my 935 March 26 [20], 6 p.m.{3}) and continued" in marked


def test_the_correction_is_no_footnote(record):
    assert "March 26 [20], 6 p.m." in plain_text(record.text)
    telegram = next(r for r in record.references if r.printed.startswith("my 935"))
    assert telegram.details["date"]["corrected_day"] == 20


def test_the_page_break_stands_within_the_sentence(record):
    assert [(page.label, page.within) for page in record.pages] == [("1017", True)]
    assert '“similar <pb n="1017"/>specific problems' in record.text
    assert "“similar specific problems" in plain_text(record.text)


def test_the_file_cited_in_the_third_footnote_is_a_reference_and_its_own_is_none(record):
    cited = [(r.printed, r.where) for r in record.references if r.kind == "file number"]
    assert cited == [("840.48 Refugees/5396", "footnote:3")]


def test_it_has_no_date_and_says_so_with_line_and_column(record):
    assert record.date is None
    assert record.dateline == record.place == record.classification == ""
    assert [(w.code, w.line, w.column) for w in record.warnings] == [
        ("no-date", 3, 1),
        ("footnotes-renumbered", 15, 6),
    ]


def test_no_character_is_lost(record, seed_path):
    source = seed_path.read_text(encoding="utf-8")
    for apparatus in (r"(?<=Vyshinski)59", r"(?<=7 p\.m\.)60", r"(?<=6 p\.m\.)61", r"\[Page 1017\] ", r"(?m)^  \d\. "):
        source, count = re.subn(apparatus, "", source)
        assert count
    lines = [plain_text(record.text), *(plain_text(note.text) for note in record.footnotes)]
    assert "\n".join(lines) == "\n".join(line for line in source.splitlines() if line)
