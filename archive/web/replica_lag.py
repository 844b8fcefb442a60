"""How far each replica of the primary was known to be, and so which servers a page may be read from, in which order.

Every commit has a place in the primary's log, and a replica has what was committed up to the place that it has replayed. So where a
replica has replayed up to where the primary was at a moment, it has everything that was committed before that moment, whatever their
clocks say and whether anybody writes or not.
"""

from __future__ import annotations

import select
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

PRIMARY = DEFAULT_DB_ALIAS
#: Seconds that a page may be behind the primary.
LAG = 1.0
#: Seconds after which a server that has not answered is silent, and for which one that failed is taken to be away.
_SILENT, _AWAY = 2.0, 5.0
#: Seconds between two questions, and without a request until nobody asks any more.
_EVERY, _IDLE = 0.2, 10.0
_WAL = b"SELECT pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, '0/0')"


@dataclass(frozen=True, slots=True)
class Position:
    """How much of the log a server had, in bytes; when it was asked and when it answered, in seconds of any one clock."""

    asked: float
    answered: float
    wal: int


class Positions:
    """What the servers answered of late; threads share it."""

    def __init__(self, replicas: Sequence[str]) -> None:
        """``replicas`` are in the order in which this process prefers them."""
        self._replicas = tuple(replicas)
        kept = round(LAG / _EVERY) + 5
        self._known: dict[str, deque[Position]] = {name: deque(maxlen=kept) for name in (PRIMARY, *replicas)}
        self._failed: dict[str, float] = {}

    def prefer_next(self) -> None:
        """Prefer the replica that was the second best."""
        self._replicas = (*self._replicas[1:], *self._replicas[:1])

    def note(self, server: str, position: Position) -> None:
        """Remember an answer."""
        self._known[server].append(position)
        self._failed.pop(server, None)

    def note_failure(self, server: str, now: float) -> None:
        """Remember that a server did not answer; what it said before counts no more."""
        self._known[server].clear()
        self._failed[server] = now

    def behind(self, replica: str, now: float) -> float:
        """Return for how many seconds at most a replica may be behind the primary; infinity where nothing is known of either."""
        known = self._last(replica)
        if known is None:
            return float("inf")
        moments = [one.asked for one in list(self._known[PRIMARY]) if one.wal <= known.wal]
        return now - max(moments, default=float("-inf"))

    def answers(self, server: str, now: float) -> bool:
        """Return whether a server has answered just now."""
        known = self._last(server)
        return known is not None and now - known.answered <= _SILENT

    def for_public(self, now: float) -> list[str]:
        """Return the servers that a public page may be read from, the first first: replicas that are not behind, then the primary.

        Where the primary does not answer either, nobody can tell what is behind: the replica that has the most is the best.
        """
        answering = [name for name in self._replicas if self.answers(name, now)]
        fresh = [name for name in answering if self.behind(name, now) <= LAG]
        others = sorted((name for name in answering if name not in fresh), key=self._wal, reverse=True)
        silent = [name for name in self._replicas if name not in answering]
        away = [name for name in silent if self._is_away(name, now)]
        silent = [name for name in silent if name not in away]
        if self._is_away(PRIMARY, now) or (others and not self.answers(PRIMARY, now)):
            return [*fresh, *others, *silent, PRIMARY, *away]
        return [*fresh, PRIMARY, *others, *silent, *away]

    def for_staff(self, now: float) -> list[str]:
        """Return the same for a page that somebody who may have written reads: the primary first."""
        return [PRIMARY, *(name for name in self.for_public(now) if name != PRIMARY)]

    def _is_away(self, server: str, now: float) -> bool:
        return now - self._failed.get(server, float("-inf")) <= _AWAY

    def _last(self, server: str) -> Position | None:
        with suppress(IndexError):
            return self._known[server][-1]
        return None

    def _wal(self, server: str) -> int:
        known = self._last(server)
        return known.wal if known else 0


class Watch:
    """Threads that ask each server how far it is, as long as requests come."""

    def __init__(self, positions: Positions, silent: Callable[[str], None]) -> None:
        """``silent`` is called with the name of each server that does not answer."""
        self._positions, self._silent = positions, silent
        self._used = 0.0
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._started = False

    def keep(self) -> None:
        """Go on asking, or begin with it."""
        self._used = time.monotonic()
        self._wanted.set()
        if not self._started:
            with self._lock:
                names, self._started = ([] if self._started else list(self._positions._known)), True
            for name in names:
                threading.Thread(target=self._ask_again, args=(name,), daemon=True, name=f"lag of {name}").start()

    def _ask_again(self, server: str) -> None:
        connection = connections.create_connection(server)
        while self._wanted.wait():
            if time.monotonic() - self._used > _IDLE:
                self._wanted.clear()
                continue
            asked = time.monotonic()
            try:
                wal = _wal_of(connection)
            except (Error, OSError):
                self._positions.note_failure(server, time.monotonic())
                self._silent(server)
                with suppress(Error):
                    connection.close()
            else:
                self._positions.note(server, Position(asked, time.monotonic(), wal))
            time.sleep(_EVERY)


def _wal_of(connection: BaseDatabaseWrapper) -> int:
    """Return how much of the log a server has, in bytes. Raise ``OSError`` or an error of the database if it does not say so at once."""
    connection.ensure_connection()
    server = connection.connection.pgconn
    until = time.monotonic() + _SILENT
    with connection.wrap_database_errors:
        server.send_query(_WAL)
        results = []
        while result := _next_result(server, until):
            results.append(result)
    answer = results[0].get_value(0, 0) if results else None
    if not answer:
        raise ConnectionError("The server says nothing of its log.")
    return int(answer)


def _next_result(server: Any, until: float) -> Any:
    """Return what libpq gets next from a server; None at the end. Raise ``TimeoutError`` where it takes longer."""
    ready = select.poll()
    ready.register(server.socket, select.POLLIN)
    while server.is_busy():
        if not ready.poll(max(1000 * (until - time.monotonic()), 0)):
            raise TimeoutError
        server.consume_input()
    return server.get_result()
