"""Papers and their footnotes: the rows of the tables (:mod:`archive.exports.tables`), with what else a program may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.api import paper_parts, parameters
from archive.api.fields import DAY, MOMENT, NUMBER, TEXT, TEXTS, URL, Field, or_null
from archive.api.operations import Asked, Resource, after
from archive.api.parameters import Parameter
from archive.api.problems import Problem
from archive.api.references import by_paper_and_order
from archive.browsing.reading import reason_of_withdrawal
from archive.exports.tables import papers_of
from archive.filters import SearchFilter
from archive.models import Document, Footnote, PublicChange
from archive.search import FACETS
from archive.search.limits import LONGEST_FILTER_VALUE, LONGEST_QUERY, MOST_FILTER_VALUES
from archive.search.matches import Selection, select
from archive.sql.prepared import Prepared

#: Changes that are read at once to find those of papers that match.
_CHANGES = 2_000
_DAYS = ("since", "until")


def _filters() -> Iterable[Parameter]:
    """Yield the filters of the search page as parameters."""
    for name, declared in SearchFilter.base_filters.items():
        if name in ("year", "decade"):
            yield parameters.years(name, declared.label, MOST_FILTER_VALUES)
        elif name in FACETS:
            yield parameters.values(name, declared.label, LONGEST_FILTER_VALUE, MOST_FILTER_VALUES)
        elif name in _DAYS:
            yield parameters.day(name, declared.label)
        else:
            yield parameters.words(name, declared.label, longest=LONGEST_QUERY if name == "q" else parameters.LONGEST)


FILTERS = tuple(_filters())


def filters_of(asked: Asked) -> Any:
    """Return the filter set of a request. Raises :class:`Problem` for what it cannot read."""
    sent = QueryDict(mutable=True)
    for one in FILTERS:
        if value := asked[one.name]:
            sent.setlist(one.name, value if one.many else [value])
    found = SearchFilter(sent, queryset=Document.objects.none())
    for name, sentence in found.problems.items():
        raise Problem(400, sentence, name)
    return found


class PaperKey(NamedTuple):
    """A paper of which only the key is known yet."""

    pk: int


_changed = Prepared(
    lambda *ids: PublicChange.objects.filter(document__pk__in=ids).values_list("document_id", "at").order_by()
)


@dataclass(frozen=True)
class _Papers(Resource):
    """Papers are listed from the arrays of the search, so that every filter costs the same in a list of any length."""

    def page(self, asked: Asked) -> dict[str, Any]:
        if asked["ids"]:
            return {**super().page(asked), "count": None}
        found = filters_of(asked)
        selection = select(found.asked, found.selected)
        pages = _in_order_of_changes if asked["modified_since"] else _in_order
        ids, last = pages(selection, asked)
        following = asked.address_after([last]) if last is not None else None
        count = None if asked["modified_since"] else selection.count
        return {"items": self.records([PaperKey(pk) for pk in ids], asked), "next": following, "count": count}


def _in_order(selection: Selection, asked: Asked) -> tuple[list[int], int | None]:
    """Return the ids of a page in the order in which papers came into the archive, and the key that the next begins after."""
    after(("pk",), asked["cursor"] or (0,))
    start = min(asked["cursor"][0], selection.mask.size) + 1 if asked["cursor"] else 0
    found = np.flatnonzero(selection.mask[start:])[: asked["limit"] + 1] + start
    ids = found[: asked["limit"]].tolist()
    return ids, ids[-1] if len(found) > len(ids) else None


def _in_order_of_changes(selection: Selection, asked: Asked) -> tuple[list[int], int | None]:
    """Return the same by when they were changed: who goes on after a change misses none that comes later."""
    changes = PublicChange.objects.filter(at__gte=asked["modified_since"], document__isnull=False).order_by("pk")
    if asked["cursor"]:
        changes = changes.filter(after(("pk",), asked["cursor"]))
    found: list[tuple[int, int]] = []
    last = 0
    while len(found) <= asked["limit"]:
        some = list(changes.filter(pk__gt=last).values_list("pk", "document_id")[:_CHANGES])
        found += [row for row in some if selection.has(row[1])]
        if len(some) < _CHANGES:
            break
        last = some[-1][0]
    shown = found[: asked["limit"]]
    return [pk for _change, pk in shown], shown[-1][0] if len(found) > len(shown) else None


def _encode(rows: list[Any], asked: Asked) -> Mapping[int, dict[str, Any]]:
    ids = [row.pk for row in rows]
    changed = {pk: at.strftime("%Y-%m-%dT%H:%M:%SZ") for pk, at in _changed.among(ids)}
    base = asked.base
    records = {}
    for pk, row in papers_of(ids).items():
        # "/documents/SLUG/"
        slug = row["address"].rsplit("/", 2)[1]
        records[pk] = {
            **row,
            "id": slug,
            "source_id": row["id"],
            "url": base + row["address"],
            "modified": changed.get(pk),
            "date_earliest": row["date_earliest"] or None,
            "date_latest": row["date_latest"] or None,
        }
        del records[pk]["address"]
    return records


def _missing(slug: str) -> None:
    reason = reason_of_withdrawal(slug)
    if reason is not None:
        raise Problem(410, reason, "id")


PAPERS = _Papers(
    "papers",
    _("Published papers, in the order in which they came into the archive"),
    (
        Field("id", TEXT, _("The word in its address; it never changes.")),
        Field("source_id", TEXT, _("What its source calls it.")),
        Field("url", URL, _("Its page, to cite.")),
        Field("heading", TEXT),
        Field("subject", TEXT, _("As printed.")),
        Field("kind", TEXT),
        Field("number", TEXT, _("Its own number: of the telegram, the despatch …")),
        Field("date", TEXT, _("As EDTF.")),
        Field("date_earliest", DAY),
        Field("date_latest", DAY),
        Field("place", TEXT, _("As printed.")),
        Field("senders", TEXTS, _("As printed.")),
        Field("recipients", TEXTS, _("As printed.")),
        Field("file_numbers", TEXTS, _("In their normal form.")),
        Field("classification", TEXT),
        Field("volume", TEXT, _("The id of its volume.")),
        Field("document_number", TEXT, _("Its number in the volume.")),
        Field("languages", TEXTS, _("Codes (BCP 47), the main one first.")),
        Field("topics", TEXTS, _("Terms of the archive’s list, as archivists gave them.")),
        Field("modified", MOMENT, _("When what the public sees of it last changed.")),
    ),
    lambda: Document.objects.public().only("pk"),
    _encode,
    FILTERS,
    parts=paper_parts.PARTS,
    missing=_missing,
    of_list={"count": or_null(NUMBER)},
)


def _footnotes(rows: list[Footnote], asked: Asked) -> dict[int, dict[str, Any]]:
    return {
        row.pk: paper_parts.footnote(row.document.slug, row.order, row.label, row.kind, row.anchor, row.text)
        | {
            "paper": row.document.slug,
            "url": asked.url(f"{row.document.get_absolute_url()}#fn-{row.order}"),
            "tei": row.text,
        }
        for row in rows
    }


FOOTNOTES = Resource(
    "footnotes",
    _("Footnotes of papers"),
    (
        *paper_parts.FOOTNOTE,
        Field("paper", TEXT, _("The id of its paper.")),
        Field("url", URL),
        Field("tei", TEXT),
    ),
    lambda: (
        Footnote.objects.public()
        .select_related("document")
        .only("order", "label", "kind", "anchor", "text", "document__slug")
    ),
    _footnotes,
    (parameters.words("paper", _("Only those of the paper with this id.")),),
    lambda rows, asked: rows.filter(document__slug=asked["paper"]) if asked["paper"] else rows,
    key=("document_id", "order"),
    by_ids=by_paper_and_order,
)
