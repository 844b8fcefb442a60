"""Alarms: what fails, and what has been silent for too long."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.upkeep.alarms import Limits, alarms, in_words
from archive.upkeep.facts import Facts, Stored
from archive.upkeep.replication import Answer, judged

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
LIMITS = Limits(timedelta(hours=26), timedelta(days=8), timedelta(days=8), timedelta(hours=6))
STORED = Stored(
    papers={"published": 3, "draft": 1},
    jobs={"waiting": 0, "running": 0, "failed": 2},
    waiting_since=None,
    runner=False,
    unindexed=0,
    checked_last=NOW - timedelta(days=1),
    checked_first=NOW - timedelta(days=1),
    unchecked=1,
    version="",
    size=0,
)
WELL = Facts(NOW, STORED, {"disk": ""}, NOW - timedelta(hours=20), NOW - timedelta(days=3), 0)


def ago(**time) -> datetime:
    return NOW - timedelta(**time)


def test_an_archive_in_order_raises_none():
    assert alarms(WELL, LIMITS) == []
    assert alarms(replace(WELL, stored=replace(STORED, papers={}, checked_last=None, checked_first=None)), LIMITS) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"checks": {"disk": "3 MB free"}}, "Disk: 3 MB free."),
        ({"stored": None}, "The database does not answer."),
        ({"backup": None}, "There is no backup."),
        (
            {"backup": ago(hours=27)},
            "The newest backup was made 1 day and 3 hours ago; at most 1 day and 2 hours are allowed.",
        ),
        (
            {"backup": ago(hours=-3)},
            "The newest backup was made at a time that has not come yet, 2030-05-01 15:00: a clock is",
        ),
        ({"drill": None}, "No backup was ever restored by script/drill."),
        ({"drill": ago(days=9)}, "A backup was last restored by script/drill 9 days ago"),
    ],
)
def test_what_fails_and_what_is_silent_is_said(changes, said):
    (found,) = alarms(replace(WELL, **changes), LIMITS)
    assert found.startswith(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"checked_last": None, "checked_first": None}, "No text was ever checked by check_fixity."),
        ({"checked_last": ago(days=10), "checked_first": ago(days=10)}, "Texts were last checked 10 days ago"),
        # The check ran, and one text did not hold.
        ({"checked_first": ago(days=10)}, "A text was not found unchanged since"),
        ({"unindexed": 7}, "Searches do not find 7 papers as they are"),
        ({"waiting_since": ago(minutes=11)}, "Jobs wait and nobody works on them: start run_jobs."),
        ({"waiting_since": ago(hours=7), "runner": True}, "A job has not ended that was started 7 hours ago"),
    ],
)
def test_what_the_database_says_is_said(changes, said):
    (found,) = alarms(replace(WELL, stored=replace(STORED, **changes)), LIMITS)
    assert found.startswith(said)


PRIMARY = Answer(is_replica=False, wal=5_000, follows=False, started=ago(days=3))
FOLLOWS = Answer(is_replica=True, wal=5_000, follows=True, started=ago(days=2))


@pytest.mark.parametrize(
    ("own", "primary", "said"),
    [
        (FOLLOWS, PRIMARY, ""),
        # What was written since the primary was asked is no matter; nor, where that is away, how far anybody is.
        (replace(FOLLOWS, wal=6_000), PRIMARY, ""),
        (replace(FOLLOWS, wal=10), None, ""),
        (None, PRIMARY, "Replica-1 does not answer"),
        (replace(FOLLOWS, wal=3_500), PRIMARY, "Replica-1 lacks 1,500 bytes"),
        # Nobody writes, so that it has everything yet.
        (replace(FOLLOWS, follows=False), PRIMARY, "Replica-1 gets nothing from the primary"),
        # It was promoted, and DATABASE_URL leads to it; or it was, and DATABASE_URL does not.
        (PRIMARY, PRIMARY, ""),
        (replace(PRIMARY, wal=9_000, started=ago(days=2)), PRIMARY, "Replica-1 is no replica any more"),
    ],
)
def test_a_replica_that_is_away_behind_or_on_its_own_is_said(own, primary, said):
    found = alarms(replace(WELL, replicas=(judged("replica-1", own, primary, 0.1),)), LIMITS)
    assert len(found) == bool(said)
    assert "".join(found).startswith(said)


def test_what_is_not_to_be_watched_raises_none():
    silent = replace(WELL, backup=None, drill=None, stored=replace(STORED, checked_last=None, checked_first=None))
    assert alarms(silent, Limits(None, None, None, None, watched=False)) == []
    (found,) = alarms(WELL, replace(LIMITS, watched=False))
    assert found.startswith("Nobody watches the backups")


def test_times_are_in_two_units():
    times = ((0, "less than a minute"), (61, "1 minute"), (26 * 3600, "1 day and 2 hours"), (90061, "1 day and 1 hour"))
    assert [in_words(timedelta(seconds=seconds)) for seconds, _ in times] == [words for _, words in times]
