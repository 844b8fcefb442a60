"""How well the grammar reads real volumes: source notes by family, and false finds in body text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.filing.explaining import explain
from archive.filing.file_number import FileNumber, FoundNumber
from archive.filing.numbers_in_text import find_numbers
from archive.filing.schemes import (
    CFPF,
    COLLECTION,
    DECIMAL,
    DECIMAL_SCHEMES,
    LOT,
    RECORD_GROUP,
    SUBJECT_NUMERIC,
    UNKNOWN,
)

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“(])")
#: What shows a person that a note has a number of a family. Independent of the grammar, so that the grammar can be measured.
_EXPECTED = (
    (
        DECIMAL,
        re.compile(
            r"(?<![\d.,$])\d{3} ?[A-Za-z]?\. ?[\dA-Z]\w*[^.;]{0,60}/ ?[\dIl]|^\W*\d{3}[ A-Za-z]*[./]"
            r"|Central (?:Decimal )?Files?,[^.;]{0,30} \d{3}[A-Za-z]?\.\d"
        ),
    ),
    (
        SUBJECT_NUMERIC,
        re.compile(r"Central (?:Foreign Policy )?Files?,? ?(?:19\d\d[–-]\d+,)? [A-Z]{1,5}(?: \(US\))? ?\d"),
    ),
    (LOT, re.compile(r"\b[Ll1]ots?\b(?: Files?)?:? [A-Z\d]")),
    (CFPF, re.compile(r"\b[PDN]\d{6}\b")),
    (RECORD_GROUP, re.compile(r"\bRG \d")),
    (COLLECTION, re.compile(r"\bLibrary\b|\b[Pp]apers\b|\bArchives\b|Presidential Materials")),
)
#: A sentence with one of these may cite a file, so it can't show a false find: words that cite, repositories whose accessions and jobs
#: are file numbers, and a number in brackets.
_MAY_CITE = re.compile(
    r"Central Files|[Ii]bid|\b[Ll]ots? \d|[Ff]iles? (?:No|\d)|\bDepartment of State,|[PDN]\d{6}|\bfiled under"
    r"|Records Center|Intelligence Agency|\bSource:"
    r"|\([^()]*\d{3}[A-Za-z]?\. ?\w+[^/()]{0,60}/[^()]*\)"
)
_EXAMPLES = 200


@dataclass(slots=True)
class Family:
    """Counts for the notes that show a number of one family."""

    notes: int = 0
    read: int = 0
    placed: int = 0
    explained: int = 0


@dataclass(slots=True)
class AccuracyReport:
    """What was measured. ``unexplained`` and ``false_finds`` are (volume, words, why)."""

    families: dict[str, Family] = field(default_factory=dict)
    unexplained: list[tuple[str, str, str]] = field(default_factory=list)
    false_finds: list[tuple[str, str, str]] = field(default_factory=list)
    without_number: Counter[str] = field(default_factory=Counter)
    sentences: int = 0

    def lines(self) -> Iterator[str]:
        """Yield the report as text, a line at a time."""
        yield f"{'family':16}{'notes':>8}{'read':>9}{'class+country':>15}{'fully':>9}"
        for name, family in self.families.items():
            shares = (f"{100 * part / family.notes:.1f} %" for part in (family.read, family.placed, family.explained))
            read, placed, explained = shares
            yield f"{name:16}{family.notes:8}{read:>9}{placed:>15}{explained:>9}"
        yield f"notes without any number: {sum(self.without_number.values())}"
        yield f"body sentences without a citation: {self.sentences}; false finds: {len(self.false_finds)}"
        for title, rows in (("false finds", self.false_finds), ("unexplained", self.unexplained)):
            if rows:
                yield f"{title}:"
            yield from (f"  {volume}: {words} ({why})" for volume, words, why in rows[:_EXAMPLES])
            if len(rows) > _EXAMPLES:
                yield f"  and {len(rows) - _EXAMPLES} more"


class VolumePassages(NamedTuple):
    """What is measured of a volume: its ``passages`` are (``"source"`` for a source note or ``"body"``, words).

    ``year`` is the volume's, where all its files are of one side of 1950.
    """

    name: str
    year: int | None
    passages: Iterable[tuple[str, str]]


def measure_accuracy(volumes: Iterable[VolumePassages]) -> AccuracyReport:
    """Measure finding and explaining on the passages of volumes."""
    report = AccuracyReport()
    for volume in volumes:
        for kind, text in volume.passages:
            if kind == "source":
                _measure_note(report, volume.name, text, volume.year)
            else:
                _measure_body(report, volume.name, text)
    return report


def is_placed(number: FileNumber, year: int | None = None) -> bool:
    """Whether class and country are known in words, for a number whose class has countries."""
    meaning = explain(number, year)
    number = meaning.number
    if number.scheme == DECIMAL:
        return bool(meaning.class_name and meaning.country_name)
    if number.scheme in DECIMAL_SCHEMES:
        return bool(meaning.class_name and (meaning.country_name or not number.country))
    if number.scheme == SUBJECT_NUMERIC:
        return bool(meaning.class_name and (meaning.country_name or not number.country))
    return number.scheme != UNKNOWN


def is_explained(number: FileNumber, year: int | None = None) -> bool:
    """Whether every part of a number is known in words."""
    meaning = explain(number, year)
    subject_known = (
        bool(meaning.subject_name) or not meaning.number.subject or meaning.number.scheme in (CFPF, COLLECTION)
    )
    return is_placed(number, year) and subject_known and not _garbled(number)


def _measure_note(report: AccuracyReport, volume: str, text: str, year: int | None) -> None:
    found = find_numbers(text, source_note=True, year=year)
    expected = next((name for name, pattern in _EXPECTED if pattern.search(text)), "")
    if not expected:
        report.without_number[volume] += 1
        return
    family = report.families.setdefault(expected, Family())
    family.notes += 1
    numbers = [item.number for item in found if _family(item) == expected] or [item.number for item in found]
    if not numbers:
        report.unexplained.append((volume, text[:100], "not read"))
        return
    family.read += 1
    family.placed += is_placed(numbers[0], year)
    explained = is_explained(numbers[0], year)
    family.explained += explained
    if not explained:
        report.unexplained.append((volume, numbers[0].printed, explain(numbers[0], year).sentence))


def _measure_body(report: AccuracyReport, volume: str, text: str) -> None:
    for sentence in _SENTENCE.split(text):
        if not sentence or _MAY_CITE.search(sentence):
            continue
        report.sentences += 1
        for item in find_numbers(sentence):
            report.false_finds.append((volume, item.number.printed, sentence[:160]))


def _family(item: FoundNumber) -> str:
    return DECIMAL if item.number.scheme in DECIMAL_SCHEMES else item.number.scheme


def _garbled(number: FileNumber) -> bool:
    codes = {warning.code for warning in number.warnings}
    return bool(codes & {"suffix-garbled", "unreadable-character", "file-number-unreadable"})
