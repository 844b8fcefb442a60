"""A volume's table of contents: its divisions as a tree, each with its number of published papers.

A division of the body is shown only if a published paper is in it, so that its chapter reveals no draft, or if the
volume has nothing but the editors' words there. Front and back matter belong to the volume itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from archive.models import Division, Document, Volume

#: Deeper divisions are listed in a row below their ancestor of this depth.
_DEEPEST = 5


@dataclass
class Node:
    """A division with its papers and divisions. ``total`` counts the papers in it and below it."""

    division: Division
    papers: list[Document] = field(default_factory=list)
    own: int = 0
    total: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """The depth, from 0 at the top."""
        return self.division.path.count(".")

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def counts(volume: Volume) -> dict[int | None, int]:
    """Return how many published papers are directly in each division; under None, those in no division."""
    rows = Document.objects.public().filter(volume=volume).order_by().values_list("division")
    return dict(rows.annotate(papers=Count("pk")))


def tree(volume: Volume) -> list[Node]:
    """Return the divisions at the top with those below them, in printed order. Two queries."""
    own = counts(volume)
    by_path: dict[str, Node] = {}
    top: list[Node] = []
    editorial = Q(text__contains="<p") & ~Q(text__contains="<ptr ")
    divisions = Division.objects.filter(volume=volume).defer("text")
    for division in divisions.annotate(is_editorial=editorial).order_by("path"):
        division.volume = volume
        node = Node(division, own=own.get(division.pk, 0))
        by_path[division.path] = node
        parent = by_path.get(_above(division.path))
        (parent.children if parent else top).append(node)
    for node in reversed(by_path.values()):
        node.total = node.own + sum(child.total for child in node.children)
    return _shown(top)


def _shown(nodes: list[Node]) -> list[Node]:
    shown = []
    for node in nodes:
        node.children = _shown(node.children)
        if node.total or node.children or node.division.part != "body" or node.division.is_editorial:
            shown.append(node)
    return shown


def _above(path: str) -> str:
    steps = path.split(".")
    return ".".join(steps[: min(len(steps) - 1, _DEEPEST)])


def put_papers(nodes: Iterable[Node], documents: Iterable[Document]) -> list[Document]:
    """Add to each node its papers, and return those that are in no division."""
    by_division = {node.division.pk: node for top in nodes for node in top.walk()}
    loose = []
    for document in documents:
        node = by_division.get(document.division_id)
        (node.papers if node else loose).append(document)
    return loose


def papers_in(volume: Volume) -> QuerySet[Document]:
    """Return the published papers of a volume in printed order, with what a line of its contents shows."""
    return (
        Document.objects.public()
        .filter(volume=volume)
        .order_by("position", "pk")
        .only("slug", "heading", "document_number", "source_id", "division_id", "position", "date_printed",
              "date_earliest", "date_latest", "date_edtf", "date_certainty", "date_reason", "languages", "volume_id")
    )  # fmt: skip


def papers_under(division: Division) -> QuerySet[Document]:
    """Return the published papers of a division and of those below it, in printed order."""
    below = Division.objects.filter(
        volume=division.volume_id, path__gte=f"{division.path}.", path__lt=f"{division.path}/"
    )
    ids = [division.pk, *below.values_list("pk", flat=True)]
    return papers_in(division.volume).filter(division__in=ids)


def divisions_above(division: Division) -> list[Division]:
    """Return the divisions that a division is in, from the top, without itself."""
    steps = division.path.split(".")
    paths = [".".join(steps[:count]) for count in range(1, len(steps))]
    found = list(Division.objects.filter(volume=division.volume_id, path__in=paths).defer("text").order_by("path"))
    for above in found:
        above.volume = division.volume
    return found
