"""The facts as Prometheus reads them: its text format, version 0.0.4.

A moment that never came is 0, so that an alarm on its age is one on silence, too. Of papers only those states are counted that the
public knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings

from archive.models import State
from archive.upkeep.alarms import Limits, alarms
from archive.upkeep.facts import Facts, Stored, versions
from archive.upkeep.replication import PATIENCE, Replica
from archive.web.tallies import BOUNDS, REQUESTS

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LABELS = ("route", "method", "status", "cache")


def exposition(facts: Facts) -> str:
    """Return all metrics."""
    return "".join(f"{line}\n" for line in _lines(facts))


def _lines(facts: Facts) -> Iterator[str]:
    yield from _gauge("chancery_info", "Versions.", {_labels(versions()): 1})
    yield from _gauge("chancery_database_up", "Whether the database answers.", {"": int(facts.stored is not None)})
    ready = {_labels({"check": name}): int(not wrong) for name, wrong in facts.checks.items()}
    yield from _gauge("chancery_ready", "Whether each check of /readyz holds.", ready)
    yield from _gauge(
        "chancery_alarms", "How many alarms check_state raises.", {"": len(alarms(facts, Limits.of_settings()))}
    )
    yield from _moment(
        "chancery_backup_newest_timestamp_seconds", "The moment that the newest backup shows.", facts.backup
    )
    yield from _moment(
        "chancery_drill_last_timestamp_seconds", "When a backup was last restored by script/drill.", facts.drill
    )
    yield from _moment(
        "chancery_copy_last_timestamp_seconds", "When the continuous copy was last found in step.", facts.copy
    )
    yield from _gauge("chancery_disk_free_bytes", "Free space where the archive writes.", {"": facts.free})
    limit = settings.PAGE_CACHE_BYTES
    yield from _gauge(
        "chancery_page_cache_limit_bytes", "Memory that each process may use to cache pages.", {"": limit}
    )
    if facts.replicas:
        yield from _of_replicas(facts.replicas)
    if facts.stored:
        yield from _of_database(facts.stored)
    yield from _requests()


def _of_database(stored: Stored) -> Iterator[str]:
    yield from _gauge("chancery_database_bytes", "Size of the database.", {"": stored.size})
    papers = {_labels({"state": str(s)}): stored.papers.get(s, 0) for s in (State.PUBLISHED, State.WITHDRAWN)}
    yield from _gauge("chancery_papers", "Papers by state.", papers)
    jobs = {_labels({"status": status}): count for status, count in stored.jobs.items()}
    yield from _gauge("chancery_jobs", "Jobs that wait and run, and that failed within a day.", jobs)
    yield from _moment(
        "chancery_job_oldest_timestamp_seconds",
        "When the oldest job was started that has not ended; 0 if all have.",
        stored.waiting_since,
    )
    yield from _gauge("chancery_job_runner_up", "Whether a process works on jobs.", {"": int(stored.runner)})
    yield from _gauge(
        "chancery_index_lag_papers", "Public papers that searches do not find as they are.", {"": stored.unindexed}
    )
    yield from _moment("chancery_fixity_last_timestamp_seconds", "When texts were last checked.", stored.checked_last)
    yield from _moment(
        "chancery_fixity_oldest_timestamp_seconds",
        "The earliest of all texts' last successful checks.",
        stored.checked_first,
    )
    yield from _gauge("chancery_fixity_unchecked_papers", "Papers that were never checked.", {"": stored.unchecked})


def _of_replicas(replicas: tuple[Replica, ...]) -> Iterator[str]:
    labels = {one: _labels({"replica": one.name}) for one in replicas}
    up = {labels[one]: int(one.answers) for one in replicas}
    yield from _gauge("chancery_replica_up", "Whether each replica answers.", up)
    behind = {labels[one]: one.behind for one in replicas if one.behind is not None}
    yield from _gauge(
        "chancery_replica_lag_bytes", "What it still lacked of the primary's log when it had had its time.", behind
    )
    seconds = {labels[one]: round(one.seconds, 3) for one in replicas if one.seconds is not None}
    about = f"Seconds until it had what the primary had; over {PATIENCE:.0f} where it had not."
    yield from _gauge("chancery_replica_lag_seconds", about, seconds)


def _requests() -> Iterator[str]:
    name = "chancery_request_seconds"
    yield from _about(name, "Requests, and how long they took, by the name of their address.", "histogram")
    for words, (seconds, counts) in sorted(REQUESTS.read().items()):
        # What there was no room for in the table has one word.
        labels = dict(zip(_LABELS, words + words[-1:] * (len(_LABELS) - len(words)), strict=True))
        so_far = 0
        for bound, count in zip([*map(str, BOUNDS), "+Inf"], counts, strict=True):
            so_far += count
            yield f"{name}_bucket{_labels(labels | {'le': bound})} {so_far}"
        yield f"{name}_sum{_labels(labels)} {seconds:.6f}"
        yield f"{name}_count{_labels(labels)} {so_far}"


def _gauge(name: str, about: str, values: Mapping[str, int | float]) -> Iterator[str]:
    yield from _about(name, about, "gauge")
    yield from (f"{name}{labels} {value}" for labels, value in values.items())


def _moment(name: str, about: str, at: datetime | None) -> Iterator[str]:
    yield from _gauge(name, about, {"": round(at.timestamp()) if at else 0})


def _about(name: str, about: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"


def _labels(values: Mapping[str, str]) -> str:
    escaped = (
        (name, value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")) for name, value in values.items()
    )
    return "{" + ",".join(f'{name}="{value}"' for name, value in escaped) + "}"
