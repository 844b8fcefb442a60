"""Terms of office as authority files state them: whose they were, from when to when, as a chart with its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from archive import identity, pictures
from archive.browsing.charts import Cell, Chart
from archive.dating import parse_edtf
from archive.models import Office, OfficeTerm, Person, public
from archive.web.words import day_in_words

#: Rows of one drawing; its table has all.
_MOST_DRAWN = 30
_MOST_TERMS = 500
#: What an office is called, and the word that the titles of its holders have then.
_RANKS = {
    "ambassador": "ambassador",
    "amb": "ambassador",
    "minister": "minister",
    "charge": "charg",
    "consul": "consul",
}
_PATTERNS = {10: "j F Y", 7: "F Y", 4: "Y"}


def terms_of_office(office: Office) -> list[OfficeTerm]:
    """Return the terms of an office: of a mission's chief, only those under the title that the office is called by."""
    key = identity.office_key(office.name)
    if not key:
        return []
    rows = OfficeTerm.objects.filter(post=key).select_related("named__file", "named__person")
    first = office.name.casefold().replace("é", "e").split()[0].strip(".")
    if rank := _RANKS.get(first) if key.startswith("mission:") else "":
        rows = rows.filter(title__icontains=rank)
    return list(rows[:_MOST_TERMS])


def terms_of_post(key: str) -> list[OfficeTerm]:
    """Return all terms of a mission, by its key."""
    return list(OfficeTerm.objects.filter(post=key).select_related("named__file", "named__person")[:_MOST_TERMS])


def terms_of_person(person: Person) -> list[OfficeTerm]:
    """Return the terms of a person, whatever the office."""
    rows = OfficeTerm.objects.filter(named__person=person).select_related("named__file", "named__person")
    return list(rows[:_MOST_TERMS])


def term_in_words(term: OfficeTerm) -> str:
    """Return for example "26 July 1946 – 31 July 1953"; ``""`` if no day is known."""
    return " – ".join(filter(None, (_words(term.began), _words(term.left)))) if term.began or term.left else ""


def chart_of_terms(terms: Sequence[OfficeTerm], kind: str, around: tuple[date, date] | None = None) -> Chart | None:
    """Return who held an office when (``kind`` "office"), or which offices a person held ("person"); ``None`` if no day is known.

    Of many terms, those are drawn that touch the days ``around``, such as those of the papers that the archive has.
    """
    known = [(term, *_span(term)) for term in terms if term.first]
    if not known:
        return None
    of_public = set(
        public.people().filter(pk__in={term.named.person_id for term in terms} - {None}).values_list("pk", flat=True)
    )
    drawn = [each for each in known if not around or (each[1] <= around[1] and around[0] <= each[2])] or known
    rows = [
        pictures.Span(
            _name(term, kind),
            first,
            last,
            f"{_name(term, kind)}: {term_in_words(term)}",
            _url(term, of_public, kind),
            True,
        )
        for term, first, last in drawn[:_MOST_DRAWN]
    ]
    title = _("Who held the office, when") if kind == "office" else _("Terms of office")
    svg = pictures.spans(
        rows, name="terms", title=title, description=f"{rows[0].first.year}–{max(row.last for row in rows).year}"
    )
    cells = [
        (
            Cell(_name(term, kind), _url(term, of_public, kind)),
            *((Cell(term.title),) if kind == "office" else ()),
            Cell(_words(term.began)),
            Cell(_words(term.left)),
        )
        for term in terms
    ]
    columns = (_("Person"), _("Title"), _("From"), _("To")) if kind == "office" else (_("Office"), _("From"), _("To"))
    files = "; ".join(sorted({str(term.named.file) for term in terms}))
    note = _("According to the name authority file “%(files)s”.") % {"files": files}
    if len(rows) < len(terms):
        note += " " + _("The chart shows %(shown)s of %(all)s terms; the table has all.") % {
            "shown": len(rows), "all": len(terms),
        }  # fmt: skip
    return Chart("terms", title, svg, columns, cells, note)


def _span(term: OfficeTerm) -> tuple[date, date]:
    first = parse_edtf(term.began)[0] or term.first
    return first, max(first, term.last or first)


def _name(term: OfficeTerm, kind: str) -> str:
    if kind == "person":
        return ": ".join(filter(None, (term.post_name, term.title)))
    return term.named.name


def _url(term: OfficeTerm, of_public: set[int], kind: str) -> str:
    return term.named.person.get_absolute_url() if kind == "office" and term.named.person_id in of_public else ""


def _words(edtf: str) -> str:
    day = parse_edtf(edtf)[0] if edtf else None
    return day_in_words(day, _PATTERNS[len(edtf)]) if day and len(edtf) in _PATTERNS else edtf
