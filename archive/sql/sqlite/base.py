"""Django's backend for SQLite, which never makes a database by opening it, and reads one that can't be written."""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base

from archive.deadline import not_counted
from archive.sql.sqlite.files import companions, file_of, require
from archive.sql.sqlite.turns import waiting

#: The beginnings of SQLite's names of errors with which a file on a full or read-only disk is refused.
_CANNOT_WRITE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
_log = logging.getLogger(__name__)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the archive's file."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file. Raises :class:`~archive.sql.sqlite.files.NoArchive` where there is none, or an empty one.

        SQLite writes a little to open a database with a write-ahead log. Where it can't, the database is opened for reading only
        until the end of the request; the next one tries again.
        """
        file = file_of(self.settings_dict)
        if file is None:
            return super().get_new_connection(conn_params)
        require(file)
        try:
            return super().get_new_connection(conn_params)
        except base.Database.OperationalError as error:
            name = getattr(error, "sqlite_errorname", "")
            address = _address_for_reading(file) if name.startswith(_CANNOT_WRITE) else None
            if address is None:
                raise
            reason = str(error)
        # Here, the connection that failed is gone with its error: it would lend the new one its index of the log.
        _log.warning("The archive is opened for reading only, because its disk can't be written: %s", reason)
        self.close_at = time.monotonic()
        return super().get_new_connection(conn_params | {"database": address})

    def _start_transaction_under_autocommit(self) -> None:
        """Begin a transaction, which waits until nobody else writes. Whoever can wait lets this one go first."""
        file = file_of(self.settings_dict)
        with waiting(file) if file else nullcontext(), not_counted():
            super()._start_transaction_under_autocommit()

    def close_if_unusable_or_obsolete(self) -> None:
        """Close the connection, before and after a request, to a file that was removed: what is written there would be lost."""
        if self.connection is not None and not self.in_atomic_block:
            file = file_of(self.settings_dict)
            if file and not file.exists():
                self.close()
        super().close_if_unusable_or_obsolete()


def _address_for_reading(file: Path) -> str | None:
    """Return the address of a file that can't be written; None if it can't be read rightly either."""
    _, log, index = companions(file)
    try:
        index.touch(0o600)
    except OSError:
        if not index.exists():
            # Nobody can write beside it, so nobody changes it; but what is in the log would be missing.
            return None if log.exists() and log.stat().st_size else f"file:{quote(str(file))}?immutable=1"
    # The index of the log is then made in memory.
    return f"file:{quote(str(file))}?mode=ro&readonly_shm=1"
