"""What every kind of job has: who may start it, and how it deals with some of its items in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from archive.errors import Refused
from archive.models import Job

#: A job of so few items is done at once, in the request that starts it, and in one transaction.
AT_ONCE = 20


@dataclass
class Outcome:
    """What became of some items: how many of each, and a line (name, outcome, why) for each that the report names."""

    counts: Counter = field(default_factory=Counter)
    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, name: str, outcome: str, why: str = "") -> None:
        """Count one record, and name it in the report."""
        self.counts[outcome] += 1
        self.lines.append((name, outcome, why))


#: Every kind of job by its name.
KINDS: dict[str, Kind] = {}


class Kind:
    """A kind of job. A subclass has a name, a permission, and :meth:`work`; the rest has defaults."""

    #: The name in the database and in :data:`KINDS`.
    name = ""
    #: The permission that it needs when it is started and again when it runs.
    permission = ""
    #: The most items of a job that is done at once.
    at_once = AT_ONCE
    #: Items of the first batch, and the most of one; between the two the size follows from the time that a batch takes.
    first, most = 10, 200
    #: Whether an item that fails is reported and left out. Otherwise it ends the job.
    leaves_out = True

    def __init_subclass__(cls) -> None:
        """Add a kind that has a name to :data:`KINDS`."""
        if cls.name:
            KINDS[cls.name] = cls()

    def may(self, user: Any, job: Job) -> bool:
        """Return whether somebody may start this job, and have it run. Jobs of commands have no user and may."""
        return user is None or (user.is_active and user.has_perm(self.permission))

    def begin(self, job: Job) -> None:
        """Note that the job was queued, in the same transaction. Raises :class:`~archive.errors.Refused` if it can't be."""

    def work(self, job: Job, items: list) -> Outcome:
        """Deal with some items, in one transaction with the job's progress. An exception takes all of it back."""
        raise NotImplementedError

    def finish(self, job: Job) -> None:
        """Do what is to be done after the last item, in the transaction that ends the job. It has to be quick."""

    def stop(self, job: Job) -> None:
        """Note that the job ended before its last item, in the transaction that ends it: cancelled or failed."""

    def may_be_undone(self, job: Job) -> bool:
        """Return whether what a job did is there to be undone by :meth:`undo`. Imports and bulk changes are undone on their pages."""
        return False

    def undo(self, job: Job, user: Any) -> Job:
        """Start undoing what a job did, and return the job that does so. Raises :class:`~archive.errors.Refused` if it can't be."""
        raise Refused("This job can't be undone.")

    def name_of(self, item: Any) -> str:
        """Return the name of an item for the report of a job in which it failed."""
        return str(item)


class Whole(Kind):
    """A kind of job without items: it commits in a way of its own, and begins again from the start after an interruption."""

    at_once = 0

    def run(self, job: Job, stop_if_cancelled: Callable[[], None]) -> None:
        """Do the job. ``stop_if_cancelled`` is to be called wherever it can stop."""
        raise NotImplementedError
