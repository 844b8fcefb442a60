"""Time the resolving of all references in the archive that the settings name, and its memory. See README.md beside it."""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402

from archive import references  # noqa: E402
from archive.models import Document, Reference, Volume  # noqa: E402
from archive.references import register  # noqa: E402
from config.sqlite import sqlite3  # noqa: E402

#: In how many parts the papers are measured: memory is flat if it stays where it was after the first.
PARTS = 10


def peak() -> float:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


class Progress:
    """Print time and peak memory at a tenth of the papers, at two tenths, and so on."""

    def __init__(self, title: str) -> None:
        self.began = time.monotonic()
        self.worked = time.process_time()
        self.part = 0
        print(f"\n{title}\n\n| Papers | seconds | of the processor | peak MB |\n|---|---|---|---|", flush=True)

    def __call__(self, done: int, total: int) -> None:
        if done * PARTS // max(total, 1) > self.part or done == total:
            self.part = done * PARTS // max(total, 1)
            taken = time.monotonic() - self.began, time.process_time() - self.worked, peak()
            print("| {:,} | {:.1f} | {:.1f} | {:.0f} |".format(done, *taken), flush=True)


def unresolve() -> None:
    """Delete all outcomes, so that the first pass has to write every one. They are derived: the pass makes them again."""
    Reference.objects.update(
        status=Reference.Status.UNKNOWN, target_document=None, target_footnote=None, target_volume=None, target_page="",
        candidates=[], confidence=None, reason="", wanted="", unheld=None, unheld_key=None, mention=None,
    )  # fmt: skip
    register.sweep()


def main(volume: str) -> None:
    """Resolve everything twice: the second pass changes nothing and shows what a repetition costs."""
    engine = (
        f"SQLite {sqlite3.sqlite_version}" if connection.vendor == "sqlite" else f"PostgreSQL {connection.pg_version}"
    )
    sizes = [model.objects.count() for model in (Document, Reference, Volume)]
    print("{}; {:,} papers, {:,} references, {:,} volumes".format(engine, *sizes))
    if not volume:
        unresolve()
    for title in ("First pass", "Again, nothing changes"):
        counts = references.resolve_all(volume, progress=Progress(title))
        print("\n" + ", ".join(f"{count:,} {status}" for status, count in sorted(counts.items())))
    largest = Volume.objects.annotate(papers=Count("documents")).order_by("-papers", "slug").first()
    slug = volume or (largest.slug if largest else "")
    if slug:
        began = time.monotonic()
        references.resolve_all(slug)
        held = Document.objects.filter(volume__slug=slug).count()
        print(f"\nOne volume, {slug}, of {held:,} papers: {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--volume", default="", help="the papers of one volume only")
    main(parser.parse_args().volume)
