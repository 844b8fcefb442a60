"""All references of one paper answered together: places in print first, then what leans on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.parsing.references.finding import NOT_PAPERS
from archive.references.lookups import Lookup, lookup_of, of_target, volume_key
from archive.references.matching import CANDIDATES, NOT_HELD, RESOLVED, UNKNOWN, Outcome, PaperIndex, decide
from archive.references.papers import Paper, number_key


@dataclass(frozen=True, slots=True)
class Asked:
    """One reference of a paper: where it stands, its kind and what it says."""

    where: str
    start: int
    kind: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reference was understood as, and what it leads to."""

    want: Lookup | None
    outcome: Outcome


def lookups_of(citing: Paper, asked: Sequence[Asked], *, use_markup: bool = True) -> list[Lookup | None]:
    """What each of a paper's references asks for, in order; "ibid." takes up the volume before it."""
    found, volume_before = [], ""
    for reference in asked:
        target = reference.details.get("target") if use_markup else None
        stated = reference.kind, reference.details
        found.append(of_target(target, citing) if target else lookup_of(*stated, citing, volume_before))
        if reference.kind == "volume":
            volume_before = volume_key(reference.details, volume_before) or volume_before
    return found


def answer(
    citing: Paper,
    asked: Sequence[Asked],
    found: Sequence[Lookup | None],
    holdings: PaperIndex,
    *,
    use_markup: bool = True,
) -> list[Answer]:
    """The answers to all references of a paper, in order."""
    answers: list[Answer] = []
    for reference, want in zip(asked, found, strict=True):
        marked = use_markup and "target" in reference.details
        answers.append(Answer(want, decide(want, citing, holdings, marked=marked)))
    places = {(reference.where, reference.start): index for index, reference in enumerate(asked)}
    for index, reference in enumerate(asked):
        if use_markup and reference.kind not in NOT_PAPERS and "see" in reference.details:
            said = places.get(tuple(reference.details["see"]))
            if said is not None:
                answers[index] = _where_printed(answers[index], answers[said], holdings)
        if reference.kind not in NOT_PAPERS and answers[index].outcome.status in {NOT_HELD, UNKNOWN, CANDIDATES}:
            answers[index] = _by_file_number(reference, answers[index], citing, holdings)
    for index, reference in enumerate(asked):
        if reference.kind == "file number" and "of" in reference.details:
            whose = places.get(tuple(reference.details["of"]))
            if (
                whose is not None
                and answers[index].outcome.status == NOT_HELD
                and answers[whose].outcome.status == RESOLVED
            ):
                outcome = replace(answers[whose].outcome, reason="The file number of the paper named before it.")
                answers[index] = replace(answers[index], outcome=outcome)
    return answers


def _where_printed(mine: Answer, said: Answer, holdings: PaperIndex) -> Answer:
    """The editors' own word where a paper is printed stands above what numbers and days suggest."""
    outcome = said.outcome
    if outcome.status != RESOLVED or outcome.target is None:
        return mine
    among = {outcome.target, *(id_ for id_, _ in outcome.candidates)}
    number = number_key(mine.want.key.split("|")[1]) if mine.want and mine.want.key.startswith("no|") else ""
    if len(among) > 1:
        on_page = holdings.papers(said.want.key) if said.want else []
        same = [paper for paper in on_page if number and number in {number_key(n) for n in paper.numbers}]
        if len(same) != 1:
            if mine.outcome.status == RESOLVED and mine.outcome.target in among:
                return mine
            return replace(mine, outcome=replace(outcome, status=CANDIDATES, target=None, confidence=None))
        among = {same[0].id}
    reason = "The editors say where it is printed."
    target = next(iter(among))
    return replace(mine, outcome=Outcome(RESOLVED, reason, target, outcome.footnote, confidence=0.97))


def _by_file_number(reference: Asked, mine: Answer, citing: Paper, holdings: PaperIndex) -> Answer:
    """A paper that number and day do not find, found by the file number that the editors give for it."""
    file = reference.details.get("file")
    if not file:
        return mine
    others = [paper for paper in holdings.papers(f"file|{file[0]}|{file[1]}") if paper.id != citing.id]
    if len(others) != 1:
        return mine
    (paper,) = others
    number = reference.details.get("number")
    if number and paper.numbers and number_key(number) not in {number_key(n) for n in paper.numbers}:
        return mine
    if mine.want and mine.want.day and paper.earliest and abs((paper.earliest - mine.want.day).days) > 3:
        return mine
    return replace(
        mine,
        outcome=Outcome(RESOLVED, "The one paper here with the file number given for it.", paper.id, confidence=0.9),
    )
