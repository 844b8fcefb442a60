"""One step back and on in what two wrote to each other, however many papers either has."""

from datetime import date

import pytest

from archive import search
from tests.support.documents import make_document

pytestmark = pytest.mark.django_db
OFFICES = ("sender-office", "recipient-office")


@pytest.fixture
def letters(db):
    """By day: there and back, between others, and a draft."""
    embassy, department, legation = ("", "Embassy"), ("", "Department"), ("", "Legation")
    return [
        make_document("first", day="1944-03-01", sender=embassy, recipient=department),
        make_document("back", day="1944-03-02", sender=department, recipient=embassy),
        make_document("others", day="1944-03-03", sender=legation, recipient=department),
        make_document("same day", day="1944-03-02", sender=embassy, recipient=department),
        make_document("to itself", day="1944-03-03", sender=embassy, recipient=embassy),
        make_document("draft", day="1944-03-04", sender=embassy, recipient=department, state="draft"),
        make_document("last", day="1944-03-05", sender=embassy, recipient=department),
    ]


#: How many papers one may have to lead at once, and to lead at all: each way of looking, whatever the archive holds.
WAYS = pytest.mark.parametrize(
    ("few", "most"),
    [(0, 0), (0, 10_000), (10_000, 10_000)],
    ids=["walking", "near by, then finding", "finding"],
)


@WAYS
@pytest.mark.parametrize(
    ("paper", "before", "after"),
    [("first", None, "back"), ("back", "first", "same day"), ("same day", "back", "last"), ("last", "same day", None)],
)
def test_the_papers_before_and_after(letters, few, most, paper, before, after):
    ids = {document.slug: document.pk for document in letters}
    here = next(document for document in letters if document.slug == paper)
    found = search.neighbours_between(
        OFFICES, "embassy", "department", here.date_earliest.toordinal(), here.pk, few=few, most=most
    )
    assert found == (ids.get(before), ids.get(after))


def test_two_who_never_wrote_to_each_other(letters):
    day = date(1944, 3, 2).toordinal()
    assert search.neighbours_between(OFFICES, "embassy", "legation", day, letters[0].pk) == (None, None)


@WAYS
def test_the_next_paper_may_be_years_away(db, few, most):
    embassy, department = ("", "Embassy"), ("", "Department")
    days = ("1931-05-01", "1944-03-01", "1952-01-01")
    first, here, last = (make_document(day, day=day, sender=embassy, recipient=department) for day in days)
    day = date(1944, 3, 1).toordinal()
    found = search.neighbours_between(OFFICES, "department", "embassy", day, here.pk, few=few, most=most)
    assert found == (first.pk, last.pk)
