"""A document's text and footnotes as the HTML of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.parsing.plain import Parse, parse_fragment
from archive.rendering.elements import Page
from archive.rendering.escaping import attribute, escape

#: Increased whenever the same TEI gives other HTML; stored HTML of another version is made again.
RENDERER_VERSION = "4"

#: Labels of notes that were printed without a number.
_LABELS = {"source": "Source", "summary": "Summary"}


class Note(Protocol):
    """What the renderer needs of a footnote, which is a record or a row of the database."""

    @property
    def order(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def source_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """``html`` is the document, its heading an ``h1``; ``notes_html`` the list of its footnotes, ``""`` if none."""

    html: str
    notes_html: str


def render_document(text: str, footnotes: Sequence[Note] = (), parse: Parse = parse_fragment) -> Rendered:
    """Return the page of a document from its TEI, parsed by ``parse``. Raises ``lxml.etree.XMLSyntaxError``."""
    signs = {note.order: printed_sign(note.label, note.kind) for note in footnotes}
    page = Page({note.order: signs[note.order] or _LABELS.get(note.kind) or f"[{note.order}]" for note in footnotes})
    page.unmarked = {note.order for note in footnotes if not signs[note.order] and note.kind in _LABELS}
    page.local_targets = {f"#{note.source_id}": f"#fn-{note.order}" for note in footnotes if note.source_id}
    html = page.render(parse(text))
    # All notes are rendered before the first is written: one note may have another's anchor in it.
    contents = [(note, page.render_content(parse(note.text))) for note in footnotes]
    items = "".join(_note(note, content, page) for note, content in contents)
    return Rendered(html, f'<ol class="notes">{items}</ol>' if items else "")


def printed_sign(label: str, kind: str) -> str:
    """Return the sign that was printed at a footnote: sources number some source notes 0, which no volume prints."""
    return "" if label == "0" and kind == "source" else label


def render_fragment(text: str) -> str:
    """Return the HTML of a TEI element without footnotes, such as an editors' paragraph between documents."""
    return Page({}).render(parse_fragment(text))


def _note(note: Note, content: str, page: Page) -> str:
    label = page.labels[note.order]
    backlinks = "".join(
        f' <a class="fn-back" href="#{anchor}" role="doc-backlink" aria-label="{_back(label, place, len(anchors))}">↩</a>'
        for anchors in (page.anchors.get(note.order, ()),)
        for place, anchor in enumerate(anchors, 1)
    )
    kind = f" fn-{note.kind}" if note.kind in {"source", "summary"} else ""
    return (
        f'<li class="fn{kind}" id="fn-{note.order}"><span class="fn-label">{escape(label)}</span> '
        f'<div class="fn-text">{content}</div>{backlinks}</li>'
    )


def _back(label: str, place: int, places: int) -> str:
    which = f", place {place}" if places > 1 else ""
    return attribute(f"Back to the text at note {label}{which}")
