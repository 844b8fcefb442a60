"""The notation that clerks edit: without loss both ways, and clear about what it can't say."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.errors import Refused
from archive.parsing.notation import (
    NotationError,
    NotNotatable,
    read_notation,
    read_note,
    why_not,
    with_notation,
    write_notation,
    write_note,
)
from archive.parsing.plain import plain_text
from archive.parsing.tei.names import FRUS_NAMESPACE, serialised
from archive.parsing.transcription import read_source
from archive.records import TEI_NAMESPACE, FootnoteRecord
from tests.support.records import document_record

TEI = f'xmlns="{TEI_NAMESPACE}"'

EVERYTHING = """\
[Page 40]

{file line} 840.48/17: Telegram

# The Minister in Ruritania (Quill) to the Secretary of State[^*]

{line} No. 12

{date line} Strelsau, March 5, 1938—7 p.m.\\
[Received March 6—8 a.m.]

{salutation} Sir:

12. The *Tari* sailed[^1] and was __never__ seen *again, by __anyone__*[^2#3] [Page 41] in 4 \\* 5 days [20].[^1]

[Page 42]

\\# 5 of \\[Page 9] and \\\\ and \\_\\_ and \\[^9].

{centered} * * *

\\{line} is a word.

{farewell} Respectfully yours,

{signed} Ada Quill

{closing date line} Strelsau, March 7.

{enclosure}

# [Enclosure]

# The Foreign Minister to the Minister in Ruritania (Quill)

{date line} Strelsau, March 1.

The treaty[^2#4] holds.

{end of enclosure}

[^*]: {source} Department of State, Central Files.

[^1]: Not printed.\\
    (840.48/16)

    It had “two” *paragraphs*.

[^2#3]: See p. 40.

[^2#4]: See [Page 39] there.
"""


def test_what_the_notation_has_becomes_tei():
    read = read_notation(EVERYTHING)
    text = read.text.replace(f" {TEI}", "").replace(' xmlns:frus="http://history.state.gov/frus/ns/1.0"', "")
    assert (
        '<div type="document"><pb n="40"/><opener><seg rend="flushleft" type="source">840.48/17: Telegram</seg></opener>'
        in text
    )
    assert (
        '<head>The Minister in Ruritania (Quill) to the Secretary of State<anchor type="footnote" n="1"/></head>'
        in text
    )
    assert (
        "<dateline>Strelsau, March 5, 1938—7 p.m.<lb/>[Received March 6—8 a.m.]</dateline><salute>Sir:</salute></opener>"
        in text
    )
    assert 'The <hi rend="italic">Tari</hi> sailed<anchor type="footnote" n="2"/> and' in text
    assert (
        '<hi rend="italic">again, by <hi rend="strong">anyone</hi></hi><anchor type="footnote" n="3"/> <pb n="41"/>in 4 * 5'
        in text
    )
    assert "<p># 5 of [Page 9] and \\ and __ and [^9].</p>" in text
    assert '<p rend="center">* * *</p><p>{line} is a word.</p>' in text
    assert "<closer><salute>Respectfully yours,</salute><signed>Ada Quill</signed><dateline>Strelsau, March 7." in text
    assert text.endswith("</p></frus:attachment></div>")
    assert [(n.order, n.label, n.kind, n.anchor) for n in read.footnotes] == [
        (1, "*", "source", "State"),
        (2, "1", "footnote", "sailed"),
        (3, "2", "footnote", "anyone"),
        (4, "2", "footnote", "treaty"),
    ]
    assert plain_text(read.footnotes[1].text) == "Not printed. (840.48/16)\nIt had “two” paragraphs."
    assert read.warnings == ()


def test_notation_to_record_to_notation_changes_nothing():
    read = read_notation(EVERYTHING)
    written = EVERYTHING.replace("\n{end of enclosure}\n", "").replace("4 \\* 5", "4 * 5")
    assert write_notation(read.text, read.footnotes) == written
    assert read_notation(written) == read
    assert why_not(read.text, read.footnotes) == ""


def test_the_first_document_can_be_edited_and_comes_back_the_same(seed_path):
    (record,) = read_source(seed_path.read_bytes(), seed_path.name)
    notation = write_notation(record.text, record.footnotes)
    assert "handed to Vyshinski[^59] on March 21" in notation
    assert "“similar [Page 1017] specific problems" in notation
    assert "\n[^60]: See footnote 22, p. 987.\n" in notation
    assert with_notation(record, notation) == record


def test_an_edit_changes_what_is_read_from_the_text_and_nothing_that_a_person_corrected():
    record = document_record()
    notation = write_notation(
        record.text, record.footnotes[:1] + (FootnoteRecord(2, "10", f'<note {TEI} n="10">See p. 40.</note>'),)
    )
    edited = with_notation(record, notation.replace("Quill", "Quull").replace("p. 40", "p. 43 (840.48 Refugees/15)"))
    assert edited.heading == "The Ambassador in Ruritania (Quull) to the Secretary of State"
    assert edited.senders == record.senders
    assert [page.label for page in edited.pages] == ["40", "41"]
    assert "840.48 Refugees/15" in [found.printed for found in edited.references]


@pytest.mark.parametrize(
    ("notation", "line", "column", "code"),
    [
        ("# A to B\n\nIt came.[^7]", 3, 9, "anchor-without-footnote"),
        ("# A to B\n\nSo *he said.", 3, 4, "mark-open"),
        ("So *he __said* it__.", 1, 14, "marks-crossed"),
        ("x[^1]\n\n[^1]: One.\n[^1]: Two.", 4, 1, "footnote-twice"),
        ("{datelin} Paris", 1, 1, "keyword-unknown"),
        ("{enclosure} A paper", 1, 13, "keyword-alone"),
        ("One.\n\n{end of enclosure}", 3, 1, "enclosure-not-open"),
        ("{signed}", 1, 1, "keyword-empty"),
        ("x[^1]\n\n[^1]:", 3, 6, "footnote-empty"),
        ("One\n\x07two", 2, 1, "character-unfit"),
        ("wrapped\nlines with [^2] here", 2, 12, "anchor-without-footnote"),
        ("x[^1]\n\n[^1]: One\n\n    and *two", 5, 9, "mark-open"),
        ("", 1, 1, "notation-empty"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_line_and_column(notation, line, column, code):
    with pytest.raises(NotationError) as caught:
        read_notation(notation)
    assert [(p.code, p.line, p.column) for p in caught.value.problems][:1] == [(code, line, column)]


def test_every_problem_is_said_at_once():
    with pytest.raises(NotationError) as caught:
        read_notation("One[^1]\n\nTwo *three\n\n{four} five")
    assert [p.line for p in caught.value.problems] == [1, 3, 5]


def test_a_footnote_without_anchor_is_kept_and_said():
    read = read_notation("It came.\n\n[^7]: Not printed.")
    assert [(w.code, w.line) for w in read.warnings] == [("footnote-without-anchor", 3)]
    assert [note.label for note in read.footnotes] == ["7"]


def test_lines_broken_by_hand_are_one_paragraph():
    read = read_notation("It came\non the   ship\n\n[^1]: so\n  there")
    assert plain_text(read.text) == "It came on the ship"
    assert plain_text(read.footnotes[0].text) == "so there"


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<p>a<table><row/></table></p>", "<table>"),
        ('<p><persName corresp="#p_1">Quill</persName></p>', '<persName corresp="#p_1">'),
        ('<p>a <pb n="3" facs="0003"/>b</p>', "page break 3"),
        ('<p rend="indent">a</p>', '<p rend="indent">'),
        ("<p>a</p>loose", "text outside its paragraphs"),
        ("<p>a\nb</p>", "broken into lines"),
        ("<p> a</p>", "blanks"),
        ("<p/>", "empty"),
        ('<p>a<anchor type="footnote" n="4"/></p>', "footnote 4"),
        ("<p>a<!-- x --></p>", "a comment"),
        ("<p>a", "not well-formed"),
        ('<p><hi rend="italic">a</hi><hi rend="italic">b</hi></p>', "no way"),
        ("<opener><seg>x</seg></opener>", "<seg> in its <opener>"),
    ],
)
def test_what_the_notation_can_not_say_is_said(inner, said):
    text = f'<div {TEI} type="document">{inner}</div>'
    if inner == '<p><hi rend="italic">a</hi><hi rend="italic">b</hi></p>':
        assert why_not(text) == ""  # two marks side by side close and open
        return
    if inner == "<p>a<!-- x --></p>":
        assert write_notation(text) == "a\n"  # comments are no part of a text
        return
    with pytest.raises(NotNotatable, match="."):
        write_notation(text)
    assert said in why_not(text)


# --- properties -------------------------------------------------------------------------------------------------------

_SIGNS = st.sampled_from("abcXYZ019 .,;*_[]^#{}\\:()“”&<>'\"é§†-—\u3042")
_ANY = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"])
_WORDS = st.text(_SIGNS | _ANY, min_size=1, max_size=25)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_MARKED = st.one_of(
    _WORDS.map(_escaped),
    st.sampled_from(['<pb n="12"/>', '<pb n="XII"/>', "<lb/>", "[Page 9]", "[20]", " ", "* * *", "[^1]", "[^1]: ", "# ", "{line} "]),
    st.integers(1, 3).map(lambda n: f'<anchor type="footnote" n="{n}"/>'),
    st.tuples(st.sampled_from(["italic", "strong"]), _WORDS).map(lambda m: f'<hi rend="{m[0]}">{_escaped(m[1])}</hi>'),
)  # fmt: skip
_INLINE = st.lists(_MARKED, min_size=1, max_size=6).map("".join)
_BLOCK = st.one_of(
    _INLINE.map(lambda x: f"<p>{x}</p>"),
    _INLINE.map(lambda x: f"<head>{x}</head>"),
    _INLINE.map(lambda x: f'<p rend="center">{x}</p>'),
    st.just('<pb n="7"/>'),
    st.lists(_INLINE, min_size=1, max_size=2).map(lambda xs: f"<opener>{''.join(f'<dateline>{x}</dateline>' for x in xs)}</opener>"),
    _INLINE.map(lambda x: f"<closer><signed>{x}</signed></closer>"),
)  # fmt: skip
_DOCUMENT = st.tuples(
    st.lists(_BLOCK, min_size=1, max_size=5),
    st.lists(_BLOCK, max_size=2),
    st.lists(st.tuples(st.sampled_from(["1", "2", "59", "*", ""]), st.lists(_INLINE, min_size=1, max_size=2)), min_size=3, max_size=3),
)  # fmt: skip


def _canonical(xml):
    return serialised(etree.fromstring(xml))


def _documents(drawn):
    blocks, enclosed, notes = drawn
    inner = "".join(blocks) + (f"<frus:attachment>{''.join(enclosed)}</frus:attachment>" if enclosed else "")
    text = _canonical(f'<div {TEI} xmlns:frus="{FRUS_NAMESPACE}" type="document" n="4">{inner}</div>')
    records = []
    for order, (label, paragraphs) in enumerate(notes, 1):
        content = paragraphs[0] if len(paragraphs) == 1 else "".join(f"<p>{p}</p>" for p in paragraphs)
        opening = f'<note {TEI} n="{label}">' if label else f"<note {TEI}>"
        records.append(FootnoteRecord(order, label, _canonical(f"{opening}{content}</note>")))
    return text, tuple(records)


@given(_DOCUMENT.map(_documents))
@settings(max_examples=400, deadline=None)
def test_record_to_notation_to_record_loses_nothing(document):
    text, footnotes = document
    try:
        notation = write_notation(text, footnotes)
    except NotNotatable:
        return
    if why_not(text, footnotes):
        return
    read = read_notation(notation, like=text)
    assert read.text == text
    assert [(n.order, n.label, n.text) for n in read.footnotes] == [(n.order, n.label, n.text) for n in footnotes]
    assert write_notation(read.text, read.footnotes) == notation


@given(_DOCUMENT.map(_documents))
@settings(max_examples=300, deadline=None)
def test_nearly_everything_that_can_be_written_can_be_read_back(document):
    """``why_not`` must not hide a writer that loses things: where writing works, only crossed marks may fail."""
    text, footnotes = document
    try:
        write_notation(text, footnotes)
    except NotNotatable:
        return
    assert why_not(text, footnotes) == "" or "<hi" in text + "".join(note.text for note in footnotes)


@pytest.mark.parametrize(
    "blocks",
    [
        "<opener><dateline>May 1</dateline></opener><opener><dateline>May 2</dateline></opener>",
        "<opener/>",
        '<opener rend="right"><dateline>May 1</dateline></opener>',
        "<p>x</p><closer><signed>Quill</signed></closer><closer><signed>Reed</signed></closer>",
    ],
)
def test_openings_that_would_be_gathered_into_one_are_refused(blocks):
    with pytest.raises(NotNotatable, match="follows another"):
        write_notation(_canonical(f'<div {TEI} type="document" n="4">{blocks}</div>'), ())


@given(st.text(st.sampled_from("ab 1*_[]^#{}\\:\n.") | st.characters(codec="utf-8"), max_size=200) | st.text())
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_or_refused_with_a_place(text):
    try:
        read = read_notation(text)
    except NotationError as error:
        unplaced = [p for p in error.problems if not (p.line and p.column and p.message)]
        if unplaced or not error.problems:
            pytest.fail(f"refused without saying where: {error.problems}")
        return
    try:
        written = write_notation(read.text, read.footnotes)
    except NotNotatable:
        return
    again = read_notation(written)
    assert (again.text, again.footnotes) == (read.text, read.footnotes)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f'<note {TEI} n="9">Not <hi rend="italic">printed</hi>.</note>', "Not *printed*."),
        (f'<note {TEI} n="9"><p>One.</p><p>Two.</p></note>', "One.\n\nTwo."),
        (f'<note {TEI} xml:id="d1fn9" n="9">See\n      it.</note>', "See it."),
    ],
)
def test_one_footnote_is_edited_by_itself_and_keeps_its_attributes_and_place(text, shown):
    note = FootnoteRecord(3, "9", text, source_id="d1fn9", anchor="words")
    assert write_note(note) == shown
    other = read_note(note, shown + " More *so*.", "10")
    assert (other.order, other.label, other.source_id, other.anchor) == (3, "10", "d1fn9", "words")
    assert other.text.count('n="10"') == 1
    assert ("d1fn9" in other.text) == ("d1fn9" in text)
    assert 'More <hi rend="italic">so</hi>.' in other.text
    assert plain_text(read_note(note, shown, "9").text).split() == plain_text(text).split()


@pytest.mark.parametrize("words", ["", "one[^8]", "{source} other", "x\n\n[^7]: another"])
def test_what_is_no_one_footnote_is_refused(words):
    with pytest.raises(Refused, match="."):
        read_note(FootnoteRecord(1, "9", f'<note {TEI} n="9">x</note>'), words, "9")


@pytest.mark.parametrize("text", ["<note", f'<note {TEI} n="9"><seg type="x">x</seg></note>'])
def test_a_footnote_that_the_notation_cannot_say_is_told(text):
    with pytest.raises(NotNotatable):
        write_note(FootnoteRecord(1, "9", text))


@pytest.mark.parametrize("label", ["12:", "a:b", ":", "::"])
def test_a_label_may_have_a_colon(label):
    note = FootnoteRecord(1, label, f'<note {TEI} n="{label}">words: more</note>')
    assert write_note(note) == "words: more"
    assert read_note(note, "other", label).text == f'<note {TEI} n="{label}">other</note>'
    text = f'<div {TEI} type="document"><p>x<anchor type="footnote" n="1"/></p></div>'
    assert why_not(text, (note,)) == ""


LABELS = [
    "",
    " ",
    "/",
    '"',
    "'",
    "<",
    "&",
    "x" * 300,
    "1 2",
    "12:",
    "[1]",
    "#",
    "1#2",
    "{source}",
    "[Page 3]",
    "\\",
    "*",
    "__",
    "a\tb",
]
NOTES = [
    "",
    " ",
    "words",
    "{source} x",
    "[^1]: x",
    "# x",
    "[Page 3]",
    "<p/>",
    "<p>a</p>b",
    "<table/>",
    "<pb/>",
    "<hi/>",
    "<!-- x -->",
]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("kind", ["footnote", "source", "summary", "other"])
def test_every_note_is_written_or_not_notatable(label, kind):
    for words in NOTES:
        note = FootnoteRecord(1, label, f"<note {TEI}>{words}</note>", kind)
        with suppress(NotNotatable):
            write_note(note)
