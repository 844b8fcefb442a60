"""A paper with everything that its own page shows of it."""

from __future__ import annotations

from django.db.models import Model

from archive.models import (
    Correspondent,
    Division,
    Document,
    DocumentFileNumber,
    Erratum,
    Footnote,
    PageBreak,
    Reference,
)
from archive.models.lines import fill, in_lines
from archive.sql.prepared import Prepared

_paper = Prepared(lambda slug: Document.objects.public().for_page().prefetch_related(None).filter(slug=slug))
#: What a paper has many of, by the name under which it is asked for them.
_PARTS: dict[str, tuple[type[Model], Prepared]] = {
    "correspondents": (
        Correspondent,
        Prepared(
            lambda pk: (
                Correspondent.objects.filter(document=pk)
                .select_related("office", "person", "place")
                .order_by("-role", "order")
            )
        ),
    ),
    "document_file_numbers": (
        DocumentFileNumber,
        Prepared(
            lambda pk: (
                DocumentFileNumber.objects.filter(document=pk).select_related("file_number__file").order_by("order")
            )
        ),
    ),
    "footnotes": (Footnote, Prepared(lambda pk: Footnote.objects.filter(document=pk).order_by("order"))),
    "page_breaks": (PageBreak, Prepared(lambda pk: PageBreak.objects.filter(document=pk).order_by("order"))),
    "errata": (Erratum, Prepared(lambda pk: Erratum.objects.filter(document=pk).order_by("date", "pk"))),
}
_divisions = Prepared(
    lambda volume, *paths: Division.objects.filter(volume=volume, path__in=paths).defer("text").order_by("path")
)
#: Of the papers that cite one, so many are looked at.
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
_citing_lines = Prepared(
    lambda *pks: Document.objects.public().filter(pk__in=pks).for_lines().prefetch_related(None)[:_MOST_SHOWN]
)


def paper_to_read(slug: str) -> Document | None:
    """The public paper of this address, if there is one, with what ``for_page()`` fetches and its errata: six narrow queries."""
    paper = _paper.first(slug)
    if paper:
        for name, (model, rows) in _PARTS.items():
            fill(paper, name, model, rows(paper.pk))
    return paper


def divisions_of(paper: Document) -> list[Division]:
    """The chain of compilation, chapter and so on that the paper stands in, from the top."""
    if not paper.division_id:
        return []
    steps = paper.division.path.split(".")
    chain = _divisions(paper.volume_id, *(".".join(steps[: count + 1]) for count in range(len(steps))))
    for division in chain:
        division.volume = paper.volume
    return chain


def cited_by(paper: Document) -> list[Document]:
    """Up to 20 papers with a reference to this one, by date, with what their lines show."""
    # Asked for first: as a subquery, SQLite walks along all papers by date and looks for it in each.
    return in_lines(_citing_lines.among({pk for (pk,) in _citing(paper.pk)}))
