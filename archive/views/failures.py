"""What an error of the database or the disk means to whoever waits for the page: a status, a title and a true sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from archive.sql.sqlite.files import NoArchive


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page could not be made. The texts are in English, marked for translation."""

    status: int
    title: str
    reason: str


NO_ARCHIVE = Failure(
    503,
    gettext_noop("There is no archive here"),
    gettext_noop("The server found no database where its settings name one. Its log has the details."),
)
FULL = Failure(
    507,
    gettext_noop("The archive's disk is full"),
    gettext_noop("Nothing was saved. The papers can still be read; writing goes on as soon as there is space again."),
)
READ_ONLY = Failure(
    503,
    gettext_noop("The archive can't be written to"),
    gettext_noop("Nothing was saved: the database can only be read at present. Please tell whoever runs the archive."),
)
BROKEN = Failure(
    503,
    gettext_noop("The archive's disk does not work"),
    gettext_noop("Nothing was saved: reading or writing the database failed. Please tell whoever runs the archive."),
)
BUSY = Failure(
    503,
    gettext_noop("The archive is busy"),
    gettext_noop("Nothing was saved: somebody else's work took too long. Please try again in a moment."),
)
AWAY = Failure(
    503,
    gettext_noop("The archive's database does not answer"),
    gettext_noop(
        "The database can't be reached at present. Please try again in a moment; "
        "if you were saving something, look first whether it is there."
    ),
)
SLOW = Failure(
    503,
    gettext_noop("This takes too long"),
    gettext_noop("Reading what this page is about takes longer than a page may. Please try it with less."),
)

#: By the beginning of SQLite's name of the error, the longer first. A write to a full disk is SQLITE_FULL or a kind of SQLITE_IOERR.
_SQLITE = {
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR_WRITE": FULL,
    "SQLITE_IOERR_SHMSIZE": FULL,
    "SQLITE_IOERR": BROKEN,
    "SQLITE_CORRUPT": BROKEN,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
}
#: PostgreSQL's: disk_full, read_only_sql_transaction, lock_not_available, deadlock_detected, serialization_failure (which a replica
#: says when the primary removed what it was reading), and those of a server that ends or begins.
_POSTGRESQL = {"53100": FULL, "25006": READ_ONLY, "55P03": BUSY, "40P01": BUSY, "40001": BUSY}
_POSTGRESQL |= dict.fromkeys(("57P01", "57P02", "57P03"), AWAY)
#: The names of psycopg's errors that are of the connection where they have no code.
_OF_CONNECTION = ("OperationalError", "InterfaceError")
_SYSTEM = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY}

#: What another server of the same archive may be able to answer.
OF_THE_SERVER = (FULL, READ_ONLY, BROKEN, BUSY, AWAY)
#: What leaves an archive that can still be read.
OF_THE_DISK = (FULL, READ_ONLY, BROKEN)


def failure_of(error: BaseException | None) -> Failure | None:
    """Return what an error means, by itself or by what caused it; None for an error of the program."""
    return next((failure for each in _causes(error) if (failure := _meaning(each))), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _meaning(error: BaseException) -> Failure | None:
    if isinstance(error, NoArchive):
        return NO_ARCHIVE
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno)
    if name := getattr(error, "sqlite_errorname", ""):
        return next((failure for beginning, failure in _SQLITE.items() if name.startswith(beginning)), None)
    if not hasattr(error, "sqlstate"):
        return None
    if error.sqlstate is None:
        return AWAY if type(error).__name__ in _OF_CONNECTION else None
    return AWAY if error.sqlstate.startswith("08") else _POSTGRESQL.get(error.sqlstate)
