"""How well references are found and resolved, compared with what the editors of volumes marked, which is hidden from both.

The truth for finding is every ``ref`` in a document or footnote, for resolving the target of each. Editors do not mark papers;
there the truth are the papers with a marked place in print beside them (:mod:`archive.references.printed_beside`): number and day must
lead to the paper that these words name, while the place is hidden.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.parsing.fragments import Fragments
from archive.parsing.reader import Unread
from archive.parsing.references import find_references
from archive.parsing.references.finding import NOT_PAPERS
from archive.parsing.references.markup import is_address, read_target
from archive.parsing.tei import read_volume
from archive.records import DocumentRecord, ReferenceRecord
from archive.references.lookups import lookup_of_target, lookups_of
from archive.references.matching import RESOLVED, UNKNOWN, Outcome, match_reference, match_references
from archive.references.memory_index import MemoryIndex
from archive.references.papers import Paper
from archive.references.printed_beside import printed_beside


@dataclass
class Score:
    """Counts of one kind."""

    true: int = 0
    right: int = 0
    answered: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float | None:
        return self.right / self.true if self.true else None

    @property
    def precision(self) -> float | None:
        return self.right / self.answered if self.answered else None


@dataclass
class Measurement:
    """What was measured: scores by kind, and misses by name, each with its place and words."""

    volumes: list[str] = field(default_factory=list)
    documents: int = 0
    found_by_kind: Counter[str] = field(default_factory=Counter)
    status_by_kind: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    finding: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    resolving: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    papers: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    papers_by_volume: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    misses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def measure(paths: list[Path]) -> Measurement:
    """Read the volumes, find and resolve without their markup, and compare with it."""
    measurement = Measurement()
    index = MemoryIndex()
    read: list[tuple[DocumentRecord, Paper]] = []
    for path in paths:
        reading = read_volume(path)
        measurement.volumes.append(reading.volume.source_id)
        for position, (record, _) in enumerate(reading, 1):
            if isinstance(record, Unread):
                continue
            read.append((record, index.add(record, reading.volume.source_id, position)))
    measurement.documents = len(read)
    for record, citing in read:
        _measure(record, citing, index, measurement)
    return measurement


def _measure(record: DocumentRecord, citing: Paper, index: MemoryIndex, measurement: Measurement) -> None:
    found = find_references(record, use_markup=False)
    lookups = lookups_of(citing, found, use_markup=False)
    outcomes = match_references(citing, found, lookups, index, use_markup=False)
    for reference, outcome in zip(found, outcomes, strict=True):
        measurement.found_by_kind[reference.kind] += 1
        measurement.status_by_kind[reference.kind][outcome.status] += 1
    for where, target, words, (start, end) in _marked(record):
        kind = read_target(target).kind
        line = f"{record.source_id} {where}: {words} → {target}"
        over = [
            position
            for position, reference in enumerate(found)
            if reference.where == where and reference.start < end and start < reference.end
        ]
        measurement.finding[kind].true += 1
        if not over:
            measurement.misses["not found"].append(line)
            continue
        measurement.finding[kind].right += 1
        truth = match_reference(lookup_of_target(target, citing), citing, index, marked=True)
        if truth.status != RESOLVED:
            what = "broken target" if truth.status == UNKNOWN else "target not held"
            measurement.misses[what].append(line)
            continue
        of_markup = [outcomes[position] for position in over if found[position].kind != "file number"]
        _compare(measurement.resolving[kind], truth, of_markup, measurement, line)
    _measure_papers(record, citing, found, outcomes, index, measurement)


def _marked(record: DocumentRecord) -> Iterator[tuple[str, str, str, tuple[int, int]]]:
    """Yield each marked reference: its place, its target, its words with those around them, and its span."""
    texts = [("text", record.text)] + [(f"footnote:{note.order}", note.text) for note in record.footnotes]
    for where, tei in texts:
        if "<ref" not in tei:
            continue
        read = Fragments().marked_text(tei)
        for mark in read.marks:
            if mark.kind == "ref" and mark.start < mark.end and not is_address(mark.value):
                before, after = read.text[max(0, mark.start - 50) : mark.start], read.text[mark.end : mark.end + 15]
                words = f"{before}⟦{read.text[mark.start : mark.end]}⟧{after}".replace("\n", " ")
                yield where, mark.value, words, (mark.start, mark.end)


def _compare(score: Score, truth: Outcome, outcomes: list[Outcome], measurement: Measurement, line: str) -> None:
    """Count the outcomes of the references in one markup: right if one of them is."""
    score.true += 1
    resolved = [outcome for outcome in outcomes if outcome.status == RESOLVED]
    if not resolved:
        measurement.misses["not resolved"].append(line)
        return
    score.answered += 1
    if any(_same(outcome, truth) for outcome in resolved):
        score.right += 1
    else:
        score.wrong += 1
        last = resolved[-1]
        measurement.misses["resolved otherwise"].append(
            f"{line} (given: {last.target} {last.footnote or ''} {last.reason})"
        )


def _same(outcome: Outcome, truth: Outcome) -> bool:
    if truth.page:
        return truth.page == outcome.page
    if truth.volume and not truth.target:
        return outcome.volume == truth.volume or str(outcome.target or "").startswith(f"{truth.volume}#")
    return outcome.target == truth.target and (truth.footnote is None or outcome.footnote == truth.footnote)


def _measure_papers(
    record: DocumentRecord,
    citing: Paper,
    found: Sequence[ReferenceRecord],
    outcomes: Sequence[Outcome],
    index: MemoryIndex,
    measurement: Measurement,
) -> None:
    """Measure papers beside which the editors say where they are printed, in this material."""
    for paper in printed_beside(record):
        printed = match_reference(lookup_of_target(paper.target, citing), citing, index, marked=True)
        among = {printed.target, *(id_ for id_, _ in printed.candidates)}
        if printed.status != RESOLVED or all(index.kind_of(id_) == "editorial note" for id_ in among):
            continue
        over = [
            (reference, outcome)
            for reference, outcome in zip(found, outcomes, strict=True)
            if reference.where == paper.where and reference.start < paper.end and paper.start < reference.end
        ]
        over = [pair for pair in over if pair[0].kind not in NOT_PAPERS]
        answers = {outcome.target for _, outcome in over if outcome.status == RESOLVED}
        line = f"{record.source_id} {paper.where}: {paper.words} → {', '.join(sorted(map(str, among)))}"
        what = f"{paper.kind} by {'number' if paper.numbered else 'day'}"
        volume = f"{citing.volume}, {'telegrams' if paper.kind == 'telegram' else 'other papers'}"
        for score in (measurement.papers[what], measurement.papers_by_volume[volume]):
            score.true += 1
            score.answered += bool(answers)
            score.right += bool(answers & among)
            score.wrong += bool(answers) and not answers & among
        if not over:
            measurement.misses["paper not found"].append(line)
        elif not answers:
            reasons = "; ".join(f"{outcome.status}: {outcome.reason}" for _, outcome in over)
            measurement.misses["paper not resolved"].append(f"{line} ({reasons})")
        elif not answers & among:
            measurement.misses["paper resolved otherwise"].append(f"{line} (given: {answers})")
