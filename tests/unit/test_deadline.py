"""The time that reading may take."""

from __future__ import annotations

import threading

import pytest

from archive.deadline import check, within
from archive.errors import OutOfTime
from archive.parsing.notation import read_notation
from archive.parsing.references import find
from archive.parsing.transcription.reading import read_source
from archive.records import TEI_NAMESPACE
from archive.rendering import render_document

READERS = {
    "a transcription": lambda: read_source(
        b"The Ambassador in Peru (Quill) to the Secretary of State\n\nText.", "a text"
    ),
    "a notation": lambda: read_notation("Text."),
    "references": lambda: find("See p. 1."),
    "a page": lambda: render_document(f'<div xmlns="{TEI_NAMESPACE}"><p>Text.</p></div>'),
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
