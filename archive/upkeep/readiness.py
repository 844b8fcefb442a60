"""Whether the archive is ready to serve: database, migrations, search index and disk, in the words of an operator, with no secrets."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from archive import search

#: Bytes that must be free where the archive writes. An import of a large volume needs about as much.
LEAST_FREE = 100 * 1024 * 1024


def check_readiness() -> dict[str, str]:
    """Return what is wrong with each part, ``""`` where nothing is. It takes some milliseconds."""
    return {name: _outcome(check) for name, check in _CHECKS.items()}


def _outcome(check: Callable[[], str]) -> str:
    try:
        return check()
    except DatabaseError:
        # Its text may name the user and the host of the database.
        return "the database does not answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return f"{missing} not applied; run “manage.py migrate”" if missing else ""


def _search() -> str:
    return "" if search.finds_newest() else "the newest public paper is not found; run “manage.py rebuild_search”"


def _disk() -> str:
    folder = _data_folder()
    if not os.access(folder, os.W_OK) or os.statvfs(folder).f_flag & os.ST_RDONLY:
        return "the data folder cannot be written to"
    free = free_space()
    return f"{free // 1024**2} MB free, fewer than {LEAST_FREE // 1024**2}" if free < LEAST_FREE else ""


def free_space() -> int:
    """Return how many bytes are free where the archive writes; 0 where there is no such place."""
    try:
        return shutil.disk_usage(_data_folder()).free
    except OSError:
        return 0


def _data_folder() -> Path:
    """Return the folder of the database, or of the data where the database is on a server."""
    name = Path(connection.settings_dict["NAME"])
    return name.parent if connection.vendor == "sqlite" and name.is_absolute() else settings.VAR_DIR


_CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "search": _search,
    "disk": _disk,
}
