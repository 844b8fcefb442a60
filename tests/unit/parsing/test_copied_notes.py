"""Plain copies of papers: which numbered lines are footnotes, where their anchors are, and what begins a paper."""

from __future__ import annotations

import pytest

from archive.parsing.plain import plain_text
from archive.parsing.transcription import read_source

HEAD = "The Minister in Peru (Quill) to the Secretary of State\n\nLima, May 4, 1931.\n\n"


def read(text: str, head: str = HEAD):
    (record,) = read_source(f"{head}{text}\n".encode(), "p.txt")
    return record


def notes(record) -> list[tuple[str, str, str]]:
    return [(note.label, note.anchor, plain_text(note.text)) for note in record.footnotes]


def codes(record) -> list[str]:
    return [warning.code for warning in record.warnings]


NUMBERED = "He spoke of wool.1\n\n1. Wool was cheap.\n\n2. Tin was not.\n\nHe left soon.2\n\nQuill"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            f"{NUMBERED}\n\n  1. Not printed.\n  2. For Lima.",
            [("1", "wool", "Not printed."), ("2", "soon", "For Lima.")],
        ),
        ("1. Wool was cheap.\n\n2. Tin1 was not.\n\n  1. From Oruro.", [("1", "Tin", "From Oruro.")]),
        ("1. Wool was cheap.\n\n2. Tin was not.\n\nQuill", []),
        ("He spoke of wool.\n\n1. Wool was cheap.\n\n2. Tin was not.", []),
        ("He spoke of B52 wool.\n\n51. Wool was cheap.\n\n52. Tin was not.", []),
        ("He wrote on May 11 and May 12.\n\n1. Wool was cheap.\n\n2. Tin was not.", []),
    ],
)
def test_a_papers_own_numbered_paragraphs_stay_in_its_text(text, found):
    record = read(text)
    assert notes(record) == found
    assert "1. Wool was cheap.\n2. Tin was not." in plain_text(record.text).replace("51.", "1.").replace("52.", "2.")


def test_lines_like_footnotes_without_anchors_stay_with_a_doubt_at_their_place():
    record = read("He spoke of wool.\n\n  1. The price of the year before.\n  2. The Board of Mines.")
    assert notes(record) == []
    assert [(w.code, w.line, w.column) for w in record.warnings] == [("numbered-lines-kept", 7, 3)]


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("It is in Depcirtel 7141 and Embtel 7342.", ["Depcirtel 714", "Embtel 734"]),
        ("His letters of March 141 and April 302 came.", ["March 14", "April 30"]),
        ("It was sold in 19301 and again in 19292.", ["in 1930", "in 1929"]),
        ("He wrote at 5:301 and paid 21,5002 for it.", ["5:30", "21,500"]),
        ("I refer to Deptels 471 and 4721 of June 3.2", ["and 472", "June 3"]),
        ("The vote was taken at last.12", ["last", "last"]),
        ("He had spoken of it (my 2851).2", ["(my 285", "2851)"]),
        ("Wool[1] was sold in 1930[2] by the Board.", ["Wool", "in 1930"]),
        ("On May 31 he said:1\n\nIn NSC 12:\n\nThe Security Council:2\n\na. Sells wool.", ["said", "Council"]),
        ("It was cheap “wool“1 from May 31 to June 16, and “tin“2 then.", ["wool", "tin"]),
        ("It will fly by ’12, he said.1 He meant it.2", ["said", "it"]),
        ("The share is now (.12%) of it.1 It was less.2", ["it", "less"]),
        ("Of telegram 610, July 2,1 and No. 450 (dated July 34)2 he spoke.", ["July 2", "July 34"]),
        ("It is in Sections 31 and 42, as TEA1 says, and tin2 is dear.", ["TEA", "tin"]),
        (
            "It is in NSC 149/31 and NSC 792 of the Board, then adopted as NSC 161, and so NSC 161 it was.",
            ["149/3", "NSC 79"],
        ),
        ("It cost $31 billion (391 million), says TEA1, and tin2 is dear.", ["TEA", "tin"]),
        ("20271. Wool is, in telegram 4711, dear.\n\nTin2 is not.", ["telegram 471", "Tin"]),
        (
            "In telegram 4711 it is (in tons):\n\nWool 3.1 4.2\n\nIn telegram 4722 it is not.",
            ["telegram 471", "telegram 472"],
        ),
        ("The price was <#00A1> 20 to him1 and <#00A2> 30 to them.2", ["him", "them"]),
        ("It is in Action No. 889–c.1 The number of 20, 31 and 42 is dear.2", ["889–c.", "dear"]),
    ],
)
def test_the_reading_in_which_all_labels_come_in_order_is_the_right_one(text, anchors):
    record = read(f"{text}\n\n  1. Not printed.\n  2. Not found.")
    assert [note.anchor for note in record.footnotes] == anchors
    assert "anchor-without-footnote" not in codes(record)


@pytest.mark.parametrize(
    "text",
    [
        "He came on May 31 by ship.",
        "It was sold in 1931.",
        "It is on [Page 31] of it.",
        "He paid 3.1 for it, at 1 p.m.",
        "On 1 June he came.",
        "It is in article 1 of the law.",
    ],
)
def test_other_numbers_are_no_anchors(text):
    record = read(f"{text} He left.\n\n  1. Not printed.")
    assert notes(record) == [("1", "", "Not printed.")]
    assert "footnote-without-anchor" in codes(record)


@pytest.mark.parametrize(
    ("head", "text", "labels"),
    [
        ("The Minister in Peru (Quill) to the Secretary of State0\n\nLima, May 4, 1931.\n\n", "Wool1 and tin.2", "012"),
        ("41. National Security Action Memorandum No. 750\n\nLima, May 4, 1931.\n\n", "Wool1 and tin.2", "012"),
        ("41. Memorandum by the Board0\n\nLima, May 4, 1931.\n\n", "5950.1 had a talk on wool.2", "012"),
        (HEAD, "5950.1 had a talk.2 He left.3", "123"),
    ],
)
def test_a_paper_whose_footnotes_count_from_nought(head, text, labels):
    record = read(f"{text}\n\n  1. Cheap.\n  2. Dear.\n  3. Not found.", head)
    assert "".join(note.label for note in record.footnotes) == labels
    assert all(note.anchor for note in record.footnotes)


def test_the_source_note_is_all_that_a_withheld_paper_has():
    source = "[Source: Department of State, WE Files: Lot 61 D 30. Secret. 2 pages of source text not declassified.]"
    record = read(f"  1. {source}", HEAD.replace("State\n", "State0\n"))
    assert notes(record) == [("0", "State", source)]
    assert record.footnotes[0].kind == "source"
    assert [party.office for party in record.recipients] == ["Secretary of State"]
    # Any other numbered line is the paper's text.
    assert notes(read("  1. Wool is cheap.", HEAD.replace("State\n", "State1\n"))) == []


def test_an_anchor_that_could_be_elsewhere_has_a_doubt():
    record = read("I refer to Embtel 4711 and Deptel 8321.\n\n  1. Not printed.")
    assert codes(record) == ["anchor-doubtful"]


@pytest.mark.parametrize(
    ("text", "items", "labels"),
    [
        ("Wool[i] and tin.[ii]", "[i] Cheap.\n[ii] Dear.", ["i", "ii"]),
        ("Wool(1) and tin.(2)", "(1) Cheap.\n(2) Dear.", ["1", "2"]),
        ("Wool1 and tin.2", "1\nCheap.\n2\nDear.", ["1", "2"]),
        ("Wool1 and tin.*", "1. Cheap.\n* Dear.", ["1", "*"]),
        ("Wool* and tin.1", "  1. Cheap.\n  2. Dear.", ["*", "1"]),
        ("Wool, as was,a and tin.b", "a Cheap.\nb Dear.", ["a", "b"]),
        ("Wool1 and tin.1", "  1. Cheap.\n  2. Dear.", ["1", "1"]),
        ("Wool 1 and tin. 2", "  1. Cheap.\n  2. Dear.", ["1", "2"]),
        ("By Deptels 4811 and 4912 wool 1 and tin 2 came.", "  1. Cheap.\n  2. Dear.", ["1", "2"]),
        ("Wool0 and tin.1", "  1. Cheap.\n  2. Dear.", ["0", "1"]),
        ("Wool0 and tin.1", "0. Cheap.\n\n1. Dear.", ["0", "1"]),
    ],
)
def test_labels_of_every_kind(text, items, labels):
    record = read(f"{text}\n\n{items}")
    assert [(label, words) for label, _, words in notes(record)] == list(zip(labels, ["Cheap.", "Dear."], strict=True))
    assert all(note.anchor for note in record.footnotes)


def test_the_file_named_in_the_last_paragraph_of_a_footnote_is_no_anchor_of_the_text():
    record = read("Wool1 and tin.2\n\n  1. Cheap.\n  2. A note reads:\n\n“Dear.” (Telegram 559; 796.3 MSP/8–1331)")
    assert notes(record)[1][2] == "A note reads:\n“Dear.” (Telegram 559; 796.3 MSP/8–1331)"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_further_paragraphs_of_the_last_footnote_are_its_own(gap):
    record = read(f"Wool1 and tin.2\n\n  1. Cheap.\n  2. A note reads: “Dear.”{gap}It is by hand.")
    assert notes(record)[1][2] == "A note reads: “Dear.”\nIt is by hand."


def test_the_rest_of_a_sentence_after_a_pages_footnotes_is_text():
    record = read("He saw wool1 and\n\n1. Cheap.\n\ntin there.")
    assert notes(record) == [("1", "wool", "Cheap.")]
    assert "He saw wool and tin there." in plain_text(record.text).replace("\n", " ")


@pytest.mark.parametrize(
    "heading", ["Wool Sales at Cuzco", "41. Wool and Tin of the Board", "Wool", "Of wool, and of tin"]
)
def test_an_unknown_heading_is_one_with_a_doubt(heading):
    record = read("All is quiet here.", f"{heading}\n\nLima, May 4, 1931.\n\n")
    assert record.heading == heading
    assert "heading-not-understood" in codes(record)
    assert record.date.edtf == "1931-05-04"


@pytest.mark.parametrize(
    "text", ["It was a dark night, and nobody wrote to anybody. " * 9, "840.48 Refugees/5425: Telegram"]
)
def test_a_text_without_heading_is_read_with_a_doubt(text):
    record = read("", text)
    assert record.heading == ""
    assert "heading-not-understood" in codes(record)
    assert plain_text(record.text) == text.strip()


@pytest.mark.parametrize(
    "lines",
    [
        "PARTICIPANTS\n\nMr. Quill, Assistant to the President\n\nThe Vice Consul, Adviser to the Delegation",
        "“The Minister in Peru (Quill) to the Secretary of State”\n\nLima, May 5, 1931.",
        "The Consul said that the Minister in Peru would write to the Secretary of State and to the Board.",
        "3.\n\nThe Minister in Peru is to point out to the Secretary of State that wool is cheap",
        "The Minister in Peru (Quill) to the Secretary of State",
    ],
)
def test_a_paper_stays_one(lines):
    text = "\n\n".join(["All is quiet."] * 8)
    record = read(f"{text}\n\n{lines}\n\nHe left.")
    assert lines.splitlines()[0] in plain_text(record.text)


def test_what_follows_a_heading_without_any_sentence_is_of_its_paper():
    lines = "840.48/2012\n\nBOARD OF MINES TO THE MEETING OF THE COUNCIL\n\nLima, Peru, May 4–6, 1931"
    record = read(f"{lines}\n\nAll is quiet.", "41. Memorandum of Conversation\n\nLima, May 4, 1931.\n\nDel/MC/15\n\n")
    assert record.heading == "41. Memorandum of Conversation"
    assert "BOARD OF MINES TO THE MEETING" in plain_text(record.text)


def test_a_dated_heading_opens_another_paper():
    papers = read_source(f"{HEAD}All is quiet.\n\nQuill\n\n{HEAD.replace('4', '5')}He left.\n".encode(), "p.txt")
    assert [paper.date.edtf for paper in papers] == ["1931-05-04", "1931-05-05"]


def test_the_numbered_title_is_the_heading_and_not_a_sentence_below():
    record = read(
        "TO\n\nThe Secretary of State\n\nThe President has directed that a study be made of wool, in the light of the attitude to tin",
        "19. National Security Study Memorandum 185\n\nLima, May 4, 1931.\n\n",
    )
    assert record.heading == "19. National Security Study Memorandum 185"


def test_a_line_above_the_heading_names_the_files():
    record = read("All is quiet.", f"PPS files, lot 63 D 351\n\n{HEAD}")
    assert [number.normal for number in record.file_numbers] == ["Lot 63 D 351"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [("anti-", "American", "anti-American"), ("10-", "12", "10-12"), ("Gov-", "ernment", "Gov-ernment")],
)
def test_what_a_lines_end_breaks_is_joined_without_a_blank(before, after, joined):
    filler = "The note of the Foreign Office had been held back for some weeks\n"
    record = read(f"{filler}{filler}and it is said in the house there that {before}\n{after} papers came.")
    assert f"that {joined} papers" in plain_text(record.text)
    assert "word-broken" in codes(record)


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200e"])
def test_characters_that_nobody_sees_are_kept_in_the_text_and_in_no_name(sign):
    head = f"The Minister in Pe{sign}ru{sign} (Qu{sign}ill) to the Secretary of State\n\nLi{sign}ma, Mar{sign}ch 26, 1944\n\n"
    record = read(f"All is qui{sign}et.", head)
    (sender,) = record.senders
    assert (sender.office, sender.person, sender.place) == ("Minister in Peru", "Quill", "Peru")
    assert (record.heading, record.place) == ("The Minister in Peru (Quill) to the Secretary of State", "Lima")
    assert record.date.edtf == "1944-03-26"
    assert f"All is qui{sign}et." in plain_text(record.text)
