"""Files of tables: JSON Lines, Parquet, and one database of SQLite. Each writes rows as they come and keeps only some in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from django.db.backends.sqlite3.base import Database

from archive.errors import Refused
from archive.exports.dump.tables import PAPERS, TABLES, Row, Table

_JSON = json.JSONEncoder(ensure_ascii=False, default=lambda value: value.isoformat())
#: Rows of a group of Parquet: fewer read worse, more take memory. Texts are long.
_GROUP, _GROUP_OF_TEXTS = 20_000, 400


class Writer(Protocol):
    """Writes all tables into a folder, some rows at a time."""

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Write rows of a table."""

    def close(self) -> list[Path]:
        """Write what is left, and return the files."""


class JsonLines:
    """A file of JSON for each table, one object a line."""

    def __init__(self, folder: Path) -> None:
        self._files = {table.name: (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") for table in TABLES}

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Write rows of a table."""
        names = list(table.fields)
        self._files[table.name].writelines(f"{_JSON.encode(dict(zip(names, row, strict=True)))}\n" for row in rows)

    def close(self) -> list[Path]:
        """Return the files."""
        for file in self._files.values():
            file.close()
        return [Path(file.name) for file in self._files.values()]


class Parquet:
    """A file of Parquet for each table. Raises :class:`~archive.errors.Refused` where pyarrow is not installed."""

    def __init__(self, folder: Path) -> None:
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError as error:
            raise Refused("Parquet needs pyarrow: “pip install pyarrow”, or leave parquet out of --formats.") from error
        types = {
            "string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64(),
            "boolean": pyarrow.bool_(), "date": pyarrow.date32(),
            "datetime": pyarrow.timestamp("us", "UTC"), "array": pyarrow.list_(pyarrow.string()),
        }  # fmt: skip
        self._table, self._waiting = pyarrow.table, {table.name: [] for table in TABLES}
        self._schemas = {
            table.name: pyarrow.schema([(name, types[kind]) for name, kind in table.fields.items()]) for table in TABLES
        }
        self._paths = {name: folder / f"{name}.parquet" for name in self._schemas}
        self._writers = {
            name: parquet.ParquetWriter(self._paths[name], schema, compression="zstd")
            for name, schema in self._schemas.items()
        }

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Write rows of a table, as soon as they make a group."""
        waiting = self._waiting[table.name]
        waiting += rows
        if len(waiting) >= (_GROUP_OF_TEXTS if table is PAPERS else _GROUP):
            self._flush(table)

    def _flush(self, table: Table) -> None:
        rows, self._waiting[table.name] = self._waiting[table.name], []
        schema = self._schemas[table.name]
        dates = [place for place, kind in enumerate(table.fields.values()) if kind == "date"]
        columns = [list(column) for column in zip(*rows, strict=True)]
        for place in dates:
            columns[place] = [date.fromisoformat(day) if isinstance(day, str) else day for day in columns[place]]
        self._writers[table.name].write_table(self._table(columns, schema=schema))

    def close(self) -> list[Path]:
        """Write what is left, and return the files."""
        for table in TABLES:
            if self._waiting[table.name]:
                self._flush(table)
            self._writers[table.name].close()
        return list(self._paths.values())


class Sqlite:
    """One database of SQLite with all tables, their keys and the indexes that reading takes."""

    _TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}

    def __init__(self, folder: Path) -> None:
        self._path = folder / "tables.sqlite3"
        self._database = Database.connect(self._path, isolation_level=None)
        # Nobody reads it before it is whole.
        self._database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN")
        for table in TABLES:
            self._database.execute(self._definition(table))

    def _definition(self, table: Table) -> str:
        columns = [f'"{name}" {self._TYPES.get(kind, "TEXT")}' for name, kind in table.fields.items()]
        if table.key:
            columns.append(f"PRIMARY KEY ({_names(table.key)})")
        columns += [f'FOREIGN KEY ("{name}") REFERENCES "{to}"' for name, to in table.links.items()]
        return f'CREATE TABLE "{table.name}" ({", ".join(columns)})'

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Write rows of a table."""
        places = ", ".join("?" * len(table.fields))
        unlike = [place for place, kind in enumerate(table.fields.values()) if kind in ("array", "date", "datetime")]
        self._database.executemany(
            f'INSERT INTO "{table.name}" VALUES ({places})',  # noqa: S608 - the names are those of the tables above
            (_plain(row, unlike) for row in rows),
        )

    def close(self) -> list[Path]:
        """Index the links, and return the file."""
        for table in TABLES:
            for name in table.links:
                if (name,) != table.key[:1]:
                    self._database.execute(f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")')
        self._database.execute("COMMIT")
        self._database.close()
        return [self._path]


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _plain(row: Row, unlike: Sequence[int]) -> Sequence[Any]:
    """Return a row with the values at these places, lists and dates, as text."""
    values = list(row)
    for place in unlike:
        value = values[place]
        if isinstance(value, list):
            values[place] = json.dumps(value, ensure_ascii=False)
        elif isinstance(value, date):  # a moment is one, too
            values[place] = value.isoformat()
    return values
