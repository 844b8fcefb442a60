"""Reading volumes in other processes, ahead of the one that writes: documents arrive in order, with what was worked out of them.

The others need no database, and read one volume after the other without starting anew. Each parses the whole volume, which is quick,
and works out every n-th share of its documents, which is not. They have some documents ready, of the volumes that follow, too, if
these are known, and are held up when nobody takes them, so memory stays flat. They end by themselves when the process that started
them is gone.
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

from archive.deriving import Derived, derive
from archive.parsing import tei
from archive.parsing.errors import SourceError
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


class ReadingProcesses:
    """Processes that read volumes. Close them, or use them as a context; they are started when first asked for something."""

    def __init__(self, number: int | None = None) -> None:
        """``number`` of processes; ``None`` is for as many as this machine has use for, 0 for reading in this process."""
        self.number = processes_to_use() if number is None else number
        self._running: list[tuple[multiprocessing.process.BaseProcess, Connection]] = []
        self._expected: list[tuple[Path, str]] = []
        #: Whether somebody is still taking the documents of a volume.
        self.taken_from = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def expect(self, path: Path, name: str) -> None:
        """Read this volume, too, which will be asked for after those expected before; it begins while these are still being taken."""
        if not self.number:
            return
        self._start()
        for place, (_, connection) in enumerate(self._running):
            with contextlib.suppress(OSError):  # it was stopped; whoever waits for its answer will be told
                connection.send((path, name, place, len(self._running)))
        self._expected.append((path, name))

    def read(self, path: Path, name: str) -> ReadingAhead | ReadingHere:
        """A volume, opened; to ask for another than is expected costs a new start.

        Raises :class:`SourceError` like :func:`archive.parsing.tei.read_volume`.
        """
        if not self.number:
            return ReadingHere(path, name)
        if self.taken_from or (self._expected and self._expected[0] != (path, name)):
            self.close()  # what is on its way is not wanted any more
        if not self._expected:
            self.expect(path, name)
        self._expected.pop(0)
        return ReadingAhead(name, self, [connection for _, connection in self._running])

    def close(self) -> None:
        """Stop all reading. Whoever is asked to read again starts anew."""
        for process, connection in self._running:
            connection.close()
            process.terminate()
        for process, _ in self._running:
            process.join()
        self._running, self._expected, self.taken_from = [], [], False

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

    def __iter__(self) -> Iterator[Derived]:
        for record, division in self._reading:
            yield derive(record, division)


class ReadingAhead:
    """A volume read elsewhere: ``volume`` and ``count`` are there at once; iterating, which can be done once, gives the documents.

    Its readers give one volume at a time. Raises :class:`SourceError`.
    """

    def __init__(self, name: str, readers: ReadingProcesses, connections: list[Connection]) -> None:
        self._name, self._readers, self._connections = name, readers, connections
        readers.taken_from = True
        self.volume: VolumeRecord
        self.count: int
        self.volume, self.count = self._take(connections[0])

    def __iter__(self) -> Iterator[Derived]:
        finished = False
        try:
            for turn in count():
                current = self._connections[turn % len(self._connections)]
                documents = self._take(current)
                if not documents:
                    break
                yield from documents
            # Whose turn it would have been next has nothing left either.
            for other in self._connections:
                if other is not current:
                    self._take(other)
            finished = True
        finally:
            if finished:
                self._readers.taken_from = False
            else:
                self._readers.close()

    def _take(self, connection: Connection) -> Any:
        try:
            message, problem = connection.recv()
        except (EOFError, OSError) as error:
            self._readers.close()
            raise SourceError(
                "could not be read to its end: the process that read it was stopped", self._name
            ) from error
        if problem:
            self._readers.close()
            raise SourceError(*problem)
        return message


class _Sender:
    """Sends while its owner reads on; lets it wait when too much has not been taken yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._thread = connection, ThreadPoolExecutor(1)
        self._sending: deque[Future] = deque()

    def send(self, message: Any, problem: tuple | None = None) -> None:
        """Send this soon. Raises ``OSError`` if nobody listens any more."""
        self._sending.append(self._thread.submit(self._connection.send, (message, problem)))
        if len(self._sending) > _READY:
            self._sending.popleft().result()


def _serve(connection: Connection) -> None:
    """What runs in the other processes. Nobody listens any more if a message can't be sent or none comes."""
    sender = _Sender(connection)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError, EOFError, KeyboardInterrupt), connection:
        while True:
            _read_share(sender, *connection.recv())


def _read_share(sender: _Sender, path: Path, name: str, place: int, shares: int) -> None:
    """Send every ``shares``-th lot of documents, from the ``place``-th on, and at last an empty one; the first sends the volume before."""
    try:
        reading = tei.read_volume(path, name=name)
        if not place:
            sender.send((reading.volume, reading.count))
        derived = (derive(*read) for read in reading.every(lambda number: number // _AT_ONCE % shares == place))
        while lot := list(islice(derived, _AT_ONCE)):
            sender.send(lot)
        sender.send([])
    except SourceError as error:
        sender.send(None, (error.sentence, error.name, error.line))
