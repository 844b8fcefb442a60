"""What a reader raises for a source that it can't read."""

from __future__ import annotations

from archive.errors import Refused


class SourceError(Refused):
    """A source can't be read at all. ``where`` is its ``name``, with the ``line`` if that is known."""

    def __init__(self, sentence: str, name: str = "", line: int | None = None) -> None:
        self.name, self.line = name, line
        super().__init__(sentence, ", ".join(part for part in (name, f"line {line}" if line else "") if part))
