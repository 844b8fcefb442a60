"""Processes that read sources ahead of the one that writes: documents arrive in order, each with what is derived from it.

These processes need no database and no Django, and read one source after the other without a new start. Of several sources that are
announced together each process reads whole ones in turn. One source alone they share: each parses all of it, which is quick, and derives
every n-th share of its documents, which is not. They have some documents ready, those of the next sources included, and wait while they
are not taken, so that memory stays flat. They end by themselves when the process that started them has gone.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO
from itertools import count, islice
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from typing import Any, Self

from archive import deadline
from archive.deriving import Derived, derive
from archive.errors import reason_of
from archive.parsing.errors import SourceError
from archive.parsing.formats import open_reading
from archive.parsing.reader import Placed, Unread, read_or_reason
from archive.records import VolumeRecord

#: Documents in one message: a lot. Shares are made of whole lots.
_LOT = 20
#: Lots that a process has ready before it waits for the writer: as many as the writer puts into one transaction, which is most volumes.
_READY = 20
#: More processes than this would wait for the writer.
_MOST = 4
#: By how much they let others go first: nobody waits for them but the one that writes, and readers do not wait for that.
_NICE = 10
#: How processes are started: the first of these that the system has.
_METHOD = next(method for method in ("forkserver", "spawn") if method in multiprocessing.get_all_start_methods())


def processes_to_use() -> int:
    """Return how many processes are useful on this machine: one for each processor, or none where they would gain nothing."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # A process that is not allowed children of its own reads by itself.
    return min(processors, _MOST) if processors > 1 and not multiprocessing.current_process().daemon else 0


class ReadingProcesses:
    """Processes that read sources. Close them, or use them as a context; they start when they are first needed."""

    def __init__(self, number: int | None = None) -> None:
        """``number`` of processes; ``None`` for as many as this machine can use, 0 to read in this process."""
        self.number = processes_to_use() if number is None else number
        self._running: list[tuple[multiprocessing.process.BaseProcess, Connection]] = []
        #: The sources that are being read, with the processes that read each.
        self._expected: list[tuple[Path, str, list[Connection]]] = []
        self._turns = 0
        #: Whether the documents of a source are still being taken.
        self.taken_from = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def expect(self, path: Path, name: str, *, whole: bool = False) -> None:
        """Announce a source that will be read after those announced before; its reading begins while these are still being taken.

        ``whole`` sources are read by one process each, in turn.
        """
        if not self.number:
            return
        self._start()
        readers = [connection for _, connection in self._running]
        if whole:
            readers = [readers[self._turns % len(readers)]]
            self._turns += 1
        for share, connection in enumerate(readers):
            with contextlib.suppress(OSError):  # it was stopped; whoever waits for its answer gets the error
                connection.send((path, name, share, len(readers)))
        self._expected.append((path, name, readers))

    def read(self, path: Path, name: str) -> ReadingAhead | ReadingHere:
        """Open a source. Another than the one announced next costs a new start.

        Raises :class:`SourceError` like :func:`archive.parsing.formats.open_reading`.
        """
        if not self.number:
            return ReadingHere(path, name)
        if self.taken_from or (self._expected and self._expected[0][:2] != (path, name)):
            self.close()  # what is on its way is no longer needed
        if not self._expected:
            self.expect(path, name)
        *_, readers = self._expected.pop(0)
        return ReadingAhead(name, self, readers)

    def close(self) -> None:
        """Stop all reading. A later request starts the processes again."""
        for process, connection in self._running:
            connection.close()
            process.terminate()
        for process, _ in self._running:
            process.join()
        self._running, self._expected, self.taken_from = [], [], False

    def _start(self) -> None:
        # No forks of this process, whose database connection must not be shared, but of a new one that has loaded the grammars once.
        context = multiprocessing.get_context(_METHOD)
        if _METHOD == "forkserver":
            context.set_forkserver_preload([__name__])
        while len(self._running) < self.number:
            connection, other = context.Pipe()
            process = context.Process(target=_serve, args=(other,), daemon=True)
            process.start()
            other.close()
            self._running.append((process, connection))


class ReadingHere:
    """A source read in this process."""

    def __init__(self, path: Path, name: str) -> None:
        self._reading = open_reading(path, name)
        self.volume: VolumeRecord | None = self._reading.volume
        self.count = self._reading.count

    def __iter__(self) -> Iterator[Derived | Unread]:
        yield from map(_derived, self._reading)


class ReadingAhead:
    """A source read by other processes: ``volume`` and ``count`` are there at once; iterating, possible once, yields the documents.

    The processes yield one source at a time. Raises :class:`SourceError`.
    """

    def __init__(self, name: str, processes: ReadingProcesses, connections: list[Connection]) -> None:
        self._name, self._processes, self._connections = name, processes, connections
        processes.taken_from = True
        self.volume: VolumeRecord | None
        self.count: int
        self.volume, self.count = self._take(connections[0])

    def __iter__(self) -> Iterator[Derived | Unread]:
        finished = False
        try:
            for turn in count():
                current = self._connections[turn % len(self._connections)]
                documents = self._take(current)
                if not documents:
                    break
                yield from documents
            # The processes whose turns would have come next have nothing left either.
            for other in self._connections:
                if other is not current:
                    self._take(other)
            finished = True
        finally:
            if finished:
                self._processes.taken_from = False
            else:
                self._processes.close()

    def _take(self, connection: Connection) -> Any:
        try:
            if not connection.poll(deadline.left()):
                deadline.check()
            message, problem = connection.recv()
        except (EOFError, OSError) as error:
            self._processes.close()
            raise SourceError(
                "could not be read to its end: the process that read it was stopped", self._name
            ) from error
        if problem:
            self._processes.close()
            raise SourceError(*problem)
        return message


def _derived(placed: Placed) -> Derived | Unread:
    """Return a document with everything that is derived from it, or why that can't be done."""
    record, division = placed
    if isinstance(record, Unread):
        return record
    return read_or_reason(lambda: derive(record, division), record.source_id)


class _Pickler(pickle.Pickler):
    """Pickles a dataclass as a call with its values, which takes both sides a third less time than its own way, field by field."""

    def reducer_override(self, value: object) -> Any:
        values = _getter(type(value))
        return (type(value), values(value)) if values else NotImplemented


@cache
def _getter(kind: type) -> Callable[[Any], Any] | None:
    """Return what gives the values of all fields of a dataclass with several, ``None`` for all else."""
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else []
    return attrgetter(*names) if len(names) > 1 else None


class _Sender:
    """Sends while its owner reads on; makes the owner wait when too much has not been taken yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._thread = connection, ThreadPoolExecutor(1)
        self._sending: deque[Future] = deque()

    def send(self, message: Any, problem: tuple | None = None) -> None:
        """Send this soon. Raises ``OSError`` if the other end is closed."""
        self._sending.append(self._thread.submit(self._send, (message, problem)))
        if len(self._sending) > _READY:
            self._sending.popleft().result()

    def _send(self, message: tuple) -> None:
        pickled = BytesIO()
        _Pickler(pickled, pickle.HIGHEST_PROTOCOL).dump(message)
        self._connection.send_bytes(pickled.getbuffer())


def _serve(connection: Connection) -> None:
    """Run in the other processes, until a message can't be sent or none comes: then the other end is closed."""
    os.nice(_NICE)
    sender = _Sender(connection)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError, EOFError, KeyboardInterrupt), connection:
        while True:
            _send_share(sender, *connection.recv())


def _send_share(sender: _Sender, path: Path, name: str, share: int, shares: int) -> None:
    """Send one of so many shares of a source, a lot at a time, and an empty lot at the end; the first share begins with the volume."""
    try:
        reading = open_reading(path, name)
        if not share:
            sender.send((reading.volume, reading.count))
        documents = map(_derived, reading.select(lambda index: index // _LOT % shares == share))
        while lot := list(islice(documents, _LOT)):
            sender.send(lot)
        sender.send([])
    except SourceError as error:
        sender.send(None, (error.sentence, error.name, error.line))
    except Exception as error:  # else the process would end, and nobody would know why
        sender.send(None, (f"could not be read to its end: {reason_of(error)}", name, None))
