"""The bar with which commands show how far they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm


@contextmanager
def progress_bar(
    command: BaseCommand, options: dict[str, Any], *, unit: str = "documents", name: str = ""
) -> Iterator[Callable[[int, int], None]]:
    """Show a bar where somebody looks at it; yield the function that is told how many of how many are done.

    There is none at verbosity 0, and none where the command's errors go into a file.
    """
    hidden = None if options["verbosity"] else True
    with tqdm(unit=f" {unit}", desc=name or None, disable=hidden, file=command.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield progress
