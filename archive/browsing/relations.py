"""Who corresponded with whom, and who held which office when, as the papers and the authority records show.

What is read from papers alone is an inference and is shown as one: a signature as ambassador in May does not show
since when. :class:`~archive.models.OfficeHolding` records what an archivist knows, and the source.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from archive import search
from archive.models import Office, OfficeHolding, Person, SearchCount, public
from archive.search import Filters, Query
from archive.search.entries import HELD, HOLDER, pair_value

#: The search's facets for each side of a letter.
FACETS = {"person": ("sender", "recipient"), "office": ("sender-office", "recipient-office")}
#: That of whom papers mention.
MENTIONED = "mentioned"
#: By which facets a kind of record has papers.
COUNTED = {
    "person": (*FACETS["person"], MENTIONED),
    "office": FACETS["office"],
    "mission": FACETS["office"],
    "place": ("place",),
}
#: The facet of the offices that a person held, and of the people who held an office, as papers show.
TENURES = {"person": HELD, "office": HOLDER}
#: What the pairs of :data:`TENURES` are with.
OTHER = {"person": "office", "office": "person"}
_MODELS = {"person": Person, "office": Office}
_MOST_PARTNERS = 20
_MOST_HOLDERS = 40
_MOST_DAYS = 6


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody written to or heard from: how often each way, and the searches that show those papers."""

    kind: str
    name: str
    url: str
    sent: int
    received: int
    sent_query: str
    received_query: str


@dataclass(frozen=True, slots=True)
class Letters:
    """What somebody sent and received: counts by year, and with whom."""

    sent: int
    received: int
    sent_years: Counter
    received_years: Counter
    partners: list[Partner]


@dataclass(frozen=True, slots=True)
class Mentions:
    """How many papers mention somebody, and how many of each year."""

    papers: int
    years: Counter


@dataclass(frozen=True, slots=True)
class Tenure:
    """That a person held an office: the days of the first and last paper that show it, or the days of a record (``source``)."""

    person: Person
    office: Office
    first: date | None
    last: date | None
    papers: int = 0
    source: str = ""
    edtf: str = ""


def letters_of(kind: str, slug: str) -> Letters:
    """Return the correspondence of a person or an office."""
    from_facet, to_facet = FACETS[kind]
    sent = _side(from_facet, slug, "recipient", "recipient-office")
    received = _side(to_facet, slug, "sender", "sender-office")
    partners: Counter = Counter()
    for which, (persons, offices) in (
        (sent, ("recipient", "recipient-office")),
        (received, ("sender", "sender-office")),
    ):
        for facet, partner in ((persons, "person"), (offices, "office")):
            partners.update({(partner, value): count for value, count in which.get(facet, {}).items()})
    partners.pop((kind, slug), None)
    best = sorted(partners.items(), key=lambda row: (-row[1], row[0]))[:_MOST_PARTNERS]
    rows = {
        name: {row.slug: row for row in model.objects.filter(slug__in=[value for (n, value), _ in best if n == name])}
        for name, model in _MODELS.items()
    }
    found = []
    for (partner, value), _ in best:
        if row := rows[partner].get(value):
            one, other = FACETS[partner]
            found.append(
                Partner(
                    partner, row.name, row.get_absolute_url(),
                    sent.get(other, {}).get(value, 0), received.get(one, {}).get(value, 0),
                    query_of((from_facet, slug), (other, value)), query_of((to_facet, slug), (one, value)),
                )
            )  # fmt: skip
    totals = letter_counts(kind, [slug]).get(slug, (0, 0))
    years = sent.get("year", Counter()), received.get("year", Counter())
    return Letters(*totals, *years, found)


def days_of(kind: str, slug: str) -> tuple[Counter[date], Counter[date]]:
    """Return how many papers somebody sent, and how many they received, on each day."""
    sent, received = (search.count_days(Query(), Filters.from_query({facet: slug})) for facet in FACETS[kind])
    return sent, received


def busiest(days: Counter[date]) -> list[tuple[date, int]]:
    """Return the days with most papers, with how many, in order of time."""
    return sorted(sorted(days.items(), key=lambda row: (-row[1], row[0]))[:_MOST_DAYS])


def mentions_of(kind: str, slug: str) -> Mentions:
    """Return how many papers mention a person; none do an office."""
    stored = SearchCount.objects.filter(facet=MENTIONED, value=slug).values_list("count", flat=True)
    papers = (stored.first() or 0) if kind == "person" else 0
    if not papers:
        return Mentions(0, Counter())
    return Mentions(papers, _side(MENTIONED, slug)["year"])


def query_of(*pairs: tuple[str, str]) -> str:
    """Return the canonical query string of a search with these filters."""
    return Filters.from_query({name: [value] for name, value in pairs}).to_query()


def _side(facet: str, slug: str, *others: str) -> dict[str, Counter]:
    return search.count_values(Query(), Filters.from_query({facet: slug}), ("year", *others))


def tenures(kind: str, found: Person | Office) -> tuple[list[Tenure], list[Tenure]]:
    """Return who held the office, or which offices the person held: as records state, and as the papers show."""
    shown = [
        Q(**{f"{name}__made_by_hand": True}) | Exists(rows.filter(pk=OuterRef(name)))
        for name, rows in (("person", public.people()), ("office", public.offices()))
    ]
    holdings = OfficeHolding.objects.filter(*shown, **{kind: found}).select_related("person", "office")
    stated = [
        Tenure(row.person, row.office, row.earliest, row.latest, source=row.source, edtf=row.edtf)
        for row in holdings.filter(person__merged_into=None, office__merged_into=None)
    ]
    return stated, _seen(kind, found)


def _seen(kind: str, found: Person | Office) -> list[Tenure]:
    counts = search.counted_beside(TENURES[kind], [found.slug]).get(found.slug, {})
    papers = dict(list(counts.items())[:_MOST_HOLDERS])
    values = {
        slug: pair_value(found.slug, slug) if kind == "office" else pair_value(slug, found.slug) for slug in papers
    }
    days = search.first_and_last_days((HOLDER,), values.values())
    tenures = []
    for one in _MODELS[OTHER[kind]].objects.filter(slug__in=papers):
        person, office = (one, found) if kind == "office" else (found, one)
        first, last = days.get(values[one.slug], (None, None))
        tenures.append(Tenure(person, office, first, last, papers[one.slug]))
    return sorted(tenures, key=lambda row: (row.first or date.max, -row.papers, row.person.slug, row.office.slug))


def years_of(letters: Letters) -> tuple[date, date] | None:
    """Return the first and last day of the years in which somebody sent or received papers, if any are known."""
    years = [int(year) for counts in (letters.sent_years, letters.received_years) for year, n in counts.items() if n]
    return (date(min(years), 1, 1), date(max(years), 12, 31)) if years else None


def offices_of(**whose) -> list[tuple[Office, int, int]]:
    """Return the public offices of a ``place`` or a ``mission`` with how many papers they sent and received."""
    offices = {office.slug: office for office in Office.objects.filter(**whose, merged_into=None)}
    counts = _counts(FACETS["office"], list(offices))
    return [(offices[slug], sent, received) for slug, (sent, received) in _by_papers(counts)]


def first_and_last_papers(offices: list[Office]) -> list[tuple[Office, date, date]]:
    """Return the days of the first and the last paper that each of these offices wrote or received, the earliest first.

    Offices without a paper of a certain day are left out.
    """
    days = search.first_and_last_days(FACETS["office"], [office.slug for office in offices])
    found = [(office, *days[office.slug]) for office in offices if office.slug in days]
    return sorted(found, key=lambda row: (row[1], row[2], row[0].name))


def letter_counts(kind: str, slugs: list[str]) -> dict[str, tuple[int, int]]:
    """Return how many papers each of these people or offices sent and received."""
    return _counts(FACETS[kind], slugs)


def _counts(facets: tuple[str, str], slugs: list[str]) -> dict[str, tuple[int, int]]:
    found: dict[str, list[int]] = {}
    rows = SearchCount.objects.filter(facet__in=facets, value__in=slugs, count__gt=0)
    for facet, value, count in rows.values_list("facet", "value", "count"):
        found.setdefault(value, [0, 0])[facets.index(facet)] = count
    return {slug: tuple(both) for slug, both in found.items()}


def _by_papers(counts: dict[str, tuple[int, int]]) -> list:
    return sorted(counts.items(), key=lambda row: (-sum(row[1]), row[0]))
