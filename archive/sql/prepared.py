"""Queries that are written with the ORM, made into SQL once, and asked many times with other values.

What Django does between a queryset and its SQL takes several times as long as a database needs for one of a page's small questions.
A page that asks twenty of them keeps the answer to what never changes: the SQL, and how its rows become objects::

    papers_in = Prepared(lambda volume: Document.objects.public().filter(volume=volume))
    papers_in(12)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Expression, QuerySet
from django.db.models.query import get_related_populators


class Given(Expression):
    """Stands in a queryset for a value that is given when it is asked: the one at ``place``."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler, connection):  # noqa: ARG002 - Django's signature
        return "%s", [self]


class Prepared:
    """A question with places for values. ``build`` makes its queryset from what stands for them; none may be ``None``.

    It may join with ``select_related`` and narrow with ``only``, and may choose ``values_list``; it may not prefetch or annotate.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._plans: dict[tuple[str, int], _Plan] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """The objects found, or tuples of ``values_list``."""
        key = connection.vendor, len(values)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = _Plan(self._build(*map(Given, range(len(values)))))
        return plan.rows(values)

    def among(self, values: Iterable[Any], *before: Any) -> list[Any]:
        """What is found for however many values, behind those of ``before``.

        The last is said again until their number is a power of two, so that there are few plans.
        """
        values = list(values)
        missing = (1 << (len(values) - 1).bit_length()) - len(values) if values else 0
        return self(*before, *values, *values[-1:] * missing) if values else []

    def first(self, *values: Any) -> Any:
        """The first found, or None."""
        return next(iter(self(*values)), None)


class _Plan:
    """A queryset's SQL for one database, and how its rows become what it finds."""

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
        if not queryset.query.values_select:
            self._model = compiler.klass_info["model"]
            fields = compiler.klass_info["select_fields"]
            self._span = slice(fields[0], fields[-1] + 1)
            self._names = [column.target.attname for column, *_ in compiler.select[self._span]]
            self._joined = get_related_populators(compiler.klass_info, compiler.select, connection.alias)

    def rows(self, values: Sequence[Any]) -> list[Any]:
        parameters = [values[one.place] if isinstance(one, Given) else one for one in self._parameters]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            rows = cursor.fetchall()
        return [self._found(self._converted(row)) for row in rows]

    def _converted(self, row: tuple) -> Sequence[Any]:
        if not self._converters:
            return row
        row = list(row)
        for column, convert, expression in self._converters:
            row[column] = convert(row[column], expression, connection)
        return row

    def _found(self, row: Sequence[Any]) -> Any:
        if self._model is None:
            return tuple(row)
        found = self._model.from_db(connection.alias, self._names, row[self._span])
        for joined in self._joined:
            joined.populate(row, found)
        return found
