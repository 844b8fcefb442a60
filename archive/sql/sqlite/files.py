"""The file of an archive on SQLite: that it is there, who may read it, and how a new one is made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError
from django.db.backends.sqlite3.base import Database

from archive.errors import Refused

_PRIVATE = 0o600
_OF_OTHERS = 0o077


class NoArchive(Refused, OperationalError, CommandError):
    """There is no database where the settings name one.

    A command, one of Django's too, shows the sentence, and what can do without a database goes on, as after any ``OperationalError``.
    """


def file_of(settings: Mapping[str, Any]) -> Path | None:
    """Return the file of a database's settings; None for a database in memory and for the address of a file ("file:…?mode=ro")."""
    name = str(settings["NAME"])
    return None if name.startswith((":memory:", "file:")) else Path(name)


def require(file: Path) -> None:
    """Raise :class:`NoArchive` where there is no file or an empty one; SQLite would silently begin a new database there."""
    try:
        if file.stat().st_size:
            return
        found = (
            "The archive's file {} is empty; restore a backup, or make a new archive there with “manage.py prepare”."
        )
    except (FileNotFoundError, NotADirectoryError):
        found = "There is no archive at {}; make one with “manage.py prepare”."
    raise NoArchive(found.format(file))


def make(file: Path) -> bool:
    """Make an empty database that only its owner can read, unless there is one. Return whether it was made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
    except FileExistsError:
        if file.stat().st_size:
            return False
    connection = Database.connect(file)
    try:
        connection.execute("PRAGMA journal_mode=WAL")  # writes the first page, so that the file is a database
    finally:
        connection.close()
    return True


def make_private(file: Path) -> bool:
    """Take the rights of everybody but its owner from a file, if there is one. Return whether there were any."""
    try:
        mode = file.stat().st_mode
        if not mode & _OF_OTHERS:
            return False
        file.chmod(_PRIVATE)
    except FileNotFoundError:
        return False
    return True


def companions(file: Path) -> list[Path]:
    """Return the database's file and those that SQLite puts next to it."""
    return [file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))]
