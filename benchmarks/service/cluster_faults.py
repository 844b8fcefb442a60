"""Faults of a cluster of PostgreSQL, while people are at work: see faults.py and README.md beside it."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.cluster import Node
    from benchmarks.service.faults import World

_SECONDS = 8


def primary_killed(world: World) -> None:
    """The primary is killed; a replica is promoted."""
    cluster = world.cluster
    with _reading(world, "from the primary's end until all is as before"):
        killed, confirmed = time.monotonic(), len(world.results.tokens)
        cluster.primary.send(signal.SIGKILL)
        world.during(_SECONDS)
        began = time.monotonic()
        promoted = cluster.promote()
        world.say(
            f"{promoted.name} was promoted {began - killed:.1f} s after the end of the primary, in {time.monotonic() - began:.2f} s"
        )
        confirmed = len(world.results.tokens)
        while len(world.results.tokens) == confirmed and time.monotonic() < began + 60:
            time.sleep(0.05)
        world.say(f"the first new paper was confirmed {time.monotonic() - began:.1f} s after that began")
        world.during(_SECONDS)


def replica_stopped(world: World) -> None:
    """Each replica in turn stands still, as one whose disk hangs; then it goes on."""
    for node in world.cluster.replicas:
        with _reading(world, f"while {node.name} stood still"):
            node.send(signal.SIGSTOP)
            world.during(_SECONDS)
            node.send(signal.SIGCONT)


def replicas_behind(world: World) -> None:
    """Papers are withdrawn: while all is well, while one replica is cut off, and while no replica replays anything."""
    cluster = world.cluster
    with _reading(world, "meanwhile"):
        _withdraw(world, "with both replicas in step")
        first = cluster.replicas[0]
        cluster.query(first, "SELECT pg_wal_replay_pause()")
        time.sleep(1.5)
        _withdraw(world, f"while {first.name} replays nothing")
        cluster.query(cluster.replicas[1], "SELECT pg_wal_replay_pause()")
        time.sleep(1.5)
        _withdraw(world, "while no replica replays anything")
        _withdraw(world, "just after the last replica has stopped replaying", before=lambda: _resume_and_pause(world))
        for node in cluster.replicas:
            cluster.query(node, "SELECT pg_wal_replay_resume()")


def database_disk_full(world: World) -> None:
    """The disk of PostgreSQL is full, its log's with it, and has space again."""
    from benchmarks.service.faults import fill

    filler = fill(world.folder)
    world.during()
    filler.unlink()
    if not _runs(world.cluster.primary):
        world.say("PostgreSQL had ended itself, as it does when its log can't be written, and was started again")
        world.cluster.start_again(world.cluster.primary)


FAULTS: dict[str, Callable[[World], None]] = {
    one.__name__: one for one in (primary_killed, replica_stopped, replicas_behind, database_disk_full)
}
#: How many replicas the cluster of each has.
REPLICAS = dict.fromkeys(FAULTS, 2) | {"database_disk_full": 0}


def _resume_and_pause(world: World) -> None:
    for sql in ("SELECT pg_wal_replay_resume()", "SELECT pg_wal_replay_pause()"):
        for node in world.cluster.replicas:
            world.cluster.query(node, sql)
        if "resume" in sql:
            time.sleep(2)


def _runs(node: Node) -> bool:
    try:
        return bool(node.processes())
    except (OSError, ValueError):
        return False


@contextmanager
def _reading(world: World, when: str) -> Iterator[None]:
    """Read pages one after the other that no cache has, and say what came of it; anything but a page is wrong."""
    end, statuses, took, silent = threading.Event(), Counter[int | str](), [], [0.0]

    def read() -> None:
        chance, last = random.Random(when), time.monotonic()
        while not end.wait(0.05):
            began = time.monotonic()
            words = f"telegram+OR+{chance.getrandbits(40):x}"
            status = _status(world.port, f"/search/?q={words}")
            statuses[status] += 1
            took.append(time.monotonic() - began)
            if status == 200:
                silent[0] = max(silent[0], time.monotonic() - last)
                last = time.monotonic()

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
        took.sort()
        world.say(
            f"{when}, a reader got {dict(statuses)}: half of it within {1000 * took[len(took) // 2]:.0f} ms, the slowest after"
            f" {1000 * took[-1]:.0f} ms; the longest time without a page was {silent[0]:.1f} s"
        )
        world.wrong += [f"{status} {when}" for status in statuses if status != 200]


def _withdraw(world: World, when: str, before: Callable[[], None] = lambda: None) -> None:
    """Withdraw some papers that are read all the time, and say for how long the public still saw them."""
    from django.contrib.auth.models import User

    from archive import workflow
    from archive.models import Document, State

    archivist = User.objects.get(username__startswith="soak-archivist")
    seen = []
    for paper in Document.objects.filter(state=State.PUBLISHED, volume__synthetic=True).order_by("?")[:5]:
        address = f"/documents/{paper.slug}/"
        for _ in range(20):
            _status(world.port, address)
        before()
        workflow.take(paper, "withdraw", user=archivist, comment="For the drill.")
        withdrawn, last, since = time.monotonic(), 0.0, time.monotonic()
        while time.monotonic() - since < 1.5:  # until it has been gone for so long
            asked = time.monotonic()
            if _status(world.port, address) != 410:
                last, since = asked - withdrawn, time.monotonic()
        seen.append(last)
    world.say(f"{when}, papers were still shown for up to {1000 * max(seen):.0f} ms after they were withdrawn")
    world.wrong += [f"shown for {one:.1f} s {when}" for one in seen if one > 1]


def _status(port: int, address: str) -> int | str:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address, headers={"Host": "localhost"})
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()
