"""TEI becomes HTML by an allow-list: pairs of what is printed and what is shown."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.parsing.plain import plain_text
from archive.records import FootnoteRecord
from archive.rendering import (
    Explanation,
    link_targets,
    linked,
    pages_of_notes,
    render_document,
    render_fragment,
    split_heading,
)

TEI = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"'
TAGS = set(
    "a abbr blockquote br caption cite dd del div dl dt figcaption figure h1 h2 h3 h4 h5 h6 i ins li ol p s section span"
    " strong sub sup table tbody td th tr u ul".split()
)
ATTRIBUTES = set("aria-label class colspan data-page data-target href id lang role rowspan tabindex title".split())


def shown(content: str, notes: dict[int, str] | None = None) -> str:
    return whole(content, notes).html


def whole(content: str, notes: dict[int, str] | None = None):
    footnotes = [
        FootnoteRecord(order, f"{order + 58}", f"<note {TEI}>{text}</note>", source_id=f"d1fn{order}")
        for order, text in (notes or {}).items()
    ]
    return render_document(f'<div {TEI} type="document">{content}</div>', footnotes)


@pytest.mark.parametrize(
    ("tei", "html"),
    [
        ("<head>A to B</head>", "<h1>A to B</h1>"),
        (
            '<head xml:lang="de">A</head><div xml:lang="ota"><p xml:lang="x y">b</p></div>',
            '<h1 lang="de">A</h1><div class="division" lang="ota"><p>b</p></div>',
        ),
        ("<head>A</head><head>B</head>", "<h1>A</h1><h2>B</h2>"),
        ("<head>A</head><head> </head><p>b</p>", "<h1>A</h1> <p>b</p>"),
        ('<p rend="sectiontitleital">Arms</p>', '<p class="section-title italic">Arms</p>'),
        ('<p rend="cetner">*</p>', '<p class="center">*</p>'),
        ('<p rend="nonsense&quot;onload">x</p>', "<p>x</p>"),
        ('<p><hi rend="italic">Ibid.</hi></p>', "<p><i>Ibid.</i></p>"),
        ('<p><hi rend="strong smallcaps">x</hi></p>', '<p><strong><span class="sc">x</span></strong></p>'),
        ('<p><hi rend="wavy">x</hi></p>', "<p>x</p>"),
        ("<p>a<lb/>b</p>", "<p>a<br>b</p>"),
        ("<p><gap/></p>", '<p><span class="gap">[…]</span></p>'),
        ('<p><gap reason="torn">…</gap></p>', '<p><span class="gap" title="Omitted: torn">…</span></p>'),
        ("<p><del>not</del></p>", "<p><del>not</del></p>"),
        (
            "<opener><seg rend='left'>secret</seg><dateline>Moscow, <date when='1944-01-01'>May</date></dateline></opener>",
            '<div class="opener"><p class="seg left">secret</p><p class="dateline">Moscow, May</p></div>',
        ),
        ("<closer><signed>Quill</signed></closer>", '<div class="closer"><p class="signed">Quill</p></div>'),
        ("<list><item>a</item><item>b</item></list>", "<ul><li>a</li><li>b</li></ul>"),
        # Signs that are printed need no bullets beside them.
        ("<list><item>1. a</item><item>2. b</item></list>", '<ul class="plain"><li>1. a</li><li>2. b</li></ul>'),
        ("<list><item><p>(a) x</p></item></list>", '<ul class="plain"><li><p>(a) x</p></li></ul>'),
        ("<list><item>1. a</item><item>b</item></list>", "<ul><li>1. a</li><li>b</li></ul>"),
        ("<list><item>U.S. ships</item></list>", "<ul><li>U.S. ships</li></ul>"),
        (
            "<list type='participants'><head>Present</head><item>a</item></list>",
            '<p class="list-head">Present</p><ul class="plain"><li>a</li></ul>',
        ),
        ("<list><label>1.</label><item>a</item></list>", "<dl><dt>1.</dt><dd>a</dd></dl>"),
        ("<p>x<list><item>a</item></list></p>", '<div class="p">x<ul><li>a</li></ul></div>'),
        ("<p><quote>x</quote></p>", '<div class="p"><span class="quote">x</span></div>'),
        ("<quote rend='blockquote'>x</quote>", "<blockquote>x</blockquote>"),
        ("<quote><p>x</p></quote>", "<blockquote><p>x</p></blockquote>"),
        (
            "<p><persName corresp='#p_Q1'>Quill</persName></p>",
            '<p><span class="person" data-target="#p_Q1">Quill</span></p>',
        ),
        ("<uh-oh>kept</uh-oh>", "kept"),
        ("<p><script>alert(1)</script></p>", "<p></p>"),
        ("<figure><head>Map</head></figure>", "<figure><figcaption>Map</figcaption></figure>"),
        (
            "<frus:attachment><head>Note</head><p>x</p></frus:attachment>",
            '<section class="enclosure" id="enclosure-1"><h2>Note</h2><p>x</p></section>',
        ),
    ],
)
def test_elements(tei, html):
    assert shown(tei) == html


def test_tables_keep_what_stands_between_their_rows():
    html = shown(
        '<table><pb n="8"/><row role="label"><cell cols="2">a</cell></row><row><cell>b</cell><pb n="9"/></row></table>'
    )
    table = re.search(r"<table>.*</table>", html)[0]
    assert '<th colspan="2"><a class="pb" id="page-8"' in table
    assert "<td>b</td>" in table
    assert html.endswith('id="page-9" href="#page-9" data-page="9" aria-label="Page 9"></a>')


@pytest.mark.parametrize("value", ["1", "0", "-2", "101", "x", "2&quot; onclick=&quot;alert(1)", "²"])
def test_a_cell_spans_only_a_sane_number_of_columns(value):
    assert "<td>a</td>" in shown(f'<table><row><cell cols="{value}">a</cell></row></table>')


def test_a_page_break_between_items_stands_in_the_next_item():
    html = shown('<list><item>a</item><pb n="9"/><item>b</item><pb n="10"/></list>')
    assert html.startswith('<ul><li>a</li><li><a class="pb" id="page-9"')
    assert '<li class="loose"><a class="pb" id="page-10"' in html


def test_a_page_break_inside_a_word_leaves_the_word_whole():
    html = shown('<p>ques<pb n="1017"/>tion</p>')
    assert 'id="page-1017"' in html
    assert text_of(html) == "question"


def test_page_ids_are_unique_and_clean():
    html = shown('<p><pb n="12"/><pb n="12"/><pb n="[II]"/><pb n=""/><pb n="a b&quot;c"/></p>')
    assert re.findall(r' id="([^"]*)"', html) == ["page-12", "page-12-2", "page-II", "page-a-b-c"]
    assert html.count('class="pb"') == 5


def test_footnotes_lead_there_and_back():
    page = whole('<p>Vyshinski<anchor type="footnote" n="1"/> came.</p>', {1: "Deputy."})
    assert page.html == (
        '<p>Vyshinski<sup class="fnref"><a id="fnref-1" href="#fn-1" role="doc-noteref">59</a></sup> came.</p>'
    )
    assert page.notes_html == (
        '<ol class="notes"><li class="fn" id="fn-1"><span class="fn-label">59</span> <div class="fn-text">Deputy.</div>'
        ' <a class="fn-back" href="#fnref-1" role="doc-backlink" aria-label="Back to the text at note 59">↩</a></li></ol>'
    )


def test_a_footnote_with_three_anchors_has_three_ways_back():
    page = whole("<p>" + 'x<anchor type="footnote" n="1"/>' * 3 + "</p>", {1: "Same."})
    assert re.findall(r'href="#(fnref[^"]*)"', page.notes_html) == ["fnref-1", "fnref-1-2", "fnref-1-3"]
    assert "note 59, place 3" in page.notes_html


def test_a_footnote_in_a_footnote_leads_back_to_it():
    page = whole('<p>x<anchor type="footnote" n="2"/></p>', {1: "Inner.", 2: 'Outer.<anchor type="footnote" n="1"/>'})
    assert 'href="#fnref-1"' in page.notes_html
    assert 'id="fnref-1"' in page.notes_html


def test_a_source_note_without_number_has_a_place_but_no_mark():
    note = FootnoteRecord(1, "", f"<note {TEI}>840.48/1</note>", kind="source")
    page = render_document(f'<div {TEI}><p><anchor type="footnote" n="1"/>x</p></div>', [note])
    assert page.html == '<p><span class="fnref-unmarked" id="fnref-1"></span>x</p>'
    assert '<span class="fn-label">Source</span>' in page.notes_html
    assert 'href="#fnref-1"' in page.notes_html


def test_indentation_leaves_no_blanks_inside_brackets():
    html = shown("<head>In Ruritania (\n  <persName>Quill</persName>\n )\n <hi>, at</hi> Zenda</head>")
    assert html == '<h1>In Ruritania (<span class="person">Quill</span>)\n, at Zenda</h1>'
    html = shown('<p>(<persName>\n <hi rend="italic">Quill</hi>\n </persName>), was</p>')
    assert html == '<p>(<span class="person"><i>Quill</i></span>), was</p>'


def test_an_anchor_without_footnote_is_shown_as_a_doubt():
    assert shown('<p>x<anchor type="footnote" n="7"/></p>') == '<p>x<sup class="fnref">[?]</sup></p>'


def test_a_reference_to_a_footnote_of_the_same_paper_is_a_link():
    page = whole('<p><ref target="#d1fn1">footnote 59</ref></p>', {1: "x"})
    assert '<a href="#fn-1">footnote 59</a>' in page.html


def test_a_link_never_holds_another():
    page = whole('<p><ref target="#d1fn1">see<anchor type="footnote" n="1"/></ref></p>', {1: "x"})
    assert '<span class="ref" data-target="#d1fn1">see<sup' in page.html


def test_links_are_made_for_what_is_held():
    html = shown('<p><ref target="#d2">2</ref><ref target="#d9">9</ref><gloss target="#t_A">AB</gloss></p>')
    assert link_targets(html) == {"#d2", "#d9", "#t_A"}
    assert linked(html, {"#d2": '/documents/"x"/'}, {"#t_A": Explanation("AB", "A <b>")}) == (
        '<p><a class="ref" href="/documents/&quot;x&quot;/">2</a><span class="ref">9</span>'
        '<abbr title="A &lt;b&gt;">AB</abbr></p>'
    )


def test_the_first_of_each_abbreviation_leads_to_the_list_of_them():
    html = shown('<p><gloss target="#t_A">AB</gloss>, <gloss target="#t_A">AB</gloss></p>')
    explained = {}
    assert linked(html, {}, {"#t_A": Explanation("AB", "A b")}, explained) == (
        '<p><a class="term" id="termref-1" href="#term-1"><abbr title="A b">AB</abbr></a>, <abbr title="A b">AB</abbr></p>'
    )
    assert explained == {"#t_A": "AB"}


def test_a_note_stands_on_the_page_of_its_first_sign():
    signs = '<p>a<anchor type="footnote" n="1"/> b <pb n="41"/>c<anchor type="footnote" n="2"/><anchor type="footnote" n="1"/></p>'
    html = shown(signs, {1: "x", 2: "y"})
    assert pages_of_notes(html, "40") == {1: "40", 2: "41"}


def test_the_heading_can_be_taken_off():
    assert split_heading("<p>a</p><h1>b</h1><p>c</p>") == ("<h1>b</h1>", "<p>a</p><p>c</p>")
    assert split_heading("<p>a</p>") == ("", "<p>a</p>")


def test_a_deep_nest_keeps_its_text():
    assert text_of(shown("<hi rend='italic'>" * 240 + "deep" + "</hi>" * 240)) == "deep"


def test_a_fragment():
    assert render_fragment(f"<p {TEI}>x<pb n='3'/></p>").startswith("<p>x<a")


# --- Hostile text ---------------------------------------------------------------------------------------------------

PAYLOADS = [
    "<script>alert(1)</script>",
    "</p><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></mtext></math>",
    "<iframe src=//example.org>",
    "<object data=x>",
    "<embed src=x>",
    "<link rel=stylesheet href=x>",
    "<style>*{background:url(x)}</style>",
    "<base href=//example.org>",
    "<meta http-equiv=refresh content=0>",
    "<form action=x><input>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<!--<script>-->alert(1)",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "\u2028<script>",
    "{{7*7}}",
    "{% debug %}",
    "${alert(1)}",
    "<a href=javascript:alert(1)>x</a>",
    "`onload=alert(1)",
    "-->",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "\\u003cscript\\u003e",
    "<x onclick=alert(1)>",
    "\u202e<script>",
]
PLACES = [
    "<p>{text}</p>",
    "<head>{text}</head>",
    '<p rend="{attribute}">x</p>',
    '<hi rend="{attribute}">x</hi>',
    '<p><ref target="{attribute}">{text}</ref></p>',
    '<persName corresp="{attribute}">{text}</persName>',
    '<gloss target="{attribute}">x</gloss>',
    '<pb n="{attribute}"/>',
    '<gap reason="{attribute}"/>',
    '<list type="{attribute}"><item>{text}</item></list>',
    '<table><row role="{attribute}"><cell cols="{attribute}">{text}</cell></row></table>',
    '<foreign xml:lang="{attribute}">{text}</foreign>',
    '<anchor type="footnote" n="{attribute}"/>',
    '<seg rend="{attribute}">{text}</seg>',
    '<graphic url="{attribute}"/>',
    '<html:script xmlns:html="http://www.w3.org/1999/xhtml" src="{attribute}">{text}</html:script>',
]


class Allowed(HTMLParser):
    """Fails on whatever is not in the allow-list."""

    def handle_starttag(self, tag, attributes):
        assert tag in TAGS, tag
        for name, value in attributes:
            assert name in ATTRIBUTES, name
            if name == "href":
                assert value.startswith("#"), value
            if name == "id":
                assert re.fullmatch(r"[\w.-]+", value, re.ASCII)

    def handle_comment(self, data):
        pytest.fail(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def check(html: str) -> None:
    parser = Allowed()
    parser.feed(html)
    parser.close()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(payload):
    assert len(PAYLOADS) >= 40
    for place in PLACES:
        root = etree.fromstring(f'<div {TEI} type="document">{place.format(text="TEXT", attribute="ATTRIBUTE")}</div>')
        for element in root.iter():
            if element.text == "TEXT":
                element.text = payload
            for name, value in element.attrib.items():
                if value == "ATTRIBUTE":
                    element.set(name, payload)
        note = FootnoteRecord(1, payload, etree.tostring(root, encoding="unicode"), source_id=payload)
        page = render_document(note.text, [note])
        for html in (page.html, page.notes_html):
            check(html)
            check(linked(html, {payload: "#x"}, {payload: payload}))


def text_of(html: str) -> str:
    pieces = []
    parser = HTMLParser(convert_charrefs=True)
    parser.handle_data = pieces.append
    parser.feed(html)
    parser.close()
    return "".join(pieces)


_NAMES = st.sampled_from(
    "p hi list item label table row cell head closer signed quote note frus:x lb seg persName".split()
)
_TREES = st.recursive(
    st.text("ab&<> \u00ad", max_size=5),
    lambda inner: st.tuples(_NAMES, st.lists(inner, max_size=4)),
    max_leaves=20,
)


def build(tree, parent):
    if isinstance(tree, str):
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + tree
        else:
            parent.text = (parent.text or "") + tree
        return
    name, children = tree
    prefix, _, local = name.rpartition(":")
    space = "http://history.state.gov/frus/ns/1.0" if prefix else "http://www.tei-c.org/ns/1.0"
    element = etree.SubElement(parent, f"{{{space}}}{local}")
    for child in children:
        build(child, element)


@given(st.lists(_TREES, max_size=4))
def test_no_letter_is_lost_and_nothing_outside_the_list_is_made(trees):
    root = etree.fromstring(f'<div {TEI} type="document"/>')
    for tree in trees:
        build(tree, root)
    tei = etree.tostring(root, encoding="unicode")
    html = render_document(tei).html
    check(html)
    assert sorted(text_of(html).replace(" ", "")) == sorted(re.sub(r"\s", "", plain_text(tei)))


@pytest.mark.volumes
def test_real_volumes_keep_every_letter(frus_dir):
    from archive.parsing import tei

    path = min(frus_dir.glob("frus*.xml"), key=lambda file: file.stat().st_size)
    for record, _ in tei.read_volume(path, name=path.name):
        page = render_document(record.text, record.footnotes)
        check(page.html + page.notes_html)
        ids = re.findall(r' id="([^"]*)"', page.html + page.notes_html)
        assert len(ids) == len(set(ids)), record.source_id
        assert set(re.findall(r'href="#([^"]*)"', page.html + page.notes_html)) <= set(ids), record.source_id
        unmarked = re.sub(r'<sup class="fnref">.*?</sup>|\[…\]', "", page.html)
        assert sorted(re.sub(r"\s", "", text_of(unmarked))) == sorted(re.sub(r"\s|\[…\]", "", plain_text(record.text)))
