"""Reading volumes in other processes, ahead of the one that writes: documents arrive in order, with what was worked out of them.

The others need no database, and read one volume after the other without starting anew. Each parses the whole volume, which is quick,
and works out every n-th share of its documents, which is not. They are held up when nobody takes what they have read, so memory stays
flat, and end by themselves when the process that started them is gone.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

from archive.parsing import tei
from archive.parsing.errors import SourceError
from archive.parsing.preparing import Prepared, prepare
from archive.records import VolumeRecord

#: Documents that are handed over together, and of which a share consists.
_AT_ONCE = 20
#: Such lots that a reader has ready before it waits for the one who writes: as many as go into one transaction there.
_READY = 10
#: More readers than this wait for the one who writes.
_MOST = 4


def processes_to_use() -> int:
    """How many readers are worth their while on this machine: one for each processor, or none where nothing would be won."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # A process that may have no children of its own reads by itself.
    return min(processors, _MOST) if processors > 1 and not multiprocessing.current_process().daemon else 0


class Readers:
    """Processes that read volumes. Close them, or use them as a context; they are started when first asked for something."""

    def __init__(self, number: int | None = None) -> None:
        """``number`` of processes; ``None`` is for as many as this machine has use for, 0 for reading in this process."""
        self.number = processes_to_use() if number is None else number
        self._running: list[tuple[multiprocessing.process.BaseProcess, Connection]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, path: Path, name: str) -> ReadingAhead | ReadingHere:
        """A volume, opened. Raises :class:`SourceError` like :func:`archive.parsing.tei.read_volume`."""
        return ReadingAhead(path, name, self) if self.number else ReadingHere(path, name)

    def close(self) -> None:
        """Stop all reading. Whoever is asked to read again starts anew."""
        for process, connection in self._running:
            connection.close()
            process.terminate()
        for process, _ in self._running:
            process.join()
        self._running = []

    def ask(self, message: Any) -> Connection:
        """Let the first process do what ``message`` says; its answers come through the connection."""
        self._start()
        connection = self._running[0][1]
        connection.send(message)
        return connection

    def share(self, reading: tei.VolumeReading) -> list[Connection]:
        """Let every process read its share of a volume."""
        for place, (_, connection) in enumerate(self._running):
            connection.send(("share", reading, place, len(self._running)))
        return [connection for _, connection in self._running]

    def _start(self) -> None:
        # New interpreters and no fork: a database connection of this process must not be shared.
        context = multiprocessing.get_context("spawn")
        while len(self._running) < self.number:
            connection, other = context.Pipe()
            process = context.Process(target=_serve, args=(other,), daemon=True)
            process.start()
            other.close()
            self._running.append((process, connection))


class ReadingHere:
    """A volume read in this process."""

    def __init__(self, path: Path, name: str) -> None:
        self._reading = tei.read_volume(path, name=name)
        self.volume: VolumeRecord = self._reading.volume
        self.count = self._reading.count

    def __iter__(self) -> Iterator[Prepared]:
        for record, division in self._reading:
            yield prepare(record, division)


class ReadingAhead:
    """A volume read elsewhere: ``volume`` and ``count`` are there at once; iterating, which can be done once, gives the documents.

    Its readers read one volume at a time. Raises :class:`SourceError`.
    """

    def __init__(self, path: Path, name: str, readers: Readers) -> None:
        self._name, self._readers = name, readers
        with self._unless_stopped():
            connection = readers.ask(("open", str(path), name))
        self._reading: tei.VolumeReading = self._take(connection)
        self.volume: VolumeRecord = self._reading.volume
        self.count = self._reading.count

    def __iter__(self) -> Iterator[Prepared]:
        finished = False
        try:
            with self._unless_stopped():
                connections = self._readers.share(self._reading)
            for turn in count():
                documents = self._take(connections[turn % len(connections)])
                if not documents:
                    break
                yield from documents
            # Whose turn it would have been next has nothing left either.
            for other in connections:
                if other is not connections[turn % len(connections)]:
                    self._take(other)
            finished = True
        finally:
            if not finished:
                self._readers.close()

    def _take(self, connection: Connection) -> Any:
        with self._unless_stopped():
            message, problem = connection.recv()
        if problem:
            self._readers.close()
            raise SourceError(*problem)
        return message

    @contextlib.contextmanager
    def _unless_stopped(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, OSError) as error:
            self._readers.close()
            raise SourceError(
                "could not be read to its end: the process that read it was stopped", self._name
            ) from error


def _serve(connection: Connection) -> None:
    """What runs in the other processes. Nobody listens any more if a message can't be sent or none comes."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError, EOFError, KeyboardInterrupt), connection:
        while True:
            wanted, *of = connection.recv()
            try:
                if wanted == "open":
                    path, name = of
                    connection.send((tei.read_volume(Path(path), name=name), None))
                else:
                    _read_share(connection, *of)
            except SourceError as error:
                connection.send((None, (error.message, error.name, error.line)))


def _read_share(connection: Connection, reading: tei.VolumeReading, place: int, shares: int) -> None:
    """Send every ``shares``-th lot of documents, from the ``place``-th on, and at last an empty one."""
    prepared = (
        prepare(record, division)
        for record, division in reading.every(lambda number: number // _AT_ONCE % shares == place)
    )
    with ThreadPoolExecutor(1) as sender:  # sending takes as long as nobody listens, and reading goes on meanwhile
        ready: deque[Future] = deque()
        while lot := list(islice(prepared, _AT_ONCE)):
            ready.append(sender.submit(connection.send, (lot, None)))
            if len(ready) > _READY:
                ready.popleft().result()
        for sending in ready:
            sending.result()
    connection.send(([], None))
