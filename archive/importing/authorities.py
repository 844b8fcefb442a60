"""Running a load of name authority files: a run like an import, with a report, that is undone as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from archive import store
from archive.errors import Refused
from archive.models import AuthorityFile, ImportRun
from archive.parsing.authority_tables import AuthorityTables, read_authority_tables


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: counts by what they are of, the tables with their sources, and what contradicts decisions of archivists."""

    counts: dict[str, int]
    sources: list[dict[str, str]]
    contradictions: list[str] = field(default_factory=list)
    run: ImportRun | None = None


def load_folder(
    folder: Path, *, dry_run: bool = False, user=None, progress: Callable[[int, int], None] = lambda done, total: None
) -> Loaded:
    """Load a folder's tables. Everything is read before anything is written.

    Raises :class:`~archive.parsing.errors.SourceError` for tables that can't be read, and :class:`~archive.errors.Refused` if these
    tables are loaded already.
    """
    tables = read_authority_tables(folder)
    counts = _counts(tables)
    sources = [dict(source) for source in tables.sources]
    if dry_run:
        return Loaded(counts, sources)
    name = folder.resolve().name
    sha256 = _digest(folder, [source["file"] for source in sources])
    if before := AuthorityFile.objects.filter(run__sha256=sha256).select_related("run").first():
        raise Refused(f"These tables are loaded already: undo import {before.run_id} first.", before.name)
    run = ImportRun.objects.create(name=name, sha256=sha256, user=user, total=len(tables.people))
    try:
        applied = store.load_authorities(tables, run, name, progress)
    except BaseException as error:
        run.status, run.error, run.finished_at = ImportRun.Status.FAILED, str(error) or repr(error), timezone.now()
        run.save(update_fields=["status", "error", "finished_at"])
        raise
    store.refresh_statistics()
    counts |= dict(applied.counts)
    run.report = {"outcomes": counts, "sources": sources, "contradictions": applied.contradictions}
    run.counts, run.done = counts, len(tables.people)
    run.status, run.finished_at = ImportRun.Status.DONE, timezone.now()
    run.save(update_fields=["report", "counts", "done", "status", "finished_at"])
    return Loaded(counts, sources, applied.contradictions, run)


def _counts(tables: AuthorityTables) -> dict[str, int]:
    return {
        "people": len(tables.people),
        "entries of lists": sum(len(person.entries) for person in tables.people),
        "terms of office": len(tables.terms),
        "rows of people who never served": tables.never_served,
    }


def _digest(folder: Path, names: list[str]) -> str:
    """Return the SHA-256 of all tables, in the order of their names."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()
