"""Long lists in batches, so that no statement has more parameters than a database takes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction

from archive.sql.sqlite.files import file_of
from archive.sql.sqlite.turns import let_go_first

T = TypeVar("T")

#: How long one transaction should hold what others wait for, in seconds. Papers differ in what they cost, so this leaves room.
SHORT = 0.4
#: The same where nobody waits: longer ones write what papers share fewer times.
_ALONE = 1.0
#: How long SQLite is left alone after each of these transactions, in seconds: a waiting writer looks again every 0.1 seconds. After a long
#: one, which a busy machine makes of every one, it is half of that: whoever waits then gets the processor less often, too.
_PAUSE = 0.12
#: For how many seconds at most those who still wait to write then go first; on a busy machine for twice as long as the transaction took.
_LONGEST_PAUSE = 1.0


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the values in lists of ``size``, the last one shorter. Nothing is yielded where there are no values."""
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch


def one_commit() -> AbstractContextManager[None]:
    """Return a context for several steps that need not be one: on SQLite they are one transaction, since each would wait for the disk.

    On PostgreSQL each remains its own: whoever held the records of several steps, and somebody else who changes two of these, could wait
    for each other.
    """
    return transaction.atomic() if connection.vendor == "sqlite" else nullcontext()


def short_batches(
    values: Iterable[T], *, first: int = 10, least: int = 2, most: int = 200, pause: bool = True
) -> Iterator[list[T]]:
    """Yield the values in lists that each take the caller about :data:`SHORT` seconds, one transaction for each.

    The first list has ``first`` values; the size of the others follows from the time that the one before took, between ``least`` (a
    transaction costs something even for one) and ``most``. Between two lists others get their turn; the time in which the
    next values are fetched counts for that. Without ``pause`` nobody waits, and each list takes about a second.
    """
    iterator, size = iter(values), first
    batch = list(islice(iterator, size))
    while batch:
        began = time.monotonic()
        yield batch
        ended = time.monotonic()
        took = ended - began
        seconds = SHORT if pause else _ALONE
        size = min(most, max(least, min(2 * len(batch), int(len(batch) * seconds / max(took, 0.001)))))
        batch = list(islice(iterator, size))
        file = file_of(connection.settings_dict) if connection.vendor == "sqlite" else None
        if batch and pause and file:
            time.sleep(max(ended + max(_PAUSE, took / 2) - time.monotonic(), 0))
            let_go_first(file, max(_LONGEST_PAUSE, 2 * took))
