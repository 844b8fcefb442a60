"""Counts that the search keeps are those of the public papers, whatever happens to papers, people and offices."""

from collections import Counter, defaultdict
from datetime import date
from random import Random

import pytest
from django.db.models import F

from archive import search, store
from archive.browsing import relations
from archive.models import Correspondent, Document, ImportRun, Office, Person, PersonMention, State, public
from archive.records import CorrespondentRecord
from archive.search import Filters, Query
from archive.search.entries import HELD, HOLDER, pair_value
from archive.store.saving import Incoming
from archive.store.undoing import undo_some, versions_to_undo
from archive.workflow.steps import move
from tests.support import jobs
from tests.support.records import dated, document_record

pytestmark = pytest.mark.django_db

_PEOPLE = ("", "Quill", "Raven", "Sorrel", "Teasel")
_OFFICES = ("", "Ambassador in Ruritania", "Chargé in Ruritania", "Secretary of State")
_DAYS = (
    ("1938-03-05",),
    ("1939-01-02",),
    ("1938-01-01", "1938-12-31"),
    ("1937-05-06", ""),
    ("1930-01-01", "1939-12-31"),
)


class _Changes:
    """Changes of an archive of a few papers, chosen at random."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.merges = []
        self.runs = []

    def _some(self, rows):
        rows = list(rows.order_by("pk"))
        return self.chance.choice(rows) if rows else None

    def _side(self) -> tuple[CorrespondentRecord, ...]:
        found = []
        for _ in range(self.chance.choice((1, 1, 2, 3))):
            person, office = self.chance.choice(_PEOPLE), self.chance.choice(_OFFICES)
            found.append(CorrespondentRecord(f"{office} ({person})", office, person))
        return tuple(found)

    def save(self) -> None:
        batch = [
            Incoming(
                document_record(
                    f"vol#d{number}",
                    senders=self._side(),
                    recipients=self._side(),
                    date=dated(*self.chance.choice(_DAYS)),
                    footnotes=(),
                    text=f'<div xmlns="http://www.tei-c.org/ns/1.0" type="document"><p>{number}</p></div>',
                )
            )
            for number in self.chance.sample(range(8), self.chance.choice((1, 4)))
        ]
        run = ImportRun.objects.create(name="made.xml")
        store.save_batch(batch, run=run, state=self.chance.choice((State.PUBLISHED, State.PUBLISHED, State.DRAFT)))
        self.runs.append(run)

    def move(self) -> None:
        if paper := self._some(Document.objects.all()):
            move([paper], self.chance.choice((State.WITHDRAWN, State.PUBLISHED)), user=None, comment="so decided")

    def merge(self) -> None:
        rows = list(self.chance.choice((Person, Office)).objects.filter(merged_into=None).order_by("pk"))
        if len(rows) > 1:
            self.merges.append(jobs.merge(*self.chance.sample(rows, 2)))

    def unmerge(self) -> None:
        if self.merges:
            jobs.unmerge(self.merges.pop())

    def split(self) -> None:
        if row := self._some(Correspondent.objects.exclude(person=None)):
            jobs.split(row.person, Correspondent.objects.filter(pk=row.pk), "Umber")

    def identify(self) -> None:
        if row := self._some(Correspondent.objects.all()):
            jobs.identify(
                Correspondent.objects.filter(pk=row.pk), "person", self._some(Person.objects.filter(merged_into=None))
            )

    def undo(self) -> None:
        if self.runs:
            run = self.runs.pop()
            undo_some(run, versions_to_undo(run))


def _counted_anew():
    """Return the papers of each pair of office and person, and of each correspondent by role, read from the papers themselves."""
    pairs, sides = defaultdict(set), defaultdict(set)
    rows = Correspondent.objects.filter(document__state="published")
    for role, office, person, paper in rows.values_list("role", "office__slug", "person__slug", "document"):
        if office and person:
            pairs[office, person].add(paper)
        for kind, slug in (("office", office), ("person", person)):
            if slug:
                sides[kind, role, slug].add(paper)
    return pairs, sides


def _spans(papers_of: dict, days: dict) -> dict:
    known = {key: [days[paper] for paper in papers if paper in days] for key, papers in papers_of.items()}
    return {key: (min(each), max(each)) for key, each in known.items() if each}


def _compare() -> None:
    pairs, sides = _counted_anew()
    days = dict(
        Document.objects.filter(state="published", date_earliest=F("date_latest")).values_list("pk", "date_earliest")
    )
    people, offices = (sorted(rows.objects.values_list("slug", flat=True)) for rows in (Person, Office))
    held, holders = search.counted_beside(HELD, people), search.counted_beside(HOLDER, offices)
    counts = {pair: len(papers) for pair, papers in pairs.items()}
    assert {(office, person): n for office, found in holders.items() for person, n in found.items()} == counts
    assert {(office, person): n for person, found in held.items() for office, n in found.items()} == counts
    assert all(
        list(found.values()) == sorted(found.values(), reverse=True) for found in (*held.values(), *holders.values())
    )
    of_pairs = {pair_value(*pair): papers for pair, papers in pairs.items()}
    assert search.first_and_last_days((HOLDER,), of_pairs) == _spans(of_pairs, days)
    for kind, slugs, rows in (("office", offices, public.offices()), ("person", people, public.people())):
        either = {slug: sides[kind, "sender", slug] | sides[kind, "recipient", slug] for slug in slugs}
        assert search.first_and_last_days(relations.FACETS[kind], slugs) == _spans(either, days)
        letters = Counter()
        for (_, role, one), papers in list(sides.items()):
            for other in slugs if role == "sender" and one in slugs else ():
                letters[one, other] += len(papers & sides[kind, "recipient", other])
        assert search.count_pairs(Query(), Filters(), *relations.FACETS[kind]) == +letters
        mentioned = PersonMention.objects.filter(document__state="published").values_list("person__slug", flat=True)
        shown = {slug for slug, papers in either.items() if papers} | ({*mentioned} if kind == "person" else set())
        assert set(rows.values_list("slug", flat=True)) == shown


@pytest.mark.parametrize("seed", [1, 2])
def test_kept_counts_are_those_of_the_public_papers(seed):
    changes = _Changes(Random(seed))
    made = [changes.move, changes.merge, changes.split, changes.save, changes.undo, changes.unmerge, changes.identify]
    changes.chance.shuffle(many := made * 3)
    for change in (changes.save, changes.save, *made, *many):
        change()
        _compare()
    assert search.check_entries() == []


def test_a_paper_of_a_year_has_no_first_day_and_one_of_ten_years_no_first_year(db):
    letters = {"senders": (CorrespondentRecord("Quill", "", "Quill"),), "recipients": (), "footnotes": ()}
    for number, days in enumerate(_DAYS):
        record = document_record(f"vol#d{number}", date=dated(*days), **letters)
        store.save_batch([Incoming(record)], state=State.PUBLISHED)
    assert search.first_and_last_days(("sender",), ["quill"]) == {"quill": (date(1938, 3, 5), date(1939, 1, 2))}
    assert search.first_and_last_years(("sender",), ["quill"]) == {"quill": (1938, 1939)}
    assert search.first_and_last_days(("sender",), ["nobody"]) == {}
