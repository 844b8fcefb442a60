"""File numbers as read: the frozen records that the functions of :mod:`archive.filing` return."""

from __future__ import annotations

from dataclasses import dataclass

from archive.filing.schemes import UNKNOWN
from archive.records import ReadingWarning


@dataclass(frozen=True, slots=True)
class FileNumber:
    """A file number as printed and as read.

    ``normal`` is the one form of all its spellings and doesn't depend on the era. ``file`` is ``normal`` without
    enclosure or date suffix. ``class_`` is the class digit of a decimal number, or the subject code of a
    subject-numeric one. ``date`` is the day of a date suffix in ISO form, or ``""``. ``sort_key`` orders numbers as
    on the shelf when compared byte by byte. A part that the number doesn't have is ``""``.
    """

    printed: str
    normal: str
    scheme: str = UNKNOWN
    class_: str = ""
    country: str = ""
    second_country: str = ""
    subject: str = ""
    qualifier: str = ""
    enclosure: str = ""
    date: str = ""
    file: str = ""
    sort_key: str = ""
    warnings: tuple[ReadingWarning, ...] = ()

    @property
    def file_key(self) -> str:
        """The sort key of the number's file, which is a prefix of its own."""
        return self.sort_key.partition("!")[0]


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A file number in a text: ``text[start:end] == number.printed``."""

    start: int
    end: int
    number: FileNumber
