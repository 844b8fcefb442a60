"""Copies of scanned books: running heads, footnotes at the feet of pages, lines of a fixed width."""

from __future__ import annotations

import pytest

from archive.parsing.plain import plain_text
from archive.parsing.transcription import read_source
from archive.parsing.transcription.lines import split_blocks
from archive.parsing.transcription.running_heads import without_running_heads

HEAD = "The Minister in Peru (Quill) to the Secretary of State\n\nLima, May 4, 1931.\n\n"


def read(text: str):
    (record,) = read_source(f"{HEAD}{text}\n".encode(), "p.txt")
    return record


@pytest.mark.parametrize(
    ("lines", "heads"),
    [
        ("914                  PERU", {1: "914 PERU"}),
        ("PERU            913", {1: "PERU 913"}),
        ("1016 FOREIGN RELATIONS, 1944, VOLUME I", {1: "1016 FOREIGN RELATIONS, 1944, VOLUME I"}),
        ("PERU  913\nx\n914  PERU", {1: "PERU 913", 3: "914 PERU"}),
        ("[506]     PERU", {1: "[506] PERU"}),
        ("PERU  913\nx\n17  PERU", {}),
        ("x\nTOTAL        1234\ny", {}),
        ("914 PERU", {}),
        ("12    Wool", {}),
        ("1931     40     50", {}),
        ("PERU", {}),
    ],
)
def test_running_heads_are_lines_in_capitals_with_a_page_that_count_on_or_stand_alone(lines, heads):
    assert without_running_heads(split_blocks(lines)) == heads


def test_running_heads_become_pages_with_a_doubt_and_interrupt_no_sentence():
    record = read(
        "He saw that wool\n\n914         FOREIGN RELATIONS, 1931, VOLUME II\n\nwas cheap.\n\nPERU              915\n\nHe left."
    )
    assert [page.label for page in record.pages] == ["914", "915"]
    assert "He saw that wool was cheap." in plain_text(record.text)
    assert [(w.code, w.line) for w in record.warnings] == [("running-heads", 7)]
    assert "914 FOREIGN RELATIONS, 1931, VOLUME II" in record.warnings[0].message


def test_footnotes_at_the_feet_of_pages_leave_the_sentence_around_them():
    record = read(
        "He saw wool1 and\n\n----------\n1 501.BB Peru.\n\n102      FOREIGN RELATIONS, 1931, VOLUME II\n\n"
        "much tin2 there.\n\n(1) Wool was cheap.\n\n(2) Tin was not.\n\nQuill\n\n----------\n2 For Lima."
    )
    assert [(n.label, n.anchor, plain_text(n.text)) for n in record.footnotes] == [
        ("1", "wool", "501.BB Peru."),
        ("2", "tin", "For Lima."),
    ]
    assert "He saw wool and much tin there.\n(1) Wool was cheap.\n(2) Tin was not.\nQuill" in plain_text(record.text)


def test_a_number_at_the_beginning_of_a_footnotes_line_begins_no_footnote():
    wide = "Source: Department of State, the Memoranda of Conversation of Lima, Lot"
    record = read(
        f"{'He saw wool there and wrote of it to the Board of Mines.1 ' * 1}\n\n----------\n1 {wide}\n64 D 199. Secret."
    )
    assert [plain_text(note.text) for note in record.footnotes] == [f"{wide} 64 D 199. Secret."]


def test_a_heading_goes_on_in_the_line_below_that_names_its_meeting():
    filler = "The note of the Foreign Office had been held back for some weeks until the day\nthat he left."
    heading = "Memorandum of Discussion at the 38th Meeting of the Council of Mines, and of\n{}"
    for line in ("the National Mines Council on Friday, May 4, 1951", "Council, Friday, May 4, 1951"):
        (record,) = read_source(f"{heading.format(line)}\n\nMay 4, 1951\n\n{filler}\n".encode(), "p.txt")
        assert record.heading == heading.format(line).replace("\n", " ")
    whole = "Memorandum to the National Council of Tin Mines by the Acting Executive"
    (record,) = read_source(f"{whole}\nSecretary (Quill)\n\nLima, May 4, 1951\n\n{filler}\n".encode(), "p.txt")
    assert [(party.office, party.person) for party in record.senders] == [("Acting Executive Secretary", "Quill")]


LONG = "The note of the Foreign Office had been held back for some weeks until the day\n"


@pytest.mark.parametrize("end", ["27.", "611.93/5–431.", "1931."])
def test_a_number_at_the_end_of_a_sentence_is_no_line_of_its_own(end):
    record = read(
        f"{LONG}that he left, and it is said in the house there that it was he who had given\n{end}\n\n{LONG}"
    )
    assert f"had given {end}" in plain_text(record.text)


def test_the_number_of_a_book_or_a_day_begins_no_footnote():
    record = read(
        f"{LONG}that he left.1 He came again in the week of the fair, and left again soon.2 So\nthey left at once, and tin3 was dear.\n\n"
        "1. See the papers of the Board in the National Library, Country File, Peru, Vol.\n2. Secret.\n\n"
        "2. It was written by the Board, and was approved in its meeting there on April\n3. It is not here.\n\n3. Cheap."
    )
    assert [plain_text(note.text).partition(", Vol")[2] for note in record.footnotes] == [". 2. Secret.", "", ""]
    assert [note.label for note in record.footnotes] == ["1", "2", "3"]


def test_footnotes_of_a_heading_at_the_foot_of_the_first_page():
    head = "189. Notes of the Board, Lima, 19310\n\nLima, May 4, 1931.\n\n"
    notes = "----------\n0 Source: Department of State, Central Files, 611.93/5–431. Secret.\n\n[Page 2]\n\n"
    (record,) = read_source(f"{head}{notes}All is quiet.\n".encode(), "p.txt")
    assert [(note.label, note.kind) for note in record.footnotes] == [("0", "source")]
    assert record.classification == "Secret"


def test_below_a_rule_begins_a_list_of_its_own_after_a_telegrams_number_too():
    record = read(
        "71. My 66 of noon.41 The Minister for Foreign Affairs told me today that the Cabinet had\n"
        "decided nothing. He thought that the Storting42 would wish to hear the fishermen first and\n"
        "that no law could be made before the summer, because so few of them were in the capital.\n"
        "----------\n41 Not printed.\n42 The parliament."
    )
    assert [(n.label, n.anchor, plain_text(n.text)) for n in record.footnotes] == [
        ("41", "noon", "Not printed."),
        ("42", "Storting", "The parliament."),
    ]
