"""What the archive raises where something can't be done as it was asked: one family, each with a sentence for people.

Pages and commands show the sentence; they need to catch nothing but :class:`Refused`. Errors of the program itself are none of these.
"""

from __future__ import annotations


class Refused(Exception):
    """Something can't be done. ``sentence`` says why, in words for people; ``where`` says in what, if that is known.

    ``where`` is a place in the input: a file's name with a line ("volume.xml, line 12"), a column of a spreadsheet, a field.
    """

    def __init__(self, sentence: str = "", where: str = "") -> None:
        self.sentence, self.where = sentence, where
        super().__init__(f"{where}: {sentence}" if where else sentence)


class Outdated(Refused):
    """The record is no longer what it was when the work on it began: somebody else was first. Nothing was written."""


class OutOfTime(Refused):
    """A query was stopped because its time was up."""
