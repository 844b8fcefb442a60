"""How long readers take for a paper, by stage, in this checkout and in another, such as that of an earlier commit.

    git worktree add /tmp/before COMMIT
    python benchmarks/import/reading.py /tmp/before VOLUME … [--every 20] [--times 4]

Two processes, one for each checkout, read the same papers in turn, one paper at a time, and the least time of each paper counts: so the
ratio of the two holds on a machine that does other things as well, where the times themselves are too long.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
#: What is measured beside the whole, by the module that calls it; ``describe`` is a part of ``read_document``.
_STAGES = {
    "archive.parsing.tei.document": ("describe",),
    "archive.deriving": (
        "find_references", "search_texts", "render_document", "fingerprint", "check_document", "mentioned_persons",
    ),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", type=Path, metavar="CHECKOUT", help="the other checkout")
    parser.add_argument("volumes", nargs="+", metavar="VOLUME")
    parser.add_argument("--every", type=int, default=20, metavar="N", help="every n-th paper of each volume")
    parser.add_argument("--times", type=int, default=4, metavar="N", help="how often each is read")
    options = parser.parse_args()
    command = [sys.executable, __file__, "--inside", str(options.every), *options.volumes]
    sides = [
        subprocess.Popen([*command, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for root in (options.before.resolve(), ROOT)
    ]
    papers = [int(side.stdout.readline()) for side in sides][0]
    least: list[dict[tuple[str, int], float]] = [{}, {}]
    for turn in range(options.times):
        for paper in range(papers):
            for side in ((0, 1), (1, 0))[(turn + paper) % 2]:
                print(paper, file=sides[side].stdin, flush=True)
                for stage, seconds in json.loads(sides[side].stdout.readline()).items():
                    least[side][stage, paper] = min(least[side].get((stage, paper), seconds), seconds)
    print(f"| Milliseconds of the processor a paper, of {papers:,} | Before | Now | Ratio |\n|---|---|---|---|")
    for stage in dict.fromkeys(stage for stage, _ in least[1]):
        before, now = (sum(v for key, v in each.items() if key[0] == stage) / papers * 1000 for each in least)
        print(f"| {stage} | {before:.3f} | {now:.3f} | {now / before:.2f} |")
    for each in sides:
        each.communicate()


def answer(every: int, volumes: list[str], root: str) -> None:
    """Read the paper of each number that comes in, and print what its stages took."""
    sys.path.insert(0, root)
    from importlib import import_module

    from lxml import etree

    from archive.deriving import derive
    from archive.parsing.tei import volume as volumes_module

    papers: list[tuple[bytes, Any]] = []
    taken: dict[str, float] = defaultdict(float)
    read_document = volumes_module.read_document

    def keep(element: Any, around: Any) -> Any:
        papers.append((etree.tostring(element, with_tail=False), around))
        return read_document(element, around)

    volumes_module.read_document = keep
    for path in volumes:
        reading = volumes_module.read_volume(path)
        list(reading.select(lambda index: index % every == 0))
    for module, names in _STAGES.items():
        for name in names:
            _measure(import_module(module), name, taken)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    print(len(papers), flush=True)
    for line in sys.stdin:
        text, around = papers[int(line)]
        element = etree.fromstring(text, parser)
        taken.clear()
        began = time.process_time()
        record = read_document(element, around)
        read = time.process_time()
        derive(record)
        ended = time.process_time()
        print(
            json.dumps({"all": ended - began, "read_document": read - began, "derive": ended - read} | taken),
            flush=True,
        )


def _measure(module: Any, name: str, taken: dict[str, float]) -> None:
    function: Callable[..., Any] = getattr(module, name)

    def measured(*arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            taken[name] += time.process_time() - began

    setattr(module, name, measured)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        answer(int(sys.argv[2]), sys.argv[3:-1], sys.argv[-1])
    else:
        main()
