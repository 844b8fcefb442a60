"""Which format a source is of, and what every reader of a format yields."""

from __future__ import annotations

import pytest

from archive.parsing.errors import SourceError
from archive.parsing.formats import READERS, open_reading, reader_of
from archive.parsing.tei.reader import opens_with_tei, volumes_in
from tests.support.paths import ROOT

SHAPES = ROOT / "tests" / "golden" / "tei" / "hard_shapes.xml"
TWO_PAPERS = """The Minister in Peru (Quill) to the Secretary of State

Lima, May 4, 1912.

All quiet.

The Minister in Peru (Quill) to the Secretary of State

Lima, May 5, 1912.

Still quiet.
"""


@pytest.mark.parametrize(
    ("head", "name", "reader"),
    [
        (b"<TEI xmlns='http://www.tei-c.org/ns/1.0'>", "volume.xml", "frus"),
        (b"<TEI/>", "volume.txt", "frus"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "volume", "frus"),
        (b"\n \t<TEI>", "volume.xml", "frus"),
        ("<TEI/>".encode("utf-16"), "volume.xml", "frus"),
        ("<TEI/>".encode("utf-16-be"), "volume.xml", "frus"),
        (b"<!doctype html><html>", "page.html", "frus"),
        (b"840.48 Refugees/5425: Telegram\n", "paper.txt", "transcription"),
        (b"840.48 Refugees/5425: Telegram\n", "frus1944v01.xml", "transcription"),
        (b"See <TEI>", "paper.txt", "transcription"),
        ("Moscow".encode("utf-16"), "paper.txt", "transcription"),
        (b"PK is what he signed.", "paper.txt", "transcription"),
        (b"", "empty.txt", "transcription"),
    ],
)
def test_a_source_is_recognised_by_its_first_bytes_whatever_its_name(head, name, reader):
    assert reader_of(head, name).name == reader


@pytest.mark.parametrize(
    "head",
    [b"PK\x03\x04\x14\0", b"\x1f\x8b\x08\0", b"\xd0\xcf\x11\xe0\xa1\xb1", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"],
    ids=["zip", "gzip", "word", "png", "jpeg"],
)
def test_what_no_reader_recognises_is_refused_with_the_names_of_the_formats(head):
    with pytest.raises(SourceError, match="^scan.docx: is nothing that we can read: ") as caught:
        reader_of(head, "scan.docx")
    for reader in READERS:
        assert reader.words in caught.value.sentence


def test_readers_have_names_of_their_own():
    assert len({reader.name for reader in READERS}) == len(READERS)


@pytest.mark.parametrize(("suffix", "count", "volume"), [(".xml", 5, True), (".txt", 2, False)])
def test_every_reading_counts_its_documents_and_yields_each_part_of_them(tmp_path, suffix, count, volume):
    path = tmp_path / f"source{suffix}"
    path.write_bytes(SHAPES.read_bytes() if volume else TWO_PAPERS.encode())
    reading = open_reading(path)
    documents = list(reading)
    assert (len(documents), reading.count, reading.volume is not None) == (count, count, volume)
    assert list(reading) == documents
    for chosen in (set(), {0}, {1}, set(range(count))):
        assert list(reading.select(chosen.__contains__)) == [documents[index] for index in sorted(chosen)]
    assert any(division for _, division in documents) == volume


def test_the_volumes_of_a_folder_are_its_files_in_tei_by_name(tmp_path):
    for name, content in (
        ("b.xml", "<?xml version='1.0'?>\n<TEI/>"),
        ("a.tei", "<tei:TEI/>"),
        ("page.html", "<html/>"),
        ("schema.rng", "<grammar/>"),
        ("paper.txt", "TEI"),
        ("empty.xml", ""),
    ):
        (tmp_path / name).write_text(content)
    (tmp_path / "more.xml").mkdir()
    assert [path.name for path in volumes_in(tmp_path)] == ["a.tei", "b.xml"]
    assert volumes_in(tmp_path / "paper.txt") == [tmp_path / "paper.txt"]


@pytest.mark.parametrize(
    ("head", "is_tei"),
    [
        (b"<TEI>", True),
        ("\ufeff<TEI>".encode("utf-16-le"), True),
        (b"<x:TEI xmlns:x='y'>", True),
        (b"<!-- a --><TEI\n>", True),
        (b"<TEIheader>", False),
        (b"<html>", False),
        (b"TEI", False),
        (b"", False),
    ],
)
def test_tei_is_told_by_its_root(head, is_tei):
    assert opens_with_tei(head) is is_tei
