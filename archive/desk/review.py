"""What a reviewer looks at: a text with doubts and notes marked at their places, and the queues of papers and edits that wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from archive import rendering, workflow
from archive.desk.entries import place_of
from archive.models import Document, DocumentWarning, Note, PendingEdit, State
from archive.parsing.plain import plain_text
from archive.records import DocumentRecord, ReadingWarning
from archive.rendering.marking import Span, marked
from archive.web.requests import line

PAPERS, EDITS = "papers", "edits"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The papers, or the edits of published papers, that wait for a reviewer: of a volume, of a colleague, or all."""

    user: Any
    of: str = PAPERS
    volume: str = ""
    by: str = ""

    @classmethod
    def asked(cls, request: HttpRequest) -> Waiting:
        """Return the queue that the address of a page asks for."""
        of = EDITS if line(request.GET, "of") == EDITS else PAPERS
        return cls(request.user, of, line(request.GET, "volume"), line(request.GET, "by"))

    @property
    def query(self) -> str:
        """The part of an address that keeps one in this queue."""
        values = {"of": self.of if self.of != PAPERS else "", "volume": self.volume, "by": self.by}
        found = urlencode({name: value for name, value in values.items() if value})
        return f"?{found}" if found else ""

    def rows(self) -> QuerySet[Document]:
        """Return the papers in question, in the order in which they came into the archive."""
        rows = workflow.visible(Document.objects.all(), self.user).order_by("pk")
        rows = rows.exclude(pending_edit=None) if self.of == EDITS else rows.filter(state=State.REVIEW)
        if self.volume:
            rows = rows.filter(volume__slug=self.volume)
        if self.by:
            rows = rows.filter(**{self._by: self.by})
        return rows

    def volumes(self) -> list[str]:
        """Return the volumes of which something waits, whatever the queue is narrowed to."""
        rows = replace(self, volume="", by="").rows().exclude(volume=None)
        return list(rows.order_by("volume__slug").values_list("volume__slug", flat=True).distinct())

    def colleagues(self) -> list[str]:
        """Return the names of those whose work waits."""
        rows = replace(self, volume="", by="").rows().exclude(**{self._by: None})
        return list(rows.order_by(self._by).values_list(self._by, flat=True).distinct())

    @property
    def _by(self) -> str:
        return ("pending_edit__user" if self.of == EDITS else "created_by") + "__username"

    def place(self, document: Document) -> tuple[int, int | None, int | None]:
        """Return the place of a paper in the queue, from 1, and the ids of the one before and the one after it."""
        before, after = self.rows().filter(pk__lt=document.pk), self.rows().filter(pk__gt=document.pk)
        ids = [rows.values_list("pk", flat=True).first() for rows in (before.reverse(), after)]
        return before.count() + 1, *ids


@dataclass(frozen=True, slots=True)
class Marked:
    """A doubt or a note, with the number that it has on the page and the fragment of its place, ``""`` if it has none."""

    number: int
    of: DocumentWarning | Note
    href: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedText:
    """A text as the public will see it, with what is marked in it."""

    html: str
    notes_html: str
    doubts: tuple[Marked, ...]
    notes: tuple[Marked, ...]


def reviewed_text(record: DocumentRecord, doubts: list[DocumentWarning], notes: list[Note]) -> ReviewedText:
    """Return the text of a record with its doubts, and with notes at the words that they are about.

    Places that overlap an earlier one are not marked.
    """
    page, plain = rendering.render_document(record.text, record.footnotes), plain_text(record.text)
    found = [(doubt, _place_of_doubt(record, plain, doubt)) for doubt in doubts]
    found += [(note, place_of_words(record, note.words, plain)) for note in notes]
    marks, spans = [], {}
    for number, (of, place) in enumerate(found, 1):
        href = place if isinstance(place, str) else ""
        if isinstance(place, tuple) and all(
            place[1] <= other.start or other.end <= place[0] for other in spans.values()
        ):
            href, kind = f"#mark-{number}", "note" if isinstance(of, Note) else "doubt"
            opening = f'<mark class="desk-{kind}" id="mark-{number}">'
            spans[number] = Span(*place, opening, "</mark>", f"<sup>{number}</sup>")
        marks.append(Marked(number, of, href))
    html = marked(page.html, plain, list(spans.values()))
    # A place whose words the page has otherwise is not marked there.
    shown = [one if f'id="{one.href[1:]}"' in html or "#fn" in one.href else replace(one, href="") for one in marks]
    return ReviewedText(html, page.notes_html, tuple(shown[: len(doubts)]), tuple(shown[len(doubts) :]))


def _place_of_doubt(record: DocumentRecord, plain: str, doubt: DocumentWarning) -> tuple[int, int] | str | None:
    """Return the span of a doubt in the plain text, or the fragment of the footnote that it is about."""
    labels = {note.label: (note.order, note.order) for note in reversed(record.footnotes)}
    warning = ReadingWarning(doubt.code, doubt.message)
    found = place_of(_on_one_line(plain), record, warning, labels)
    if found and found[0] == found[1]:
        return f"#fn-{found[0]}"
    return found


def place_of_words(record: DocumentRecord, words: str, plain: str | None = None) -> tuple[int, int] | str | None:
    """Return the first span of some words in the text, or the fragment of the footnote that has them; ``None`` if nothing has.

    ``plain`` is the plain text of the record, if it is known.
    """
    words = " ".join(words.split())
    if not words:
        return None
    at = _on_one_line(plain_text(record.text) if plain is None else plain).find(words)
    if at >= 0:
        return at, at + len(words)
    having = (note for note in record.footnotes if words in " ".join(plain_text(note.text).split()))
    return next((f"#fn-{note.order}" for note in having), None)


def _on_one_line(plain: str) -> str:
    """Return plain text with blanks for its line ends, so that places stay the same."""
    return plain.replace("\n", " ")


def edit_of(document: Document) -> PendingEdit | None:
    """Return the edit of a published paper that waits."""
    return PendingEdit.objects.filter(document=document).select_related("user").first()
