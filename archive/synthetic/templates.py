"""Templates of synthetic papers: the TEI and HTML of a paper of some shape, with blanks for its words.

The real renderer renders each of them once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.parsing.plain import plain_text
from archive.records import TEI_NAMESPACE, FootnoteRecord
from archive.rendering import render_document

_NS = f'xmlns="{TEI_NAMESPACE}"'
_BLANK = re.compile(r"zq([a-z]+?\d*)qz")


@dataclass(frozen=True)
class PaperTemplate:
    """Templates of a paper's TEI, plain text, HTML and notes, with the paragraph that each note is in, and what each note is."""

    tei: str
    plain: str
    html: str
    notes_html: str
    notes: list[tuple[str, str, str, int]]
    places: list[int]
    first_note: int


@cache
def template_of(old: bool, editorial: bool, paragraphs: int, notes: int, breaks: int) -> PaperTemplate:
    """Return the template of papers of this shape, rendered with blanks."""
    source = not editorial
    # The source note is the first: before the heading in older volumes, at the heading's end in newer ones.
    before = '<anchor type="footnote" n="1"/>' if source and old else ""
    after = '<anchor type="footnote" n="1"/>' if source and not old else ""
    first_note = 2 if source else 1
    places = [int((n + 0.5) * paragraphs / notes) for n in range(notes)]
    broken = {int((n + 1) * paragraphs / (breaks + 1)): n for n in range(breaks)}
    lines = []
    for n in range(paragraphs):
        page = f'<pb n="zqpg{broken[n]}qz" xml:id="pg_zqpg{broken[n]}qz"/>' if n in broken else ""
        anchors = "".join(
            f'<anchor type="footnote" n="{first_note + k}"/>' for k, place in enumerate(places) if place == n
        )
        lines.append(f"<p>{page}zqp{n}qz{anchors}</p>")
    dateline = (
        ""
        if editorial
        else '<dateline rend="flushright"><placeName>zqplaceqz</placeName>, <date when="zqisoqz">zqdayqz</date>zqclockqz.</dateline>'
    )
    tei = (
        f'<div {_NS} type="document" n="zqnumqz" xml:id="dzqnumqz">{before}<head>zqheadqz{after}</head>{dateline}'
        f'{"".join(lines)}<p rend="flushleft">zqmarkqz</p></div>'
    )
    described = []
    if source and old:
        described.append(("", f'<note {_NS} rend="inline" type="source">zqsourceqz</note>', "source", -1))
    elif source:
        described.append(("1", f'<note {_NS} n="1" xml:id="dzqnumqzfn1" type="source">zqsourceqz</note>', "source", -1))
    label = 1 if old or editorial else 2
    for k in range(notes):
        described.append(
            (
                str(label + k),
                f'<note {_NS} n="{label + k}" xml:id="dzqnumqzfn{label + k}">zqn{k}qz</note>',
                "footnote",
                k,
            )
        )
    records = [FootnoteRecord(order, label, text, kind) for order, (label, text, kind, _) in enumerate(described, 1)]
    rendered = render_document(tei, records)
    return PaperTemplate(
        _template(tei),
        _template(plain_text(tei)),
        _template(rendered.html),
        _template(rendered.notes_html),
        [(label, _template(text), kind, which) for label, text, kind, which in described],
        places,
        first_note,
    )


def _template(text: str) -> str:
    return _BLANK.sub(r"{\1}", text.replace("{", "{{").replace("}", "}}"))
