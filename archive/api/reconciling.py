"""Names of other people's tables matched with the archive's records: the Reconciliation Service API 0.2, as data.

Ids are paths of pages ("people/quill", "files/decimal-1910/840.48-refugees"). The properties of a type are the fields of its records in the
interface for programs, so that what can be asked for there can be added to a table here. The specification is at
https://reconciliation-api.github.io/specs/0.2/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from archive import filing
from archive.api.authorities import MISSIONS, OFFICES, PEOPLE, PLACES
from archive.api.operations import Asked, Resource
from archive.api.problems import Problem
from archive.api.shelf import FILES
from archive.browsing import file_shelf
from archive.folding import fold
from archive.models import File
from archive.web.requests import clean

#: Queries of one request, results of one query, records of one extension, and rows that a name is compared with.
MOST_QUERIES, MOST_RESULTS, MOST_ROWS, MOST_COMPARED = 50, 25, 200, 300
_USUAL = 5
#: From this score on, a record that is the only one is taken for the one meant.
SURE = 95.0
_LONGEST = 200


@dataclass(frozen=True)
class Type:
    """A kind of record that can be matched: its id, its name, and its resource."""

    id: str
    name: str
    resource: Resource

    @property
    def data(self) -> dict[str, str]:
        """What clients are told of it."""
        return {"id": self.id, "name": self.name}

    @property
    def properties(self) -> list[dict[str, str]]:
        """What a table can be extended with."""
        return [
            {"id": one.name, "name": one.name.replace("_", " ")} for one in self.resource.fields if one.name != "id"
        ]


TYPES = {
    one.id: one
    for one in (
        Type("people", "Person", PEOPLE), Type("offices", "Office", OFFICES), Type("missions", "Mission", MISSIONS),
        Type("places", "Place", PLACES), Type("files", "File", FILES),
    )
}  # fmt: skip


def manifest(base: str, service: str) -> dict[str, Any]:
    """Return what the service can do, with addresses that begin with ``base``; ``service`` is its own."""
    suggest = {
        name: {"service_url": service, "service_path": f"/suggest/{name}"} for name in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": "Chancery",
        "identifierSpace": f"{base}/",
        "schemaSpace": f"{base}/api/",
        "view": {"url": f"{base}/{{{{id}}}}/"},
        "defaultTypes": [one.data for one in TYPES.values()],
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": 400, "height": 220},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": [],
        },
    }


def match(queries: Any) -> dict[str, Any]:
    """Return the results of a batch of queries. Raises :class:`Problem` for what is no batch."""
    if not isinstance(queries, dict) or not all(isinstance(one, dict) for one in queries.values()):
        raise Problem(400, "It is no batch of queries.", "queries")
    if len(queries) > MOST_QUERIES:
        raise Problem(400, f"At most {MOST_QUERIES} queries are answered at once.", "queries")
    return {name: {"result": _candidates(query)} for name, query in queries.items()}


def _candidates(query: Mapping[str, Any]) -> list[dict[str, Any]]:
    words = query.get("query")
    limit = query.get("limit", _USUAL)
    if not isinstance(words, str) or isinstance(limit, bool) or not isinstance(limit, int | float):
        raise Problem(400, "A query has words, and its limit is a number.", "queries")
    words, found = clean(words, _LONGEST), []
    for kind in _types(query.get("type"), "queries"):
        found += [(score, kind, row) for row, score in _scored(kind, words)]
    found.sort(key=lambda one: (-one[0], str(one[2]), one[2].pk))
    sure = sum(score >= SURE for score, _kind, _row in found) == 1
    return [
        {
            "id": id_of(row), "name": str(row), "score": round(score, 1), "match": sure and score >= SURE, "type": [kind.data],
            "features": [{"id": "name", "value": round(score, 1)}],
        }
        for score, kind, row in found[: max(1, min(int(limit), MOST_RESULTS))]
    ]  # fmt: skip


def _types(wanted: Any, parameter: str) -> list[Type]:
    names = [wanted] if isinstance(wanted, str) else wanted or list(TYPES)
    if not isinstance(names, list) or not all(isinstance(name, str) and name in TYPES for name in names):
        raise Problem(400, f"The types are: {', '.join(TYPES)}.", parameter)
    return [TYPES[name] for name in names]


def _scored(kind: Type, words: str) -> list[tuple[Any, float]]:
    """Return the public records whose names may be meant, each with how alike they are, from 0 to 100."""
    if kind.id == "files":
        number = filing.parse(filing.without_surroundings(words))
        rows = (
            file_shelf.with_counts(File.objects.filter(normal=number.file)) if number.scheme != filing.UNKNOWN else ()
        )
        return [(row, 100.0) for row in rows[:MOST_RESULTS]] if rows else []
    wanted = _comparable(words)
    scored = [
        (row, max(fuzz.token_sort_ratio(wanted, name) for name in _names(kind, row))) for row in _rows(kind, words)
    ]
    return [(row, score) for row, score in scored if score >= 50]


def _rows(kind: Type, words: str) -> QuerySet | list:
    """Return the records with one of the two longest of the words in a name."""
    longest = sorted({word for word in words.replace(",", " ").replace(".", " ").split() if len(word) > 1}, key=len)[
        -2:
    ]
    if not longest:
        return []
    wanted = Q()
    for word in longest:
        wanted |= Q(name__icontains=word)
        if kind.id == "people":
            wanted |= Q(names__name__icontains=word)
    rows = kind.resource.rows().filter(wanted).order_by("name", "pk").distinct()
    return (rows.prefetch_related("names") if kind.id == "people" else rows)[:MOST_COMPARED]


def _names(kind: Type, row: Any) -> list[str]:
    others = [one.name for one in row.names.all()] if kind.id == "people" else []
    return [_comparable(name) for name in (row.name, *others)]


def _comparable(name: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(name)).split())


def id_of(row: Any) -> str:
    """Return the id of a record: the path of its page."""
    return row.get_absolute_url().strip("/")


def records_of(ids: Iterable[str], asked: Asked) -> dict[str, tuple[Type, Any, dict[str, Any]]]:
    """Return type, row and data of the public records with these ids."""
    wanted: dict[str, list[str]] = {}
    for one in ids:
        kind, _slash, rest = one.partition("/")
        if kind in TYPES and rest:
            wanted.setdefault(kind, []).append(rest.replace("/", ":", 1) if kind == "files" else rest)
    found = {}
    for kind, slugs in wanted.items():
        resource = TYPES[kind].resource
        rows = list(resource.by_ids(resource.rows(), slugs))
        for row, data in zip(rows, resource.records(rows, asked), strict=True):
            found[id_of(row)] = (TYPES[kind], row, data)
    return found


def suggest(prefix: str, types: Any) -> dict[str, Any]:
    """Return the records whose names begin so, or have a word that does."""
    prefix = clean(prefix, _LONGEST)
    found = []
    for kind in _types(types or None, "type"):
        if kind.id == "files":
            query = filing.prefix_query(prefix)
            rows = (
                file_shelf.with_counts(File.objects.filter(sort_key__gte=query.low, sort_key__lt=query.high))
                if query
                else []
            )
        else:
            begins = Q(name__istartswith=prefix) | Q(name__icontains=f" {prefix}")
            rows = kind.resource.rows().filter(begins).order_by("name", "pk") if prefix else []
        found += [{"id": id_of(row), "name": str(row), "notable": [kind.data]} for row in rows[:10]]
    return {"result": found[:MOST_RESULTS]}


def suggest_types(prefix: str) -> dict[str, Any]:
    """Return the types whose names begin so."""
    return {"result": [one.data for one in TYPES.values() if one.name.casefold().startswith(prefix.casefold())]}


def suggest_properties(prefix: str) -> dict[str, Any]:
    """Return the properties of any type whose names begin so."""
    every = {one["id"]: one for kind in TYPES.values() for one in kind.properties}
    return {"result": [one for name, one in sorted(every.items()) if one["name"].startswith(prefix.casefold())]}


def propose(type_: str) -> dict[str, Any]:
    """Return what a table of this type can be extended with."""
    (kind,) = _types(type_ or "people", "type")
    return {"type": kind.id, "properties": kind.properties}


def extend(wanted: Any, asked: Asked) -> dict[str, Any]:
    """Return values of properties of records. Raises :class:`Problem` for what is no such query."""
    ids, properties = (wanted.get("ids"), wanted.get("properties")) if isinstance(wanted, dict) else (None, None)
    if not (isinstance(ids, list) and isinstance(properties, list) and all(isinstance(one, str) for one in ids)):
        raise Problem(400, "It has no lists of ids and properties.", "extend")
    names = [one.get("id") if isinstance(one, dict) else None for one in properties]
    if not all(isinstance(name, str) for name in names) or len(ids) > MOST_ROWS:
        raise Problem(400, f"Each property has an id, and there are at most {MOST_ROWS} ids.", "extend")
    found = records_of((clean(one, _LONGEST) for one in ids), asked)
    rows = {one: {name: _cells(found[one][2].get(name) if one in found else None) for name in names} for one in ids}
    return {"meta": [{"id": name, "name": name.replace("_", " ")} for name in names], "rows": rows}


def _cells(value: Any) -> list[dict[str, Any]]:
    """Return a field's value as the cells of a table."""
    if value in (None, "", [], {}):
        return []
    if isinstance(value, list):
        return [cell for one in value for cell in _cells(one)]
    if isinstance(value, dict):
        if "url" in value:
            return [{"id": "/".join(value["url"].rstrip("/").split("/")[-2:]), "name": value["name"]}]
        return [{"str": f"{name}: {one}"} for name, one in value.items()]
    if isinstance(value, bool):
        return [{"str": "yes" if value else "no"}]
    return [{"int": value}] if isinstance(value, int) else [{"str": str(value)}]
