"""How much of headings, dates, places and markings is understood, by family of headings. See README.md beside it.

    python benchmarks/reading/measure.py [--misses N] VOLUME …

Headings are read by the grammar from their plain words, with all markup hidden. Where a volume marks senders and recipients, these are the
truth; a heading without such marks that names both sides must give both.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from archive.parsing.headings import Heading, read_heading  # noqa: E402
from archive.parsing.plain import local_name, parse_fragment, plain_text  # noqa: E402
from archive.parsing.tei import read_volume  # noqa: E402
from archive.parsing.tei.fidelity import source_documents  # noqa: E402
from archive.records import TELEGRAM_KINDS, DocumentRecord  # noqa: E402

#: Words of a heading that names both sides, recognised without the grammar that is measured: "From A to B", or
#: "A to B" where an office or a name with its bearer's title opens the line.
_ORDER = r"^(?:\[?\d+[A-Za-z]?\.\]? )?"
_BEARERS = (
    "Mr. Mrs. Sir Lord Count Baron Prince General Señor Acting Secretary Ambassador Minister Chargé Consul President Assistant"
    " Under Deputy Vice Counselor Director Chief Officer Chairman Commander Commissioner High"
).split()
_FROM_TO = re.compile(
    rf"{_ORDER}.{{0,80}}?\bFrom (?:the )?[A-Z].* to (?:the )?[A-Z]"
    rf"|{_ORDER}(?:The )?(?:{'|'.join(map(re.escape, _BEARERS))})(?!\w).* to (?:the )?[A-Z]"
)
_CONVERSATION = re.compile(r"Conversation|Minutes|Record of|Notes of|Discussion|Meeting|Conference", re.IGNORECASE)


@dataclass
class Found:
    """What was compared and what was right, by name, with the misses of each."""

    compared: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    misses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, good: bool, words: str) -> None:
        """Count one comparison."""
        self.compared[name] += 1
        self.right[name] += good
        if not good:
            self.misses[name].append(words)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("volumes", nargs="+", type=Path, metavar="VOLUME")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print so many misses of each line")
    options = parser.parse_args()
    found = Found()
    for path in options.volumes:
        _measure(path, found)
    print("| | compared | understood | share |\n|---|---|---|---|")
    for name in sorted(found.compared):
        compared, right = found.compared[name], found.right[name]
        print(f"| {name} | {compared:,} | {right:,} | {right / compared:.1%} |")
    for name, misses in sorted(found.misses.items()):
        for words in misses[: options.misses]:
            print(f"\n{name}: {words}", end="")
    return 0


def _measure(path: Path, found: Found) -> None:
    elements = source_documents(path.read_bytes())
    for element, (record, _) in zip(elements, read_volume(path), strict=True):
        _dates(element, record, found)
        if record.kind in TELEGRAM_KINDS:
            opening = next((p for p in plain_text(record.text).split("\n")[1:] if p != record.dateline), "")
            found.add("own number of telegrams", bool(record.number), f"{record.source_id}: {opening[:80]}")
        if element.get("subtype") == "editorial-note" or not record.heading:
            continue
        read = read_heading(record.heading)
        place = f"{record.source_id}: {record.heading[:200]}"
        head = next(iter(parse_fragment(record.text).iterchildren("{*}head")), None)
        marked = _marked(head)
        if any(marked.values()):
            for side, parties in (("from", read.senders), ("to", read.recipients)):
                if marked[side]:
                    read_words = " ".join(party.printed for party in parties)
                    good = all(_plain(words) in _plain(read_words) for words in marked[side])
                    found.add(f"marked as “{side}”, {read.family}", good, f"{place} | {marked[side]}")
        elif _FROM_TO.match(record.heading) and not _CONVERSATION.search(record.heading):
            found.add("not marked, from–to", bool(read.senders and read.recipients), place)
        found.add(f"family {read.family}", _understood(read, record), place)


def _understood(read: Heading, record: DocumentRecord) -> bool:
    """Whether a heading of its family gave what such headings have."""
    if read.family in {"from-to", "a-to-b", "by"}:
        return bool(read.senders or read.recipients)
    return read.family != "title" or bool(record.kind)


def _dates(element, record: DocumentRecord, found: Found) -> None:
    """Date, place and marking, against the volume's own markup and words."""
    line = next((e for e in element.iter("{*}dateline") if not _inside(e, element)), None)
    if line is None:
        return
    tagged = next((e for e in line.iter("{*}date") if e.get("when")), None)
    words = " ".join(plain_text(line).split())
    if tagged is not None and re.match(r"\d{4}-\d\d-\d\d", tagged.get("when")):
        good = (
            bool(record.date)
            and record.date.certainty != "inferred"
            and record.date.earliest == tagged.get("when")[:10]
        )
        found.add("date as marked in the date line", good, f"{record.source_id}: {words}")
    elif re.search(r"\d", words):
        found.add(
            "date of a date line without mark", bool(record.date and record.date.edtf), f"{record.source_id}: {words}"
        )
    marked = next((e for e in line.iter("{*}placeName")), None)
    if marked is not None:
        place = " ".join(plain_text(marked).split()).strip(" ,.[]")
        place = "" if "not declassified" in place else place
        found.add(
            "place as marked in the date line",
            _plain(place) == _plain(record.place),
            f"{record.source_id}: {words} | {record.place}",
        )
    note = record.source_note
    if printed := re.search(r"\b(Top Secret|Secret|Confidential|Official Use Only|Unclassified|Restricted)\b", note):
        found.add(
            "marking of the source note", bool(record.classification), f"{record.source_id}: {printed[0]}: {note[:120]}"
        )


def _inside(line, element) -> bool:
    inner = {"attachment", "quote", "note", "list", "table"}
    return any(local_name(above) in inner for above in line.iterancestors() if above is not element)


def _marked(head) -> dict[str, list[str]]:
    marked: dict[str, list[str]] = {"from": [], "to": []}
    for name in head.iter("{*}persName", "{*}gloss") if head is not None else ():
        if name.get("type") in marked and (words := " ".join(plain_text(name).split())):
            marked[name.get("type")].append(words)
    return marked


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", words).split()).casefold()


if __name__ == "__main__":
    sys.exit(main())
