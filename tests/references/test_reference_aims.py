"""The aims of finding and resolving: on hand-checked spans, and on real volumes."""

import csv
from pathlib import Path

import pytest

from archive.parsing.references import find
from archive.references.measuring import measure

_CHECKED = Path(__file__).parent.parent / "golden" / "references.tsv"


def checked():
    """Spans of real volumes with their surroundings, each looked at by a person: "right", or "wrong" if it is none."""
    with _CHECKED.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def found(words: str) -> bool:
    before, _, rest = words.partition("⟦")
    inside, _, after = rest.partition("⟧")
    text = (before + inside + after).replace("/", "/")
    start, end = len(before), len(before + inside)
    return any(match.start < end and start < match.end for match in find(text))


def test_of_hand_checked_spans_nearly_all_are_found_and_hardly_anything_else():
    rows = checked()
    right = [words for verdict, _, words in rows if verdict == "right"]
    wrong = [words for verdict, _, words in rows if verdict == "wrong"]
    assert len(right) > 200
    missed = [words for words in right if not found(words)]
    taken = [words for words in wrong if found(words)]
    hits = len(right) - len(missed)
    assert hits / len(right) >= 0.95, missed
    assert hits / (hits + len(taken)) >= 0.98, taken


@pytest.mark.volumes
def test_the_aims_on_a_real_volume(frus_dir):
    report = measure([frus_dir / "frus1949v07p1.xml"])
    found, resolved = list(report.finding.values()), list(report.resolving.values())
    assert sum(s.right for s in found) / sum(s.true for s in found) >= 0.95
    assert sum(s.right for s in resolved) / sum(s.answered for s in resolved) >= 0.95
    telegrams = report.papers["telegram by number"]
    assert telegrams.true >= 50
    assert telegrams.precision >= 0.95
    assert telegrams.recall >= 0.6
