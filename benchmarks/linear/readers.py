"""The readers: what each reads, and the modules of its grammar, whose pieces its texts are built from."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from lxml import etree

from archive import filing
from archive.browsing import by_file_number
from archive.dating import is_impossible, parse_edtf, read_date, read_dateline
from archive.deriving import derive
from archive.desk import differences, entries
from archive.errors import Refused
from archive.folding import find as find_words
from archive.folding import fold, indexed, spans, words
from archive.identifiers import clean_identifier
from archive.parsing import checks, markings, nationalities, offices, plain, source_notes
from archive.parsing.citations import read_citation, read_volume_name
from archive.parsing.fragments import MarkedText
from archive.parsing.headings import read_heading
from archive.parsing.kinds import read_type_line
from archive.parsing.letters.correspondence import read_letter
from archive.parsing.letters.dodis import note_says
from archive.parsing.notation import read_notation, write_notation
from archive.parsing.opening_numbers import read_opening_number
from archive.parsing.printed.parties import parties_of
from archive.parsing.printed.pieces import pieces_of
from archive.parsing.printed.reader import cut_documents
from archive.parsing.references import find as find_references
from archive.parsing.tei.document import Surroundings, read_document
from archive.parsing.transcription.reading import read_source
from archive.records import TEI_NAMESPACE, DocumentRecord, ReadingWarning
from archive.rendering import render_document
from archive.rendering.links import linked, pages_of_notes
from archive.rendering.marking import Span, marked
from archive.rendering.sequence import numbered
from archive.search.query import understand
from archive.search.snippets import _snippet

_HEADING = "The Ambassador in Peru (Quill) to the Secretary of State"
_FRUS = "http://history.state.gov/frus/ns/1.0"
#: Elements with what makes something of them, in the places that they have in papers.
ELEMENTS = (
    '<ref target="#d1">Document 1</ref>', '<ref target="#pg_3">p. 3</ref>', '<ref target="http://example.org">x</ref>',
    '<note n="1" xml:id="d1fn1">See <ref target="#d2">2</ref>.</note>', '<note>x<note>y</note></note>', '<pb n="1"/>', "<lb/>",
    '<hi rend="italic">x</hi>', '<hi rend="italic strong sup">x</hi>', "<p>x</p>", "<head>x</head>", "<head/>", '<gap reason="x"/>',
    '<persName type="from" corresp="#p_A1">A. Quill</persName>', '<persName type="to">the Secretary</persName>',
    "<opener><dateline>Lima, March 26, 1944.</dateline></opener>", '<date when="1944-03-26">March 26</date>',
    "<closer><signed>Q</signed></closer>",
    "<opener><seg>840.48/1</seg></opener>", "<list><item>x</item></list>", "<list><label>a</label><item>x</item></list>",
    "<table><row><cell>x</cell></row></table>", '<table><row><cell cols="2">x</cell></row></table>', '<anchor type="footnote" n="1"/>',
    "<frus:attachment><head>Enclosure</head><p>x</p></frus:attachment>", "<p>Tab A</p>",
    "<quote><p>x</p></quote>", '<foreign xml:lang="fr">x</foreign>',
    '<gloss target="#t_A1">A</gloss>', "<!-- x -->", "<p>\n\n   x</p>", '<seg rend="flushleft">x</seg>', "<figure><head>x</head></figure>",
)  # fmt: skip
OF_LETTERS = (
    "<persName>A1</persName>", "<placeName>Lima</placeName>", '<date when="1900-05-01">May 1</date>', "<rs>x</rs>",
    '<correspAction type="received"><persName>A1</persName></correspAction>', "<title>A1 to B</title>",
    "<msDesc><msIdentifier><idno>A 1</idno></msIdentifier></msDesc>", "<bibl>x1</bibl>",
    '<langUsage><language ident="de">x</language></langUsage>', "<div><p>x</p></div>", "<abstract><p>x1</p></abstract>",
    '<note place="foot">x</note>', "<app><lem>a</lem><rdg>b1</rdg></app>", "<choice><sic>a</sic><corr>b1</corr></choice>",
    '<ref target="#n1">1</ref><note xml:id="n1">x</note>', "<floatingText><body><p>x</p></body></floatingText>",
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """A reader: ``read`` reads a text; ``grammar`` are modules; ``pieces`` are further pieces of its texts."""

    name: str
    read: Callable[[str], object]
    grammar: tuple[str, ...]
    pieces: Iterable[str] = ()


def _edtf(text: str) -> None:
    with contextlib.suppress(ValueError):
        parse_edtf(text)


def _identifier(text: str) -> None:
    for catalogue in ("viaf", "isni", "lcnaf"):
        with contextlib.suppress(ValueError):
            clean_identifier(catalogue, text)


def _notation(text: str) -> None:
    with contextlib.suppress(Refused):
        read_notation(text)


def _notated(text: str) -> None:
    with contextlib.suppress(Refused):
        write_notation(f'<div xmlns="{TEI_NAMESPACE}"><p>{_in_xml(text)}</p></div>')


def _transcription(text: str) -> None:
    with contextlib.suppress(Refused):
        for record in read_source(text.encode("utf-8", "replace"), "a text"):
            derive(record)


def _transcription_with_heading(text: str) -> None:
    _transcription(f"{_HEADING}\n\n{text}")


def _printed_head(text: str) -> None:
    """Look for heads of other countries' editions in a text, and read its lines as lines of a head."""
    if text.strip():
        cut_documents(text)
    for line in text.split("\n"):
        pieces_of(line)


def _printed_title(text: str) -> None:
    parties_of(text)
    note_says(text)


def _tei(markup: str) -> None:
    """Read a paper of a volume with this markup in it, and derive everything from it."""
    text = f'<div xmlns="{TEI_NAMESPACE}" xmlns:frus="{_FRUS}" type="document" n="1" xml:id="d1"><head>{_HEADING}</head>{markup}</div>'
    with contextlib.suppress(Refused, etree.XMLSyntaxError):
        derive(read_document(etree.fromstring(text, etree.XMLParser(collect_ids=False)), Surroundings("v#d1", 1)))


def _tei_words(text: str) -> None:
    _tei(f"<p>{_in_xml(text)}</p><note n='1'>{_in_xml(text[:1000])}</note>")


def _nested(markup: str) -> None:
    """Read a paper with this markup within many elements that are in each other."""
    _tei("<p>" * 50 + "<hi>" * 50 + '<seg type="source">' * 50 + markup + "</seg>" * 50 + "</hi>" * 50 + "</p>" * 50)


def _letter(markup: str) -> None:
    """Read a letter with this markup in its description and in its text."""
    described = f"<correspDesc><correspAction type='sent'>{markup}</correspAction>{markup}</correspDesc>{markup}"
    header = f"<teiHeader><fileDesc>{markup}</fileDesc><profileDesc>{described}</profileDesc></teiHeader>"
    text = f'<TEI xmlns="{TEI_NAMESPACE}">{header}<text><body>{markup}</body></text></TEI>'
    with contextlib.suppress(Refused, etree.XMLSyntaxError):
        derive(read_letter(etree.fromstring(text), "a letter"))


def _page(markup: str) -> None:
    text = f'<div xmlns="{TEI_NAMESPACE}" xmlns:frus="{_FRUS}">{markup}</div>'
    with contextlib.suppress(etree.XMLSyntaxError):
        html = render_document(text).html
        linked(html, {"#d1": "/1"}, {"#t_A1": "A"}, {})
        pages_of_notes(html)
        numbered(html, 1)
        MarkedText(plain.parse_fragment(text))


def _marking(text: str) -> None:
    """Mark every word of a page as if it were a reference."""
    text = " ".join(_in_xml(text).split())
    tei = f'<div xmlns="{TEI_NAMESPACE}"><p>{text}</p></div>'
    words = MarkedText(plain.parse_fragment(tei)).text
    places = [place for place, sign in enumerate(words) if sign == " "]
    marked(
        render_document(tei).html,
        words,
        [Span(a + 1, b, "<a>", "</a>") for a, b in zip(places, places[1:], strict=False)],
    )


def _folding(text: str) -> None:
    fold(text), words(text), indexed(text), list(spans(text))
    find_words(text, frozenset({"us", "the", "1"}), ("a",))
    _snippet("text", text, frozenset({"us", "the"}), ("a",))


def _typed(text: str) -> None:
    understand(text)
    filing.parse_query(text)
    filing.prefix_query(text)
    by_file_number._WORDY.search(text)
    by_file_number._FILE_FIELD.search(text)
    read_citation(text)


def _filing(text: str) -> None:
    number = filing.parse(text)
    filing.explain(number)


def _lines(text: str) -> None:
    for read in (
        read_type_line, markings.read_marking, markings.is_marking_line, source_notes.read_source_note, read_opening_number,
        source_notes.is_source_note, offices.place_of, offices.has_title,
    ):  # fmt: skip
        read(text)
    read_volume_name("", text)


def _difference(text: str) -> None:
    """Compare a text with itself after a change at each of many places."""
    differences.compare(text, text[::-1])
    differences.compare(text, text.replace(text[:1], "x"))


def _doubts(text: str) -> None:
    """Find the places of doubts about footnotes with the first words of the text's lines as labels."""
    labels = [line.split()[0] for line in text.splitlines() if line.strip()]
    doubts = [ReadingWarning("footnote-without-anchor", f"Footnote {label} has no anchor.") for label in labels]
    entries.marked(text, entries._placed(text, DocumentRecord("a text", ""), doubts))


def _in_xml(text: str) -> str:
    return escape("".join(one for one in text if one >= " " or one in "\n\t"))


_PARSING = (
    *(f"archive.parsing.{name}" for name in ("headings", "kinds", "parties", "offices", "office_words")),
    nationalities.__name__, markings.__name__,
)  # fmt: skip
_REFERENCES = ("archive.parsing.references", "archive.filing")
_TRANSCRIPTION = ("archive.parsing.transcription", "archive.dating", *_PARSING, source_notes.__name__)

READERS = (
    Reader("dates", lambda text: (read_date(text), is_impossible(text)), ("archive.dating",)),
    Reader("date lines", read_dateline, ("archive.dating",)),
    Reader("EDTF", _edtf, ("archive.dating.edtf",)),
    Reader("file numbers", _filing, ("archive.filing",)),
    Reader("file numbers in a text", filing.find_numbers, ("archive.filing",)),
    Reader("file numbers in a source note", lambda text: filing.find_numbers(text, source_note=True), ("archive.filing",)),
    Reader("headings", read_heading, _PARSING),
    Reader("correspondents", offices.read_correspondent, _PARSING),
    Reader("lines", _lines, (*_PARSING, source_notes.__name__, "archive.parsing.opening_numbers", "archive.parsing.citations")),
    Reader("references", find_references, _REFERENCES),
    Reader("citations typed", _typed, ("archive.parsing.citations", "archive.search.query", "archive.filing.query")),
    Reader("notation", _notation, ("archive.parsing.notation",), ("**", "½", "a* ", "* ", "\\\n", "{signed} x\n\n", "[^1]: x\n\n")),
    Reader("notation written", _notated, ("archive.parsing.notation",), ("**", "½", "a* ", "* ")),
    Reader("transcriptions", _transcription, _TRANSCRIPTION),
    Reader("transcriptions with a heading", _transcription_with_heading, _TRANSCRIPTION),
    Reader("heads of other editions", _printed_head, ("archive.parsing.printed", "archive.parsing.letters")),
    Reader("titles of other editions", _printed_title, ("archive.parsing.printed", "archive.parsing.letters")),
    Reader("papers in TEI", _tei, (), ELEMENTS),
    Reader("papers in TEI, nested", _nested, (), ELEMENTS),
    Reader("letters in TEI", _letter, (), (*ELEMENTS, *OF_LETTERS)),
    Reader("words of papers in TEI", _tei_words, (*_REFERENCES, checks.__name__, plain.__name__)),
    Reader("pages from TEI", _page, (), ELEMENTS),
    Reader("marks in pages", _marking, ("archive.rendering",), ("&", "<", "x y", "[…]")),
    Reader("folding and snippets", _folding, ("archive.folding", "archive.dating.months")),
    Reader("differences", _difference, ("archive.parsing.plain",), ("a ", "a b ", "\n", "a\n")),
    Reader("doubts in an entry", _doubts, ("archive.desk.entries",)),
    Reader("identifiers", _identifier, ("archive.identifiers",), ("https://x/", "-", " ")),
)  # fmt: skip
