"""Queries that are written with the ORM, compiled to SQL once, and run many times with other values.

Django takes several times as long to compile a queryset as a database needs for one of a page's small queries. A page that runs
twenty of them caches what never changes: the SQL, and how its rows become objects::

    papers_in = Prepared(lambda volume: Document.objects.public().for_lines().filter(volume=volume))
    papers_in(12)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Expression, Model, Prefetch, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import Query


class Placeholder(Expression):
    """Takes the place of a value in a queryset that is compiled: of the one at ``position`` when the query runs."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self.position = position

    def as_sql(self, compiler, connection):  # noqa: ARG002 - Django's signature
        return "%s", [self]


class Prepared:
    """A query with placeholders for values. ``build`` makes its queryset from the placeholders; no value may be ``None``.

    The queryset may use ``select_related``, ``only``, ``defer`` and ``values_list``, and ``prefetch_related`` for rows with a foreign
    key to the objects found. Annotations and other prefetches are not supported.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._plans: dict[tuple[str, int], _Plan] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """Return the objects found, or tuples of ``values_list``."""
        key = connection.vendor, len(values)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = _Plan(self._build(*map(Placeholder, range(len(values)))))
        return plan.rows(values)

    def among(self, values: Iterable[Any], *before: Any) -> list[Any]:
        """Return what is found for any number of values, which come after those of ``before``.

        The last value is repeated until their number is a power of two, so that there are few plans.
        """
        values = list(values)
        missing = (1 << (len(values) - 1).bit_length()) - len(values) if values else 0
        return self(*before, *values, *values[-1:] * missing) if values else []

    def first(self, *values: Any) -> Any:
        """Return the first object found, or None."""
        return next(iter(self(*values)), None)


class _Plan:
    """A queryset's SQL for one database, and how its rows become objects."""

    def __init__(self, queryset: QuerySet) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, self._parameters = compiler.as_sql()
        self._converters = [
            (column, convert, expression)
            for column, (converts, expression) in compiler.get_converters(
                [column for column, *_ in compiler.select]
            ).items()
            for convert in converts
        ]
        self._model = None
        self._children: list[_Children] = []
        if not queryset.query.values_select:
            self._model = compiler.klass_info["model"]
            fields = compiler.klass_info["select_fields"]
            self._span = slice(fields[0], fields[-1] + 1)
            self._names = [column.target.attname for column, *_ in compiler.select[self._span]]
            self._joined = get_related_populators(compiler.klass_info, compiler.select, connection.alias)
            self._children = _children_of(queryset)

    def rows(self, values: Sequence[Any]) -> list[Any]:
        parameters = [values[one.position] if isinstance(one, Placeholder) else one for one in self._parameters]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            rows = cursor.fetchall()
        found = [self._object(self._converted(row)) for row in rows]
        for children in self._children:
            children.fetch(found)
        return found

    def _converted(self, row: tuple) -> Sequence[Any]:
        if not self._converters:
            return row
        row = list(row)
        for column, convert, expression in self._converters:
            row[column] = convert(row[column], expression, connection)
        return row

    def _object(self, row: Sequence[Any]) -> Any:
        if self._model is None:
            return tuple(row)
        made = self._model.from_db(connection.alias, self._names, row[self._span])
        for joined in self._joined:
            joined.populate(row, made)
        return made


def _children_of(queryset: QuerySet) -> list[_Children]:
    """Return what a queryset prefetches. Lookups that begin with the same relation are fetched together."""
    by_relation: dict[str, list[Prefetch]] = defaultdict(list)
    for lookup in queryset._prefetch_related_lookups:
        prefetch = lookup if isinstance(lookup, Prefetch) else Prefetch(lookup)
        by_relation[prefetch.prefetch_through.partition("__")[0]].append(prefetch)
    return [_Children(queryset.model, name, prefetches) for name, prefetches in by_relation.items()]


class _Children:
    """The rows of one prefetch: those with a foreign key to the objects that a query finds."""

    def __init__(self, model: type[Model], name: str, prefetches: list[Prefetch]) -> None:
        relation = model._meta.get_field(name)
        if not relation.one_to_many or any(prefetch.to_attr not in (None, name) for prefetch in prefetches):
            raise TypeError(
                f"A prepared query can't prefetch {model.__name__}.{name}: it is not a reverse foreign key."
            )
        self._name = relation.get_accessor_name()
        self._key = relation.field
        #: Makes a queryset for the rows of one object; a manager does so several times as fast as a queryset copies itself.
        self._of_one = relation.related_model._default_manager.all
        deeper: list[str | Prefetch] = []
        for prefetch in prefetches:
            rest = prefetch.prefetch_through.partition("__")[2]
            if rest:
                deeper.append(rest if prefetch.queryset is None else Prefetch(rest, prefetch.queryset))
            elif prefetch.queryset is not None:
                self._of_one = prefetch.queryset.all
        queryset = self._of_one()
        queryset = queryset.order_by(*self._order(queryset.query))
        for lookup in deeper:
            if isinstance(lookup, str) and _is_forward(relation.related_model, lookup):
                queryset = queryset.select_related(lookup)
            else:
                queryset = queryset.prefetch_related(lookup)
        self._of_many = Prepared(lambda *pks: queryset.filter(**{f"{self._key.name}__pk__in": pks}))

    def _order(self, query: Query) -> list[Any]:
        """Return the order of the rows, without that of the objects that they belong to, which would cost a join."""
        order = query.order_by or (query.get_meta().ordering if query.default_ordering else ())
        own = (self._key.name, self._key.attname)
        return [one for one in order if not (isinstance(one, str) and one.removeprefix("-") in own)]

    def fetch(self, objects: list[Model]) -> None:
        """Fetch the rows of all these objects with one query and cache them there, as ``prefetch_related`` does."""
        rows = defaultdict(list)
        for row in self._of_many.among({one.pk: one for one in objects}):
            rows[getattr(row, self._key.attname)].append(row)
        for one in objects:
            found = self._of_one()
            found._result_cache, found._prefetch_done = rows[one.pk], True
            # Applied only if somebody filters further, as for a related manager.
            found._deferred_filter = False, (), {self._key.name: one}
            for row in found._result_cache:
                self._key.set_cached_value(row, one)
            one.__dict__.setdefault("_prefetched_objects_cache", {})[self._name] = found


def _is_forward(model: type[Model], lookup: str) -> bool:
    """Whether a lookup follows foreign keys all the way, so that a join fetches it."""
    for name in lookup.split("__"):
        field = model._meta.get_field(name)
        if not (field.many_to_one and field.concrete):
            return False
        model = field.related_model
    return True
