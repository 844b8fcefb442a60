"""What follows from all volumes of one command together, done once after the last of them instead of after each."""

from __future__ import annotations

from typing import Self

from archive import store
from archive.models import Document, Volume

#: How many times as many papers there are when the database's statistics are refreshed although more volumes will come.
_GROWTH = 4


class Afterwards:
    """Use it as a context around imports.

    At its end, also after an error, people and places are gathered and the database's statistics refreshed.
    If the process is killed before, importing the same sources again changes no paper and does both.
    """

    def __init__(self) -> None:
        self._volumes: dict[int, Volume] = {}
        self._papers: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._papers is not None:
            store.gather_people(self._volumes.values())
            store.gather_places()
            store.refresh_statistics()

    def imported(self, volume: Volume | None) -> None:
        """Note a source that has come in, with its volume, if it has one."""
        if volume:
            self._volumes[volume.pk] = volume
        papers = Document.objects.count()
        if self._papers is not None and papers > _GROWTH * self._papers:
            store.refresh_statistics()  # what the database knows of itself is far from the truth
            self._papers = papers
        self._papers = self._papers or papers
