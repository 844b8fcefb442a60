"""One runner of jobs for a database: a lock that ends with the process that has it, however that ends.

On PostgreSQL it is an advisory lock of the connection, on SQLite a lock of a file beside the database. Nothing is written, so a
runner that waits disturbs no cached page, and whether one works is known exactly and at once.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

#: The two halves of the advisory lock's key: any numbers that nobody else uses.
_KEY = (0x43686E63, 0x4A6F6273)
#: A database in memory belongs to one process.
_IN_MEMORY = "memory"


@contextmanager
def one_runner() -> Iterator[bool]:
    """Hold the lock inside this block; yield whether it was free."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", _KEY)
            held = cursor.fetchone()[0]
        try:
            yield held
        finally:
            if held and connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s, %s)", _KEY)
        return
    path = _file()
    if path is None:
        yield True
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _locked(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def a_runner_works() -> bool:
    """Return whether some process works on the jobs of this database now."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                _KEY,
            )
            return bool(cursor.fetchone()[0])
    path = _file()
    if path is None or not path.exists():
        return False
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return not _locked(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _file() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    return None if _IN_MEMORY in name else Path(f"{name}-runner")


def _locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
