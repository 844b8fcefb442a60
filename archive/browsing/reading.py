"""A paper with everything that its own page shows."""

from __future__ import annotations

from archive.models import Division, Document, Reference, State
from archive.rendering import printed_sign
from archive.sql.prepared import Prepared

_paper = Prepared(lambda slug: Document.objects.public().for_page().prefetch_related("errata").filter(slug=slug))
_divisions = Prepared(
    lambda volume, *paths: Division.objects.filter(volume=volume, path__in=paths).defer("text").order_by("path")
)
#: So many of the papers that cite one are read.
_MOST_CITING = 500
_MOST_SHOWN = 20
_citing = Prepared(
    lambda pk: (
        Reference.objects.filter(target_document=pk)
        .exclude(document=pk)
        .order_by()
        .values_list("document")[:_MOST_CITING]
    )
)
_citing_lines = Prepared(lambda *pks: Document.objects.public().filter(pk__in=pks).for_lines()[:_MOST_SHOWN])


def paper_to_read(slug: str) -> Document | None:
    """Return the public paper with this slug, if there is one, with what ``for_page()`` fetches and its errata: seven queries."""
    return _paper.first(slug)


def reason_of_withdrawal(slug: str) -> str | None:
    """Return why the paper with this slug, which was public, was withdrawn, ``""`` if it is closed; ``None`` if there is no such paper."""
    once_public = Document.objects.filter(
        slug=slug, state__in=(State.WITHDRAWN, State.CLOSED), published_at__isnull=False
    )
    return once_public.values_list("withdrawn_reason", flat=True).first()


def divisions_of(paper: Document) -> list[Division]:
    """Return the compilation, the chapter and so on that the paper is in, from the top."""
    if not paper.division_id:
        return []
    steps = paper.division.path.split(".")
    chain = _divisions(paper.volume_id, *(".".join(steps[: count + 1]) for count in range(len(steps))))
    for division in chain:
        division.volume = paper.volume
    return chain


def cited_by(paper: Document) -> list[Document]:
    """Return up to 20 papers with a reference to this one, by date, with what their lines show."""
    # A query of its own: with a subquery, SQLite reads all papers by date and looks for each in it.
    return _citing_lines.among({pk for (pk,) in _citing(paper.pk)})


def note_names(paper: Document) -> dict[int, str]:
    """Return a name for each footnote by its order: the printed label, followed by "~2" where it was used before.

    A note without a sign has its kind as its name.
    """
    names: dict[int, str] = {}
    seen: dict[str, int] = {}
    for note in paper.footnotes.all():
        label = printed_sign(note.label, note.kind) or note.kind
        seen[label] = seen.get(label, 0) + 1
        names[note.order] = label if seen[label] == 1 else f"{label}~{seen[label]}"
    return names


def first_page_of(paper: Document) -> str:
    """Return the label of the page on which a paper begins, ``""`` if it is not known."""
    return next((page.label for page in paper.page_breaks.all() if not page.within), "")
