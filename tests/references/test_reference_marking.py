"""Marking spans of the plain text in rendered HTML: the same words, whatever is between them."""

from hypothesis import given
from hypothesis import strategies as st

from archive.parsing.fragments import Fragments
from archive.parsing.plain import plain_text
from archive.records import FootnoteRecord
from archive.rendering import render_document
from archive.rendering.marking import Span, marked, marked_notes

_TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def mark(body: str, words: str, notes=()):
    text = f'<div {_TEI} type="document">{body}</div>'
    plain = plain_text(text)
    start = plain.index(words)
    html = render_document(text, notes).html
    return marked(html, plain, [Span(start, start + len(words), "<a>", "</a>", "!")])


def test_a_span_is_marked_in_its_place():
    assert "(<a>my 935!</a>)" in mark("<head>H</head><p>As  in\n(my 935) &amp; before</p>", "my 935")


def test_footnote_marks_and_entities_do_not_shift_it():
    note = FootnoteRecord(1, "12", f"<note {_TEI}>n</note>")
    html = mark('<p>R&amp;D one<anchor type="footnote" n="1"/> and (my 935)</p>', "my 935", [note])
    assert "(<a>my 935!</a>)" in html


def test_a_span_across_markup_is_marked_in_parts_and_links_stay_whole():
    html = mark('<p>see <hi rend="italic">Foreign Relations</hi>, 1948, p. 3</p>', "Foreign Relations, 1948, p. 3")
    assert "<i><a>Foreign Relations</a></i><a>, 1948, p. 3!</a>" in html


def test_what_is_a_link_already_is_left_alone():
    plain = "See Document 3 now"
    html = '<p>See <a href="#x">Document 3</a> now</p>'
    assert marked(html, plain, [Span(4, 14, "<b>", "</b>")]) == html


def test_words_that_are_not_where_they_should_be_are_left_alone():
    assert (
        marked("<p>quite another text</p>", "As in my 935", [Span(6, 12, "<b>", "</b>")]) == "<p>quite another text</p>"
    )


def test_footnotes_are_marked_each_by_its_own_text():
    notes = [FootnoteRecord(n, str(n), f"<note {_TEI}>See p. {n} there.</note>") for n in (1, 2)]
    anchors = "".join(f'<anchor type="footnote" n="{n}"/>' for n in (1, 2))
    html = render_document(f'<div {_TEI} type="document"><p>x{anchors}</p></div>', notes).notes_html
    plains = {n: f"See p. {n} there." for n in (1, 2)}
    out = marked_notes(html, plains, {2: [Span(4, 8, "<b>", "</b>")]})
    assert out == html.replace("p. 2", "<b>p. 2</b>")


@given(
    st.lists(st.sampled_from(["my 935", " ", "\n", "<p>", "<hi>x</hi>", "&amp;", "<lb/>", "é", "<pb/>"]), max_size=12)
)
def test_marked_texts_have_the_same_text_as_plain_text(parts):
    body = "".join(part.replace("<p>", "<p>y</p>") for part in parts)
    text = f'<div {_TEI} type="document">{body}</div>'
    assert Fragments().marked_text(text).text == plain_text(text)


def test_marks_of_the_source_have_their_places():
    tei = f'<div {_TEI}><p>See  <ref target="#d3">Document\n3</ref>.<anchor type="footnote" n="2"/></p></div>'
    read = Fragments().marked_text(tei)
    ref, anchor = read.marks
    assert (read.text[ref.start : ref.end], ref.value) == ("Document 3", "#d3")
    assert (anchor.value, anchor.start) == ("2", len(read.text))
