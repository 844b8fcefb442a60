"""Enclosures that a volume or a plain copy prints under a label, and those that are marked up."""

import io
from dataclasses import replace

import pytest

from archive.parsing import tei
from archive.parsing.notation.editing import with_notation
from archive.parsing.notation.writing import write_notation
from archive.parsing.plain import parse_fragment, plain_text
from archive.parsing.tei.enclosures import LABEL, labels_in
from archive.parsing.transcription import read_source
from archive.rendering import render_document

_FRUS = 'xmlns:frus="http://history.state.gov/frus/ns/1.0"'
_VOLUME = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0" {_FRUS} xml:id="made"><teiHeader/><text><body>
<div type="chapter" xml:id="ch1"><head>Ruritania</head><div type="document" n="1" xml:id="d1">
<head>1. Letter From Mr. Quill to Mr. Moss</head>{{}}</div></div></body></text></TEI>"""
_OWN = "<opener><dateline>Strelsau, May 1, 1901.</dateline></opener><p>I send you a paper that you should see.</p><p>A. Quill</p>"
_LONG = "The nets of the fishermen should be given back before the winter, and those who took them should say why they did so."


def paper_of(blocks):
    (paper, _), *_ = tei.read_volume(io.BytesIO(_VOLUME.format(blocks).encode()), name="made.xml")
    return paper


@pytest.mark.parametrize(
    "label",
    [
        "Enclosure", "[Enclosure]", "[Inclosure 1 in No. 5.]", "Enclosure No. 3", "[Attachment—Extract]", "ATTACHMENT A:",
        "[First Attachment]",
        "Annex “B”", "Annex B–1", "Appendix II.", "Tab 12", "[Tab A]", "Sub-Enclosure", "[Subenclosure 2]", "Annex A to Annex 1",
        "[Enclosure 1—Translation]",
    ],
)  # fmt: skip
def test_labels(label):
    assert LABEL.fullmatch(label)


@pytest.mark.parametrize(
    "line",
    [
        "Enclosures", "Enclosure to be sent later", "Attachment a/s", "Tab D has to do with fish.", "Table 1", "Annexation", "An enclosure",
        "Tab 1 - Letter from Mr. Moss", "See Annex A", "Enclosure: Draft note", "Attachment 1, 2 and 3",
    ],
)  # fmt: skip
def test_lines_that_are_no_labels(line):
    assert not LABEL.fullmatch(line)


@pytest.mark.parametrize(
    ("blocks", "parts"),
    [
        # Heading, parties, date and place below the label.
        (
            '<p rend="center">[Enclosure]</p><p>Memorandum by the Consul (Reed) to the Minister (Quill)</p><p>[Hentzau,] April 28, 1901.'
            "</p><p>Give the nets back.</p>",
            [("[Enclosure] Memorandum by the Consul (Reed) to the Minister (Quill)", "Reed", "Quill", "1901-04-28", "Hentzau")],
        ),
        # The heading in capitals or centred, an own number and a marking between, the date line marked up.
        (
            f"<p>Tab A</p><pb n='2'/><p>STATE OF THE FISHERIES</p><p>RF-12-01</p><p>Secret</p>"
            f"<dateline>Hentzau, undated.</dateline><p>{_LONG}</p>",
            [("Tab A STATE OF THE FISHERIES", "", "", "", "Hentzau")],
        ),
        # Two enclosures, and one that is marked up.
        (
            f'<p><hi rend="italic">Attachment 1</hi></p><p>{_LONG}</p><p>Attachment 2</p>'
            f"<p>Letter From Mr. Moss to Mr. Reed</p><p>{_LONG}</p>"
            "<frus:attachment><head>Annex</head><head>Note From Mr. Reed to Mr. Moss</head><p>Yes.</p></frus:attachment>",
            [
                ("Attachment 1", "", "", None, ""),
                ("Attachment 2 Letter From Mr. Moss to Mr. Reed", "Moss", "Reed", None, ""),
                ("Annex Note From Mr. Reed to Mr. Moss", "Reed", "Moss", None, ""),
            ],
        ),
        # A title that is about somebody is by nobody.
        (f"<p>Tab A</p><p>AID OF THE GOVERNMENT TO DATE</p><p>{_LONG}</p>",
         [("Tab A AID OF THE GOVERNMENT TO DATE", "", "", None, "")]),
        (f"<p>Tab A</p><p rend='center'>Paper for the Minister’s talks with Mr. Moss</p><p>{_LONG}</p>",
         [("Tab A Paper for the Minister’s talks with Mr. Moss", "", "", None, "")]),
        # A label above an enclosure that is marked up is not another one.
        (
            f"<p>Attachment</p><frus:attachment><head>Note From Mr. Reed to Mr. Moss</head><p>{_LONG}</p></frus:attachment>",
            [("Note From Mr. Reed to Mr. Moss", "Reed", "Moss", None, "")],
        ),
        # At the foot of a letter the second label says what the first one mentions.
        (f"<p>Attachment</p><p>[Tab B]</p><p>{_LONG}</p>", [("[Tab B]", "", "", None, "")]),
        ("<p>Attachment:</p><p>Letter From Mr. Moss to Mr. Reed</p><p>Give the nets back.</p>",
         [("Attachment: Letter From Mr. Moss to Mr. Reed", "Moss", "Reed", None, "")]),
    ],
)  # fmt: skip
def test_an_enclosure_is_a_part_of_its_paper(blocks, parts):
    paper = paper_of(_OWN + blocks)
    read = [
        (part.heading, *("".join(who.person for who in side) for side in (part.senders, part.recipients)),
         part.date and part.date.edtf, part.place)
        for part in paper.parts
    ]  # fmt: skip
    assert read == parts
    assert [part.path for part in paper.parts] == list(range(1, len(parts) + 1))
    assert (paper.date.edtf, paper.place, paper.senders[0].person) == ("1901-05-01", "Strelsau", "Quill")
    assert not [warning for warning in paper.warnings if warning.code.startswith("enclosure")]


@pytest.mark.parametrize(
    "blocks",
    [
        "<p>Attachment</p>",
        "<p>Attachment:</p><p>Study of the fisheries of Ruritania, with the draft of a treaty and tables of the years 1899 and 1900</p>",
        "<p>Enclosure</p><p>cc: Mr. Reed</p>",
        "<p>Annex</p><p>Draft note to Mr. Reed.</p>",
    ],
)
def test_a_label_without_a_text_below_it_is_a_doubt(blocks):
    paper = paper_of(_OWN + blocks)
    assert paper.parts == ()
    assert [warning.code for warning in paper.warnings] == ["enclosure-without-markup"]


def test_a_paper_that_opens_with_a_label_has_no_enclosure():
    paper = paper_of(f"<p>[Enclosure]</p><dateline>Hentzau, May 3, 1901.</dateline><p>{_LONG}</p>")
    assert (paper.parts, paper.date.edtf) == ((), "1901-05-03")


def test_the_date_of_an_enclosure_is_not_its_papers():
    paper = paper_of(f"<p>I send you a paper.</p><p>Tab A</p><dateline>Hentzau, May 3, 1901.</dateline><p>{_LONG}</p>")
    assert (paper.date, paper.place, paper.parts[0].date.edtf) == (None, "", "1901-05-03")


def test_an_enclosure_is_a_section_with_a_heading_and_an_address_and_nothing_moves():
    marked = f"<frus:attachment {_FRUS}><head>Annex</head><p>Yes.</p></frus:attachment>"
    paper = paper_of(f'{_OWN}<p rend="center">Tab A</p><p>{_LONG}</p>{marked}')
    html = render_document(paper.text).html
    assert f'<section class="enclosure" id="enclosure-1"><h2 class="center">Tab A</h2><p>{_LONG}</p></section>' in html
    assert '<section class="enclosure" id="enclosure-2"><h2>Annex</h2><p>Yes.</p></section>' in html
    words = "".join(parse_fragment(f"<div>{html}</div>").itertext())
    assert "".join(words.split()) == "".join(plain_text(paper.text).split())


def test_an_edited_text_keeps_its_enclosures_and_loses_those_that_are_taken_out():
    paper = paper_of(f"{_OWN}<p>Tab A</p><p>{_LONG}</p>")
    paper = replace(paper, text=paper.text.replace("\n", ""))
    notation = write_notation(paper.text, paper.footnotes)
    assert with_notation(paper, notation.replace("nets", "boats")).parts == paper.parts
    assert with_notation(paper, notation.replace("Tab A", "Well then.")).parts == ()


@pytest.mark.parametrize("label", ["[Enclosure]", "[Attachment 2]", "[Inclosure in No. 5.]", "Tab A", "Annex “A”"])
def test_enclosures_of_a_plain_copy(label):
    text = (
        f"The Minister in Ruritania (Quill) to the Secretary of State\n\nStrelsau, May 1, 1901.\n\nI send you a paper.\n\n"
        f"Quill\n\n{label}\n\nMemorandum by the Consul (Reed) to the Minister (Quill)\n\nHentzau, April 28, 1901.\n\n{_LONG}\n"
    )
    (paper,) = read_source(text.encode(), "made.txt")
    (part,) = paper.parts
    assert part.heading == f"{label} Memorandum by the Consul (Reed) to the Minister (Quill)"
    assert (part.senders[0].person, part.date.edtf, part.place) == ("Reed", "1901-04-28", "Hentzau")
    assert (paper.date.edtf, paper.place) == ("1901-05-01", "Strelsau")


def test_labels_without_end_are_read_in_one_go():
    root = parse_fragment(f"<div>{'<p>x</p>' * 3}{'<p>Tab A</p><p>y</p>' * 2000}</div>")
    assert labels_in(root) == ([], False)
