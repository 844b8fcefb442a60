"""Texts that were built to be slow: thousands of pieces that a grammar almost matches. Reading them would take hours otherwise."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

import pytest
from lxml import etree

from archive.dating import read_date, read_dateline
from archive.parsing.headings import read_heading
from archive.parsing.notation import NotationError, read_notation, write_notation
from archive.parsing.offices import read_correspondent
from archive.parsing.plain import plain_text
from archive.parsing.references import find
from archive.parsing.references.finding import find_references
from archive.parsing.tei.document import Surroundings, read_document
from archive.parsing.transcription.anchors import Candidate
from archive.parsing.transcription.matching import match
from archive.parsing.transcription.notes import Item, words_before
from archive.parsing.transcription.reading import read_source
from archive.records import TEI_NAMESPACE, DocumentRecord

SIZE = 30_000
HEADING = "The Ambassador in Peru (Quill) to the Secretary of State"


def of_size(piece: str) -> str:
    return piece * (SIZE // len(piece))


@pytest.mark.parametrize("piece", ["[^1]", "[^", "1er ", "7 p. ", "a", "“", "May 2 ", "½"])
def test_the_words_before_an_anchor_are_looked_for_nearby(piece):
    text = of_size(piece)
    assert {words_before(text, place) for place in range(len(text) // 2, len(text), 97)} <= {
        words_before(text[-2_000:], place) for place in range(1_000, 1_000 + 97 * len(piece))
    }


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("It arrived at 7 p.m.", "7 p.m."),
        ("at 12:30 – 12:45 p. m.", "12:30 – 12:45 p. m."),
        ("of May 2", "May 2"),
        ("the Porte[^12]", "Porte"),
        ("the [sic] Porte[^12]", "Porte"),
        ("peace²³", "peace"),
        ("2", "2"),
        ("“Peace.”", "Peace"),
        ("Mr. Q.", "Q."),
        ("", ""),
        ("…—", "…"),
    ],
)
def test_the_words_before_an_anchor(before, words):
    assert words_before(f"{before} and more", len(before)) == words


@pytest.mark.parametrize(
    "piece", ["[^1]", "a[^1] ", "word1 ", "x\n", ":\n7", "1. x\n\n", "1. x\n\n3. y\n\n", "[Page 1]\n\na\n\n", "*\n\n"]
)
def test_a_transcription_of_one_piece_keeps_its_words(piece):
    record = read_source(f"{HEADING}\n\n{of_size(piece)}".encode(), "large")[0]
    kept = "".join([record.text, *(note.text for note in record.footnotes)])
    assert record.heading == HEADING
    assert sum(map(len, etree.fromstring(record.text).itertext())) + kept.count("<anchor") + kept.count("<pb") > 1_000


@pytest.mark.parametrize("piece", ["1er", "26t", "17 [si", "December", "aos ", "March 2 ", "1 to ", "x", " "])
@pytest.mark.parametrize("read", [read_date, read_dateline, read_heading, read_correspondent])
def test_lines_of_one_piece(read, piece):
    read(of_size(piece))


def test_a_date_after_a_long_text_is_no_date_of_it():
    assert read_date(f"{'x' * 1_000} May 2, 1944") is None
    assert read_date(f"May 2, 1944 {'x' * SIZE}").earliest == "1944-05-02"


@pytest.mark.parametrize("piece", ["No. ", "A. ", "Draft ", "to the ", "the Secretary to ", "Accredited "])
def test_a_heading_is_read_as_far_as_headings_go(piece):
    assert read_heading(f"Telegram {of_size(piece)}").kind == read_heading(f"Telegram {piece * 400}").kind


@pytest.mark.parametrize(("times", "doubted"), [(15, False), (30, True)])
def test_a_heading_longer_than_any_printed_one_is_kept_whole_and_doubted(times, doubted):
    heading = "Memorandum by the Secretary of State to " + "the Ambassador in Ruritania and, " * times + "others"
    text = f'<div xmlns="{TEI_NAMESPACE}" type="document"><head>{heading}</head><p>x</p></div>'
    record = read_document(etree.fromstring(text), Surroundings("v#d1", 7))
    assert record.heading == heading
    found = [(doubt.message, doubt.line) for doubt in record.warnings if doubt.code == "heading-too-long"]
    message = f"The heading has {len(heading):,} characters; only the first 1,000 are read."
    assert found == ([(message, 7)] if doubted else [])


@pytest.mark.parametrize(
    ("piece", "kind", "count"),
    [
        ("pp. 1-", "page", 1),
        ("p. 1, ", "page", 5_000),
        ("123.45/6-“", "file number", 0),
        ("telegram 1, ", "telegram", 2_000),
    ],
)
def test_references_of_one_piece(piece, kind, count):
    assert sum(reference.kind == kind for reference in find(of_size(piece))) >= count


def test_a_page_of_another_publication_is_known_by_words_within_others():
    """The title "Papers of" begins within "Public Papers", and only it is near enough."""
    title = "Public Papers of the Presidents of the United States: Ada B. Quill, 1960–61,"
    assert find(f"See {title} pp. 567–568.") == []
    assert [r.kind for r in find("See Public Papers. The text is on pp. 567–568.")] == ["page", "page"]
    assert [r.kind for r in find(f"See {title}; see pp. 567–568.")] == ["page", "page"]


def test_many_marked_references():
    refs = "".join(f'<ref target="#d{number}">Document {number}</ref>, ' for number in range(1, 5_001))
    record = DocumentRecord(source_id="v#d1", text=f'<div xmlns="{TEI_NAMESPACE}"><p>{refs}</p></div>', heading=HEADING)
    found = find_references(record)
    assert len(found) == 5_000
    assert all(reference.details["target"] == f"#d{reference.details['document']}" for reference in found)
    assert find_references(replace(record, source_note=plain_text(record.text))) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "a* ",
        "**",
        "½",
        "* ",
        "__",
        "\\*",
        "a\n",
        "[^1]",
        "{signed} x\n\n",
        "[Page 1]",
        "a[^2]b[^2]",
        "a*b**",
        "# x\n\n",
    ],
)
def test_a_notation_of_one_piece_is_read_and_written_again(piece):
    notation = f"x {of_size(piece)}\n\n[^1]: y\n"
    with suppress(NotationError):  # some are no notation
        read = read_notation(notation)
        again = read_notation(write_notation(read.text, read.footnotes))
        assert (again.text, again.footnotes) == (read.text, read.footnotes)


def test_a_list_is_aligned_with_its_anchors_as_the_heaviest_common_subsequence():
    chance = random.Random(7)
    for _ in range(200):
        labels = [str(chance.randint(1, 6)) for _ in range(chance.randint(0, 8))]
        items = [Item(str(chance.randint(1, 6)), [], explicit=True) for _ in range(chance.randint(1, 6))]
        found = [Candidate(0, place, place + 1, label, 2.0) for place, label in enumerate(labels)]
        matched = match(found, items)
        assert 2.0 * len(matched.anchors) == heaviest(found, items)
        chosen = sorted(matched.anchors.items(), key=lambda pair: pair[0].start)
        assert [item for _, item in chosen] == sorted({item for _, item in chosen})
        assert all(candidate.label == items[item].label for candidate, item in chosen)


def heaviest(found: list[Candidate], items: list[Item]) -> float:
    """The weight of the best alignment, by the textbook's table."""
    rows = [[0.0] * (len(items) + 1) for _ in range(len(found) + 1)]
    for i, candidate in enumerate(found, 1):
        for j, item in enumerate(items, 1):
            same = rows[i - 1][j - 1] + candidate.weight if candidate.label == item.label else 0
            rows[i][j] = max(rows[i - 1][j], rows[i][j - 1], same)
    return rows[-1][-1]
