"""Which doubts an archive has, by volume and kind, and a draw of them with what a person needs to judge each. See README.md beside it.

    python benchmarks/doubts/measure.py [--draw N] [--seed S] [--kind CODE …] [--volume ID …]

The archive is the one that the settings name. Nothing is written.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from archive.deriving import plain_or_nothing  # noqa: E402
from archive.models import Document, DocumentWarning  # noqa: E402

#: How much of a paper is printed beside a doubt.
_OPENING, _SOURCE_NOTE = 300, 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draw", type=int, default=0, metavar="N", help="print N doubts of each kind, drawn by lot")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the seed of the lot")
    parser.add_argument("--kind", action="append", metavar="CODE", help="only this kind (repeatable)")
    parser.add_argument("--volume", action="append", metavar="ID", help="only this volume (repeatable)")
    options = parser.parse_args()
    rows = DocumentWarning.objects.filter(dismissed_at=None).order_by("code", "document__source_id", "order")
    papers = Document.objects.all()
    if options.volume:
        rows = rows.filter(document__volume__slug__in=options.volume)
        papers = papers.filter(volume__slug__in=options.volume)
    if options.kind:
        rows = rows.filter(code__in=options.kind)
    _print_counts(rows, papers.count())
    by_kind: dict[str, list[int]] = defaultdict(list)
    for pk, code in rows.values_list("pk", "code"):
        by_kind[code].append(pk)
    for code, pks in sorted(by_kind.items()):
        drawn = random.Random(options.seed).sample(pks, min(options.draw, len(pks)))
        for row in DocumentWarning.objects.filter(pk__in=drawn).select_related("document__text", "other"):
            _print_doubt(code, row)
    return 0


def _print_counts(rows, papers: int) -> None:
    counts: dict[str, Counter] = defaultdict(Counter)
    for code, volume in rows.values_list("code", "document__volume__slug"):
        counts[code][volume or "no volume"] += 1
    total = sum(sum(volumes.values()) for volumes in counts.values())
    print(f"{total:,} doubts about {papers:,} papers")
    for code, volumes in sorted(counts.items(), key=lambda item: -sum(item[1].values())):
        several = ", ".join(f"{volume} {count}" for volume, count in sorted(volumes.items()))
        print(f"  {sum(volumes.values()):5} {code}: {several}")


def _print_doubt(code: str, row: DocumentWarning) -> None:
    paper = row.document
    place = f" (line {row.line})" if row.line else ""
    print(f"\n[{code}] {paper.source_id}{place}: {row.message}")
    print(f"  {paper.heading} | {paper.dateline}")
    print(f"  {paper.source_note[:_SOURCE_NOTE]}")
    if row.other:
        print(f"  the other: {row.other.source_id}: {row.other.heading} | {row.other.dateline}")
    else:
        print(f"  {' '.join(plain_or_nothing(paper.text.tei).split())[len(paper.heading) :][:_OPENING]}")


if __name__ == "__main__":
    sys.exit(main())
