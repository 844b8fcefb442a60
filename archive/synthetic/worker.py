"""The code of the processes that compose papers; it imports nothing of Django until :func:`start` sets it up."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator
from contextlib import contextmanager

import django

_maker = None


@contextmanager
def without_collecting() -> Iterator[None]:
    """Turn garbage collection off: hundreds of thousands of rows are plain values without cycles, and it takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def start(making: bytes) -> None:
    """Set the process up with the arguments of its :class:`archive.synthetic.papers.Maker`."""
    global _maker
    django.setup()
    from archive.synthetic.papers import Maker

    _maker = Maker(*pickle.loads(making))  # noqa: S301 (from our own process)


def make(packet: bytes) -> tuple:
    """Return the rows of a packet; see :func:`archive.synthetic.packets.rows_of_packet`."""
    from archive.synthetic.packets import rows_of_packet

    with without_collecting():
        return rows_of_packet(_maker, pickle.loads(packet))  # noqa: S301
