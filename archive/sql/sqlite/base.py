"""Django's backend for SQLite, which never makes a database by opening it."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from archive.sql.sqlite.files import file_of, require


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the archive's file."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file. Raises :class:`~archive.sql.sqlite.files.NoArchive` where there is none, or an empty one."""
        if file := file_of(self.settings_dict):
            require(file)
        return super().get_new_connection(conn_params)
