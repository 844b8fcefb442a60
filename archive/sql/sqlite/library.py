"""Which SQLite runs, and whether it has the WAL-reset fault.

Versions before 3.51.3 can, rarely, lose commits when one connection writes while another copies the write-ahead log back into the
database; 3.50.7 and 3.44.6 have the correction too (https://sqlite.org/wal.html#walresetbug).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.backends.sqlite3.base import Database

_CORRECTED = (3, 51, 3)
_CORRECTED_BRANCHES = ((3, 50, 7), (3, 44, 6))


def is_sound(version: Sequence[int]) -> bool:
    """Whether a version of SQLite, such as ``(3, 51, 3)``, is without the fault."""
    version = tuple(version)
    return version >= _CORRECTED or any(
        version[:2] == branch[:2] and version >= branch for branch in _CORRECTED_BRANCHES
    )


def is_database_sound() -> bool:
    """Whether the database in use is without the fault. PostgreSQL is."""
    return connection.vendor != "sqlite" or is_sound(Database.sqlite_version_info)


def notice() -> str:
    """Return a sentence on the database in use: its version, and what to do if it has the fault."""
    if connection.vendor != "sqlite":
        return f"The database is {connection.display_name} {'.'.join(map(str, connection.get_database_version()))}."
    version = Database.sqlite_version
    if is_database_sound():
        return f"The database is SQLite {version}."
    return (
        f"The database is SQLite {version}: when two processes write at the same moment, this version can, rarely, lose what was just "
        "saved. Install 3.51.3 or newer, which “pip install pysqlite3” brings for most platforms, or use PostgreSQL; "
        "see docs/deployment.md."
    )
