"""The time that reading may take."""

from __future__ import annotations

import threading
import time

import pytest

from archive import filing
from archive.bulk import read_spreadsheet
from archive.deadline import check, left, not_counted, within
from archive.desk.differences import compare
from archive.errors import OutOfTime
from archive.parsing.citations import read_citation
from archive.parsing.notation import read_notation, read_note
from archive.parsing.plain import plain_text
from archive.parsing.references import find
from archive.parsing.transcription.reading import read_source
from archive.records import TEI_NAMESPACE, FootnoteRecord
from archive.rendering import render_document
from archive.search.query import understand
from tests.support.workbooks import workbook

READERS = {
    "a transcription": lambda: read_source(
        b"The Ambassador in Peru (Quill) to the Secretary of State\n\nText.", "a text"
    ),
    "a notation": lambda: read_notation("Text."),
    "references": lambda: find("See p. 1."),
    "a page": lambda: render_document(f'<div xmlns="{TEI_NAMESPACE}"><p>Text.</p></div>'),
    "plain text": lambda: plain_text("<p>Text.</p>"),
    "a note": lambda: read_note(FootnoteRecord(1, "1", f'<note xmlns="{TEI_NAMESPACE}" n="1">x</note>'), "y", "1"),
    "a file number": lambda: filing.parse("840.48/1"),
    "what may be a file number": lambda: filing.parse_query("840.48/1"),
    "what may be a citation": lambda: read_citation("FRUS 1944, I, p. 1017"),
    "words to search": lambda: understand("words"),
    "differences": lambda: compare("one text", "another text"),
    "a table": lambda: read_spreadsheet(b"id,version\nv#d1,1\n", 10),
    "a workbook": lambda: read_spreadsheet(workbook(), 10),
}


@pytest.mark.parametrize("name", READERS)
def test_readers_look_at_the_deadline(name):
    with within(0), pytest.raises(OutOfTime, match="too long to be read at once"):
        READERS[name]()


@pytest.mark.parametrize("name", READERS)
def test_readers_read_in_time(name):
    READERS[name]()
    with within(3600):
        READERS[name]()


def test_a_deadline_ends_with_its_block_and_is_one_threads():
    seen = []
    with within(0):
        with within(3600):
            check()
        with pytest.raises(OutOfTime):
            check()
        other = threading.Thread(target=lambda: seen.append(check()))
        other.start()
        other.join()
    assert seen == [None]
    check()


def test_the_time_that_is_left_is_known():
    assert left() is None
    with within(0, "This is slow."):
        assert left() == 0
        with pytest.raises(OutOfTime, match=r"This is slow\."):
            check()
    with within(3600):
        assert 0 < left() <= 3600


def test_time_that_is_not_counted_is_given_back():
    began = time.monotonic()
    with within(100):
        with not_counted():
            while time.monotonic() < began + 0.05:
                pass
        assert left() + time.monotonic() - began > 100.04
    with not_counted():
        assert left() is None
