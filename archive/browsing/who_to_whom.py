"""Who wrote to whom among the papers of a search: a table of senders and recipients, and the same as a network."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import pictures, search
from archive.browsing.charts import Cell, Chart, papers_in_words, search_url
from archive.browsing.relations import FACETS
from archive.search import Filters, Query

#: Senders and recipients of a table.
MOST_ROWS, MOST_COLUMNS = 20, 11
#: Correspondents in one network: more could not be distinguished.
MOST_NODES = 14
_MOST_EDGES = 60
_MOST_LISTED = 100
#: The order of a table's rows that is not by the papers of a column.
BY_NAME = "name"
_SHADES = 5


@dataclass(frozen=True, slots=True)
class Letters:
    """The papers of a search by sender and recipient, either people or offices (``kind``), with their names by slug."""

    query: Query
    filters: Filters
    kind: str
    counts: Counter[tuple[str, str]]
    names: dict[str, str]

    def url(self, sender: str, recipient: str) -> str:
        """Return the address of the papers that one wrote to another."""
        pairs = zip(FACETS[self.kind], (sender, recipient), strict=True)
        return search_url(*self.filters.pairs(), *pairs, text=self.query.text)

    def page(self, slug: str) -> str:
        """Return the address of a correspondent's page."""
        return reverse(f"archive:{self.kind}", args=[slug])


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How many papers one wrote to another, where they are, and a shade from 1 to 5 for that; ``count`` 0 is an empty cell."""

    count: int
    words: str = ""
    url: str = ""
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A sender: name, page, all papers to any recipient, and the cells of the columns."""

    name: str
    url: str
    papers: int
    cells: list[MatrixCell]


@dataclass(frozen=True, slots=True)
class Order:
    """A way to order a table's rows: ``""`` by papers, :data:`BY_NAME`, or the slug of a recipient; what it is called, and where it is."""

    key: str
    name: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of those who sent most and those who received most, of whom there is a column, and an order, each."""

    kind: str
    title: str
    by_name: Order
    by_papers: Order
    recipients: list[Order]
    rows: list[Row]


def letters(query: Query, filters: Filters, kind: str) -> Letters | None:
    """Return who wrote to whom among the papers that match; ``kind`` is ``"person"`` or ``"office"``. ``None`` if nobody did."""
    sender, recipient = FACETS[kind]
    counts = search.count_pairs(query, filters, sender, recipient)
    if not counts:
        return None
    slugs = {slug for pair in counts for slug in pair}
    labels = search.labels_of([(sender, slug) for slug in slugs])
    return Letters(query, filters, kind, counts, {slug: labels.get((sender, slug), slug) for slug in slugs})


def title_of(kind: str) -> str:
    """Return what a picture of who wrote to whom is called."""
    return _("Who wrote to whom, by office") if kind == "office" else _("Who wrote to whom, by person")


def matrix(found: Letters, order: str, address: Callable[[str], str]) -> Matrix:
    """Return the table with its rows in an order; ``address`` is where another is. One that the table does not have is by papers."""
    sent, received = _totals(found.counts)
    senders, recipients = _most(sent, MOST_ROWS), _most(received, MOST_COLUMNS)
    if order == BY_NAME:
        senders.sort(key=lambda slug: found.names[slug])
    elif order in recipients:
        senders.sort(key=lambda slug: (-found.counts[slug, order], -sent[slug], slug))
    else:
        order = ""
    names = {"": _("All"), BY_NAME: _("Sender")} | {slug: found.names[slug] for slug in recipients}
    orders = {key: Order(key, name, address(key), key == order) for key, name in names.items()}
    most = max(found.counts.values())
    rows = [
        Row(found.names[slug], found.page(slug), sent[slug], [_cell(found, slug, other, most) for other in recipients])
        for slug in senders
    ]
    columns = [orders[slug] for slug in recipients]
    return Matrix(found.kind, title_of(found.kind), orders[BY_NAME], orders[""], columns, rows)


def _totals(counts: Counter[tuple[str, str]]) -> tuple[Counter[str], Counter[str]]:
    sent: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for (one, other), n in counts.items():
        sent[one] += n
        received[other] += n
    return sent, received


def _most(counts: Counter[str], most: int) -> list[str]:
    return [slug for slug, _n in sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:most]]


def _cell(found: Letters, sender: str, recipient: str, most: int) -> MatrixCell:
    count = found.counts[sender, recipient]
    if not count:
        return MatrixCell(0)
    shade = 1 + int((_SHADES - 1) * math.sqrt(count / most))
    return MatrixCell(count, _words(found, sender, recipient), found.url(sender, recipient), shade)


def _words(found: Letters, sender: str, recipient: str) -> str:
    return _("%(sender)s to %(recipient)s: %(papers)s") % {
        "sender": found.names[sender],
        "recipient": found.names[recipient],
        "papers": papers_in_words(found.counts[sender, recipient]),
    }


def network(found: Letters) -> Chart:
    """Return those who wrote and received most around a circle, with the letters between them; its table lists the pairs."""
    weight: Counter[str] = Counter()
    for (one, other), n in found.counts.items():
        weight[one] += n
        weight[other] += n if other != one else 0
    chosen, name = _most(weight, MOST_NODES), found.names
    nodes = [
        pictures.Node(
            slug, name[slug], weight[slug], f"{name[slug]}: {papers_in_words(weight[slug])}", found.page(slug)
        )
        for slug in chosen
    ]
    edges = [
        pictures.Edge(one, other, n, _words(found, one, other), found.url(one, other))
        for (one, other), n in found.counts.most_common(400)
        if one in chosen and other in chosen
    ][:_MOST_EDGES]
    mark, title = f"network-{found.kind}", title_of(found.kind)
    description = _("The %(count)s who wrote and received most, and the papers between them.") % {"count": len(nodes)}
    svg = pictures.network(nodes, edges, name=mark, title=title, description=description)
    rows = [
        (
            Cell(name[one], found.page(one)),
            Cell(name[other], found.page(other)),
            Cell(intcomma(n), found.url(one, other), True),
        )
        for (one, other), n in found.counts.most_common(_MOST_LISTED)
    ]
    return Chart(mark, title, svg, (_("From"), _("To"), _("Papers")), rows)
