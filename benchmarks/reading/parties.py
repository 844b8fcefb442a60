"""Whether senders and recipients are exactly those that volumes mark up, and which headings are not understood. See README.md beside it.

    python benchmarks/reading/parties.py [--group NAME VOLUME …]… [--truth FILE] [--faults N]

Each heading is read twice: from its words alone, with all markup hidden, and as an import does. The truth is the markup (``persName`` and
``gloss`` with ``type="from"`` or ``"to"``); what a heading prints before a marked name is its office, found by a rule of its own that does
not use the grammar that is measured. With ``--truth`` papers that were read by eye (a record of JSON in each line) are compared, too.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lxml import etree  # noqa: E402

from archive.parsing.headings import Heading, read_heading  # noqa: E402
from archive.parsing.plain import local_name  # noqa: E402
from archive.parsing.tei.document import Surroundings, read_document  # noqa: E402
from archive.parsing.tei.fidelity import source_documents  # noqa: E402
from archive.records import CorrespondentRecord, DocumentRecord  # noqa: E402

SIDES = {"from": "sender", "to": "recipient"}
#: What is counted, in the order of the table.
COLUMNS = tuple(f"{role} {what}" for role in SIDES.values() for what in ("persons", "offices")) + (
    "names without side",
    "understood",
)
_ORDER = re.compile(r"^(?:\[?\d+[A-Za-z]?\.\]?\s+|No\.\s*\d+[a-z]?\s*)")
_OPENING = re.compile(r".*?\b(?:[Ff]rom|[Bb]y)\s+(?:the\s+)?", re.DOTALL)
_TALK = re.compile(
    r"\b(?:Conversations?|Conference|Meeting|Discussion|Minutes|Notes|Summary|Record|Briefing)\b(?! Memorandum| Paper)"
)
_OFFICE_TO = re.compile(
    r"(?:Mission|Delegation|Ambassador|Deputy|Representative|Assistant|Advis[eo]r|Secretary|Minister|Chargé) to (?:the )?$"
)
_ACROSS = re.compile(r"[)\]]?,?\s+to\s+(?:the\s+)?")


@dataclass(frozen=True)
class Mark:
    """A marked name or office: its words, its side ("" without one), and where it is in the heading's words."""

    side: str
    person: bool
    start: int
    end: int
    words: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--group", nargs="+", action="append", required=True, metavar=("NAME", "VOLUME"))
    parser.add_argument("--truth", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--faults", type=int, default=0, metavar="N", help="print so many of each kind of fault")
    options = parser.parse_args()
    truths = {name: record for path in options.truth for name, record in _truths(path)}
    faults: dict[str, list[str]] = defaultdict(list)
    eye = Counter()
    for name, *paths in options.group:
        print(f"\n## {name}\n\n| volume | read from | {' | '.join(COLUMNS)} |\n{'|---' * (len(COLUMNS) + 2)}|")
        totals: dict[str, Counter] = defaultdict(Counter)
        for path in map(Path, paths):
            counts: dict[str, Counter] = defaultdict(Counter)
            for heading, marks, record in _papers(path):
                sides = {"from": record.senders, "to": record.recipients}
                words = read_heading(heading)
                place = f"{record.source_id}: {heading[:200]}"
                for way, read, understood in (
                    ("words", {"from": words.senders, "to": words.recipients}, _understood(words)),
                    ("import", sides, all(w.code != "heading-not-understood" for w in record.warnings)),
                ):
                    for column, fault in _compare(heading, marks, read):
                        _count(counts[way], faults, f"{way}, {column}", column, fault, place)
                    if record.kind != "editorial note":
                        _count(
                            counts[way], faults, f"{way}, heading", "understood", "" if understood else "title", place
                        )
                if truth := truths.get(record.source_id):
                    for column, fault in _by_eye(truth, sides):
                        _count(eye, faults, f"by eye, {column}", column, fault, place)
            for way in ("words", "import"):
                print(_row(path.stem, way, counts[way]))
                totals[way].update(counts[way])
        for way in ("words", "import"):
            print(_row(f"**{name}**", way, totals[way]))
    for column in sorted({name for name, _ in eye}):
        print(f"\nBy eye, {column}: {eye[column, 'right']} of {eye[column, 'compared']}", end="")
    print("\n\n## Commonest faults\n")
    for name, places in sorted(faults.items(), key=lambda item: -len(item[1])):
        print(f"{len(places):5} {name}", *places[: options.faults], sep="\n        ")
    return 0


def _count(counts: Counter, faults: dict[str, list[str]], name: str, column: str, fault: str, place: str) -> None:
    counts[column, "compared"] += 1
    counts[column, "right"] += not fault
    if fault:
        what, _, details = fault.partition(": ")
        faults[f"{name}: {what}"].append(f"{place} | {details}")


def _row(volume: str, way: str, counts: Counter) -> str:
    cells = [
        f"{counts[c, 'right'] / counts[c, 'compared']:.1%} of {counts[c, 'compared']}" if counts[c, "compared"] else "–"
        for c in COLUMNS
    ]
    return f"| {volume} | {way} | {' | '.join(cells)} |"


def _understood(read: Heading) -> bool:
    return bool(read.kind) or read.family != "title"


def _papers(path: Path) -> Iterator[tuple[str, list[Mark], DocumentRecord]]:
    for element in source_documents(path.read_bytes()):
        head = next((child for child in element if isinstance(child.tag, str) and local_name(child) == "head"), None)
        heading, marks = _marks(head) if head is not None else ("", [])
        name = element.get("{http://www.w3.org/XML/1998/namespace}id", "")
        yield heading, marks, read_document(element, Surroundings(f"{path.stem}#{name}", 0))


def _marks(head: etree._Element) -> tuple[str, list[Mark]]:
    """Return a heading's words without notes, and the marks in it."""
    words, marks = "", []

    def add(text: str | None) -> None:
        nonlocal words
        text = re.sub(r"\s+", " ", text or "")
        words += text.lstrip() if words.endswith(" ") or not words else text

    def walk(element: etree._Element) -> None:
        start = len(words)
        if local_name(element) == "lb":
            add(" ")
        if isinstance(element.tag, str) and local_name(element) != "note":
            add(element.text)
            for child in element:
                walk(child)
                add(child.tail)
        name = local_name(element) if isinstance(element.tag, str) else ""
        if name == "persName" or (name == "gloss" and element.get("type") in SIDES):
            side = element.get("type", "") if element.get("type") in SIDES else ""
            marks.append(Mark(side, name == "persName", start, len(words), words[start:].strip()))

    walk(head)
    return words.strip(), [mark for mark in marks if mark.words]


def _of_correspondence(heading: str, marks: list[Mark]) -> list[Mark]:
    """Return the marks with the side that the words give them, without those that are not of a sender or a recipient.

    Volumes mark the two of a conversation, what an office is "to" ("the Mission to the United Nations"), and both sides alike.
    """
    kept: list[Mark] = []
    talk = _TALK.search(heading)
    for index, mark in enumerate(marks):
        before = heading[: mark.start]
        recorder = mark.side == "from" and talk and re.search(r"\b[Bb]y\s", before[talk.end() :])
        office = mark.side == "to" and not mark.person and _OFFICE_TO.search(before)
        if (talk and not recorder) or office:
            mark = replace(mark, side="")
        elif index and mark.side == "from" == marks[index - 1].side and _ACROSS.match(before[marks[index - 1].end :]):
            mark = replace(mark, side="to")
        kept.append(mark)
    return kept


def _compare(
    heading: str, marks: list[Mark], read: dict[str, tuple[CorrespondentRecord, ...]]
) -> Iterator[tuple[str, str]]:
    """Yield each column that can be compared and the fault, "" if there is none."""
    marks = _of_correspondence(heading, marks)
    for side, role in SIDES.items():
        ours = [mark for mark in marks if mark.side == side]
        if people := [_folded(mark.words) for mark in ours if mark.person]:
            found = [_folded(party.person) for party in read[side] if party.person]
            yield f"{role} persons", _fault_of_persons(people, found, read, side)
        offices = [office for mark in ours if (office := _printed_office(heading, marks, mark))]
        if ours and offices:
            found = [_folded(party.office) for party in read[side] if party.office]
            missing = [one for one in offices if not any(_agrees(one, office) for office in found)]
            yield f"{role} offices", f"office: {missing} is not in {found}" if missing else ""
    names = {_folded(mark.words) for mark in marks if mark.person}
    found = {_folded(party.person) for side in read.values() for party in side if party.person}
    if names and found and not any(mark.side for mark in marks):
        yield "names without side", f"names: {names} are {found}" if names - found else ""


def _fault_of_persons(
    marked: list[str], found: list[str], read: dict[str, tuple[CorrespondentRecord, ...]], side: str
) -> str:
    if sorted(marked) == sorted(found):
        return ""
    details = f"{marked} are {found}"
    other = [_folded(party.person) for party in read["to" if side == "from" else "from"]]
    if not read[side]:
        return f"nobody is read: {details}"
    if any(one in other for one in marked):
        return f"on the other side: {details}"
    if any(one in _folded(party.office) for one in marked for party in read[side]):
        return f"a name in an office: {details}"
    if any(one in name for one in marked for name in found):
        return f"more than the name: {details}"
    return f"another name: {details}"


def _printed_office(heading: str, marks: list[Mark], mark: Mark) -> str:
    """Return what a heading prints as the office of a marked person, or the beginning of a marked office; "" if that isn't plain."""
    index = marks.index(mark)
    if index == 0:
        words = _ORDER.sub("", heading[: mark.start])
        opening = _OPENING.match(words)
        if not opening and not re.match(r"The\s|$", words):
            return ""
        words = words[opening.end() :] if opening else re.sub(r"^The\s+", "", words)
        if mark.side == "to":
            words = re.split(r"\sto\s", words)[-1]
    else:
        words = heading[marks[index - 1].end : mark.start]
        across = _ACROSS.match(words)
        if not across:
            return ""
        words = words[across.end() :]
    words = re.sub(r"^(?:[Aa]n?|Mr\.|Mrs\.|Professor)\s+|.*\b(?:and|for)\s(?:to\s)?(?=the\s)", "", words)
    if mark.person:
        return "" if re.search(r"[()\[\],]", words.rstrip(" (")) else _folded(words)
    return _folded(words + mark.words)


def _agrees(printed: str, office: str) -> bool:
    return office.removeprefix("the ").startswith(printed.removeprefix("the "))


def _folded(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s’'-]+", " ", words.replace("’", "'")).split()).casefold()


def _truths(path: Path) -> Iterator[tuple[str, dict]]:
    for line in path.read_text().splitlines():
        record = json.loads(line)
        yield f"{record['volume']}#{record['id']}" if "volume" in record else record["id"], record


def _by_eye(truth: dict, read: dict[str, tuple[CorrespondentRecord, ...]]) -> Iterator[tuple[str, str]]:
    for side, role in SIDES.items():
        expected = [
            (_folded(one["office"] or ""), _folded(one.get("name") or one.get("person") or ""))
            for one in truth[f"{role}s"]
        ]
        found = [(_folded(one.office), _folded(one.person)) for one in read[side]]
        yield f"{role}s", f"parties: {expected} are {found}" if expected != found else ""


if __name__ == "__main__":
    sys.exit(main())
