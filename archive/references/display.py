"""A paper's references as its page shows them: links with their degree of certainty, and candidates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.models import Document, Reference, State
from archive.parsing.plain import plain_text
from archive.rendering.escaping import attribute
from archive.rendering.marking import Span, marked, marked_notes
from archive.sql.prepared import Prepared

#: From this confidence on a link is shown as certain; below it, as likely.
CERTAIN = 0.95
#: Candidates that a page lists for one reference.
_LISTED = 5

#: Kinds of references that no page shows.
HIDDEN = ("ibid", "place")


def with_targets(rows: QuerySet[Reference]) -> QuerySet[Reference]:
    """Return those references that are shown, with what a link needs of where they lead."""
    return (
        rows.exclude(kind__in=HIDDEN)
        .select_related("target_document", "target_footnote", "target_volume", "unheld__file_number")
        .only(
            "document_id", "order", "where", "start", "end", "kind", "printed", "status", "candidates", "confidence", "reason",
            "target_page", "target_document__slug", "target_document__heading", "target_document__source_id",
            "target_document__state", "target_footnote__order", "target_volume__slug", "target_volume__title", "unheld__slug",
            "unheld__kind", "unheld__number", "unheld__sender", "unheld__recipient", "unheld__file_number__normal",
        )
    )  # fmt: skip


_references = Prepared(lambda document: with_targets(Reference.objects.filter(document=document)).order_by("order"))
_candidates = Prepared(lambda *pks: Document.objects.public().for_link().filter(pk__in=pks).order_by())


@dataclass(slots=True)
class Shown:
    """One reference on a page: where it leads, how certain that is (``degree``), and the words for that."""

    row: Reference
    url: str = ""
    degree: str = "unknown"
    words: str = ""
    target: Document | None = None
    candidates: list[Document] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The id of its entry on the page."""
        return f"reference-{self.row.order}"


def references_of(paper: Document) -> list[Shown]:
    """Return the references of a paper, in order, with what is public of where they lead. Two queries."""
    return as_shown(_references(paper.pk))


def as_shown(rows: list[Reference]) -> list[Shown]:
    """Return references with what is public of where they lead. The rows come from :func:`with_targets`. One query."""
    ids = {pk for row in rows for pk, _ in row.candidates[:_LISTED]}
    possible = {found.pk: found for found in _candidates.among(ids)}
    return [_shown(row, possible) for row in rows]


def _shown(row: Reference, possible: dict[int, Document]) -> Shown:
    shown = Shown(row)
    shown.candidates = [possible[pk] for pk, _ in row.candidates[:_LISTED] if pk in possible]
    status = Reference.Status
    if row.status == status.RESOLVED and row.target_document and row.target_document.state == State.PUBLISHED:
        shown.target = row.target_document
        shown.url = row.target_document.get_absolute_url() + _place(row)
        sure = (row.confidence or 0) >= CERTAIN
        shown.degree = "certain" if sure else "likely"
        shown.words = "" if sure else _("likely")
    elif row.status == status.RESOLVED and row.target_volume:
        shown.url, shown.degree = row.target_volume.get_absolute_url(), "certain"
    elif row.status == status.CANDIDATES and shown.candidates:
        shown.url, shown.degree = f"#{shown.name}", "open"
        shown.words = _("possible: several papers") if len(shown.candidates) > 1 else _("possible")
    elif row.status == status.NOT_HELD and row.unheld:
        shown.url, shown.degree, shown.words = row.unheld.get_absolute_url(), "unheld", _("not held")
    return shown


def _place(row: Reference) -> str:
    if row.target_footnote:
        return f"#fn-{row.target_footnote.order}"
    return f"#page-{row.target_page}" if row.target_page else ""


def with_links(html: str, notes_html: str, paper: Document, shown: Iterable[Shown]) -> tuple[str, str]:
    """Return a paper's text and footnotes with its references as links, where they lead somewhere."""
    spans: dict[str, list[Span]] = {}
    for one in shown:
        if one.url:
            spans.setdefault(one.row.where, []).append(_span(one))
    text = getattr(paper, "text", None)
    if not spans or text is None:
        return html, notes_html
    if "text" in spans:
        html = marked(html, text.plain_text(), spans["text"])
    numbered = {int(where.partition(":")[2]): found for where, found in spans.items() if where.startswith("footnote:")}
    if numbered:
        plains = {note.order: plain_text(note.text) for note in paper.footnotes.all() if note.order in numbered}
        notes_html = marked_notes(notes_html, plains, numbered)
    return html, notes_html


def _span(one: Shown) -> Span:
    # The style sheet adds the words, as it does page numbers: what is searched and copied stays what was printed.
    language = "" if get_language() in (None, "en") else f' lang="{get_language()}"'
    note = f'<span class="ref-said"{language} data-said="{attribute(one.words)}"></span>' if one.words else ""
    opening = f'<a class="ref ref-{one.degree}" href="{attribute(one.url)}">'
    return Span(one.row.start, one.row.end, opening, "</a>", note)
