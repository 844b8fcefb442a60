"""Copying a whole database into a file and back, in each database's own way."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, connections
from django.db.backends.sqlite3.base import Database

from archive.errors import Refused, reason_of
from archive.sql.sqlite.files import companions, file_of

_FILES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


def file_name() -> str:
    """Return the name of the copy of the database in use."""
    return _FILES[connection.vendor]


def copy_database(target: Path) -> None:
    """Copy the database into a new file that only its owner can read, as the snapshot sees it that is open.

    Raises :class:`~archive.errors.Refused` where PostgreSQL's ``pg_dump`` is missing or fails.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if connection.vendor == "sqlite":
        with closing(Database.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (seen,) = cursor.fetchone()
    _run("pg_dump", "--format=custom", f"--snapshot={seen}", "--file", str(target))


def require_empty() -> None:
    """Raise :class:`~archive.errors.Refused` where the settings name a database with anything in it, or none that can be restored."""
    if connection.vendor == "postgresql":
        if tables := connection.introspection.table_names():
            raise Refused(
                f"The database {connection.settings_dict['NAME']} is not empty: it has the table {tables[0]}. "
                "Restore into a new one, and let DATABASE_URL name it."
            )
        return
    file = file_of(connection.settings_dict)
    if file is None:
        raise Refused("A backup can't be restored into memory: let DATABASE_URL or CHANCERY_VAR name a place for it.")
    for path in companions(file):
        if path.exists():
            raise Refused(
                f"There is an archive already: {path} exists. Restore into another folder (CHANCERY_VAR), "
                "or stop the server and move what is there away."
            )


def restore_database(source: Path) -> None:
    """Make the database from its copy. On SQLite the file is there when it is whole; on PostgreSQL it is one transaction."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", last=source)
        return
    file = Path(connection.settings_dict["NAME"])
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".unfinished")
    try:
        with (
            source.open("rb") as read,
            open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as write,
        ):
            shutil.copyfileobj(read, write, 1024 * 1024)
            write.flush()
            os.fsync(write.fileno())
        with closing(Database.connect(unfinished)) as copy:
            (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise Refused(f"SQLite finds the copy damaged: {found}")
        unfinished.rename(file)
    except Database.DatabaseError as error:
        raise Refused(f"SQLite can't read the copy: {reason_of(error)}") from error
    finally:
        for path in companions(unfinished):
            path.unlink(missing_ok=True)
    connections.close_all()


def _run(program: str, *options: str, last: Path | None = None) -> None:
    """Run a program of PostgreSQL on the database in use; the password is in its environment only."""
    (_, *address, name), secrets = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *address, "--dbname", name, *options, *([str(last)] if last else [])]
    try:
        ended = subprocess.run(command, env=os.environ | (secrets or {}), capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise Refused(f"{program} is not installed; it comes with PostgreSQL's client programs.") from error
    if ended.returncode:
        raise Refused(f"{program} failed: {ended.stderr.strip()[-500:]}")
