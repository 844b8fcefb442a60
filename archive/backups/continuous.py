"""A continuous copy of SQLite's file, such as litestream makes: whether it has what the archive has.

A program that copies can stop and say nothing. So the copy is looked at and not the program, and what raises an alarm is that nobody found
it in step for too long, whatever the reason.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from django.db.backends.sqlite3.base import Database
from django.utils import timezone

from archive.errors import Refused

#: What is newer may be missing: so long it may take to copy and to restore.
_LAG = timedelta(minutes=10)
#: The file beside the backups that says by its time when the copy was last found in step.
_IN_STEP = "last_copy"
#: Every save of a paper is a version, of drafts, too.
_SAVED = "SELECT count(*), max(at) FROM archive_documentversion WHERE at < ?"


def check_copy(copy: Path, backups: Path) -> int:
    """Compare the versions of papers in a restored copy with those of the archive, and note in the folder of backups that all are there.

    Return how many there are. Raises :class:`~archive.errors.Refused` where they are not the same, or the copy can't be read.
    """
    if connection.vendor != "sqlite":
        raise Refused("The archive is on PostgreSQL: its replicas are watched by check_state.")
    before = (timezone.now() - _LAG).astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    try:
        with closing(Database.connect(f"file:{quote(str(copy))}?mode=ro", uri=True)) as restored:
            found, newest = restored.execute(_SAVED, [before]).fetchone()
    except Database.Error as error:
        raise Refused(f"{copy} is no copy of an archive that can be read: {error}.") from error
    connection.ensure_connection()
    held, last = connection.connection.execute(_SAVED, [before]).fetchone()
    if (found, newest) != (held, last):
        raise Refused(
            f"The copy is not in step: it has {found:,} versions of papers, the last of {newest or 'no time'}, "
            f"and the archive has {held:,}, the last of {last or 'no time'}; those of the last ten minutes are not counted."
        )
    (backups / _IN_STEP).touch()
    return found


def last_in_step(backups: Path) -> datetime | None:
    """Return when the copy was last found in step; None if never."""
    mark = backups / _IN_STEP
    return datetime.fromtimestamp(mark.stat().st_mtime, UTC) if mark.is_file() else None
