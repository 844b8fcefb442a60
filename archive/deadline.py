"""The time that reading may take where somebody waits for it: a deadline that readers look at as they go, in whatever thread they run.

Readers take time in proportion to their text, so the length of a text is the first limit, and this the second. Signals can't stop a
thread, so readers call :func:`check` at each paragraph, line, row or element. Every request has a deadline
(:mod:`archive.views.reading_time`); where nobody waits (imports, commands) there is none. A reader that "never raises" still raises
this one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from archive.errors import OutOfTime

TOO_LONG = "This text is too long to be read at once. What is typed is not lost: leave out a part of it, or import it as a file."


@dataclass(slots=True)
class _End:
    """When the time is over, and what is said then."""

    at: float
    sentence: str


_end: ContextVar[_End | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float, sentence: str = TOO_LONG) -> Iterator[None]:
    """Let :func:`check` raise :class:`~archive.errors.OutOfTime` after this time, in this block and this thread."""
    token = _end.set(_End(time.monotonic() + seconds, sentence))
    try:
        yield
    finally:
        _end.reset(token)


@contextmanager
def not_counted() -> Iterator[None]:
    """Let the time that passes in this block not count: what is waited for there says nothing about a text."""
    began = time.monotonic()
    try:
        yield
    finally:
        if end := _end.get():
            end.at += time.monotonic() - began


def check() -> None:
    """Raise :class:`~archive.errors.OutOfTime` if the time of the block that this is in is over."""
    end = _end.get()
    if end is not None and time.monotonic() >= end.at:
        raise OutOfTime(end.sentence)


def left() -> float | None:
    """Return the seconds that are left, 0 if the time is over; ``None`` where there is no deadline."""
    end = _end.get()
    return None if end is None else max(end.at - time.monotonic(), 0)
