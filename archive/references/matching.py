"""Deciding what a reference leads to: one match with confidence and reason, several, known but not held, or not understood.

Nothing here knows where papers are kept: :class:`PaperIndex` is asked for them by key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from archive.references.lookups import Lookup
from archive.references.papers import Paper, family

RESOLVED, CANDIDATES, NOT_HELD, UNKNOWN = "resolved", "candidates", "not held", "unknown"

#: How the reason begins where the source's own markup points at nothing.
BROKEN = "The marked "

#: From this confidence on one match is given as the answer, if no other comes near it.
ENOUGH = 0.8
_NEAR = 0.15
_SHOWN = 0.3
_MOST_CANDIDATES = 10
#: How long before a paper something that it cites without a date may lie: numbers begin anew every year.
_LOOKED_BACK = timedelta(330)


class PaperIndex(Protocol):
    """Where papers are looked up."""

    def papers(self, key: str) -> list[Paper]:
        """The papers under a key, in the order of their volume."""

    def footnotes(self, paper: Paper) -> Iterable[tuple[object, str, str]]:
        """A paper's footnotes: id, printed label, id in the source."""

    def footnote_pages(self, paper: Paper) -> dict[object, str]:
        """The page on which each footnote of a paper has its mark, by the footnote's id."""

    def volumes(self, key: str) -> list[str]:
        """The held volumes under the key of a volume."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reference leads to. ``target`` and ``footnote`` are ids; ``candidates`` is ``(id, confidence)``, best first."""

    status: str
    reason: str
    target: object = None
    footnote: object = None
    volume: str = ""
    page: str = ""
    confidence: float | None = None
    candidates: tuple[tuple[object, float], ...] = ()


def decide(want: Lookup | None, citing: Paper, holdings: PaperIndex, *, marked: bool = False) -> Outcome:
    """The answer to a reference. ``marked`` says that the source's own markup asks."""
    if want is None:
        return Outcome(UNKNOWN, "The words do not say enough to look for it.")
    if want.key.startswith(("vol|", "volume|")):
        return _volume(want, holdings)
    papers = holdings.papers(want.key)
    if want.key.startswith("page|"):
        return _page(want, papers, holdings, marked)
    if want.key.startswith(("no|", "on|")):
        return _paper(want, citing, papers)
    if want.key.startswith(("id|", "doc|", "at|")):
        return _document(want, papers, holdings, marked)
    others = [paper for paper in papers if paper.id != citing.id]
    if not others and papers:
        return Outcome(UNKNOWN, "It names this paper itself.")
    what = "file number" if want.key.startswith("file|") else "number"
    if len(others) == 1:
        return Outcome(RESOLVED, f"The one paper here with this {what}.", others[0].id, confidence=0.9)
    if others:
        even = round(1 / len(others), 2)
        shown = tuple((paper.id, even) for paper in others[:_MOST_CANDIDATES])
        return Outcome(CANDIDATES, f"{len(others)} papers here have this {what}.", candidates=shown)
    return Outcome(NOT_HELD, f"No paper here has this {what}.")


def _document(want: Lookup, papers: list[Paper], holdings: PaperIndex, marked: bool) -> Outcome:
    if not papers:
        volume = want.key.split("|")[1].partition("#")[0]
        broken = marked and bool(holdings.volumes(f"volume|{volume}"))
        return Outcome(
            UNKNOWN if broken else NOT_HELD,
            f"{BROKEN}target does not exist." if broken else "That document is not held.",
        )
    paper = papers[0]
    by = (
        "Marked in the source."
        if marked
        else "Its number in the same volume."
        if want.key.startswith("doc|")
        else "Its place."
    )
    confidence = 1.0 if marked else 0.98 if not want.key.startswith("at|") else 0.93
    if not want.label and not want.note_id:
        return Outcome(RESOLVED, by, paper.id, confidence=confidence)
    for note, label, source_id in holdings.footnotes(paper):
        if (want.note_id and source_id == want.note_id) or (want.label and label == want.label):
            return Outcome(RESOLVED, by, paper.id, note, confidence=confidence)
    if marked:
        return Outcome(UNKNOWN, f"{BROKEN}footnote does not exist.", candidates=((paper.id, 0.5),))
    return Outcome(UNKNOWN, "That paper has no footnote of this number.", candidates=((paper.id, 0.5),))


def _page(want: Lookup, papers: list[Paper], holdings: PaperIndex, marked: bool) -> Outcome:
    if not papers:
        return Outcome(NOT_HELD, "No paper here stands on that page.")
    if want.label:
        noted = [(p, n) for p in papers for n, label, _ in holdings.footnotes(p) if label == want.label]
        if len(noted) > 1:
            noted = [(p, n) for p, n in noted if holdings.footnote_pages(p).get(n) == want.page]
            noted = noted[:1] if want.first else noted
        if len(noted) == 1:
            return Outcome(
                RESOLVED,
                "The one footnote of this number on that page.",
                noted[0][0].id,
                noted[0][1],
                page=want.page,
                confidence=0.95,
            )
        shown = tuple((paper.id, 0.5) for paper, _ in noted[:_MOST_CANDIDATES]) or tuple((p.id, 0.3) for p in papers)
        return Outcome(
            CANDIDATES, "Several papers of that page have, or none has, a footnote of this number.", candidates=shown
        )
    shown = tuple((paper.id, round(1 / len(papers), 2)) for paper in papers) if len(papers) > 1 else ()
    reason = "Marked in the source." if marked else "The page of this volume."
    if shown:
        reason += f" {len(papers)} papers stand on it."
    return Outcome(RESOLVED, reason, papers[0].id, page=want.page, confidence=1.0 if marked else 0.97, candidates=shown)


def _volume(want: Lookup, holdings: PaperIndex) -> Outcome:
    volumes = holdings.volumes(want.key)
    if not volumes:
        return Outcome(NOT_HELD, "That volume is not held.")
    if want.page:
        papers = [paper for volume in volumes for paper in holdings.papers(f"page|{volume}|{want.page}")]
        if papers:
            shown = tuple((paper.id, round(1 / len(papers), 2)) for paper in papers) if len(papers) > 1 else ()
            if len({paper.volume for paper in papers}) == 1:
                return Outcome(
                    RESOLVED,
                    "The page of that volume.",
                    papers[0].id,
                    volume=papers[0].volume,
                    page=want.page,
                    confidence=0.95,
                    candidates=shown,
                )
            return Outcome(CANDIDATES, "Several parts of that volume have this page.", candidates=shown)
    if want.label:
        papers = [paper for volume in volumes for paper in holdings.papers(f"doc|{volume}|{want.label}")]
        if len(papers) == 1:
            return Outcome(
                RESOLVED, "Its number in that volume.", papers[0].id, volume=papers[0].volume, confidence=0.97
            )
        if papers:
            return Outcome(
                CANDIDATES,
                "Several parts of that volume have a document of this number.",
                candidates=tuple((p.id, 0.5) for p in papers),
            )
    if len(volumes) == 1:
        return Outcome(RESOLVED, "That volume.", volume=volumes[0], confidence=0.95)
    return Outcome(CANDIDATES, f"The volume has {len(volumes)} parts here.")


def _paper(want: Lookup, citing: Paper, papers: list[Paper]) -> Outcome:
    numbered = want.key.startswith("no|")
    rated = sorted(
        ((rate(want, citing, paper, numbered), paper) for paper in papers if paper.id != citing.id),
        key=lambda pair: (-pair[0][0], _distance(pair[1], citing)),
    )
    rated = [(rating, paper) for rating, paper in rated if rating[0] >= _SHOWN]
    if not rated:
        known = numbered or bool(want.origin or want.destination or want.pair)
        reason = "No paper of this number" if numbered else "No paper of this day"
        return Outcome(NOT_HELD if known else UNKNOWN, f"{reason} from there is held.")
    (best, why), paper = rated[0]
    if best >= ENOUGH and (len(rated) == 1 or rated[1][0][0] < best - _NEAR):
        return Outcome(RESOLVED, why, paper.id, confidence=best)
    shown = tuple((paper.id, rating[0]) for rating, paper in rated[:_MOST_CANDIDATES])
    reason = (
        f"Only likely: {why[:1].lower()}{why[1:]}" if len(rated) == 1 else f"{len(rated)} papers come into question."
    )
    return Outcome(CANDIDATES, reason, candidates=shown)


def rate(want: Lookup, citing: Paper, paper: Paper, numbered: bool) -> tuple[float, str]:
    """How far a paper is what is wanted, from 0 to 1, and the reason in words."""
    route, agreed, aside = _route(want, paper)
    if route < 0:
        return 0.0, ""
    if not numbered and aside == _NOBODY:
        route = 0.6  # of the many papers of a day
    if want.family and paper.kind and family(paper.kind) != want.family:
        if not numbered or {family(paper.kind), want.family} - {"telegram", "airgram", "despatch"}:
            return 0.0, ""
        route -= 0.25
    when, day, dated = _when(want, citing, paper)
    if when <= 0:
        return 0.0, ""
    base = {True: 0.98, False: 0.9}[numbered]
    rating = base * when * min(route, 1.0)
    return round(max(rating, 0.0), 2), _in_words([*(["number"] if numbered else []), *agreed, *day], [aside, dated])


def _in_words(agreed: list[str], asides: list[str]) -> str:
    """ "Agrees in number, sender and day; no recipient is named." """
    *some, last = agreed or ["nothing else"]
    said = f"Agrees in {', '.join(some)} and {last}" if some else f"Agrees in {last}"
    return "; ".join([said, *filter(None, asides)]) + "."


_NOBODY = "no correspondent is named"


def _route(want: Lookup, paper: Paper) -> tuple[float, list[str], str]:
    """Agreement of the sides, below 0 if they contradict; in what they agree, and what else is to be said."""
    if not (want.origin or want.destination):
        if want.pair and paper.senders and paper.recipients:
            if paper.senders & want.pair and paper.recipients & want.pair:
                return 0.93, ["the two correspondents"], ""
            if not (paper.senders | paper.recipients) & want.pair:
                return 0.55, [], "it is between others"
        # "Gadel 20": a series of its own runs between the same two, whoever cites it.
        in_series = want.key.startswith("no|") and " " in want.key.split("|")[1]
        return (0.9 if want.day or in_series else 0.7), [], _NOBODY
    agreed, known = [], 0
    for stated, is_, words, name in (
        (want.origin, paper.senders, paper.sender_words, "sender"),
        (want.destination, paper.recipients, paper.recipient_words, "recipient"),
    ):
        if not stated:
            continue
        if stated & is_ or any(len(one) > 3 and one in words for one in stated):
            agreed.append(name)
        elif is_ or words:
            known += 1
    if known and not agreed:
        return -1.0, [], ""
    if known:
        other = "recipient" if "sender" in agreed else "sender"
        return (0.75 if "sender" in agreed else 0.4), agreed, f"its {other} is another"
    return (1.0, agreed, "") if agreed else (0.7, [], "its correspondents are not known")


def _when(want: Lookup, citing: Paper, paper: Paper) -> tuple[float, list[str], str]:
    """Agreement of the dates; in what they agree, and what else is to be said."""
    if not paper.earliest or not paper.latest:
        return 0.5, [], "its own date is unknown"
    if want.day:
        gap = min(_gap(paper, day) for day in (want.day, want.other_day) if day)
        if gap == 0:
            return 1.0, ["day"], ""
        return (
            (0.95 if gap == 1 else 0.6 if gap <= 4 else 0.35 if gap <= 31 else 0.0),
            [],
            f"its day is {_days(gap)} off",
        )
    written = citing.latest or citing.earliest
    if not written:
        return 0.6, [], "no day is stated"
    back = written - paper.earliest
    if back < timedelta(-1) or back > _LOOKED_BACK:
        return 0.0, [], ""
    when = f"{_days(back.days)} before" if back.days > 0 else "on the same day" if not back.days else "a day after"
    return (0.95 if back <= timedelta(60) else 0.88), [], f"written {when}"


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"


def _gap(paper: Paper, day) -> int:
    if paper.earliest <= day <= paper.latest:
        return 0
    return min(abs((paper.earliest - day).days), abs((paper.latest - day).days))


def _distance(paper: Paper, citing: Paper) -> int:
    written = citing.latest or citing.earliest
    return abs((written - paper.earliest).days) if written and paper.earliest else 10**6
