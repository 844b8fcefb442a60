"""Who held an office on a day, by the terms of the authority files that are loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from archive import identity
from archive.models.authority_files import OfficeTerm


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
        if name.first
        and name.last
        and (key := identity.office_key(name.office))
        and (found := identity.spoken_surnames(name.person))
    }
    if not wanted:
        return {}
    terms, held = {}, defaultdict(list)
    rows = OfficeTerm.objects.filter(
        post__in={key for key, _ in wanted.values()}, surname__in=set().union(*(found for _, found in wanted.values()))
    )
    for row in rows.select_related("named__person__merged_into", "named__file"):
        term = identity.HeldTerm(row.named_id, row.named.name, row.first, row.last)
        terms.setdefault((row.post, term), row)
        held[row.post, row.surname].append(term)
    found = {}
    for name, (key, surnames) in wanted.items():
        term = identity.holder(name.person, name.first, name.last, (t for each in surnames for t in held[key, each]))
        if term:
            found[name] = terms[key, term]
    return found
