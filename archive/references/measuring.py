"""How well references are found and resolved, against what the editors of volumes marked, hidden from both.

Truth of finding is every ``ref`` in a document or footnote. Truth of resolving are their targets; and for papers, which
the editors do not mark, those references beside which they say where the paper is printed ("Telegram 164, February 13,
p. 227", "Embtel 935" with the footnote "See Document 45"): number and day must lead to the paper that the
words beside them name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.parsing.fragments import Fragments
from archive.parsing.references import find_references
from archive.parsing.references.finding import NOT_PAPERS, kind_of_target
from archive.parsing.tei import read_volume
from archive.records import DocumentRecord, ReferenceRecord
from archive.references.answering import Answer, Asked, answer, lookups_of
from archive.references.lookups import of_target
from archive.references.matching import RESOLVED, decide
from archive.references.memory_index import MemoryIndex, paper_of
from archive.references.papers import Paper


@dataclass
class Score:
    """Counts of one kind."""

    true: int = 0
    right: int = 0
    given: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float | None:
        return self.right / self.true if self.true else None

    @property
    def precision(self) -> float | None:
        return self.right / self.given if self.given else None


@dataclass
class Measurement:
    """What was measured: scores by kind, and the misses by name, each with its place and words."""

    volumes: list[str] = field(default_factory=list)
    documents: int = 0
    found_by_kind: Counter = field(default_factory=Counter)
    status_by_kind: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
    finding: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    resolving: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    papers: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    misses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def measure(paths: list[Path]) -> Measurement:
    """Read the volumes, find and resolve without their markup, and compare with it."""
    report = Measurement()
    holdings = MemoryIndex()
    read: list[tuple[DocumentRecord, Paper]] = []
    for path in paths:
        reading = read_volume(path)
        report.volumes.append(reading.volume.source_id)
        for position, (record, _) in enumerate(reading, 1):
            read.append((record, holdings.add(record, reading.volume.source_id, position)))
    report.documents = len(read)
    for record, citing in read:
        _measure(record, citing, holdings, report)
    return report


def _measure(record: DocumentRecord, citing: Paper, holdings: MemoryIndex, report: Measurement) -> None:
    found = find_references(record, use_markup=False)
    asked = [Asked(item.where, item.start, item.kind, item.details) for item in found]
    answers = answer(citing, asked, lookups_of(citing, asked, use_markup=False), holdings, use_markup=False)
    for item, given in zip(found, answers, strict=True):
        report.found_by_kind[item.kind] += 1
        report.status_by_kind[item.kind][given.outcome.status] += 1
    for where, target, words, span in _marked(record):
        kind = kind_of_target(target)
        over = [
            i for i, item in enumerate(found) if item.where == where and item.start < span[1] and span[0] < item.end
        ]
        report.finding[kind].true += 1
        if not over:
            report.misses["not found"].append(f"{record.source_id} {where}: {words} → {target}")
            continue
        report.finding[kind].right += 1
        truth = decide(of_target(target, citing), citing, holdings, marked=True)
        if truth.status != RESOLVED:
            what = "target not held" if truth.status != "unknown" else "broken target"
            report.misses[what].append(f"{record.source_id} {where}: {words} → {target}")
            continue
        _compare(
            report.resolving[kind],
            truth,
            [answers[i] for i in over if found[i].kind != "file number"],
            report,
            f"{record.source_id} {where}: {words} → {target}",
        )
    _measure_papers(record, citing, holdings, found, answers, report)


def _marked(record: DocumentRecord) -> Iterator[tuple[str, str, str, tuple[int, int]]]:
    texts = [("text", record.text)] + [(f"footnote:{note.order}", note.text) for note in record.footnotes]
    for where, tei in texts:
        if "<ref" not in tei:
            continue
        read = Fragments().marked_text(tei)
        for mark in read.marks:
            if (
                mark.kind == "ref"
                and mark.start < mark.end
                and not mark.value.startswith(("http:", "https:", "mailto:"))
            ):
                before, after = read.text[max(0, mark.start - 50) : mark.start], read.text[mark.end : mark.end + 15]
                words = f"{before}⟦{read.text[mark.start : mark.end]}⟧{after}".replace("\n", " ")
                yield where, mark.value, words, (mark.start, mark.end)


def _compare(score: Score, truth, answers: list[Answer], report: Measurement, line: str) -> None:
    """Of several references in one markup, that counts which says the same, else the last."""
    score.true += 1
    given = [a.outcome for a in answers if a.outcome.status == RESOLVED]
    if not given:
        report.misses["not resolved"].append(line)
        return
    score.given += 1
    if any(_same(outcome, truth) for outcome in given):
        score.right += 1
    else:
        score.wrong += 1
        report.misses["resolved otherwise"].append(
            f"{line} (given: {given[-1].target} {given[-1].footnote or ''} {given[-1].reason})"
        )


def _same(outcome, truth) -> bool:
    if truth.page:
        return truth.page == outcome.page
    if truth.volume and not truth.target:
        return outcome.volume == truth.volume or str(outcome.target or "").startswith(f"{truth.volume}#")
    return outcome.target == truth.target and (truth.footnote is None or outcome.footnote == truth.footnote)


def _measure_papers(
    record, citing, holdings, found: tuple[ReferenceRecord, ...], answers: list[Answer], report: Measurement
) -> None:
    """Papers beside which the editors say where they are printed."""
    by_place = {(item.where, item.start): i for i, item in enumerate(found)}
    for item, given in zip(found, answers, strict=True):
        if item.kind in NOT_PAPERS or "see" not in item.details:
            continue
        said = answers[by_place[tuple(item.details["see"])]].outcome
        if said.status != RESOLVED or said.target is None or said.footnote is not None:
            continue
        among = {said.target, *(id_ for id_, _ in said.candidates)}
        name = f"{item.kind} by {'number' if 'number' in item.details else 'day'}"
        score = report.papers[name]
        score.true += 1
        line = f"{record.source_id} {item.where}: {item.printed} → {', '.join(sorted(map(str, among)))}"
        if given.outcome.status != RESOLVED:
            report.misses["paper not resolved"].append(
                f"{line} ({given.outcome.status}: {given.outcome.reason} {given.outcome.candidates[:2]}; {given.want and given.want.key})"
            )
            continue
        score.given += 1
        if given.outcome.target in among:
            score.right += 1
        else:
            score.wrong += 1
            report.misses["paper resolved otherwise"].append(
                f"{line} (given: {given.outcome.target}: {given.outcome.reason})"
            )


__all__ = ["Measurement", "Score", "measure", "paper_of"]
