"""Queries that are compiled once find what the same querysets find, whatever is asked next."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import store
from archive.models import Correspondent, Document, State
from archive.sql.prepared import Prepared
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers():
    return [store.save(document_record(f"vol#d{number}"), state=State.PUBLISHED).document for number in (1, 2, 3)]


def values(found) -> dict:
    return {name: value for name, value in vars(found).items() if name != "_state"}


def test_the_same_objects_are_found_as_by_the_queryset(papers):
    asked = Prepared(lambda slug: Document.objects.public().filter(slug=slug))
    for paper in papers:
        (found,) = asked(paper.slug)
        assert values(found) == values(Document.objects.get(pk=paper.pk))
        assert not found._state.adding
    assert asked("no-such-paper") == []
    assert asked.first("no-such-paper") is None


def test_joined_objects_come_with_them_and_deferred_columns_do_not(papers):
    asked = Prepared(
        lambda paper: (
            Correspondent.objects.filter(document=paper)
            .select_related("office", "person")
            .only("role", "office__name", "person__name")
            .order_by("-role", "order")
        )
    )
    asked(papers[0].pk)
    with CaptureQueriesContext(connection) as captured:
        found = asked(papers[1].pk)
        names = [(row.role, row.office.name if row.office else "", row.person and row.person.name) for row in found]
    assert len(captured) == 1
    assert [name for name, *_ in names] == ["sender", "recipient"]
    assert {name for _, name, _ in names} == {row.office.name for row in papers[1].correspondents.all()}
    assert found[0].get_deferred_fields() >= {"printed", "office_read"}


def test_days_lists_and_columns_are_asked_for(papers):
    days = Prepared(
        lambda day: Document.objects.filter(date_earliest__lte=day).order_by("pk").values_list("pk", "slug")
    )
    rows = [(paper.pk, paper.slug) for paper in papers]
    assert days(date(1938, 3, 5)) == rows
    assert days(date(1938, 3, 4)) == []
    several = Prepared(lambda *ids: Document.objects.filter(pk__in=ids).order_by("pk").values_list("pk"))
    for ids in ([], [papers[2].pk], [papers[2].pk, papers[0].pk], [paper.pk for paper in papers]):
        assert several.among(ids) == [(pk,) for pk in sorted(ids)]
    later = Prepared(lambda least, *ids: Document.objects.filter(pk__gt=least, pk__in=ids).values_list("pk"))
    assert later.among([paper.pk for paper in papers], papers[1].pk) == [(papers[2].pk,)]
