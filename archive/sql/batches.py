"""Long lists in batches, so that no statement has more parameters than a database takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the values in lists of ``size``, the last one shorter. Nothing is yielded where there are no values."""
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch
