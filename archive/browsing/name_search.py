"""Names as people type them: which people, offices, missions or places are meant, by any form of their names that is public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from archive.browsing.authorities import by_papers
from archive.folding import words
from archive.models import Correspondent, Document, Office, PersonName, public

#: More records than this are looked up among all of their kind.
_MANY = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """A record, and the form of its name that was meant: empty if that is the name it is shown under."""

    pk: int
    form: str = ""


def found_by_name(kind: str, rows: QuerySet, text: str, *, everywhere: bool = False) -> list[Found]:
    """Return those of ``rows``, public records of a kind, that are meant by what is typed, the best fit first.

    First come those of whom a form of the name begins so ("John Fo" is a beginning of "Dulles, John Foster", too), then those of whom
    words begin so; of equal ones, those with most papers. With ``everywhere``, forms are also the words of papers, of which there are
    very many, and those who have the letters within a word come last. Four queries at most.
    """
    typed = words(text)
    if not typed:
        return []
    longest = max(typed, key=len)
    # The letters as they are typed, and an address has none with accents.
    begins = max(text.split(), key=len)
    own = Q(name__icontains=begins) | Q(slug__contains=slugify(longest) or longest)
    best: dict[int, tuple[int, str]] = {}
    for pk, form in _forms(kind, begins, longest, everywhere=everywhere):
        rank = _rank(typed, form, everywhere=everywhere)
        if rank is not None and rank < best.get(pk, (9, ""))[0]:
            best[pk] = rank, form
    few = Q(pk__in=best) if len(best) <= _MANY else Q()
    ranked = []
    for pk, name in by_papers(rows.filter(own | few), kind).values_list("pk", "name"):
        of_name, (of_form, form) = _rank(typed, name, everywhere=everywhere), best.get(pk, (None, ""))
        if of_name is None and of_form is None:
            continue
        if of_form is None or (of_name is not None and of_name <= of_form):
            form = ""
        ranked.append((min(rank for rank in (of_name, of_form) if rank is not None), Found(pk, form)))
    return [found for _, found in sorted(ranked, key=lambda each: each[0])]


def _rank(typed: list[str], form: str, *, everywhere: bool) -> int | None:
    """Return 0 to 2 for how well a form fits, ``None`` if it does not."""
    present = words(form)
    wanted = " ".join(typed)
    # A name of a list is inverted: "Dulles, John Foster" is also "John Foster Dulles".
    turned = present[1:] + present[:1] if "," in form else present
    if any(" ".join(each).startswith(wanted) for each in (present, turned)):
        return 0
    if all(any(word.startswith(one) for word in present) for one in typed):
        return 1
    return 2 if everywhere and "".join(typed) in "".join(present) else None


def _forms(kind: str, begins: str, folded: str, *, everywhere: bool) -> Iterator[tuple[int, str]]:
    """Yield records of a kind and other forms of their names that have the letters."""
    printed = Correspondent.objects.public().exclude(**{kind: None}) if everywhere and kind != "mission" else None
    if kind == "person":
        yield from PersonName.objects.filter(name__icontains=begins).order_by().values_list("person", "name")
        listed = public.listed_persons().filter(Q(name__icontains=begins) | Q(surname__startswith=folded))
        yield from listed.exclude(person=None).order_by().values_list("person", "name").distinct()
    if kind == "office":
        for pk, names in Office.objects.filter(other_names__icontains=begins).values_list("pk", "other_names"):
            yield from ((pk, name) for name in names.splitlines())
    if kind == "mission":
        of_missions = public.offices().filter(name__icontains=begins).exclude(mission=None)
        yield from of_missions.values_list("mission", "name")
    if printed is not None:
        yield from (
            printed.filter(**{f"{kind}_read__icontains": begins})
            .order_by()
            .values_list(kind, f"{kind}_read")
            .distinct()
        )
    if kind == "place" and everywhere:
        written = Document.objects.public().filter(place_printed__icontains=begins).exclude(place=None)
        yield from written.order_by().values_list("place", "place_printed").distinct()
