"""Who held an office on a day, by the terms of the authority files that are loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from archive import identity
from archive.models import OfficeTerm

#: How long somebody may be taken for the holder where the end of the term is unknown.
_OPEN = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Held:
    """A name with the office under which a paper has it, and the paper's first and last day."""

    person: str
    office: str
    first: date | None
    last: date | None


def holders(names: Iterable[Held]) -> dict[Held, OfficeTerm]:
    """Return the term by which each of these names is the holder of the office on that day, where exactly one person can be meant.

    Only terms of somebody of that name count: whoever writes without a name may stand in.
    """
    wanted = {
        name: (key, found)
        for name in names
        if name.first and (key := identity.office_key(name.office)) and (found := identity.spoken_surnames(name.person))
    }
    if not wanted:
        return {}
    terms = defaultdict(list)
    rows = OfficeTerm.objects.filter(
        post__in={key for key, _ in wanted.values()}, surname__in=set().union(*(found for _, found in wanted.values()))
    )
    for row in rows.select_related("named__person__merged_into", "named__file"):
        terms[row.post, row.surname].append(row)
    found = {}
    for name, (key, surnames) in wanted.items():
        fitting = [
            term
            for each in surnames
            for term in terms[key, each]
            if covers(term, name.first, name.last) and identity.same_name(name.person, term.named.name)
        ]
        if len({term.named_id for term in fitting}) == 1:
            found[name] = fitting[0]
    return found


def covers(term: OfficeTerm, first: date | None, last: date | None) -> bool:
    """Whether a paper of these days can be of a term."""
    if not (term.first and first and last):
        return False
    return term.first <= last and first <= (term.last or term.first + _OPEN)
