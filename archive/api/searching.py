"""The search, ranked and with facets, and what a citation leads to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from archive import filing, search
from archive.api import parameters
from archive.api.fields import NUMBER, TEXT, TEXTS, URL, listed, or_null, record
from archive.api.operations import Asked, Operation, reference_to
from archive.api.papers import FILTERS, PAPERS, filters_of
from archive.browsing.by_citation import MOST
from archive.browsing.by_file_number import papers_with
from archive.browsing.destinations import Destination
from archive.browsing.typed import destination_of
from archive.search import FACETS, SORTS, Snippet
from archive.web.requests import clean


def found(asked: Asked) -> dict[str, Any]:
    """Return a page of the papers that a search finds, the best first, and the counts of the facets that were asked for."""
    read = filters_of(asked)
    results = search.search(
        read.asked,
        read.selected,
        sort=asked["sort"],
        cursor=str(asked["cursor"][0]) if asked["cursor"] else "",
        size=asked["limit"],
    )
    hits = {hit.document.pk: hit for hit in results.hits}
    records = {one["id"]: one for one in PAPERS.records([hit.document for hit in results.hits], asked)}
    items = [
        {"paper": records[hit.document.slug], "snippets": [_snippet(one) for one in hit.snippets]}
        for hit in hits.values()
        if hit.document.slug in records
    ]
    answer: dict[str, Any] = {
        "items": items,
        "next": asked.address_after([results.next_cursor]) if results.next_cursor else None,
        "count": results.count,
        "messages": [str(message) for message in (*read.asked.messages, *results.messages)],
    }
    if asked["facets"]:
        counted = search.facets(read.asked, read.selected, results).values
        answer["facets"] = {
            facet: [{"value": one.value, "label": one.label, "count": one.count} for one in counted.get(facet, [])]
            for facet in asked["facets"]
        }
    return answer


def _snippet(one: Snippet) -> dict[str, str]:
    return {"where": one.where, "text": "".join(text for text, _matched in one.parts)}


def _of_number(typed: str) -> Destination | None:
    """Return the papers with a file number, in any spelling; ``None`` if the words are none."""
    number = filing.parse(filing.without_surroundings(typed))
    if number.scheme == filing.UNKNOWN:
        return None
    rows = papers_with([number.normal]).order_by("document")
    papers = tuple(dict.fromkeys(row.document for row in rows[:MOST]))
    if len(papers) == 1:
        return Destination(number.normal, document=papers[0])
    return Destination(number.normal, papers=papers, near_words="" if papers else "No paper here has this number.")


_HIT = record(paper=reference_to("papers"), snippets=listed(record(where=TEXT, text=TEXT)))
_COUNT = record(value=TEXT, label=TEXT, count=NUMBER)
_SCHEMA = record(
    items=listed(_HIT), next=or_null(URL), count=or_null(NUMBER), messages=TEXTS,
    facets={"type": "object", "additionalProperties": listed(_COUNT)},
)  # fmt: skip
_SCHEMA["required"] = ["items", "next", "count", "messages"]

SEARCH = Operation(
    "search",
    "search",
    _("The papers that a search finds, the best first, with facets"),
    (
        *FILTERS,
        parameters.one_of("sort", _("The order of the papers."), tuple(SORTS), "relevance"),
        parameters.several_of(
            "facets", _("Of which facets to count the values, with commas between them."), tuple(FACETS)
        ),
        *PAPERS.choosing,
        parameters.LIMIT,
        parameters.CURSOR,
    ),
    _SCHEMA,
    found,
)


def resolved(asked: Asked) -> dict[str, Any]:
    """Return what a citation leads to: the one paper, or those that may be meant, or what is near."""
    typed = clean(asked["citation"])
    destination = destination_of(typed) or _of_number(typed)
    if destination is None:
        return {
            "understood": "",
            "paper": None,
            "papers": [],
            "near": [],
            "not_held": [],
            "message": "This was not read as a citation.",
        }
    papers = list(destination.papers)
    rows = [*([destination.document] if destination.document else []), *papers, *destination.near]
    records = {one["id"]: one for one in PAPERS.records(rows, asked)}

    def of(some) -> list[dict[str, Any]]:
        return [records[one.slug] for one in some if one.slug in records]

    return {
        "understood": destination.understood,
        "paper": next(iter(of([destination.document])), None) if destination.document else None,
        "papers": of(papers),
        "near": of(destination.near),
        "not_held": [
            {"id": one.slug, "name": str(one), "url": asked.url(one.get_absolute_url())} for one in destination.unheld
        ],
        "message": str(destination.near_words),
    }


RESOLVED = Operation(
    "resolved-citation",
    "resolved-citation",
    _("What a citation leads to"),
    (
        parameters.words("citation", _("A citation in any style."), longest=500, required=True, example="FRUS 1948, vol. V, p. 12"),
        *PAPERS.choosing,
    ),
    record(
        understood=TEXT, paper=or_null(reference_to("papers")), papers=listed(reference_to("papers")), near=listed(reference_to("papers")),
        not_held=listed(record(id=TEXT, name=TEXT, url=URL)), message=TEXT,
    ),
    resolved,
)  # fmt: skip
