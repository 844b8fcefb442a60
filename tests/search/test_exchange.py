"""One step back and on in what two wrote to each other, however many papers either has."""

from datetime import date

import pytest

from archive import search
from archive.search import exchange
from tests.search.conftest import make_document

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


@pytest.mark.parametrize("most", [0, exchange.MOST_COUNTED], ids=["walking", "finding"])
@pytest.mark.parametrize(
    ("paper", "before", "after"),
    [("first", None, "back"), ("back", "first", "same day"), ("same day", "back", "last"), ("last", "same day", None)],
)
def test_the_papers_before_and_after(letters, most, paper, before, after):
    ids = {document.slug: document.pk for document in letters}
    here = next(document for document in letters if document.slug == paper)
    found = search.between(OFFICES, "embassy", "department", here.date_earliest.toordinal(), here.pk, most=most)
    assert found == (ids.get(before), ids.get(after))


def test_two_who_never_wrote_to_each_other(letters):
    day = date(1944, 3, 2).toordinal()
    assert search.between(OFFICES, "embassy", "legation", day, letters[0].pk) == (None, None)
