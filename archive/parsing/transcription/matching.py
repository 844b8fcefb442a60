"""The one reading in which a list of footnotes and the anchors of a text agree: as a whole, and in order.

The list often counts from 1 where the text counts from 59, and what a number is can only be told from the numbers before and after it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace

from archive.parsing.source_notes import is_source_note
from archive.parsing.transcription.anchors import GLUED, HARDLY, LIKELY, SURE, Candidate
from archive.parsing.transcription.notes import Item

#: What an anchor of a source note in the heading has more than others.
_IN_HEAD = 2.0
#: What each footnote that has an anchor adds to the weight of its form: of two readings the one with all labels is right.
_EACH = 0.4
#: Work that is spent on counting a list from other numbers than its own. Lists of papers need a hundredth of it.
_MOST_STEPS = 100_000
#: The most repeated labels in a text, and the longest list in which they are looked for.
_MOST_REPEATS, _MOST_REPEATED = 3, 60


@dataclass
class Matched:
    """How a segment's anchors and its list agree: ``anchors`` maps a candidate to its item, by index in the list.

    Items that are ``missing`` have no anchor, ``orphans`` look like anchors and have no item; an anchor is ``doubtful`` if its form is
    not likely and it could be elsewhere.
    """

    anchors: dict[Candidate, int] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    orphans: list[Candidate] = field(default_factory=list)
    doubtful: list[Candidate] = field(default_factory=list)

    @property
    def likely(self) -> int:
        """The number of items with an anchor whose form alone makes it likely."""
        return len({index for candidate, index in self.anchors.items() if candidate.weight >= LIKELY})

    @property
    def found(self) -> int:
        """The number of items with an anchor."""
        return len(set(self.anchors.values()))


def match(found: list[Candidate], items: list[Item], *, head: int = 0, renumbered: bool = True) -> Matched:
    """Return the best agreement, in order, of candidates and a list's labels.

    The anchor of a source note is looked for in the first ``head`` blocks, those of the heading. If the list may be ``renumbered``, it is
    also counted from the text's own first number, and signs in the text may have numbers in it.
    """
    if head and items and items[0].paragraphs and is_source_note(items[0].paragraphs[0].text[:200]):
        found = [replace(c, weight=c.weight + _IN_HEAD) if c.block < head and c.weight > HARDLY else c for c in found]
    # Where footnotes count from 0, that one is of the source: "No. 750" in a heading, but no number of the text.
    found = [c for c in found if c.label != "0" or c.block < head or c.weight >= GLUED]
    labels = [item.label for item in items]
    numbers = [int(label) if label.isdigit() else None for label in labels]
    counted = (
        bool(numbers) and all(number is not None for number in numbers) and not any(item.explicit for item in items)
    )
    shifts = {0}
    if counted and renumbered and numbers[0] == 1:
        shifts |= {
            int(c.label) - n
            for c in found
            if c.label.isdigit() and c.weight >= LIKELY
            for n in set(numbers)
            if n and int(c.label) >= n - 1
        }
    best: list[tuple[Candidate, int]] = []
    best_score, steps = 0.0, 0
    places: dict[str, list[int]] = defaultdict(list)
    most = max(_MOST_STEPS // max(len(items), 1), 1)
    for place, candidate in enumerate(found):
        if len(places[candidate.label]) < most:
            places[candidate.label].append(place)
    for shift in sorted(shifts, key=abs):
        expected = [str(n + shift) if n is not None else label for n, label in zip(numbers, labels, strict=True)]
        steps += len(expected) + sum(len(places.get(label, ())) for label in expected)
        if shift and steps > _MOST_STEPS:
            break
        score, pairs = _align(found, places, expected)
        if score > best_score + 0.01:
            best_score, best = score, pairs
    in_order = numbers == [*range(1, len(items) + 1)]
    if renumbered and in_order and sum(c.weight >= LIKELY for c, _ in best) < len(items):
        best = _with_repeats(found, places, best, len(items))
    if len(items) > 1 and 2 * sum(c.weight >= LIKELY and not c.apart for c, _ in best) < len(items):
        best = _between_blanks(found, labels) or best
    signed = _with_signs(found, places, labels) if len(best) < len(items) and renumbered and in_order else []
    best = signed or best
    if len(best) < len(items) or all(candidate.weight < LIKELY for candidate, _ in best):
        best = [pair for pair in best if pair[0].weight > HARDLY]
    matched = Matched(dict(best))
    held = set(matched.anchors.values())
    matched.missing = [index for index in range(len(items)) if index not in held]
    _add_repeats(matched, found)
    matched.orphans = _orphans(matched, found)
    loose = any(c.weight >= GLUED for c in matched.orphans)
    matched.doubtful = _doubtful(matched, found, complete=not matched.missing and not loose)
    return matched


def _between_blanks(found: list[Candidate], labels: list[str]) -> list[tuple[Candidate, int]]:
    """Return the anchors of a list if all are numbers between blanks, as some pages are copied; empty if one is missing."""
    apart = [candidate for candidate in found if candidate.apart]
    places: dict[str, list[int]] = defaultdict(list)
    for place, candidate in enumerate(apart):
        places[candidate.label].append(place)
    if not all(label in places for label in labels) or sum(len(places[label]) for label in labels) > _MOST_STEPS:
        return []
    _, pairs = _align(apart, places, labels)
    return pairs if len(pairs) == len(labels) else []


def _with_repeats(
    found: list[Candidate], places: dict[str, list[int]], best: list[tuple[Candidate, int]], count: int
) -> list[tuple[Candidate, int]]:
    """Return the anchors of a list of ``count`` footnotes that counts each where the text repeats a label: 1, 2, 2, 3 as 1, 2, 3, 4.

    Returns ``best``, the anchors without repeats, if they agree better.
    """
    work = sum(len(places.get(str(number), ())) for number in range(count + 1)) + count
    if not best or count > _MOST_REPEATED or work * count > _MOST_STEPS or not best[0][0].label.isdigit():
        return best
    start = int(best[0][0].label) - best[0][1]
    numbers = [start + index for index in range(count)]
    best_score = sum(candidate.weight + _EACH for candidate, _ in best)
    for _ in range(_MOST_REPEATS):
        tried = []
        for place in range(1, count):
            expected = [*numbers[:place], *(number - 1 for number in numbers[place:])]
            tried.append((*_align(found, places, [str(number) for number in expected]), expected))
        if not tried:
            break
        score, pairs, numbers = max(tried, key=lambda one: one[0])
        if score <= best_score + _EACH:
            break
        best_score, best = score, pairs
    return best


def _with_signs(found: list[Candidate], places: dict[str, list[int]], labels: list[str]) -> list[tuple[Candidate, int]]:
    """Return the anchors of a list that also counts the footnotes with signs: "1", "*", "2" as 1, 2, 3. Empty if they do not agree."""
    signs = [c for c in found if c.weight == SURE["sign"] and not c.label.isalnum()]
    rest = len(labels) - len(signs)
    if not signs or rest < 0:
        return []
    _, pairs = _align(found, places, labels[:rest])
    if len(pairs) < rest:
        return []
    in_order = sorted([*(c for c, _ in pairs), *signs], key=lambda c: (c.block, c.start))
    return [(candidate, index) for index, candidate in enumerate(in_order)]


#: A place in the text: block and offset.
_Place = tuple[int, int]


def _align(
    found: list[Candidate], places: dict[str, list[int]], expected: list[str]
) -> tuple[float, list[tuple[Candidate, int]]]:
    """Return the heaviest common subsequence of the candidates' labels and the expected ones.

    ``places`` are the candidates of each label, by index. Only pairs of equal labels are looked at: each goes on from the heaviest
    chain that ends before it, which the ends of the chains so far, kept in order of place and of weight, show at once. A candidate
    may be the labels of two footnotes at once ("12" for 1 and 2).
    """
    ends: list[tuple[_Place, float, int]] = [((-1, -1), 0.0, -1)]  # where a chain ends, its weight, its last pair
    pairs: list[tuple[int, int, int, int]] = []  # candidate, item, how many items, the pair before
    later: list[tuple[_Place, float, int]] = []
    for item, label in enumerate(expected):
        chains, later = later, []
        following = expected[item + 1] if item + 1 < len(expected) else ""
        for several, name in ((1, label), (2, label + following)):
            if several == 2 and not (label.isdigit() and following.isdigit()):
                continue
            for place in places.get(name, ()):
                candidate = found[place]
                if several == 2 and candidate.weight < LIKELY:
                    continue
                _, weight, before = ends[bisect_left(ends, ((candidate.block, candidate.start + 1),)) - 1]
                pairs.append((place, item, several, before))
                chain = (
                    (candidate.block, candidate.end),
                    weight + several * (candidate.weight + _EACH),
                    len(pairs) - 1,
                )
                (chains if several == 1 else later).append(chain)
        for chain in chains:
            _add_chain(ends, chain)
    _, score, last = ends[-1]
    chosen: list[tuple[Candidate, int]] = []
    while last >= 0:
        place, item, several, last = pairs[last]
        candidate = found[place]
        if several == 2:
            middle = candidate.end - len(expected[item + 1])
            chosen.append((replace(candidate, start=middle, label=expected[item + 1]), item + 1))
            candidate = replace(candidate, end=middle, label=expected[item])
        chosen.append((candidate, item))
    return score, chosen[::-1]


def _add_chain(ends: list[tuple[_Place, float, int]], chain: tuple[_Place, float, int]) -> None:
    """Put a chain among the others if none that ends at or before its end is as heavy, and take out the lighter ones after it."""
    at = bisect_left(ends, ((chain[0][0], chain[0][1] + 1),))
    if ends[at - 1][1] >= chain[1]:
        return
    stop = at
    while stop < len(ends) and ends[stop][1] <= chain[1]:
        stop += 1
    if ends[at - 1][0] == chain[0]:
        at -= 1
    ends[at:stop] = [chain]


def _add_repeats(matched: Matched, found: list[Candidate]) -> None:
    """Add further anchors of a footnote: a sure candidate that repeats the label of the one before it."""
    latest: dict[str, int] = {}
    for candidate in found:
        if candidate in matched.anchors:
            latest[candidate.label] = matched.anchors[candidate]
        elif candidate.weight >= 3 and candidate.label in latest:
            matched.anchors[candidate] = latest[candidate.label]


def _doubtful(matched: Matched, found: list[Candidate], *, complete: bool) -> list[Candidate]:
    """Return anchors of no likely form that could be elsewhere: between the anchors before and after them the label is found twice."""
    chosen = sorted(matched.anchors, key=lambda c: (c.block, c.start))
    places: dict[str, list[_Place]] = defaultdict(list)
    for candidate in found:
        places[candidate.label].append((candidate.block, candidate.start))
    doubtful = []
    for index, candidate in enumerate(chosen):
        if candidate.weight >= LIKELY:
            continue
        after = (chosen[index - 1].block, chosen[index - 1].end) if index else (-1, -1)
        following = chosen[index + 1] if index + 1 < len(chosen) else None
        before = (following.block, following.start) if following else (found[-1].block + 1, 0)
        same = places[candidate.label]
        if not complete or bisect_left(same, before) - bisect_left(same, after) > 1:
            doubtful.append(candidate)
    return doubtful


def run_without_list(found: list[Candidate]) -> tuple[Candidate, Candidate] | None:
    """Return the first and last of the candidates of a text without any list that count up one by one, each glued to a word or raised.

    Two are enough from 1 on. A run that begins later, as in a volume whose footnotes count on from paper to paper, needs three.
    """
    runs: dict[int, tuple[int, Candidate, Candidate]] = {}
    for candidate in found:
        if candidate.weight >= GLUED and candidate.label.isdigit():
            number = int(candidate.label)
            length, first, _ = runs.get(number - 1, (0, candidate, candidate))
            if length + 1 > runs.get(number, (0,))[0]:
                runs[number] = length + 1, first, candidate
    if not runs:
        return None
    longest, begin, end = max(runs.values(), key=lambda run: run[0])
    return (begin, end) if longest > (1 if begin.label == "1" else 2) else None


def _orphans(matched: Matched, found: list[Candidate]) -> list[Candidate]:
    """Return candidates that continue the run of anchors but have no footnote."""
    held = {c.label for c in matched.anchors}
    taken = {(c.block, c.end) for c in matched.anchors}
    numbers = sorted(int(label) for label in held if label.isdigit())
    orphans = []
    first: dict[str, tuple[int, int]] = {}
    last: dict[str, tuple[int, int]] = {}
    for candidate in sorted(matched.anchors, key=lambda c: (c.block, c.start)):
        first.setdefault(candidate.label, (candidate.block, candidate.start))
        last[candidate.label] = (candidate.block, candidate.start)
    for candidate in found:
        if candidate in matched.anchors or (candidate.block, candidate.end) in taken:
            continue
        if candidate.weight >= 3 and candidate.label not in held:
            orphans.append(candidate)
        elif candidate.weight >= LIKELY and candidate.label.isdigit() and numbers:
            number, place = int(candidate.label), (candidate.block, candidate.start)
            before = str(number - 1) in first and first[str(number - 1)] < place
            after = str(number + 1) in last and last[str(number + 1)] > place
            ends = number in {numbers[-1] + 1, numbers[0] - 1}
            if str(number) not in held and (
                (before and after) or (ends and (before or after) and candidate.weight >= GLUED)
            ):
                orphans.append(candidate)
    return orphans
