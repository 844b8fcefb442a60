"""What the archive raises where a request can't be fulfilled: one family, each exception with a sentence for people.

Pages and commands show the sentence; they need to catch nothing but :class:`Refused`. Errors of the program itself are none of these.
"""

from __future__ import annotations


class Refused(Exception):
    """A request is refused. ``sentence`` is the reason, in words for people; ``where`` is the place of it, if known.

    ``where`` is a place in the input: a file's name with a line ("volume.xml, line 12"), a column of a spreadsheet, a field.
    """

    def __init__(self, sentence: str = "", where: str = "") -> None:
        self.sentence, self.where = sentence, where
        super().__init__(f"{where}: {sentence}" if where else sentence)


#: Characters of a reason that a library or a database gives.
_LONGEST_REASON = 200


def reason_of(error: BaseException) -> str:
    """Return what an exception says, in one short line: the sentence of a refusal, else its words, else its name."""
    words = error.sentence if isinstance(error, Refused) else " ".join(str(error).split())
    words = "".join(c if c.isprintable() else "?" for c in words) or type(error).__name__
    return words if len(words) <= _LONGEST_REASON else f"{words[:_LONGEST_REASON]} …"


class Outdated(Refused):
    """The record has changed since the work on it began. Nothing was written."""


class OutOfTime(Refused):
    """A query, or the reading of a text, was stopped because its time was up."""


class Cancelled(Refused):
    """Somebody has cancelled the work. What was done until then stays done."""
