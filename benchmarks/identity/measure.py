"""How well entries of volumes' lists of persons are joined: pairs of them, beside a table of who is who. See README.md beside it.

    python benchmarks/identity/measure.py --people TABLE [--tables FOLDER] [--wrong] [--missed] VOLUME …

TABLE has a line a person, with tabs: its column ``frus`` names the entries that speak of the person as ``volume#id``, with spaces
between them. The joiner sees the volumes alone, and with
``--tables`` name authority files.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from archive.identity import Entry, entry_meant, join_entries, read_entry, years_of  # noqa: E402
from archive.parsing.authority_tables import read_authority_tables  # noqa: E402
from archive.parsing.tei import VolumeReading, read_volume  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("volumes", nargs="+", type=Path, metavar="VOLUME")
    parser.add_argument("--people", type=Path, required=True, metavar="TABLE")
    parser.add_argument("--tables", type=Path, metavar="FOLDER", help="name authority files that the joiner knows")
    parser.add_argument("--wrong", action="store_true", help="print the pairs that are joined wrongly")
    parser.add_argument(
        "--headings", action="store_true", help="measure whom names in headings mean, too, where a mark says it"
    )
    parser.add_argument("--missed", action="store_true", help="print the pairs that are not joined")
    options = parser.parse_args()
    tables = read_authority_tables(options.tables).people if options.tables else ()
    named = {f"{volume}#{id}": person.key for person in tables for volume, id in person.entries}
    printed = {}
    entries = []
    headings: Counter[str] = Counter()
    for path in options.volumes:
        reading = read_volume(path)
        volume = reading.volume
        for row in volume.persons:
            key = f"{volume.source_id}#{row.source_id}"
            printed[key] = f"{key} {row.name}: {row.description[:70]}"
            years = years_of(volume.title)
            if entry := read_entry(key, volume.source_id, row.name, row.description, years, named.get(key)):
                entries.append(entry)
        if options.headings:
            mine = [entry for entry in entries if entry.volume == volume.source_id]
            for outcome, words in heard(reading, mine):
                headings[outcome] += 1
                if options.wrong and outcome == "wrong":
                    print(f"wrong in a heading: {words}")
    began = process_time()
    groups = join_entries(entries)
    seconds = process_time() - began
    # What a list says itself ("pseudonym for Allen Dulles") is not inferred, and the table has some of it and some not.
    people = who_is_who(options.people, {entry.id for entry in entries if not entry.line.see})
    true = {pair for keys in people.values() for pair in pairs(keys)}
    known = {key for keys in people.values() for key in keys}
    joined = {pair for entry in entries for pair in pairs({other.id for other in groups.of(entry.id)} & known)}
    right = len(joined & true)
    print(
        f"{len(entries)} entries of {len(options.volumes)} volumes joined in {seconds:.2f} s; the table knows {len(known)} of them"
    )
    print(f"pairs of one person {len(true)}, joined {len(joined)}, rightly {right}")
    print(f"precision {right / max(1, len(joined)):.2%}, recall {right / max(1, len(true)):.2%}")
    made = {id(groups.of(key)) for key in known}
    print(f"people made for each person of the table: {len(made) / max(1, len(people)):.3f}")
    if options.headings:
        decided = headings["right"] + headings["wrong"]
        print(
            f"marked names in headings {headings.total()}, decided without the mark {decided}, as marked {headings['right']}"
        )
    for wanted, name, found in ((options.wrong, "wrong", joined - true), (options.missed, "missed", true - joined)):
        for one, other in sorted(found) if wanted else ():
            print(f"{name}: {printed[one]} | {printed[other]}")
    return 0


def heard(reading: VolumeReading, entries: list[Entry]) -> Iterator[tuple[str, str]]:
    """Yield for each marked sender or recipient whether its words alone mean the entry that the mark says, and the words."""
    for document, _ in reading:
        for row in (*document.senders, *document.recipients):
            if row.person and row.person_id:
                found = entry_meant(row.person, row.office, entries)
                marked = f"{reading.volume.source_id}#{row.person_id}"
                outcome = "undecided" if found is None else "right" if found.id == marked else "wrong"
                yield outcome, f"{row.printed} | {marked} | {found.printed if found else ''}"


def who_is_who(table: Path, present: set[str]) -> dict[str, set[str]]:
    """Return the entries that are present, by the person of the table that they speak of."""
    csv.field_size_limit(10**7)
    people = defaultdict(set)
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            people[row["key"]] |= present.intersection((row["frus"] or "").split())
    return {key: keys for key, keys in people.items() if keys}


def pairs(keys: set[str]) -> set[tuple[str, str]]:
    return set(combinations(sorted(keys), 2))


if __name__ == "__main__":
    sys.exit(main())
