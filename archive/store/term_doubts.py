"""Doubts about papers that contradict the terms of office of the authority files that are loaded; they go when the files go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from archive import identity
from archive.models import AuthorityFile, Correspondent, DocumentWarning, Office, OfficeTerm
from archive.records import ReadingWarning
from archive.sql.batches import batches

#: The codes of the doubts: somebody's term of the office has not the paper's day; somebody else held the office then.
OUTSIDE_TERM, OTHER_HOLDER = "date-outside-term", "office-held-by-another"
_BATCH = 500
#: Terms that a doubt names.
_NAMED = 3


def doubts_about_terms(papers: Collection[int]) -> dict[int, list[ReadingWarning]]:
    """Return a doubt for each sender or recipient of these papers whose office somebody held at other times, or somebody else then."""
    doubts: dict[int, list[ReadingWarning]] = defaultdict(list)
    if not papers or not AuthorityFile.objects.exists():
        return doubts
    rows = (
        Correspondent.objects.filter(document__in=papers, document__date_latest__isnull=False)
        .exclude(document__date_earliest=None)
        .exclude(office_read="")
        .exclude(person_read="")
        .select_related("document")
        .order_by("document", "-role", "order")
    )
    wanted = [(row, key) for row in rows if (key := identity.office_key(row.office_read))]
    terms = defaultdict(list)
    stated: dict[tuple[str, identity.HeldTerm], OfficeTerm] = {}
    found = OfficeTerm.objects.filter(post__in={key for _, key in wanted}).select_related("named__file")
    for term in found.order_by("first", "pk"):
        held = identity.HeldTerm(term.named.person_id or f"term {term.pk}", term.named.name, term.first, term.last)
        terms[term.post].append(held)
        stated[term.post, held] = term
    for row, key in wanted:
        first, last = row.document.date_earliest, row.document.date_latest
        against = identity.contradicted(row.person_id, row.person_read, row.office_read, first, last, terms[key])
        if against:
            doubts[row.document_id].append(_doubt(row, [stated[key, held] for held in against]))
    return doubts


def papers_of_terms(file: AuthorityFile) -> list[int]:
    """Return the papers with a sender or recipient under an office of which a file has terms."""
    posts = set(OfficeTerm.objects.filter(named__file=file).order_by().values_list("post", flat=True).distinct())
    offices = [pk for pk, name in Office.objects.values_list("pk", "name") if identity.office_key(name) in posts]
    found: set[int] = set()
    for some in batches(offices, _BATCH):
        rows = Correspondent.objects.filter(office__in=some).exclude(person_read="")
        found |= set(rows.order_by().values_list("document", flat=True))
    return sorted(found)


def papers_in_doubt() -> list[int]:
    """Return the papers that have such a doubt."""
    rows = DocumentWarning.objects.filter(code__in=(OUTSIDE_TERM, OTHER_HOLDER)).order_by("document")
    return list(rows.values_list("document", flat=True).distinct())


def _doubt(row: Correspondent, against: list[OfficeTerm]) -> ReadingWarning:
    """Return the doubt in words, with the nearest terms and the file that has them."""
    day = row.document.date_earliest
    near = sorted(against, key=lambda term: min(abs((one - day).days) for one in (term.first, term.last) if one))
    said = "; ".join(f"{term.named.name}, {_days(term)}" for term in near[:_NAMED])
    own = against[0].named.person_id == row.person_id or identity.same_name(row.person_read, against[0].named.name)
    code, words = (
        (OUTSIDE_TERM, "held the office at other times") if own else (OTHER_HOLDER, "is not who held the office")
    )
    source = "; ".join(sorted({str(term.named.file) for term in near[:_NAMED]}))
    message = f"“{row.printed}” of {day.isoformat()} {words}: {said} (name authority file “{source}”)."
    return ReadingWarning(code, message)


def _days(term: OfficeTerm) -> str:
    def words(edtf: str, day: date | None) -> str:
        return edtf or (day.isoformat() if day else "")

    return f"{words(term.began, term.first)} – {words(term.left, term.last) or 'unknown'}"
