"""Queries that are compiled once find what the same querysets find, whatever values come next."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext

from archive import store
from archive.models import Correspondent, Document, Footnote, State, Volume
from archive.sql.prepared import Prepared
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers():
    return [store.save(document_record(f"vol#d{number}"), state=State.PUBLISHED).document for number in (1, 2, 3)]


def values(found) -> dict:
    return {name: value for name, value in vars(found).items() if name != "_state"}


def test_the_same_objects_are_found_as_by_the_queryset(papers):
    prepared = Prepared(lambda slug: Document.objects.public().filter(slug=slug))
    for paper in papers:
        (found,) = prepared(paper.slug)
        assert values(found) == values(Document.objects.get(pk=paper.pk))
        assert not found._state.adding
    assert prepared("no-such-paper") == []
    assert prepared.first("no-such-paper") is None


def test_joined_objects_come_with_them_and_deferred_columns_do_not(papers):
    prepared = Prepared(
        lambda paper: (
            Correspondent.objects.filter(document=paper)
            .select_related("office", "person")
            .only("role", "office__name", "person__name")
            .order_by("-role", "order")
        )
    )
    prepared(papers[0].pk)
    with CaptureQueriesContext(connection) as captured:
        found = prepared(papers[1].pk)
        names = [(row.role, row.office.name if row.office else "", row.person and row.person.name) for row in found]
    assert len(captured) == 1
    assert [name for name, *_ in names] == ["sender", "recipient"]
    assert {name for _, name, _ in names} == {row.office.name for row in papers[1].correspondents.all()}
    assert found[0].get_deferred_fields() >= {"printed", "office_read"}


def test_values_may_be_days_and_lists_and_results_may_be_columns(papers):
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


def parts(paper) -> dict:
    """Everything that is prefetched of a paper, with what is joined to it."""
    return {
        "volume": paper.volume and paper.volume.slug,
        "correspondents": [
            (row.pk, row.role, row.office, row.person, row.place, row.document is paper)
            for row in paper.correspondents.all()
        ],
        "numbers": [(row.pk, row.file_number, row.file_number.file) for row in paper.document_file_numbers.all()],
        "footnotes": [(row.pk, row.text, row.document is paper) for row in paper.footnotes.all()],
        "page breaks": [(row.pk, row.label) for row in paper.page_breaks.all()],
    }


@pytest.mark.parametrize("several", [False, True], ids=["one paper", "all papers"])
def test_what_a_queryset_prefetches_is_found_and_cached(papers, several):
    prepared = Prepared(lambda *ids: Document.objects.for_page().filter(pk__in=ids).order_by("pk"))
    ids = [paper.pk for paper in papers[: 3 if several else 1]]
    with CaptureQueriesContext(connection) as captured:
        found = prepared.among(ids)
        of_prepared = [parts(paper) for paper in found]
    of_queryset = [parts(paper) for paper in Document.objects.for_page().filter(pk__in=ids).order_by("pk")]
    assert of_prepared == of_queryset
    assert all(of_prepared[0][name] for name in ("correspondents", "numbers", "footnotes", "page breaks"))
    assert len(captured) == 6, "the papers, correspondents, file numbers with files, footnotes, page breaks, topics"


def test_lines_take_two_queries_and_a_search_for_nothing_one(papers):
    prepared = Prepared(lambda *ids: Document.objects.for_lines().filter(pk__in=ids).order_by("pk"))
    with CaptureQueriesContext(connection) as captured:
        found = prepared.among([paper.pk for paper in papers])
        numbers = [[row.printed for row in paper.document_file_numbers.all()] for paper in found]
    assert len(captured) == 2
    assert numbers == [[row.printed for row in paper.document_file_numbers.all()] for paper in papers]
    assert all(numbers)
    with CaptureQueriesContext(connection) as captured:
        assert prepared.among([0]) == []
    assert len(captured) == 1


def test_what_is_filtered_further_is_still_of_its_own_paper(papers):
    prepared = Prepared(lambda *ids: Document.objects.for_page().filter(pk__in=ids).order_by("pk"))
    for paper in prepared.among([paper.pk for paper in papers]):
        for rows in (paper.footnotes, paper.correspondents):
            assert {row.document_id for row in rows.filter(order__gte=0)} == {paper.pk}
            assert rows.count() == rows.all().count() == rows.order_by("pk").count() > 0


def test_rows_keep_the_order_of_their_prefetch_and_need_no_join_for_that_of_the_papers(papers):
    rows = Correspondent.objects.order_by("document", "role", "-order")
    prepared = Prepared(
        lambda *ids: Document.objects.filter(pk__in=ids).prefetch_related(Prefetch("correspondents", rows))
    )
    with CaptureQueriesContext(connection) as captured:
        found = prepared.among([paper.pk for paper in papers])
    assert [row.role for row in found[0].correspondents.all()] == ["recipient", "sender"]
    assert [row.role for row in papers[0].correspondents.all()] == ["sender", "recipient"]
    assert "JOIN" not in captured[1]["sql"]


def test_prefetches_may_be_nested_and_restricted(papers):
    volume = Volume.objects.create(slug="v", title="V")
    Document.objects.update(volume=volume)
    notes = Footnote.objects.filter(order=1)
    prepared = Prepared(
        lambda slug: Volume.objects.filter(slug=slug).prefetch_related(
            "documents__correspondents", Prefetch("documents__footnotes", notes)
        )
    )
    with CaptureQueriesContext(connection) as captured:
        (found,) = prepared("v")
        nested = {paper.pk: (paper.correspondents.all(), paper.footnotes.all()) for paper in found.documents.all()}
        counts = {pk: (len(correspondents), len(notes)) for pk, (correspondents, notes) in nested.items()}
    assert len(captured) == 4
    assert counts == {paper.pk: (paper.correspondents.count(), 1) for paper in papers}


@pytest.mark.parametrize(
    "lookup",
    [
        "volume",
        "text",
        Prefetch("footnotes", to_attr="notes"),
        Prefetch("footnotes", Footnote.objects.all(), "notes"),
    ],
)
def test_what_can_not_be_prefetched_is_refused(papers, lookup):
    with pytest.raises(TypeError, match="can't prefetch"):
        Prepared(lambda slug: Document.objects.filter(slug=slug).prefetch_related(lookup))("x")
