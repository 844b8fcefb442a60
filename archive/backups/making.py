"""Making a backup: a copy of the database, the facts of the same moment, and no more backups than are to be kept."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from archive.backups.databases import copy_database, file_name
from archive.backups.facts import applied_migrations, measure
from archive.backups.manifest import UNFINISHED, Manifest, backups_in, name_of, sha256_of
from archive.backups.originals import copy_originals
from archive.errors import Refused
from archive.sql.snapshot import snapshot


def make_backup(folder: Path, *, keep: int | None = None, with_keys: bool = False) -> Path:
    """Copy the database and the images of originals into a new folder in ``folder``, and return that one.

    The archive can be read and written meanwhile. Whoever has the keys can make sessions of anybody, so they are copied only
    ``with_keys``. Of the backups in ``folder``, the newest ``keep`` remain. It is not for use within a transaction: SQLite's copy
    would wait for it for ever. Raises :class:`~archive.errors.Refused` where the database can't be copied, and nothing of the backup
    then remains; and where none would be kept.
    """
    if keep is not None and keep < 1:
        raise Refused("At least one backup has to be kept.")
    made = timezone.now()
    finished = folder / name_of(made)
    unfinished = folder / (finished.name + UNFINISHED)
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        copy = unfinished / file_name()
        with snapshot():
            connection.introspection.table_names()  # the snapshot begins with the first query
            copy_database(copy)
            facts, migrations = measure(), applied_migrations()
        # After the copy: whatever it speaks of is there by now.
        copy_originals(unfinished, next(reversed(backups_in(folder)), None))
        Manifest(
            made=made.isoformat(),
            database=connection.vendor,
            version=".".join(map(str, connection.get_database_version())),
            file=copy.name,
            size=copy.stat().st_size,
            sha256=sha256_of(copy),
            migrations=migrations,
            keys=_keys(unfinished if with_keys else None),
            scans=str(settings.SCANS or ""),
            facts=facts,
        ).write(unfinished)
        unfinished.rename(finished)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    for old in backups_in(folder)[:-keep] if keep is not None else ():
        shutil.rmtree(old)
    return finished


def _keys(target: Path | None) -> dict[str, str]:
    """Copy the secret key into a folder, if one is given, and say of it where it is."""
    file = settings.VAR_DIR / "secret_key"
    if os.environ.get("CHANCERY_SECRET_KEY") or not file.exists():
        return {"secret_key": "in the environment, not in the backup"}
    if target is None:
        return {"secret_key": f"{file}, not in the backup"}
    shutil.copy2(file, target / file.name)
    return {"secret_key": "in the backup"}
