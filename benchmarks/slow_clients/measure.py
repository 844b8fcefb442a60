"""How long readers wait while slow clients hold connections to the server. See README.md beside it.

    python benchmarks/slow_clients/measure.py [--server NAME …] [--seconds 15] [--only WORD]

Serves the archive that the settings name on a free port, opens slow clients of each kind, and meanwhile times ordinary requests,
each on a connection of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import statistics
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from archive.models import Document  # noqa: E402
from benchmarks.serving import SERVERS, memory_of, serving  # noqa: E402

#: A request that takes longer has failed.
PATIENCE = 30


@contextmanager
def _socket(port: int, receive: int = 0) -> Iterator[socket.socket]:
    client = socket.socket()
    if receive:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    client.setblocking(False)
    try:
        yield client
    finally:
        client.close()


async def _half_header(port: int) -> None:
    """Send the first lines of a request, and never the rest."""
    with _socket(port) as client:
        await _send(client, port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Waiting: ")
        await asyncio.sleep(3600)


async def _dripping_header(port: int) -> None:
    """Send a request with one byte each second."""
    with _socket(port) as client:
        await _send(client, port, b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        for byte in b"X-Waiting: " + b"a" * 3600:
            await asyncio.sleep(1)
            await asyncio.get_running_loop().sock_sendall(client, bytes([byte]))


def _half_body(address: str, kind: str) -> Callable[[int], Awaitable[None]]:
    async def client_of(port: int) -> None:
        """Announce a form of 100,000 bytes and send a few of them."""
        with _socket(port) as client:
            head = f"POST {address} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: 100000\r\n"
            await _send(client, port, head.encode() + b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n\r\nusername=half")
            await asyncio.sleep(3600)

    return client_of


async def _slow_reader(port: int) -> None:
    """Request all papers as a table, and read a few bytes of it each second."""
    with _socket(port, receive=4096) as client:
        await _send(client, port, b"GET /search.csv?q=the HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while await asyncio.get_running_loop().sock_recv(client, 512):
            await asyncio.sleep(1)


async def _idle(port: int) -> None:
    """Connect and send nothing."""
    with _socket(port) as client:
        await _send(client, port, b"")
        await asyncio.sleep(3600)


async def _send(client: socket.socket, port: int, data: bytes) -> None:
    loop = asyncio.get_running_loop()
    await loop.sock_connect(client, ("127.0.0.1", port))
    await loop.sock_sendall(client, data)


_FORM = "application/x-www-form-urlencoded"
_FILE = "multipart/form-data; boundary=half"
#: Each kind of attack: how many clients of which sort.
KINDS: dict[str, list[tuple[int, Callable[[int], Awaitable[None]]]]] = {
    "nobody": [],
    "60 idle connections": [(60, _idle)],
    "60 half headers": [(60, _half_header)],
    "60 headers, a byte a second": [(60, _dripping_header)],
    "20 half bodies of a login": [(20, _half_body("/admin/login/", _FORM))],
    "20 half bodies of an upload": [(20, _half_body("/admin/archive/importrun/add/", _FILE))],
    "8 slow readers": [(8, _slow_reader)],
    "all of these": [
        (60, _idle),
        (60, _half_header),
        (60, _dripping_header),
        (20, _half_body("/admin/login/", _FORM)),
        (20, _half_body("/admin/archive/importrun/add/", _FILE)),
        (8, _slow_reader),
    ],
    "500 half headers": [(500, _half_header)],
}


@contextmanager
def _slow_clients(port: int, kinds: list[tuple[int, Callable[[int], Awaitable[None]]]]) -> Iterator[None]:
    """Run slow clients in a thread; each begins again when the server ends its connection."""
    loop = asyncio.new_event_loop()

    async def again(client_of: Callable[[int], Awaitable[None]]) -> None:
        while True:
            with suppress(OSError):
                await client_of(port)
            await asyncio.sleep(0.5)

    async def run() -> None:
        await asyncio.gather(*(again(client_of) for count, client_of in kinds for _ in range(count)))

    task = loop.create_task(run())
    thread = threading.Thread(target=lambda: _until_cancelled(loop, task))
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


def _until_cancelled(loop: asyncio.AbstractEventLoop, task: asyncio.Task) -> None:
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(task)


def _time_requests(port: int, addresses: list[str], seconds: float) -> tuple[list[float], int]:
    """Return the milliseconds of each request in turn, and how many failed."""
    taken, failed, until, turn = [], 0, time.monotonic() + seconds, 0
    while time.monotonic() < until:
        address = addresses[turn % len(addresses)]
        turn += 1
        began = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", address, headers={"Host": "localhost", "Connection": "close"})
            response = connection.getresponse()
            response.read()
            failed += response.status != 200
        except (OSError, HTTPException):
            failed += 1
        finally:
            connection.close()
        taken.append(1000 * (time.perf_counter() - began))
        time.sleep(0.02)
    return taken, failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", action="append", choices=list(SERVERS), help="default: the archive's own")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--only", default="", help="kinds of clients with this in their name")
    options = parser.parse_args()
    paper = Document.objects.public().order_by("pk").first()
    addresses = ["/", paper.get_absolute_url(), "/search/?q=refugees", "/healthz"]
    print("| Server | Slow clients | Requests | Median ms | p95 ms | Worst ms | Failed | MB |\n" + "|---" * 8 + "|")
    missed = 0
    for name in options.server or [next(iter(SERVERS))]:
        for kind, clients in KINDS.items():
            if options.only not in kind:
                continue
            with serving(name) as server:
                _time_requests(server.port, addresses, 1)
                with _slow_clients(server.port, clients):
                    time.sleep(1)
                    taken, failed = _time_requests(server.port, addresses, options.seconds)
                    memory = memory_of(server.pid)
            p95 = sorted(taken)[int(len(taken) * 0.95)]
            missed += bool(failed or max(taken) > 1000)
            print(
                f"| {name} | {kind} | {len(taken)} | {statistics.median(taken):.1f} | {p95:.1f} | {max(taken):.0f} | {failed}"
                f" | {memory:.0f} |",
                flush=True,
            )
    print(f"\n{missed} kinds of slow clients made a request fail or wait over a second")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
