"""What can be asked: operations, and the two that every kind of record has, its list and one of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from archive.api import cursors, parameters
from archive.api.fields import URL, Field, Schema, listed, or_null, record, schema_of
from archive.api.parameters import Parameter
from archive.api.problems import Problem
from archive.web.hrefs import href

#: Where the operations of this version are; no answer of it ever changes in a way that a program could stumble over.
ROOT = "/api/v1/"


@dataclass(frozen=True)
class Asked:
    """A request that was read: the values of its parameters, and the beginning of all addresses in its answer."""

    values: Mapping[str, Any]
    base: str
    path: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def url(self, path: str) -> str:
        """Return the whole address of a path of the archive."""
        return self.base + path

    def address_after(self, key: Sequence[int | str]) -> str:
        """Return the address of the same list after the record with this key."""
        pairs = [("cursor", cursors.write(key))]
        for name, value in self.values.items():
            if name != "cursor" and value not in (None, []):
                pairs += _pairs(name, value)
        return f"{self.url(self.path)}?{urlencode(pairs)}"

    def with_values(self, **values: Any) -> Asked:
        """Return the same request with other values."""
        return replace(self, values={**self.values, **values})


def named(name: str, slug: str | None, words: str | None, asked: Asked) -> dict[str, str] | None:
    """Return the fields of :data:`archive.api.fields.NAMED`, ``None`` if there is no such record."""
    return {"id": slug, "name": words, "url": asked.url(href(f"archive:{name}", slug))} if slug else None


_WITH_COMMAS = frozenset({"fields", "include", "ids", "facets"})


def _pairs(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, list):
        return [(name, ",".join(value))] if name in _WITH_COMMAS else [(name, one) for one in value]
    return [(name, value.isoformat() if hasattr(value, "isoformat") else str(value))]


@dataclass(frozen=True)
class Operation:
    """Something that can be asked with GET: its path below :data:`ROOT`, its parameters, the schema of its answer, and who makes it.

    ``answer`` may raise :class:`Problem` and :class:`~archive.api.problems.Moved`.
    """

    name: str
    path: str
    summary: Any
    parameters: tuple[Parameter, ...]
    schema: Schema
    answer: Callable[[Asked], Any]


@dataclass(frozen=True)
class Resource:
    """A kind of record: its fields, its public rows, and how rows become data.

    ``encode`` gets rows and what was asked and returns the records by primary key. ``parts`` are further fields that ``include`` asks
    for: each is made by its function for many rows at once, which returns them by primary key. ``key`` is the order of the list.
    ``narrow`` applies the values of the ``filters``. ``missing`` is called with an id that no public row has, and raises what is to be
    said. ``of_list`` is what a list has besides its records.
    """

    name: str
    summary: Any
    fields: tuple[Field, ...]
    rows: Callable[[], QuerySet]
    encode: Callable[[list[Any], Asked], Mapping[int, dict[str, Any]]]
    filters: tuple[Parameter, ...] = ()
    narrow: Callable[[QuerySet, Asked], QuerySet] = lambda rows, asked: rows
    parts: tuple[tuple[Field, Callable[[list[Any], Asked], Mapping[int, Any]]], ...] = ()
    key: tuple[str, ...] = ("pk",)
    by_ids: Callable[[QuerySet, list[str]], QuerySet] = lambda rows, ids: rows.filter(slug__in=ids)
    missing: Callable[[str], None] = lambda id_: None
    of_list: Mapping[str, Schema] = field(default_factory=dict)

    @property
    def schema(self) -> Schema:
        """The schema of one record."""
        return schema_of(self.fields, (part for part, _make in self.parts))

    @property
    def choosing(self) -> tuple[Parameter, ...]:
        """The parameters that choose what an answer has of each record."""
        names = [one.name for one in self.fields]
        chosen = (
            parameters.several_of(
                "fields", _("Only these fields, with commas between them; the id is always there."), names
            ),
        )
        if self.parts:
            text = _("What else to have of each record, with commas between them.")
            chosen += (parameters.several_of("include", text, [part.name for part, _make in self.parts]),)
        return chosen

    def records(self, rows: list[Any], asked: Asked) -> list[dict[str, Any]]:
        """Return rows as data, with the fields and parts that were asked for."""
        found = self.encode(rows, asked)
        # What was withdrawn since the rows were read is left out.
        rows = [row for row in rows if row.pk in found]
        if wanted := asked.values.get("fields"):
            names = ("id", *(name for name in wanted if name != "id"))
            found = {pk: {name: one[name] for name in names} for pk, one in found.items()}
        for part, make in self.parts:
            if part.name in (asked.values.get("include") or ()):
                made = make(rows, asked)
                for row in rows:
                    found[row.pk][part.name] = made[row.pk]
        return [found[row.pk] for row in rows]

    def page(self, asked: Asked) -> dict[str, Any]:
        """Return the list, or the records of the ids that were asked for."""
        rows = self.narrow(self.rows(), asked)
        if ids := asked.values.get("ids"):
            found = self.records(list(self.by_ids(rows, ids)), asked)
            by_id = {one["id"]: one for one in found}
            return {"items": [by_id[one] for one in dict.fromkeys(ids) if one in by_id], "next": None}
        rows = rows.order_by(*self.key)
        if cursor := asked["cursor"]:
            rows = rows.filter(after(self.key, cursor))
        some = list(rows[: asked["limit"] + 1])
        shown = some[: asked["limit"]]
        following = (
            asked.address_after([getattr(shown[-1], name) for name in self.key]) if len(some) > len(shown) else None
        )
        return {"items": self.records(shown, asked), "next": following}

    def one(self, asked: Asked) -> dict[str, Any]:
        """Return the record with the id of the path."""
        rows = list(self.by_ids(self.rows(), [asked["id"]])[:1])
        if not rows:
            self.missing(asked["id"])
            raise Problem(404, "No public record has this id.", "id")
        return self.records(rows, asked)[0]


def after(fields: Sequence[str], cursor: cursors.Key):
    """Return the condition for the rows after a cursor. Raises :class:`Problem` for one of another list."""
    try:
        return cursors.after(fields, cursor)
    except ValueError as error:
        raise Problem(400, str(error), "cursor") from error


def list_of(resource: Resource, *more: Parameter) -> Operation:
    """Return the operation that lists the records of a kind."""
    declared = (*resource.filters, *more, parameters.IDS, *resource.choosing, parameters.LIMIT, parameters.CURSOR)
    return Operation(resource.name, resource.name, resource.summary, declared, page_schema(resource), resource.page)


def one_of(resource: Resource, example: str) -> Operation:
    """Return the operation that returns one record of a kind."""
    declared = (parameters.path("id", _("The record's id, as lists have it."), example), *resource.choosing)
    return Operation(
        f"{resource.name}-one",
        f"{resource.name}/{{id}}",
        _("One of them"),
        declared,
        reference_to(resource.name),
        resource.one,
    )


def reference_to(name: str) -> Schema:
    """Return a schema that is another one, by name."""
    return {"$ref": f"#/components/schemas/{name}"}


def page_schema(resource: Resource) -> Schema:
    """Return the schema of a list of records."""
    items = listed(reference_to(resource.name))
    return record(items=items, next=or_null(URL), **resource.of_list)
