"""How far a paper agrees with what a reference looks for: a confidence from 0 to 1, and the reason in words.

The confidence is a product: of the key (a number is stronger than a day), of the dates, and of the sides. Sides or dates that
contradict the reference make it 0.
"""

from __future__ import annotations

from datetime import date, timedelta

from archive.references.keys import NumberKey
from archive.references.lookups import Lookup
from archive.references.papers import Paper, family

#: The most that a number or a day alone can give.
_BY_NUMBER, _BY_DAY = 0.98, 0.9
#: How long before a paper something that it cites without a date may be written: numbers start again every year.
_LONGEST_BEFORE = timedelta(330)
#: How long after a paper something that its editors cite without a date may be written.
_EDITORS_AFTER = timedelta(-60)
#: Families of papers that one series of numbers may serve.
_NUMBERED_ALIKE = {"telegram", "airgram", "despatch"}
#: From how many digits on a number is rare enough to name a paper of a volume by itself.
_RARE = 3
#: Kinds that papers between people are called without a difference.
_CALLED_ALIKE = frozenset({"letter", "message"})
_NOBODY = "no correspondent is named"


def rate(lookup: Lookup, citing: Paper, paper: Paper) -> tuple[float, str]:
    """Return how far a paper is the one that is looked for, and the reason; 0 and "" if it is not."""
    numbered = isinstance(lookup.key, NumberKey)
    sides, agreed, aside = _rate_sides(lookup, citing, paper)
    if sides < 0:
        return 0.0, ""
    if not numbered and aside == _NOBODY:
        sides = 0.6  # of the many papers of a day
    if lookup.family and paper.kind and family(paper.kind) != lookup.family and not _are_letters(lookup, paper):
        if not numbered or {family(paper.kind), lookup.family} - _NUMBERED_ALIKE:
            return 0.0, ""
        sides -= 0.25
    dates, day, dated = _rate_dates(lookup, citing, paper)
    if dates <= 0:
        return 0.0, ""
    confidence = (_BY_NUMBER if numbered else _BY_DAY) * dates * sides
    return round(max(confidence, 0.0), 2), _in_words([*(["number"] if numbered else []), *agreed, *day], [aside, dated])


def _are_letters(lookup: Lookup, paper: Paper) -> bool:
    """Return whether both are messages between people, which are called letters or messages alike."""
    return {lookup.family, paper.kind} <= {"letter", "message", "telegram"} and "message" in {paper.kind, lookup.kind}


def kinds_agree(stated: str, kind: str) -> bool:
    """Return whether a paper is of the very kind that a reference states, or of one that is called so."""
    return stated == kind or {stated, kind} <= _CALLED_ALIKE


def distance(paper: Paper, citing: Paper) -> int:
    """Return how many days lie between two papers; very many if a date is unknown."""
    written = citing.latest or citing.earliest
    return abs((written - paper.earliest).days) if written and paper.earliest else 10**6


def _in_words(agreed: list[str], asides: list[str]) -> str:
    """Return "Agrees in number, sender and day; no recipient is named."""
    *some, last = agreed or ["nothing else"]
    words = f"Agrees in {', '.join(some)} and {last}" if some else f"Agrees in {last}"
    return "; ".join([words, *filter(None, asides)]) + "."


def _rate_sides(lookup: Lookup, citing: Paper, paper: Paper) -> tuple[float, list[str], str]:
    """Return the agreement of the sides, below 0 if they contradict, in what they agree, and what else there is to say."""
    if not (lookup.origin or lookup.destination):
        return _rate_pair(lookup, citing, paper)
    agreed, differing = [], 0
    for stated, names, words, side in (
        (lookup.origin, paper.senders, paper.sender_words, "sender"),
        (lookup.destination, paper.recipients, paper.recipient_words, "recipient"),
    ):
        if not stated:
            continue
        if stated & names or any(len(name) > 3 and name in words for name in stated):
            agreed.append(side)
        elif names or words:
            differing += 1
    if differing and not agreed:
        return -1.0, [], ""
    if differing:
        other = "recipient" if "sender" in agreed else "sender"
        return (0.75 if "sender" in agreed else 0.4), agreed, f"its {other} is another"
    return (1.0, agreed, "") if agreed else (0.7, [], "its correspondents are not known")


def _rate_pair(lookup: Lookup, citing: Paper, paper: Paper) -> tuple[float, list[str], str]:
    """Return the same for a reference that names neither sender nor recipient."""
    key = lookup.key
    if isinstance(key, NumberKey) and key.in_series:
        # "Gadel 20": a series of its own runs between the same two, whoever cites it.
        return 0.9, [], _NOBODY
    between = bool(lookup.pair and paper.senders and paper.recipients)
    if between and not between_others(lookup, paper):
        return 0.93, ["the two correspondents"], ""
    near = not between or bool((paper.senders | paper.recipients) & lookup.pair)
    # Editors name what they print by its number alone, whoever wrote it.
    rare = isinstance(key, NumberKey) and len(key.number) >= (_RARE if lookup.by_editors else _RARE + 1)
    if rare and paper.volume == citing.volume and (near or lookup.by_editors):
        return 0.9, [], _NOBODY
    if not near:
        return 0.55, [], "it is between others"
    return (0.9 if lookup.day else 0.7), [], _NOBODY


def between_others(lookup: Lookup, paper: Paper) -> bool:
    """Return whether a paper is known to be from or to another than the two between whom the citing paper is."""
    if not (lookup.pair and paper.senders and paper.recipients):
        return False
    return not (paper.senders & lookup.pair and paper.recipients & lookup.pair)


def _rate_dates(lookup: Lookup, citing: Paper, paper: Paper) -> tuple[float, list[str], str]:
    """Return the agreement of the dates, in what they agree, and what else there is to say."""
    if not paper.earliest or not paper.latest:
        return 0.5, [], "its own date is unknown"
    if lookup.day:
        gap = min(_gap(paper.earliest, paper.latest, day) for day in (lookup.day, lookup.other_day) if day)
        if gap == 0:
            return 1.0, ["day"], ""
        agreement = 0.95 if gap == 1 else 0.6 if gap <= 4 else 0.35 if gap <= 31 else 0.0
        return agreement, [], f"its day is {_days(gap)} off"
    written = citing.latest or citing.earliest
    if not written:
        return (0.95 if lookup.year_before else 0.6), [], "no day is stated"
    before = written - paper.earliest
    if before < (_EDITORS_AFTER if lookup.by_editors else timedelta(-1)) or before > _LONGEST_BEFORE:
        return 0.0, [], ""
    when = f"{_days(before.days)} before" if before.days > 0 else f"{-before.days} days after"
    when = {-1: "a day after", 0: "on the same day"}.get(before.days, when)
    near = (_EDITORS_AFTER / 2 if lookup.by_editors else timedelta(-1)) <= before <= timedelta(60)
    return (0.95 if near else 0.88), [], f"written {when}"


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"


def _gap(earliest: date, latest: date, day: date) -> int:
    if earliest <= day <= latest:
        return 0
    return min(abs((earliest - day).days), abs((latest - day).days))
