"""Who waits to write on SQLite, so that work that can wait lets them go first.

SQLite has no queue: whoever finds its lock taken looks again, more and more rarely, and whoever comes just then goes first. So those who
wait hold a shared lock of a file beside the database meanwhile, which ends with its process, however that ends. It decides nothing:
where it can't be had, everybody goes on without.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Seconds between two looks at whether somebody waits.
_EVERY = 0.01


@contextmanager
def waiting(database: Path) -> Iterator[None]:
    """Be among those who wait to write, inside this block."""
    descriptor = _open(database)
    try:
        if descriptor is not None:
            _has(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def let_go_first(database: Path, seconds: float) -> None:
    """Return when nobody waits to write any more, or after so many seconds."""
    descriptor = _open(database)
    if descriptor is None:
        return
    until = time.monotonic() + seconds
    try:
        while not _has(descriptor, fcntl.LOCK_EX) and time.monotonic() < until:
            time.sleep(_EVERY)
    finally:
        os.close(descriptor)


def _open(database: Path) -> int | None:
    try:
        return os.open(database.with_name(f"{database.name}-waiting"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # a disk that is full, or can only be read
        return None


def _has(descriptor: int, how: int) -> bool:
    """Return whether the lock is there at once. Nobody ever waits for it."""
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
