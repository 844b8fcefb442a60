"""How many of the papers that footnotes cite are among the ten that are most like theirs. See README.md beside it.

    python benchmarks/likeness/measure.py [--every N] [--count 10] [--old FOLDER --new FOLDER]

reads the archive of ``CHANCERY_VAR``. Footnotes are the truth only: likeness looks at headings and texts alone.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.parts import add_arguments, parts  # noqa: E402


def main() -> int:
    """Print for each half of the papers that cite others how many of these were found, and in what time of the processor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th paper")
    parser.add_argument("--count", type=int, default=10, help="how many papers are asked for")
    add_arguments(parser)
    options = parser.parse_args()
    part_of = parts(options.old, options.new)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from archive import search
    from archive.models import Document, Reference

    public = dict(Document.objects.public().values_list("pk", "volume__slug"))
    cited = defaultdict(set)
    notes = Reference.objects.filter(where__startswith="footnote", target_document__isnull=False)
    for paper, other in notes.values_list("document", "target_document"):
        if paper != other and {paper, other} <= public.keys():
            cited[paper].add(other)
    print("| Half | Papers | Cited | Found of all | Found of a paper's, on average | Median ms | 95 % under ms |")
    print("|---|---|---|---|---|---|---|")
    for half in (0, 1):
        times, found, of_all = [], 0, 0
        shares: dict[str, list[float]] = defaultdict(list)
        for paper in sorted(cited)[half :: 2 * options.every]:
            began = time.process_time()
            hits = {one.pk for one in search.alike(paper, count=options.count)} & cited[paper]
            times.append(1000 * (time.process_time() - began))
            for part in {"all", part_of.get(public[paper], "all")}:
                shares[part].append(len(hits) / len(cited[paper]))
            found, of_all = found + len(hits), of_all + len(cited[paper])
        slow = statistics.quantiles(times, n=20)[-1]
        print(
            f"| {'tuning' if not half else 'report'} | {len(times)} | {of_all} | {found / of_all:.1%} | {_means(shares)}"
            f" | {statistics.median(times):.0f} | {slow:.0f} |",
            flush=True,
        )
    return 0


def _means(shares: dict[str, list[float]]) -> str:
    means = {part: f"{statistics.mean(each):.1%}" for part, each in sorted(shares.items())}
    return "; ".join(f"{part} {mean}" if len(means) > 1 else mean for part, mean in means.items())


if __name__ == "__main__":
    sys.exit(main())
