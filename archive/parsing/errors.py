"""What a reader raises when a file is nothing that it can read."""

from __future__ import annotations


class SourceError(Exception):
    """A source can't be read at all: which file, in which line if that is known, and why."""

    def __init__(self, message: str, name: str = "", line: int | None = None) -> None:
        self.message, self.name, self.line = message, name, line
        place = ", ".join(part for part in (name, f"line {line}" if line else "") if part)
        super().__init__(f"{place}: {message}" if place else message)
