"""What a reference leads to: one match with confidence and reason, several candidates, nothing held, or nothing understood.

Papers come from a :class:`PaperIndex`, so nothing here depends on where they are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from archive.parsing.references.finding import NOT_PAPERS
from archive.references.keys import (
    DayKey,
    DocumentNumberKey,
    FileKey,
    Key,
    NumberKey,
    PageKey,
    PositionKey,
    SourceKey,
    VolumeKey,
    VolumeNameKey,
    fold_number,
    numbers_in,
)
from archive.references.lookups import AnyReference, Lookup, stated_number
from archive.references.papers import Paper
from archive.references.rating import between_others, distance, kinds_agree, rate

RESOLVED, CANDIDATES, NOT_HELD, UNKNOWN = "resolved", "candidates", "not held", "unknown"

#: How the reason begins where the source's own markup points at nothing.
BROKEN = "The marked "

#: Why a reference that names its own paper leads nowhere.
ITSELF = "It names this paper itself."

#: From this confidence on, one match is the answer, if no other comes near it.
ENOUGH = 0.8
_NEAR = 0.15
#: The confidence of the one paper of a volume with a number that papers of other volumes have, too.
_HERE = 0.85
#: The confidence of the only paper of its kind and day in a volume.
_ALONE = 0.82
#: Below this confidence a paper is not even a candidate.
_LEAST = 0.3
_MOST_CANDIDATES = 10
#: How many days the day of a paper with the right file number may be off.
_DAYS_OFF = 3

#: What the database or a source's ids know a paper or a footnote by.
Id = int | str
Candidates = tuple[tuple[Id, float], ...]


class PaperIndex(Protocol):
    """Papers and volumes by key."""

    def papers(self, key: Key) -> list[Paper]:
        """Return the papers of a key, in the order of their volume."""

    def footnotes(self, paper: Paper) -> Iterable[tuple[Id, str, str]]:
        """Return a paper's footnotes: id, printed label, id in the source."""

    def footnote_pages(self, paper: Paper) -> dict[Id, str]:
        """Return the page on which each footnote of a paper has its mark, by the footnote's id."""

    def volumes(self, key: Key) -> list[str]:
        """Return the ids of the held volumes of a key."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reference leads to. ``target`` and ``footnote`` are ids; ``candidates`` is ``(id, confidence)``, best first."""

    status: str
    reason: str
    target: Id | None = None
    footnote: Id | None = None
    volume: str = ""
    page: str = ""
    confidence: float | None = None
    candidates: Candidates = ()


# --- all references of a paper --------------------------------------------------------------------------------------


def match_references(
    citing: Paper,
    references: Sequence[AnyReference],
    lookups: Sequence[Lookup | None],
    index: PaperIndex,
    *,
    use_markup: bool = True,
) -> list[Outcome]:
    """Return what all references of a paper lead to, in order: each by itself first, then what follows from others.

    ``lookups`` are those of :func:`archive.references.lookups.lookups_of`. Without ``use_markup`` neither the source's own
    markup nor the places that its editors name are taken into account.
    """
    outcomes = [
        match_reference(lookup, citing, index, marked=use_markup and "target" in reference.details)
        for reference, lookup in zip(references, lookups, strict=True)
    ]
    positions = {(reference.where, reference.start): position for position, reference in enumerate(references)}
    for position, reference in enumerate(references):
        if reference.kind in NOT_PAPERS:
            continue
        lookup = lookups[position]
        if use_markup and "see" in reference.details:
            place = positions.get(tuple(reference.details["see"]))
            if place is not None:
                outcomes[position] = _as_printed(lookup, outcomes[position], lookups[place], outcomes[place], index)
        if outcomes[position].status != RESOLVED:
            outcomes[position] = _by_file_number(reference, lookup, citing, index) or outcomes[position]
    for position, reference in enumerate(references):
        if reference.kind == "file number" and "of" in reference.details:
            paper = positions.get(tuple(reference.details["of"]))
            if paper is not None and (outcomes[position].status, outcomes[paper].status) == (NOT_HELD, RESOLVED):
                outcomes[position] = replace(outcomes[paper], reason="The file number of the paper named before it.")
    return outcomes


def _as_printed(
    lookup: Lookup | None, outcome: Outcome, place: Lookup | None, printed: Outcome, index: PaperIndex
) -> Outcome:
    """Return the outcome for a paper whose place in print the editors name: that goes before its number and day.

    ``place`` and ``printed`` are the lookup and the outcome of the place in print.
    """
    if printed.status != RESOLVED or printed.target is None:
        return outcome
    among = {printed.target, *(id_ for id_, _ in printed.candidates)}
    if len(among) > 1:
        number = lookup.key.number if lookup and isinstance(lookup.key, NumberKey) else ""
        same = [paper for paper in index.papers(place.key) if has_number(paper, number)] if place and number else []
        if len(same) != 1:
            if outcome.status == RESOLVED and outcome.target in among:
                return outcome
            return replace(printed, status=CANDIDATES, target=None, confidence=None)
        among = {same[0].id}
    reason = "The editors say where it is printed."
    return Outcome(RESOLVED, reason, among.pop(), printed.footnote, confidence=0.97)


def _by_file_number(reference: AnyReference, lookup: Lookup | None, citing: Paper, index: PaperIndex) -> Outcome | None:
    """Return the one paper with the file number that the editors give for a paper, if nothing contradicts it."""
    if "file" not in reference.details:
        return None
    scheme, normal = reference.details["file"]
    others = [paper for paper in index.papers(FileKey(scheme, normal)) if paper.id != citing.id]
    if len(others) != 1:
        return None
    (paper,) = others
    number = stated_number(reference.details)
    if number and paper.numbers and not has_number(paper, fold_number(number)):
        return None
    if lookup and lookup.day and paper.earliest and abs((paper.earliest - lookup.day).days) > _DAYS_OFF:
        return None
    return Outcome(RESOLVED, "The one paper here with the file number given for it.", paper.id, confidence=0.9)


def has_number(paper: Paper, number: str) -> bool:
    """Return whether a folded number is one of a paper's own."""
    return any(number in numbers_in(own) for own in paper.numbers)


# --- one reference --------------------------------------------------------------------------------------------------


def match_reference(lookup: Lookup | None, citing: Paper, index: PaperIndex, *, marked: bool = False) -> Outcome:
    """Return what one reference leads to by itself. ``marked`` says that it is the source's own markup."""
    if lookup is None:
        return Outcome(UNKNOWN, "The words do not say enough to look for it.")
    match lookup.key:
        case VolumeNameKey() | VolumeKey():
            return _volume(lookup, index)
        case PageKey():
            return _page(lookup, index, marked)
        case NumberKey() | DayKey():
            return _paper(lookup, citing, index)
        case SourceKey() | DocumentNumberKey() | PositionKey() as key:
            return _document(lookup, key, index, marked)
        case _:
            return _identified(lookup, citing, index)


def _identified(lookup: Lookup, citing: Paper, index: PaperIndex) -> Outcome:
    """Return the outcome for a number that should be one paper's alone: a file number, a symbol, a policy paper's."""
    papers = index.papers(lookup.key)
    others = [paper for paper in papers if paper.id != citing.id]
    if not others and papers:
        return Outcome(UNKNOWN, ITSELF)
    what = "file number" if isinstance(lookup.key, FileKey) else "number"
    if len(others) == 1:
        return Outcome(RESOLVED, f"The one paper here with this {what}.", others[0].id, confidence=0.9)
    here = [paper for paper in others if paper.volume == citing.volume]
    if len(here) == 1:
        reason = f"The one paper of this volume with this {what}."
        return Outcome(RESOLVED, reason, here[0].id, confidence=_HERE)
    if others:
        reason = f"{len(others)} papers here have this {what}."
        return Outcome(CANDIDATES, reason, candidates=_evenly(others)[:_MOST_CANDIDATES])
    return Outcome(NOT_HELD, f"No paper here has this {what}.")


def _evenly(papers: Sequence[Paper]) -> Candidates:
    return tuple((paper.id, round(1 / len(papers), 2)) for paper in papers)


def _document(
    lookup: Lookup, key: SourceKey | DocumentNumberKey | PositionKey, index: PaperIndex, marked: bool
) -> Outcome:
    papers = index.papers(key)
    if not papers:
        if marked and index.volumes(VolumeKey(key.volume)):
            return Outcome(UNKNOWN, f"{BROKEN}target does not exist.")
        return Outcome(NOT_HELD, "That document is not held.")
    paper = papers[0]
    if marked:
        reason, confidence = "Marked in the source.", 1.0
    elif isinstance(key, DocumentNumberKey):
        reason, confidence = "Its number in the same volume.", 0.98
    else:
        reason, confidence = "Its place.", 0.93 if isinstance(key, PositionKey) else 0.98
    if not lookup.label and not lookup.note_id:
        return Outcome(RESOLVED, reason, paper.id, confidence=confidence)
    for note, label, source_id in index.footnotes(paper):
        if (lookup.note_id and source_id == lookup.note_id) or (lookup.label and label == lookup.label):
            return Outcome(RESOLVED, reason, paper.id, note, confidence=confidence)
    reason = f"{BROKEN}footnote does not exist." if marked else "That paper has no footnote of this number."
    return Outcome(UNKNOWN, reason, candidates=((paper.id, 0.5),))


def _page(lookup: Lookup, index: PaperIndex, marked: bool) -> Outcome:
    papers = index.papers(lookup.key)
    if not papers:
        return Outcome(NOT_HELD, "No paper here stands on that page.")
    if lookup.label:
        return _footnote_of_page(lookup, papers, index)
    candidates = _evenly(papers) if len(papers) > 1 else ()
    reason = "Marked in the source." if marked else "The page of this volume."
    if candidates:
        reason += f" {len(papers)} papers stand on it."
    confidence = 1.0 if marked else 0.97
    return Outcome(RESOLVED, reason, papers[0].id, page=lookup.page, confidence=confidence, candidates=candidates)


def _footnote_of_page(lookup: Lookup, papers: list[Paper], index: PaperIndex) -> Outcome:
    noted = [(paper, note) for paper in papers for note, label, _ in index.footnotes(paper) if label == lookup.label]
    if len(noted) > 1:
        noted = [(paper, note) for paper, note in noted if index.footnote_pages(paper).get(note) == lookup.page]
        noted = noted[:1] if lookup.first else noted
    if len(noted) == 1:
        ((paper, note),) = noted
        reason = "The one footnote of this number on that page."
        return Outcome(RESOLVED, reason, paper.id, note, page=lookup.page, confidence=0.95)
    candidates = tuple((paper.id, 0.5) for paper, _ in noted[:_MOST_CANDIDATES])
    return Outcome(
        CANDIDATES,
        "Several papers of that page have, or none has, a footnote of this number.",
        candidates=candidates or tuple((paper.id, 0.3) for paper in papers),
    )


def keys_in_volumes(lookup: Lookup, volumes: Iterable[str]) -> list[Key]:
    """Return the keys of the page, or else of the document, that a reference to a volume names, in each of these volumes."""
    if lookup.page:
        return [PageKey(volume, lookup.page) for volume in volumes]
    return [DocumentNumberKey(volume, lookup.document) for volume in volumes] if lookup.document else []


def _volume(lookup: Lookup, index: PaperIndex) -> Outcome:
    volumes = index.volumes(lookup.key)
    if not volumes:
        return Outcome(NOT_HELD, "That volume is not held.")
    papers = [paper for key in keys_in_volumes(lookup, volumes) for paper in index.papers(key)]
    if papers and lookup.page:
        candidates = _evenly(papers) if len(papers) > 1 else ()
        if len({paper.volume for paper in papers}) > 1:
            return Outcome(CANDIDATES, "Several parts of that volume have this page.", candidates=candidates)
        found = Outcome(RESOLVED, "The page of that volume.", papers[0].id, page=lookup.page, confidence=0.95)
        return replace(found, volume=papers[0].volume, candidates=candidates)
    if len(papers) == 1:
        reason = "Its number in that volume."
        return Outcome(RESOLVED, reason, papers[0].id, volume=papers[0].volume, confidence=0.97)
    if papers:
        reason = "Several parts of that volume have a document of this number."
        return Outcome(CANDIDATES, reason, candidates=tuple((paper.id, 0.5) for paper in papers))
    if len(volumes) == 1:
        return Outcome(RESOLVED, "That volume.", volume=volumes[0], confidence=0.95)
    return Outcome(CANDIDATES, f"The volume has {len(volumes)} parts here.")


def _paper(lookup: Lookup, citing: Paper, index: PaperIndex) -> Outcome:
    """Return the outcome for a paper by number or by day: the one that agrees best, if it agrees well and no other nearly so."""
    others = [paper for paper in index.papers(lookup.key) if paper.id != citing.id]
    rated = [(*rate(lookup, citing, paper), paper) for paper in others]
    rated = [found for found in rated if found[0] >= _LEAST]
    rated.sort(key=lambda found: (-found[0], distance(found[2], citing)))
    if _names_itself(lookup, citing, rated[0][0] if rated else 0.0):
        return Outcome(UNKNOWN, ITSELF)
    if not rated:
        numbered = isinstance(lookup.key, NumberKey)
        known = numbered or bool(lookup.origin or lookup.destination or lookup.pair)
        reason = f"No paper of this {'number' if numbered else 'day'} from there is held."
        return Outcome(NOT_HELD if known and not lookup.unsure else UNKNOWN, reason)
    best, reason, paper = rated[0]
    if alone := _alone_in_volume(lookup, citing, rated):
        return alone
    if best >= ENOUGH and (len(rated) == 1 or rated[1][0] < best - _NEAR):
        return Outcome(RESOLVED, reason, paper.id, confidence=best)
    only = f"Only likely: {reason[:1].lower()}{reason[1:]}"
    reason = only if len(rated) == 1 else f"{len(rated)} papers come into question."
    candidates = tuple((paper.id, confidence) for confidence, _, paper in rated[:_MOST_CANDIDATES])
    return Outcome(CANDIDATES, reason, candidates=candidates)


def _names_itself(lookup: Lookup, citing: Paper, best: float) -> bool:
    """Return whether a number is the citing paper's own, as in its editors' note on the answer ("as suggested in Deptel 753").

    It agrees with that paper so well that it would be the answer, and better than with any other, whose confidence is ``best``.
    """
    if not isinstance(lookup.key, NumberKey) or not has_number(citing, lookup.key.number):
        return False
    confidence, _ = rate(lookup, citing, citing)
    return confidence >= ENOUGH and confidence > best


def _alone_in_volume(lookup: Lookup, citing: Paper, rated: Sequence[tuple[float, str, Paper]]) -> Outcome | None:
    """Return the only paper of its kind and day in the citing paper's own volume, where nobody else is named and nothing differs."""
    if not isinstance(lookup.key, DayKey) or lookup.origin or lookup.destination or rated[0][0] >= ENOUGH:
        return None
    if lookup.family == "telegram" and lookup.kind != "message":
        return None  # of a day there are many, and few are printed
    alike = [paper for _, _, paper in rated if paper.volume == citing.volume and kinds_agree(lookup.kind, paper.kind)]
    if len(alike) != 1 or not citing.volume or (between_others(lookup, alike[0]) and not lookup.by_editors):
        return None
    return Outcome(RESOLVED, "The only paper of that kind and day in this volume.", alike[0].id, confidence=_ALONE)
