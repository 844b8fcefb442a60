"""How well plain copies are read: papers of volumes, written down as people copy them, read and compared. See README.md beside it.

    python benchmarks/reading/copies.py [--way NAME] [--every N] [--misses N] VOLUME …

Each paper of the volumes is written as plain text in each way of ``copying.WAYS``, read as a transcription, and compared with
the paper as read from the volume: its text, notes, anchors, pages and fields. The reader sees the plain text alone.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from copying import ANCHOR, PAGE, WAYS, Copy, copy_of, plain  # noqa: E402

from archive.parsing.errors import SourceError  # noqa: E402
from archive.parsing.tei import read_volume  # noqa: E402
from archive.parsing.transcription import read_source  # noqa: E402
from archive.records import CorrespondentRecord, DocumentRecord  # noqa: E402

#: What is compared, in the order of the table.
COLUMNS = ("read", "one paper", "text", "notes", "anchors", "pages", "fields", "wholly right")
#: The fields compared.
FIELDS = ("kind", "number", "senders", "recipients", "date", "place", "classification", "file numbers")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("volumes", nargs="+", type=Path, metavar="VOLUME")
    parser.add_argument("--way", action="append", choices=WAYS, help="only this way (repeatable)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth paper")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print so many misses of each kind")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--by-volume", action="store_true", help="a table for each volume, too")
    options = parser.parse_args()
    jobs = [(path, tuple(options.way or WAYS), options.every) for path in options.volumes]
    totals: dict[str, Counter] = defaultdict(Counter)
    misses: dict[str, list[str]] = defaultdict(list)
    with ProcessPoolExecutor(options.processes) as pool:
        for path, (counts, missed) in zip(options.volumes, pool.map(measure, jobs), strict=True):
            if options.by_volume:
                _print(path.stem, counts)
            for way, counted in counts.items():
                totals[way].update(counted)
            for name, places in missed.items():
                misses[name] += places
    _print(f"{len(options.volumes)} volumes", totals)
    for name, places in sorted(misses.items()):
        for place in places[: options.misses]:
            print(f"{name}: {place}")
    return 0


def _print(title: str, counts: dict[str, Counter]) -> None:
    print(f"\n| {title} | papers | {' | '.join(COLUMNS)} | {' | '.join(FIELDS)} |")
    print("|---" * (2 + len(COLUMNS) + len(FIELDS)) + "|")
    for way, counted in counts.items():
        papers = counted["papers"]
        shares = " | ".join(f"{counted[name] / papers:.1%}" for name in (*COLUMNS, *FIELDS))
        print(f"| {way} | {papers:,} | {shares} |")


def measure(job: tuple[Path, tuple[str, ...], int]) -> tuple[dict[str, Counter], dict[str, list[str]]]:
    """Return the counts of a volume by way, and the places of what was not right by way and column."""
    path, ways, every = job
    counts: dict[str, Counter] = {way: Counter() for way in ways}
    misses: dict[str, list[str]] = defaultdict(list)
    for index, (record, _) in enumerate(read_volume(path)):
        if index % every or not record.heading:
            continue
        for way in ways:
            right = compare(record, way)
            counts[way]["papers"] += 1
            counts[way].update(name for name, good in right.items() if good)
            for name, good in right.items():
                if not good:
                    misses[f"{way}, {name}"].append(record.source_id)
    return counts, misses


def compare(record: DocumentRecord, way: str) -> dict[str, bool]:
    """Return whether each column is right for a paper that is written in a way and read."""
    copy = copy_of(record)
    right = dict.fromkeys((*COLUMNS, *FIELDS), False)
    try:
        papers = read_source(WAYS[way](copy).encode(), "copy.txt")
    except SourceError:
        return right
    right["read"] = True
    right["one paper"] = len(papers) == 1
    if len(papers) != 1:
        return right
    read = papers[0]
    expected = plain(copy) if way == "ASCII quotes" else copy
    found = copy_of(replace(read, footnotes=tuple(read.footnotes)))
    right["text"] = _letters(expected) == _letters(found)
    right["notes"] = [_compact(n.text) for n in expected.notes] == [_compact(n.text) for n in found.notes]
    right["anchors"] = _places(expected, ANCHOR) == _places(found, ANCHOR)
    right["pages"] = _places(expected, PAGE) == _places(found, PAGE)
    wanted, got = _fields(record), _fields(read)
    if not record.kind and any(warning.code == "kind-inferred" for warning in read.warnings):
        got["kind"] = ""  # inferred from a line "No. 71", and said so
    for name in FIELDS:
        right[name] = wanted[name] == got[name]
    right["fields"] = all(right[name] for name in FIELDS)
    right["wholly right"] = all(right[name] for name in COLUMNS[:-1])
    return right


def _compact(text: str) -> str:
    # Hyphens at the ends of lines are not known to be the word's own; all are left out of the comparison.
    return "".join(text.split()).replace("-", "").replace("\u00ad", "")


def _letters(copy: Copy) -> str:
    return _compact(ANCHOR.sub("", PAGE.sub("", "".join(copy.blocks))))


def _places(copy: Copy, mark: re.Pattern[str]) -> list[tuple[int, str]]:
    """Return each mark's label or the count of its note, with the number of letters before it."""
    orders = {note.order: str(count) for count, note in enumerate(copy.notes, 1)}
    places: list[tuple[int, str]] = []
    before = 0
    for block in copy.blocks:
        for found in mark.finditer(block):
            label = orders.get(int(found[1]), "") if mark is ANCHOR else found[1]
            length = len(_compact(ANCHOR.sub("", PAGE.sub("", block[: found.start()]))))
            places.append((before + length, label))
        before += len(_compact(ANCHOR.sub("", PAGE.sub("", block))))
    return places


def _fields(record: DocumentRecord) -> dict[str, object]:
    return {
        "kind": record.kind,
        "number": record.number,
        "senders": [_party(party) for party in record.senders],
        "recipients": [_party(party) for party in record.recipients],
        "date": (record.date.edtf, _words(record.date.time)) if record.date else None,
        "place": _words(record.place),
        "classification": record.classification.casefold(),
        "file numbers": [number.normal for number in record.file_numbers],
    }


def _party(party: CorrespondentRecord) -> tuple[str, str]:
    return _words(party.office), _words(party.person)


def _words(text: str) -> str:
    return "".join(text.casefold().replace("’", "'").split())


if __name__ == "__main__":
    sys.exit(main())
