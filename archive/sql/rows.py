"""Rows as plain values, written many at once: much quicker than model instances, if nothing needs their ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any

from django.db import connection
from django.db.models import DateField, JSONField, Model


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value) if value else "[]" if isinstance(value, list) else "{}"


def _day(value: date | str | None) -> str | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


class Table:
    """A model's table as plain values: which columns are written, and the defaults of those that have no value."""

    def __init__(self, model: type[Model], *left_to_the_database: str) -> None:
        self.name = model._meta.db_table
        fields = [f for f in model._meta.concrete_fields if f.name not in left_to_the_database]
        self.columns = [f.column for f in fields]
        self._made_plain: dict[str, Callable[[Any], Any]] = {
            f.column: _json for f in fields if isinstance(f, JSONField)
        }
        self._made_plain |= {f.column: _day for f in fields if isinstance(f, DateField)}
        self._values_of = attrgetter(*(f.attname for f in fields))
        self._plain_places = self.plain_places(self.columns)
        self._defaults = self.plain({f.column: f.get_default() for f in fields})
        columns = ", ".join(f'"{column}"' for column in self.columns)
        #: The table with its columns, as both databases' statements name them.
        self.statement = f'"{self.name}" ({columns})'

    def plain(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the row with JSON and dates in the form that both databases take."""
        for column in self._made_plain.keys() & row.keys():
            row[column] = self._made_plain[column](row[column])
        return row

    def plain_places(self, columns: Sequence[str]) -> list[tuple[int, Callable[[Any], Any]]]:
        """Return the places of those of these columns whose values are not plain by themselves, each with what makes them plain."""
        return [(place, self._made_plain[column]) for place, column in enumerate(columns) if column in self._made_plain]

    def row(self, values: dict[str, Any]) -> tuple:
        """Return one row, in the order of the columns. Raise ``KeyError`` for a column that the table does not have."""
        row = self._defaults | self.plain(values)
        if len(row) > len(self.columns):
            raise KeyError(f"{self.name} has no {', '.join(set(row) - set(self.columns))}")
        return tuple(row.values())

    def row_of(self, one: Any) -> tuple:
        """Return the row of an object that has the value of each field as an attribute, as an instance of the model has."""
        row = list(self._values_of(one))
        for place, plain in self._plain_places:
            row[place] = plain(row[place])
        return tuple(row)

    def filler(self, *columns: str) -> Callable[[tuple], tuple]:
        """Return a function that makes a row from the values of these columns, for very many rows.

        The values must be plain already (see :meth:`plain_places`). Raise ``KeyError`` for a column that the table does not have.
        """
        if unknown := set(columns) - set(self.columns):
            raise KeyError(f"{self.name} has no {', '.join(sorted(unknown))}")
        defaults = tuple(self._defaults.values())
        places = [
            columns.index(column) if column in columns else len(columns) + place
            for place, column in enumerate(self.columns)
        ]
        pick = itemgetter(*places)
        return lambda values: pick(values + defaults)


@cache
def table_of(model: type[Model], *, with_ids: bool = False) -> Table:
    """Return the table of a model. The database generates ids, if it does so at all, unless ``with_ids`` (see :func:`new_ids`)."""
    return Table(model, *["id"] * (model._meta.pk.name == "id" and not with_ids))


def insert(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Write new rows, each with its values by column ("document_id"); call it within the transaction of the whole write.

    All or none of the rows may have an ``id``.
    """
    rows = list(rows)
    table = table_of(model, with_ids=bool(rows) and "id" in rows[0])
    write_plain(table.statement, [table.row(values) for values in rows])


def new_ids(model: type[Model], count: int) -> list[int]:
    """Return ids for so many new rows, which nobody else gets; call it within the transaction that writes them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [f'"{table}"', count]
            )
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
    # Only one transaction writes at a time, and SQLite continues from the rows that it writes.
    return list(range(last + 1, last + count + 1))


def insert_objects(objects: Sequence[Model]) -> None:
    """Write new objects of one model, which get their ids; call it within the transaction of the whole write."""
    if not objects:
        return
    model = type(objects[0])
    for one, pk in zip(objects, new_ids(model, len(objects)), strict=True):
        one.pk, one._state.adding = pk, False
    insert_from(model, objects, with_ids=True)


def insert_from(model: type[Model], objects: Iterable[Any], *, with_ids: bool = False) -> None:
    """Write new rows of a model from objects that have the values of its fields as attributes; call it as :func:`insert`.

    The database generates ids unless ``with_ids``.
    """
    table = table_of(model, with_ids=with_ids)
    write_plain(table.statement, [table.row_of(one) for one in objects])


def update(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Change rows, each with its ``id`` and its new values by column, the same columns for all."""
    rows = [table_of(model).plain(values) for values in rows]
    if not rows:
        return
    columns = [column for column in rows[0] if column != "id"]
    settings = ", ".join(f'"{column}" = %s' for column in columns)
    values = [(*(row[column] for column in columns), row["id"]) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{model._meta.db_table}" SET {settings} WHERE "id" = %s', values)  # noqa: S608


def update_fields(rows: Iterable[Model], names: Sequence[str]) -> None:
    """Write these fields of rows of one model, as ``bulk_update`` does, which takes as long to make its statement as to run it."""
    rows = list(rows)
    if rows:
        columns = [rows[0]._meta.get_field(name).attname for name in names]
        update(type(rows[0]), [{"id": row.pk} | {column: getattr(row, column) for column in columns} for row in rows])


def change_plain(statement: str, rows: Sequence[tuple]) -> None:
    """Change rows of the table and columns of the statement; each is known by the first of its columns."""
    table, _, listed = statement.partition(" ")
    key, *columns = listed.strip("()").split(", ")
    settings = ", ".join(f"{column} = %s" for column in columns)
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET {settings} WHERE {key} = %s",  # noqa: S608
                [(*values, pk) for pk, *values in rows],
            )


def write_plain(statement: str, rows: Sequence[tuple]) -> None:
    """Write rows into the table and columns of the statement, with ``COPY`` on PostgreSQL."""
    if not rows:
        return
    # Straight to the drivers, with errors as Django's: its own cursor would check the parameters of every statement again.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {statement} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join("?" * (statement.count(",") + 1))
            cursor.connection.executemany(f"INSERT INTO {statement} VALUES ({places})", rows)  # noqa: S608
