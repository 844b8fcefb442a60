"""How well terms of office tell who wrote: names under an office, beside whom the volume marks. See README.md beside it.

    python benchmarks/identity/holders.py --people FOLDER [--wrong] VOLUME …

FOLDER holds name authority files. The truth is the volume's own mark, the person of the tables to whom its entry belongs; the
program sees the printed words, the day and the terms alone.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from archive.identity import HeldTerm, holder, office_key, spoken_surnames, surname, term_key  # noqa: E402
from archive.parsing.authority_tables import AuthorityTables, read_authority_tables  # noqa: E402
from archive.parsing.tei import read_volume  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("volumes", nargs="+", type=Path, metavar="VOLUME")
    parser.add_argument("--people", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--wrong", action="store_true", help="print the names that are taken for somebody else")
    options = parser.parse_args()
    tables = read_authority_tables(options.people)
    terms = by_post(tables)
    posts = {post for post, _ in terms}
    entries = {f"{v}#{i}": person.key for person in tables.people for v, i in person.entries}
    names = {person.key: person.name for person in tables.people}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in options.volumes:
        for office, person, days, marked, printed in marked_names(path):
            post = office_key(office)
            true = entries.get(marked)
            if post not in posts or true is None:
                continue
            kind = "chiefs of mission" if post.startswith("mission:") else "other offices"
            found = holder(person, *days, (term for each in spoken_surnames(person) for term in terms[post, each]))
            outcome = "not decided" if found is None else "right" if found.person == true else "wrong"
            counts[kind][outcome] += 1
            if options.wrong and outcome == "wrong":
                print(f"{path.stem} {days[0]} {printed}: {found.name}, marked {names[true]}")
    for kind, each in counts.items():
        decided = each["right"] + each["wrong"]
        print(
            f"{kind}: {each.total()} marked names, {decided} decided, {each['right']} as marked ({each['right'] / max(1, decided):.2%})"
        )
    return 0


def by_post(tables: AuthorityTables) -> dict[tuple[str, str], list[HeldTerm]]:
    """Return the terms by the key of their post and the surname of their holder."""
    names = {person.key: person.name for person in tables.people}
    found: dict[tuple[str, str], list[HeldTerm]] = defaultdict(list)
    for term in tables.terms:
        name = names[term.person]
        held = HeldTerm(term.person, name, *term.days)
        found[term_key(term.post, of_mission=term.of_mission), surname(name)].append(held)
    return found


def marked_names(path: Path) -> Iterator[tuple[str, str, tuple[date, date], str, str]]:
    """Yield office, name, days, marked entry and printed words of each marked sender or recipient of a paper with a day."""
    reading = read_volume(path)
    for document, _ in reading:
        when = document.date
        if when and when.earliest and when.latest:
            days = date.fromisoformat(when.earliest), date.fromisoformat(when.latest)
            for row in (*document.senders, *document.recipients):
                if row.person and row.person_id and row.office:
                    yield row.office, row.person, days, f"{reading.volume.source_id}#{row.person_id}", row.printed


if __name__ == "__main__":
    sys.exit(main())
