"""How the replicas of the primary are: whether each answers, follows the primary, and has what that had a moment before.

It asks over connections of its own, so that a command and a monitor learn the same, whatever the server's processes know.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from archive.web.replica_lag import PRIMARY

#: Seconds in which a replica should have what the primary had, and between two looks whether it has.
PATIENCE, _EVERY = 2.0, 0.05
#: Whoever is not in recovery writes a log of their own. The moment of its start tells one server from another, by whichever address
#: it is asked.
_HOW = """
SELECT pg_is_in_recovery(),
  pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, '0/0')::bigint,
  EXISTS (SELECT FROM pg_stat_wal_receiver), pg_postmaster_start_time()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says of itself: ``wal`` is how many bytes of the log it has, ``follows`` whether it is connected to a primary."""

    is_replica: bool
    wal: int
    follows: bool
    started: datetime


@dataclass(frozen=True, slots=True)
class Replica:
    """``wrong`` says in words what is wrong, "" if nothing is.

    ``behind`` is how many bytes of the primary's log it still lacked after ``seconds``; both are None where nobody knows.
    """

    name: str
    answers: bool
    wrong: str
    behind: int | None = None
    seconds: float | None = None


def replicas() -> tuple[Replica, ...]:
    """Return how those of the settings are, in at most some seconds, however many they are."""
    if not settings.REPLICAS:
        return ()
    try:
        with _connected(PRIMARY) as connection:
            primary = _ask(connection)
    except (Error, OSError):
        primary = None
    with ThreadPoolExecutor(len(settings.REPLICAS)) as pool:
        return tuple(pool.map(partial(_look, primary), settings.REPLICAS))


def _look(primary: Answer | None, name: str) -> Replica:
    """Ask a replica until it has what the primary had, or for as long as it may take."""
    began = time.monotonic()
    try:
        with _connected(name) as connection:
            while True:
                own, took = _ask(connection), time.monotonic() - began
                if primary is None or own.wal >= primary.wal or took > PATIENCE:
                    return judged(name, own, primary, took)
                time.sleep(_EVERY)
    except (Error, OSError):
        return judged(name, None, primary, time.monotonic() - began)


def judged(name: str, own: Answer | None, primary: Answer | None, took: float) -> Replica:
    """Return how a replica is that gave such an answer after so many seconds."""
    if own is None:
        return Replica(name, False, "does not answer: the others have to do without it")
    behind = max(primary.wal - own.wal, 0) if primary else None
    wrong = ""
    if not own.is_replica and primary and own.started != primary.started:
        wrong = "is no replica any more: it takes writes of its own, and pages are read from it. Stop it"
    elif behind:
        wrong = (
            f"lacks {behind:,} bytes of what the primary had {PATIENCE:.0f} seconds before: pages are not read from it"
        )
    elif own.is_replica and not own.follows:
        wrong = "gets nothing from the primary, and will fall behind"
    return Replica(name, True, wrong, behind, None if primary is None else took)


@contextmanager
def _connected(name: str) -> Iterator[BaseDatabaseWrapper]:
    connection = connections.create_connection(name)
    connection.alias = PRIMARY  # as where pages are read from it
    try:
        yield connection
    finally:
        connection.close()


def _ask(connection: BaseDatabaseWrapper) -> Answer:
    with connection.cursor() as cursor:
        cursor.execute(_HOW)
        is_replica, wal, follows, started = cursor.fetchone()
    return Answer(is_replica, int(wal or 0), follows, started)
