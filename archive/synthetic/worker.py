"""What runs in the processes that put papers together; knows nothing of Django until it is started."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator
from contextlib import contextmanager

import django

_maker = None


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no cycles meanwhile: hundreds of thousands of rows are plain values in none, and looking takes a fifth of the time."""
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

    _maker = Maker(*pickle.loads(making))  # noqa: S301 (our own process's)


def make(packet: bytes) -> tuple:
    """The rows of a packet; see :func:`archive.synthetic.packets.rows_of_packet`."""
    from archive.synthetic.packets import rows_of_packet

    with without_collecting():
        return rows_of_packet(_maker, pickle.loads(packet))  # noqa: S301
