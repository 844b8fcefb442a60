"""Servers for the benchmarks: the archive as ``script/serve`` starts it, and others to compare it with."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
#: The arguments of each after ``python -m``. The first is the archive's own; the others were set aside, and must be installed.
SERVERS = {
    "archive": "gunicorn --config python:config.server --bind {host}:{port}",
    "gthread": "gunicorn config.wsgi --bind {host}:{port} --workers 2 --threads 4 --worker-class gthread --log-level warning",
    "granian": "granian config.wsgi:application --interface wsgi --host {host} --port {port} --workers 2 --blocking-threads 4"
    " --no-ws --http 1 --log-level warning",
    "granian, 64 threads": "granian config.wsgi:application --interface wsgi --host {host} --port {port} --workers 2"
    " --blocking-threads 64 --no-ws --http 1 --log-level warning",
    "waitress": "waitress --host {host} --port {port} --threads 8 --connection-limit 2000 --asyncore-use-poll config.wsgi:application",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its port and the id of its first process."""

    port: int
    pid: int


@contextmanager
def serving(
    name: str = next(iter(SERVERS)), log: TextIO | None = None, port: int = 0, **environment: str
) -> Iterator[Server]:
    """Start a server, on a free port unless one is given, and wait until it responds; end it afterwards. Its output goes to ``log``."""
    port = port or free_port()
    command = [sys.executable, "-m", *SERVERS[name].format(host="127.0.0.1", port=port).split()]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"CHANCERY_DEBUG": "0"} | environment, stdout=log, stderr=log
    )
    try:
        _wait(process, port)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _wait(process: subprocess.Popen, port: int) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with {process.returncode}")
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise RuntimeError("the server did not respond")


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(pid: int) -> list[int]:
    """Return the process and all that it started."""
    found = [pid]
    for one in found:
        children = Path(f"/proc/{one}/task/{one}/children")
        found += [int(word) for word in children.read_text().split()] if children.exists() else []
    return found


def rollup(pid: int) -> dict[str, float]:
    """Return the memory of a process in MB by kind: Rss, Pss, Private_Dirty …"""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}


def memory_of(pid: int) -> float:
    """Return the memory of a server in MB: its processes' own and their shares of what is shared."""
    return sum(rollup(one)["Pss"] for one in processes_of(pid))
