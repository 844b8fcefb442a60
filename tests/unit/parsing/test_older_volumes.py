"""Shapes of the volumes from 1861 to the 1930s: openers in pieces, numbers with a bracket, letters as note signs, notes in headings."""

import io

import pytest

from archive.dating import read_dateline
from archive.parsing import tei
from archive.rendering import render_document

_VOLUME = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"><teiHeader/>
<facsimile><surface start="#pg_60"><graphic url="60.tif"/></surface></facsimile><text><body>{}</body></text></TEI>"""

_DESPATCH = """<pb n="60" xml:id="pg_60" facs="0060"/>
<div type="document" xml:id="d1" n="22"><head>No. 22.<lb/><hi rend="italic">Mr. <persName type="from">Quill</persName> to Mr.
  <persName type="to">Reed</persName></hi>.</head>
 <opener><seg rendition="#center">[Telegram.]</seg></opener>
 <opener><dateline rendition="#right"><placeName><hi rend="smallcaps">Legation of the United States</hi>,<lb/><hi
  rend="italic">Strelsau</hi></placeName>, <date when="1894-03-28"><hi rend="italic">March 28, 1894</hi></date>.
  <lb/>(Received April 9.)</dateline>
  <seg rendition="#left">No. 11.]</seg></opener>
 <p>I wrote a note<note n="a" xml:id="d1fna">Not printed.</note> and then another.<note n="a" xml:id="d1fnb">Page 33.</note></p>
 <closer><signed>Ada Quill.</signed></closer>
 <frus:attachment><opener><seg rendition="#center">[Inclosure in No. 11.]</seg></opener>
  <head>Mr. <persName type="from">Moss</persName> to Mr. <persName type="to">Quill</persName>.</head><p>Sir.</p></frus:attachment></div>"""

_WARTIME = """<div type="document" xml:id="d2" n="2"><head>The Ambassador in Ruritania (<persName type="from">Moss</persName>) to the
  <gloss type="to">Secretary of State</gloss><note n="1" xml:id="d2fn1">The list came first (File No. 763.72112/315).</note></head>
 <note rend="inline" type="source">File No. 763.72112/361</note>
 <dateline><hi rend="smallcaps">American Embassy</hi>, <lb/><placeName><hi rend="italic">Strelsau</hi></placeName>,
  <date when="1914-11-03"><hi rend="italic">November 3, 1914</hi>.</date><lb/> [<hi rend="italic">Received November 16</hi>.]</dateline>
 <p rend="flushleft">No. 549]</p><p>I have the honor to send a list.</p></div>"""


_MINUTES = """<div type="document" xml:id="d3" n="3"><note rend="inline" type="source">Paris Peace Conf. 184.00101/61</note>
 <head>Minutes of the Daily Meetings of the Commissioners, Wednesday, April 30th, 1919</head>
 <dateline><date when="1919-04-30" ana="#date_undated-inferred-from-document-head">April 30, 1919</date></dateline>
 <list><label>1.</label><item>They discussed it. <seg type="margin">Withdrawal</seg></item><label/><item>One left.</item></list></div>"""

_NAMED = """<div type="document" xml:id="d4" n="4"><head>4. Memorandum From Acting Director of Central Archives
  <persName type="from">Quill</persName> to the Executive Secretary (<persName type="to">Moss</persName>)</head><p>Text.</p></div>
<div type="document" xml:id="d5" n="5"><head>5. Memorandum From Secretary of State <persName type="from">Quill</persName> to
  Attorney General <persName type="to">Reed</persName>, Secretary of Ships <persName type="to">Moss</persName>,
  and the President</head><p>Text.</p></div>"""


_CABLE = """<div type="document" xml:id="d6" n="106"><opener><seg rendition="#left">No. 106.</seg></opener>
 <head><persName type="from">Mr. Quill</persName> to <persName type="to">Mr. Reed</persName>.</head>
 <opener><seg rendition="#center">[By cable telegram.]</seg></opener><p>Paper falls.</p></div>
<div type="document" xml:id="d7" n="107"><note rend="inline" type="source">No. 107.</note>
 <head><persName type="from">Mr. Quill</persName> to <persName type="to">Mr. Reed</persName>.</head>
 <opener><seg rendition="#left">No. 107.]</seg></opener><p>Sir.</p></div>"""


@pytest.fixture
def papers():
    documents = _DESPATCH + _WARTIME + _MINUTES + _NAMED + _CABLE
    reading = tei.read_volume(io.BytesIO(_VOLUME.format(documents).encode()), name="older.xml")
    return [paper for paper, _ in reading]


def test_the_number_over_a_heading_is_the_volumes_and_not_the_papers(papers):
    assert [(paper.document_number, paper.number) for paper in papers[-2:]] == [("106", ""), ("107", "107")]


def test_a_despatch_of_the_nineteenth_century(papers):
    paper = papers[0]
    assert (paper.kind, paper.number, paper.document_number, paper.place) == ("telegram", "11", "22", "Strelsau")
    assert [one.person for one in (*paper.senders, *paper.recipients)] == ["Quill", "Reed"]
    assert (paper.date.edtf, paper.received.edtf) == ("1894-03-28", "1894-04-09")
    assert [(note.label, note.source_id, note.anchor) for note in paper.footnotes] == [
        ("a", "d1fna", "I wrote a note"),
        ("a", "d1fnb", "and then another."),
    ]
    assert [page.label for page in paper.pages] == ["60"]
    enclosure = paper.parts[0]
    assert [one.person for one in (*enclosure.senders, *enclosure.recipients)] == ["Moss", "Quill"]


def test_a_despatch_of_the_first_war(papers):
    paper = papers[1]
    assert (paper.number, paper.place, paper.dateline[:16]) == ("549", "Strelsau", "American Embassy")
    assert [number.normal for number in paper.file_numbers] == ["763.72112/361"]
    # The words before the source note are those of the heading, not those of the note in it.
    assert [note.anchor for note in paper.footnotes] == ["Secretary of State", "(Moss) to the Secretary of State"]


def test_minutes_whose_date_the_editors_inferred(papers):
    paper = papers[2]
    assert (paper.kind, paper.place, paper.date.edtf) == ("minutes", "", "1919-04-30")
    assert (paper.date.certainty, paper.date.reason) == (
        "inferred",
        "the volume's editors: undated inferred from document head",
    )
    assert '<span class="seg margin">Withdrawal</span>' in render_document(paper.text, paper.footnotes).html


def test_the_markup_says_where_an_office_ends_and_a_name_begins(papers):
    paper = papers[3]
    assert [(one.person, one.office) for one in (*paper.senders, *paper.recipients)] == [
        ("Quill", "Acting Director of Central Archives"),
        ("Moss", "Executive Secretary"),
    ]


def test_the_markup_says_where_one_of_several_ends(papers):
    paper = papers[4]
    assert [(one.person, one.office) for one in paper.senders] == [("Quill", "Secretary of State")]
    assert [(one.person, one.office) for one in paper.recipients] == [
        ("Reed", "Attorney General"),
        ("Moss", "Secretary of Ships"),
        ("", "President"),
    ]


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        ("Department of State, Washington, June 22, 1861.", "Washington"),
        ("Imperial Ruritanian Embassy, Washington, February 9, 1901.", "Washington"),
        ("United States Consulate, San Juan del Norte, Bluefields, March 26, 1894.", "San Juan del Norte, Bluefields"),
        ("Cambridge, Massachusetts, May 1, 1947.", "Cambridge, Massachusetts"),
        ("Department of State, June 22, 1861.", "Department of State"),
        ("Woods Hole, Massachusetts, May 1, 1947.", "Woods Hole, Massachusetts"),
    ],
)
def test_the_place_of_a_date_line_is_the_city_and_not_the_house(printed, place):
    assert read_dateline(printed).place == place
