"""The time that reading may take where somebody waits for it: a deadline that readers look at as they go, in whatever thread they run.

Readers take time in proportion to their text, so the length of a text is the first limit, and this the second. Signals can't stop a
thread, so readers call :func:`check` at each paragraph, line or element. Where nobody waits (imports, commands) there is no deadline.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from archive.errors import OutOfTime

_end: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let :func:`check` raise :class:`~archive.errors.OutOfTime` after this time, in this block and this thread."""
    token = _end.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


def check() -> None:
    """Raise :class:`~archive.errors.OutOfTime` if the time of the block that this is in is over."""
    end = _end.get()
    if end is not None and time.monotonic() >= end:
        raise OutOfTime(
            "This text is too long to be read at once. What is typed is not lost: leave out a part of it, or import it as a file."
        )
