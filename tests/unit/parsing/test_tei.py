"""Volumes in TEI: what is read, that nothing is lost, that it can be given back, and that hostile files are refused."""

from __future__ import annotations

import io
import json
import os
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.exports.tei import corpus, document_file, document_tei, volume_tei
from archive.parsing import tei
from archive.parsing.errors import SourceError
from archive.parsing.tei.fidelity import compare, source_documents
from archive.records import DocumentRecord, FootnoteRecord
from tests.support.paths import GOLDEN, ROOT

VOLUMES = sorted(Path(os.environ.get("CHANCERY_FRUS", ROOT.parent / "shared" / "frus")).glob("frus*.xml"))
_PLAIN = etree.XMLParser(resolve_entities=False, collect_ids=False)


def read(xml: str | bytes, name: str = "made.xml"):
    data = xml.encode() if isinstance(xml, str) else xml
    reading = tei.read_volume(io.BytesIO(data), name=name)
    return reading, list(reading)


def volume(body: str, attributes: str = "") -> str:
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"{attributes}>'
        f"<teiHeader/><text><body>{body}</body></text></TEI>"
    )


def canonical(xml: bytes) -> bytes:
    return etree.tostring(etree.fromstring(xml, _PLAIN).getroottree(), method="c14n")


def unplaced(record):
    """A record without its warnings, whose lines an export may move."""
    return replace(record, warnings=())


@pytest.fixture(scope="module")
def shapes():
    reading, pairs = read((GOLDEN / "tei" / "hard_shapes.xml").read_bytes(), "hard_shapes.xml")
    return reading, [record for record, _ in pairs], [division for _, division in pairs]


@pytest.mark.parametrize("name", ["hard_shapes", "older_shapes", "newer_shapes"])
def test_shapes_are_read_as_the_golden_file_says(name):
    reading, pairs = read((GOLDEN / "tei" / f"{name}.xml").read_bytes(), f"{name}.xml")
    read_now = {
        "volume": asdict(reading.volume), "divisions": [division for _, division in pairs],
        "documents": [asdict(record) for record, _ in pairs],
    }  # fmt: skip
    golden = json.loads((GOLDEN / "tei" / f"{name}.json").read_text())
    assert json.loads(json.dumps(read_now)) == golden


def sides(record):
    return [[one.office or one.person for one in side] for side in (record.senders, record.recipients)]


def test_older_shapes_in_short():
    _, pairs = read((GOLDEN / "tei" / "older_shapes.xml").read_bytes())
    instruction, despatch, twice, telegram, letter, note, proclamation, embassy = (record for record, _ in pairs)
    assert sides(instruction) == [["Quillfeather"], ["Wobblethorpe"]]
    assert (instruction.number, instruction.date.edtf, instruction.footnotes[0].label) == ("123", "1863-01-09", "*")
    assert (despatch.number, despatch.received.edtf, despatch.source_note) == ("90", "1863-03-09", "")
    assert [p.senders[0].printed for p in despatch.parts] == ["Count Zedlitz-Hoopla"]
    assert (twice.source_id, twice.kind, twice.place) == ("made1863p1#d2-2", "telegram", "Washington")
    assert "duplicate-id" in {warning.code for warning in twice.warnings}
    assert sides(telegram) == [["Chargé"], ["Secretary of State"]]
    assert ([f.normal for f in telegram.file_numbers], telegram.date.time) == (["763.72/3405"], "6 p. m.")
    assert sides(letter) == [["Lord Humblecroft"], ["Sir Y. Zankle"]]
    assert sides(note) == [["Zorrilla-Quux"], ["Quillfeather"]]
    assert proclamation.senders == proclamation.recipients == ()
    assert (embassy.number, embassy.received.edtf, embassy.senders[0].person) == (
        "6061",
        "1918-05-08",
        "Zedlitz-Hoopla",
    )


def test_newer_shapes_in_short():
    _, pairs = read((GOLDEN / "tei" / "newer_shapes.xml").read_bytes())
    records = [record for record, _ in pairs]
    assert [(record.kind, *sides(record)) for record in records] == [
        ("memorandum", ["President’s Assistant for National Security Affairs"], ["President"]),
        ("telegram", ["Embassy in Ruritania"], ["Department of State"]),
        ("telegram", ["Department of State"], ["Embassy in Ruritania", "Consulate in Zenda"]),
        ("memorandum of conversation", [], []),
        ("editorial note", [], []),
        ("minutes", [], []),
        ("letter", ["President"], ["Regent"]),
        ("policy paper", [], []),
        ("message", ["Ambassador to Ruritania"], ["President’s Assistant for National Security Affairs"]),
        ("memorandum", ["National Security Council Staff"], ["President’s Deputy Assistant for National Security Affairs"]),
        ("minutes", [], []),
        ("transcript", [], []),
        ("memorandum", ["Assistant Secretary of State for Ruritanian Affairs"], ["Secretary of State"]),
        ("intelligence estimate", [], []),
        ("circular airgram", ["Department of State"], ["Certain Posts"]),
        ("message", ["Zeno Quillfeather"], ["Zoë Aardwark"]),
        ("note", ["Assistant to the President"], ["President"]),
    ]  # fmt: skip
    memorandum, telegram, tosec = records[:3]
    assert (memorandum.classification, memorandum.distribution) == ("Secret", ("Sensitive",))
    assert [(p.kind, p.senders[0].office) for p in memorandum.parts] == [("paper", "Department of State")]
    assert ([f.normal for f in telegram.file_numbers], telegram.date.time) == (["D770076-0412"], "1430Z")
    assert (tosec.number, tosec.other_numbers) == ("050122", ("Tosec 30014",))
    assert (records[6].place, records[6].date.edtf) == ("Washington", "1977-05-01")  # a date line in the closer


def test_hard_shapes_in_short(shapes):
    reading, (telegram, memorandum, note, letter, catalogue), divisions = shapes
    assert divisions == ["division-4"] * 4 + [""]
    assert (telegram.kind, telegram.number, telegram.other_numbers) == ("telegram", "171", ("Gocus 590",))
    assert telegram.senders[0].person_id == "p_QZ1"
    assert telegram.recipients[0].office == "Secretary of State"
    assert (telegram.place, telegram.date.earliest, telegram.received.earliest) == (
        "Strelsau",
        "1950-03-10",
        "1950-03-11",
    )
    assert (telegram.classification, telegram.distribution) == ("Secret", ("Niact",))
    assert [f.normal for f in telegram.file_numbers] == ["611.93/3-1050"]
    assert [(p.label, p.within) for p in telegram.pages] == [("1", False), ("2", True)]
    assert [f.kind for f in telegram.footnotes] == ["source", "footnote", "footnote", "footnote", "footnote"]
    assert telegram.parts[0].date.earliest == "1950-03-01"
    assert memorandum.footnotes[0].kind == "source"
    assert memorandum.classification == "Confidential"
    assert memorandum.date.earliest == "1950-04-04"
    assert memorandum.pages[0].label == "3"
    assert note.kind == "editorial note"
    assert note.source_id.endswith("#d2-2")
    assert note.file_numbers == ()
    assert letter.source_id.endswith("#document-4")
    assert letter.date.earliest == "1950-05-05"
    assert {w.code for w in letter.warnings} >= {"missing-id", "date-differs-from-markup"}
    assert "[Tab B]" in letter.text
    assert letter.footnotes == ()
    assert catalogue.document_number == "4A"
    assert catalogue.classification == "Official Use Only"
    assert [f.normal for f in catalogue.file_numbers] == ["394.41/4-1461"]
    assert (catalogue.kind, catalogue.number, catalogue.date.earliest) == ("telegram", "Ecbus 416", "1950-04-15")


@pytest.mark.parametrize(
    ("heading", "paragraphs", "number"),
    [
        ("No. 37 National Intelligence Estimate", ["<hi>Secret</hi><lb/>NIE–74", "Conclusions"], "NIE–74"),
        ("No. 253 Special Estimate", ["Secret", "SE–51"], "SE–51"),
        ("13. National Intelligence Estimate", ["NATIONAL INTELLIGENCE ESTIMATE", "NIE 11-14-75"], "NIE 11-14-75"),
        ("Memorandum by Ada Quill to the President", ["Top Secret NSC 171/1"], "NSC 171/1"),
        ("National Security Decision Memorandum 212/Council on Herring Memorandum 5", ["One."], "212"),
        # spoken of, and not borne
        ("46. National Security Council Report", ["NSC 5808/1", "Policy Toward Norway"], "NSC 5808/1"),
        ("46. National Security Council Report", ["On Norway", "NSC 5808/1"], ""),
        ("No. 37 National Intelligence Estimate", ["For text of NIE–74, see below.", "Secret"], ""),
        ("No. 37 National Intelligence Estimate", ["It supersedes NIE–74"], ""),
        ("Memorandum by Ada Quill to the President", ["NSC 171/1"], ""),
        ("Memorandum by Ada Quill to the President", ["Secret", "I have read NSC 171/1"], ""),
        ("The Ambassador in Ruritania to the Secretary of State", ["Secret NSC 171/1"], ""),
        # too far down to be the paper's own
        ("No. 37 National Intelligence Estimate", ["One.", "Two.", "Three.", "NIE–74", "Five."], ""),
    ],
)
def test_the_number_of_a_policy_paper_on_its_first_lines(heading, paragraphs, number):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    _, [(record, _)] = read(volume(f'<div type="document" xml:id="d1" n="1"><head>{heading}</head>{text}</div>'))
    assert (record.number, record.other_numbers) == (number, ())


def parties_of(head):
    _, [(record, _)] = read(volume(f'<div type="document" xml:id="d1" n="1"><head>{head}</head><p>One.</p></div>'))
    return [[(one.person, one.office, one.person_id) for one in side] for side in (record.senders, record.recipients)]


@pytest.mark.parametrize(
    ("head", "senders", "recipients"),
    [
        # The person is the marked one, and nobody else in the words.
        (
            'Letter From President <persName type="from">Quill</persName> to <persName type="to">Captain Moss</persName>',
            [("Quill", "President", "")],
            [("Captain Moss", "Captain", "")],
        ),
        (
            'Note by Mr. <persName type="from">Ada Quill</persName>, Deputy to the Director (<persName corresp="#p_M">Moss</persName>)',
            [("Ada Quill", "Deputy to the Director (Moss)", "")],
            [],
        ),
        (
            'Note From the Director (<persName corresp="#p_Q" type="from">Quill</persName>) to the King',
            [("Quill", "Director", "p_Q")],
            [("", "King", "")],
        ),
        # A mark of the side that the words do not have: what an office is "to", and whose paper it is.
        (
            'Notes by the <gloss type="from">Secretary</gloss> to the President (<persName type="to">Quill</persName>) on Herring',
            [("Quill", "Secretary to the President", "")],
            [],
        ),
        (
            'Paper for a Talk by the Director (Quill) Before the Special Group (<gloss type="to">Herring</gloss>)',
            [("Quill", "Director", "")],
            [],
        ),
        # Without a side in the words, the mark is believed.
        ('Herring and Nets, <gloss type="from">Board of Trade</gloss>', [("", "Board of Trade", "")], []),
    ],
)
def test_marks_of_names_go_before_the_grammar(head, senders, recipients):
    assert parties_of(head) == [senders, recipients]


@pytest.mark.parametrize("name", ["hard_shapes", "older_shapes", "newer_shapes"])
def test_every_character_of_the_shapes_comes_through_and_goes_out_again(name):
    xml = (GOLDEN / "tei" / f"{name}.xml").read_bytes()
    reading, pairs = read(xml)
    records = [record for record, _ in pairs]
    assert [compare(e, r) for e, r in zip(source_documents(xml), records, strict=True)] == [None] * len(records)
    assert canonical("".join(volume_tei(reading.volume, records)).encode()) == canonical(xml)


def test_the_comparison_notices_a_lost_letter_and_a_moved_note(shapes):
    _, records, _ = shapes
    element = source_documents((GOLDEN / "tei" / "hard_shapes.xml").read_bytes())[0]
    assert compare(element, replace(records[0], text=records[0].text.replace("asked", "aske")))
    one, two = '<anchor type="footnote" n="2"/>', '<anchor type="footnote" n="4"/>'
    swapped = records[0].text.replace(one, "@").replace(two, one).replace("@", two)
    assert compare(element, replace(records[0], text=swapped))
    assert compare(element, replace(records[0], footnotes=records[0].footnotes[:-1]))


def test_documents_out_of_order_are_refused(shapes):
    reading, records, _ = shapes
    with pytest.raises(ValueError, match="does not come next"):
        list(volume_tei(reading.volume, records[::-1]))


def test_a_selection_goes_out_without_the_others(shapes):
    reading, records, _ = shapes
    _, again = read("".join(volume_tei(reading.volume, records[1:2])))
    assert [unplaced(r).heading for r, _ in again] == [records[1].heading]


def test_a_document_made_elsewhere_becomes_a_valid_file():
    text = (
        '<div xmlns="http://www.tei-c.org/ns/1.0" type="document" xml:id="x"><p>One<anchor type="footnote" n="1"/> two'
        '<anchor type="footnote" n="1"/></p></div>'
    )
    note = FootnoteRecord(1, "59", '<note xmlns="http://www.tei-c.org/ns/1.0" n="59">A &amp; B</note>')
    record = DocumentRecord("x", text, heading="A <b> & c", footnotes=(note,))
    _, [(again, _)] = read(document_file(record))
    assert again.text == record.text
    assert [f.text for f in again.footnotes] == [note.text]
    in_comment = record.text.replace("One", 'One<!-- <anchor type="footnote" n="1"/> -->')
    other_form = record.text.replace('type="footnote" n="1"', 'n="1" type="footnote"')
    for text, before in ((in_comment, "-->"), (other_form, "One")):
        assert f'{before}<note n="59">A &amp; B</note> two' in document_tei(replace(record, text=text))


def test_papers_of_several_volumes_have_their_own_ids_beside_each_other():
    text = (
        '<div xmlns="http://www.tei-c.org/ns/1.0" type="document" xml:id="{0}"><p rendition="#bold" corresp="#{0} #p_AB1">'
        '<ref target="#d2">the other</ref></p></div>'
    )
    names = ["one#d1", "one#d2", "two#d1", "of 1938"]
    records = [DocumentRecord(name, text.format(name.partition("#")[2] or "d1")) for name in names]
    together = etree.fromstring(
        "".join(corpus(records, "Some")).encode()
    )  # the parser refuses an id that is there twice
    found = [one.get("{http://www.w3.org/XML/1998/namespace}id") for one in together.iter("{*}div")]
    assert found == ["one-d1", "one-d2", "two-d1", "of_20_1938-d1"]
    assert [one.get("target") for one in together.iter("{*}ref")][:3] == ["#one-d2", "#one-d2", "#two-d2"]
    assert [*together.iter("{*}div")][2][0].attrib == {"rendition": "#bold", "corresp": "#two-d1 #p_AB1"}


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=12)
_ESCAPED = _WORDS.map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
_INLINE = st.recursive(
    _ESCAPED,
    lambda inner: st.builds(
        lambda kind, parts: f"<{kind}>{''.join(parts)}</{kind.split()[0]}>",
        st.sampled_from(
            ['note n="1"', "note", "hi", "p", 'note type="source"', 'note rend="inline"', "frus:attachment", "head"]
        ),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(st.lists(_INLINE, max_size=4))
def test_any_document_comes_back_the_same(parts):
    xml = volume(f'<div type="document" xml:id="d1" n="1">{"".join(parts)}</div>')
    reading, [(record, _)] = read(xml)
    assert compare(source_documents(xml.encode())[0], record) is None
    assert canonical("".join(volume_tei(reading.volume, [record])).encode()) == canonical(xml.encode())
    _, [(again, _)] = read(volume(document_tei(record)))
    assert unplaced(again) == unplaced(record)


DOCUMENT = '<div type="document" xml:id="d1"><p>x</p></div>'


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b'<!DOCTYPE TEI [<!ENTITY a "b">]>' + volume(DOCUMENT).encode(), "DOCTYPE", 1),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<!doctype x>" + volume(DOCUMENT).encode(), "DOCTYPE", 3),
        (f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a>{volume(DOCUMENT)}'.encode("utf-16"), "DOCTYPE", 1),
        (f"<!DOCTYPE a>{volume(DOCUMENT)}".encode("utf-16-be"), "DOCTYPE", 1),
        (f"<!DOCTYPE a>{volume(DOCUMENT)}".encode("utf-32"), "UTF-32", 1),
        (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE a+AD4-<a/>', "encoding", 1),
        (
            volume('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>' + DOCUMENT).encode(),
            "XInclude",
            1,
        ),
        (volume(DOCUMENT).encode()[:-20], "well-formed", 1),
        (volume("<p>\n&unknown;</p>" + DOCUMENT).encode(), "well-formed", 2),
        (volume(DOCUMENT.replace(">x<", ">caf\xe9<")).encode("latin-1"), "well-formed", 1),
        (b"<html><body/></html>", "not TEI", 1),
        (b"", "no XML", 1),
        (b"Telegram\n", "not XML", 1),
        (volume("<p/>").encode(), "no documents", None),
        (volume("<p>" * 230 + "</p>" * 230 + DOCUMENT).encode(), "deep", 1),
        (volume("<p " + " ".join(f'a{i}="1"' for i in range(65)) + "/>" + DOCUMENT).encode(), "attributes", 1),
        (volume(f'<p n="{"1" * 20_001}"/>' + DOCUMENT).encode(), "attribute longer", 1),
        (volume("<p>" + "x" * 3_000_000 + "</p>" + DOCUMENT).encode(), "longer than", 1),
        (volume(DOCUMENT.replace(">x", ">" + "<a/>" * 100_001)).encode(), "elements", 1),
        (volume(DOCUMENT.replace(">x", ">" + "<!-- -->" * 100_001)).encode(), "elements", 1),
        (volume('<div type="document"/>' * 20_001).encode(), "divisions", 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_and_broken_files_are_refused_with_place_and_reason(data, reason, line):
    with pytest.raises(SourceError) as caught:
        read(data, "bad.xml")
    assert reason in caught.value.sentence
    assert caught.value.name == "bad.xml"
    assert caught.value.line == line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_usual_encodings_are_read(encoding):
    _, [(record, _)] = read(volume(DOCUMENT.replace(">x", ">" + "Łódź")).encode(encoding))
    assert "Łódź" in record.text


def test_lines_beyond_65535_are_told():
    xml = volume("\n" * 70_000 + '<div type="document">' + "<p/></div>")
    _, [(record, _)] = read(xml)
    assert record.warnings[0].code == "missing-id"
    assert record.warnings[0].line == 70_001


def test_documents_at_any_depth_and_online_pages():
    xml = volume(
        '<div type="a" xml:id="a"><div type="b" xml:id="b"><div type="c" xml:id="c"><div type="document" xml:id="d1"><p>x</p>'
        '<pb n="2" xml:id="d1-02"/><p>y</p></div><div type="document" xml:id="d2"><p>z</p></div></div></div></div>'
    )
    reading, pairs = read(xml)
    assert [division for _, division in pairs] == ["c", "c"]
    assert [(d.source_id, d.parent_id) for d in reading.volume.divisions] == [("a", ""), ("b", "a"), ("c", "b")]
    assert pairs[1][0].pages == ()


def test_an_older_volume_with_features_of_newer_encoding():
    xml = volume(
        '<div type="document" subtype="historical-document" xml:id="d38" n="38"><head>Mr. Quillfeather to Mr. Wobblethorpe.</head>'
        '<note rend="inline" type="source">[Extract.]</note><opener><seg>No. 7.]</seg><dateline><placeName>Strelsau</placeName>, '
        '<date when="1861-05-04" calendar="gregorian">May 4, 1861</date>.</dateline></opener><p>Sir<note n="46">x</note></p></div>'
        '<div type="document" subtype="editorial-note" xml:id="d39" n="39"><head>On what follows</head><p>b</p></div>'
    )
    _, [(letter, _), (note, _)] = read(xml)
    assert (letter.number, letter.place, letter.date.edtf, letter.source_note) == ("7", "Strelsau", "1861-05-04", "")
    assert [f.label for f in letter.footnotes] == ["", "46"]
    assert note.kind == "editorial note"


@pytest.mark.skipif(not VOLUMES, reason="the published volumes are not here")
@pytest.mark.parametrize("path", VOLUMES, ids=lambda path: path.stem)
def test_whole_volumes_lose_nothing_and_go_out_as_they_came(path):
    reading = tei.read_volume(path)
    records = [record for record, _ in reading]
    elements = source_documents(path.read_bytes())
    assert [d for e, r in zip(elements, records, strict=True) if (d := compare(e, r))] == []
    out = "".join(volume_tei(reading.volume, records)).encode()
    assert canonical(out) == canonical(path.read_bytes())
    assert [unplaced(r) for r, _ in read(out, path.name)[1]] == [unplaced(r) for r in records]
    assert len({record.source_id for record in records}) == len(records)
