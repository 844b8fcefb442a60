"""What somebody has to do something about, in words: what fails, and what has been silent for too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from archive.upkeep.facts import Facts, Stored


@dataclass(frozen=True, slots=True)
class Limits:
    """After what time silence is an alarm; None for never. ``watched`` says whether the folder of backups is known."""

    backup: timedelta | None
    drill: timedelta | None
    fixity: timedelta | None
    job: timedelta | None
    watched: bool = True
    copy: timedelta | None = None

    @classmethod
    def of_settings(cls) -> Limits:
        """Return those of the settings."""
        return cls(
            timedelta(hours=settings.BACKUP_HOURS) or None,
            timedelta(days=settings.DRILL_DAYS) or None,
            timedelta(days=settings.FIXITY_DAYS) or None,
            timedelta(hours=settings.JOB_HOURS) or None,
            settings.BACKUPS is not None,
            timedelta(hours=settings.COPY_HOURS) or None,
        )


#: By how much clocks may differ.
_CLOCKS = timedelta(minutes=5)
#: For how long a job may wait while nobody works on jobs: a restart takes less.
_NOBODY = timedelta(minutes=10)


def alarms(facts: Facts, limits: Limits) -> list[str]:
    """Return a sentence on each thing that is wrong; nothing is wrong if there is none. What was never done is as silent as it can be."""
    found = [f"{name.capitalize()}: {wrong}." for name, wrong in facts.checks.items() if wrong]
    found += [f"{one.name.capitalize()} {one.wrong}." for one in facts.replicas if one.wrong]
    found += _of_backups(facts, limits)
    if facts.stored is None:
        return found or ["The database does not answer."]
    return [*found, *_of_checks(facts, facts.stored, limits), *_of_jobs(facts, facts.stored, limits)]


def _of_backups(facts: Facts, limits: Limits) -> Iterator[str]:
    if not limits.watched:
        if limits.backup or limits.drill or limits.copy:
            yield "Nobody watches the backups: CHANCERY_BACKUPS names no folder."
        return
    yield from _silence(facts, facts.backup, limits.backup, "There is no backup", "The newest backup was made")
    never = "No backup was ever restored by script/drill"
    yield from _silence(facts, facts.drill, limits.drill, never, "A backup was last restored by script/drill")
    never = "The continuous copy was never found in step by check_copy"
    yield from _silence(
        facts, facts.copy, limits.copy, never, "The continuous copy was last found in step by check_copy"
    )


def _of_checks(facts: Facts, stored: Stored, limits: Limits) -> Iterator[str]:
    papers = sum(stored.papers.values())
    if papers and (
        late := [
            *_silence(
                facts,
                stored.checked_last,
                limits.fixity,
                "No text was ever checked by check_fixity",
                "Texts were last checked",
            )
        ]
    ):
        yield from late
    elif papers:
        some = "A text was not found unchanged since; see which check_fixity names. The last time was"
        yield from _silence(facts, stored.checked_first, limits.fixity, "", some)
    # A job that writes many papers makes their entries again at its end.
    if stored.unindexed and not stored.jobs["running"]:
        yield f"Searches do not find {stored.unindexed:,} papers as they are: run rebuild_search, unless an import is under way."


def _of_jobs(facts: Facts, stored: Stored, limits: Limits) -> Iterator[str]:
    if stored.unopened:
        yield f"What is closed should be open since its day ({stored.unopened:,}): start run_jobs, or run open_papers."
    if stored.waiting_since is None:
        return
    if not stored.runner:
        nobody = "Jobs wait and nobody works on them: start run_jobs. The first was started"
        yield from _silence(facts, stored.waiting_since, _NOBODY, "", nobody)
    else:
        yield from _silence(facts, stored.waiting_since, limits.job, "", "A job has not ended that was started")


def _silence(facts: Facts, last: datetime | None, limit: timedelta | None, never: str, was: str) -> Iterator[str]:
    """Yield the sentence on something that happened ``last`` longer ago than ``limit``, or never."""
    if limit is None:
        return
    if last is None:
        yield f"{never}."
    elif facts.at - last < -_CLOCKS:
        # Such a moment says nothing about how long there was silence.
        yield f"{was} at a time that has not come yet, {last:%Y-%m-%d %H:%M}: a clock is or was wrong."
    elif facts.at - last > limit:
        yield f"{was} {in_words(facts.at - last)} ago; at most {in_words(limit)} are allowed."


def in_words(time: timedelta) -> str:
    """Return a span of time in its two largest units: "2 days and 3 hours"."""
    minutes = int(time.total_seconds() // 60)
    units = (("day", minutes // 1440), ("hour", minutes // 60 % 24), ("minute", minutes % 60))
    words = [f"{count:,} {name}{'' if count == 1 else 's'}" for name, count in units if count]
    return " and ".join(words[:2]) or "less than a minute"
