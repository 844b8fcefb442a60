"""Search entries are in step with documents, whatever happens to them, and a check sees where they are not."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from archive import search
from archive.models import (
    Document,
    Person,
    SearchColumn,
    SearchCount,
    SearchEntry,
    SearchFacet,
    SearchPosting,
    SearchText,
)
from archive.search import Filters
from archive.search.entries import HELD, HOLDER
from tests.support.documents import make_document

pytestmark = pytest.mark.django_db


def test_an_archive_is_in_step(archive_of_papers):
    assert search.check_entries() == []
    assert SearchCount.objects.get(facet="all").count == 7


def test_drafts_have_no_entry(archive_of_papers):
    assert not SearchEntry.objects.filter(pk=archive_of_papers["hidden"].pk).exists()
    assert not SearchCount.objects.filter(value="hiddenplace").exists()


def test_withdrawing_takes_the_entry_away(archive_of_papers):
    paper = archive_of_papers["oil"]
    paper.state = "withdrawn"
    paper.save()
    assert any("not public" in line for line in search.check_entries())
    search.index([paper])
    assert search.check_entries() == []
    assert SearchCount.objects.get(facet="all").count == 6


def test_deleting_a_document_leaves_nothing_behind(archive_of_papers):
    pk = archive_of_papers["short"].pk
    search.remove([pk])
    Document.objects.filter(pk=pk).delete()
    assert search.check_entries() == []
    assert search.search(search.understand("refugees")).count == 3


def test_a_document_that_is_deleted_behind_the_index_is_reported_and_taken_out(archive_of_papers):
    pk = archive_of_papers["short"].pk
    Document.objects.filter(pk=pk).delete()
    assert search.check_entries() == [f"document {pk}: was deleted, and is in the index"]
    search.rebuild()
    assert search.check_entries() == []


def test_a_check_names_a_document_that_was_changed_behind_the_index(archive_of_papers):
    Document.objects.filter(source_id="oil").update(heading="Something else")
    assert [line for line in search.check_entries() if line.startswith("oil:")]
    search.rebuild()
    assert search.check_entries() == []


def test_a_check_finds_missing_entries_facets_and_counts(archive_of_papers):
    pk = archive_of_papers["oil"].pk
    SearchFacet.objects.filter(document=pk, facet="kind").delete()
    assert [line for line in search.check_entries() if line.startswith("oil: its facets")]
    SearchEntry.objects.filter(pk=pk).delete()
    assert [line for line in search.check_entries() if line.startswith("oil: has no entry")]
    search.rebuild()
    assert search.check_entries() == []
    SearchCount.objects.filter(facet="all").update(count=99)
    assert any("count of all" in line for line in search.check_entries())


@pytest.mark.parametrize(
    ("model", "which", "found"),
    [
        (SearchPosting, {"token": "oil"}, "postings"),
        (SearchColumn, {"name": "kind"}, "columns"),
    ],
)
def test_a_check_finds_arrays_that_drifted(archive_of_papers, model, which, found):
    (row,) = model.objects.filter(**which)
    model.objects.filter(pk=row.pk).update(papers=b"", version=5) if model is SearchColumn else row.delete()
    SearchColumn.objects.filter(name="all").update(version=7)
    assert [line for line in search.check_entries() if line.startswith("oil:") and found in line]
    search.rebuild()
    assert search.check_entries() == []


def test_what_a_transaction_wrote_is_forgotten_if_it_is_undone(archive_of_papers):
    assert search.total() == 7
    point = transaction.savepoint()
    make_document("another", "More oil.", kind="bulletin")
    assert search.total() == 8
    assert search.search(search.understand("oil"), Filters.of(kind="bulletin")).count == 1
    transaction.savepoint_rollback(point)
    assert search.total() == 7
    assert search.search(search.understand("oil"), Filters.of(kind="bulletin")).count == 0
    make_document("third", "No more.", kind="bulletin")
    assert search.search(search.understand("oil"), Filters.of(kind="bulletin")).count == 0


def test_a_check_finds_text_that_drifted(archive_of_papers):
    pk = archive_of_papers["oil"].pk
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER search_text_update")
            SearchText.objects.filter(pk=pk).update(body="drifted")
        else:
            cursor.execute("UPDATE archive_searchtext SET vector = '''drifted''' WHERE document_id = %s", [pk])
    assert search.check_entries()


def test_rebuilding_tells_how_far_it_is(archive_of_papers):
    told = []
    assert search.rebuild(lambda done, total: told.append((done, total))) == 8
    assert told[-1] == (8, 8)


def test_migrating_makes_entries_of_an_earlier_version_again(archive_of_papers):
    before = dict(SearchEntry.objects.values_list("pk", "digest"))
    older = [archive_of_papers[name].pk for name in ("oil", "short")]
    SearchEntry.objects.filter(pk__in=older).update(digest="1-0", shelf="")
    told = []
    assert search.update(lambda done, total: told.append((done, total))) == 2
    assert told == [(2, 2)]
    assert search.update() == 0
    SearchEntry.objects.filter(pk__in=older).update(digest="0", shelf="")
    call_command("migrate", verbosity=0)
    assert dict(SearchEntry.objects.values_list("pk", "digest")) == before
    assert search.check_entries() == []


def test_migrating_adds_who_held_which_office_to_entries_without_reading_a_text(archive_of_papers):
    SearchFacet.objects.filter(facet__in=(HOLDER, HELD)).delete()
    SearchColumn.objects.filter(name=HOLDER).delete()
    SearchEntry.objects.update(digest="5-0")
    with connection.cursor() as db:
        import_module("archive.migrations.0044_holders_counted").note_outdated(None, db)
    with CaptureQueriesContext(connection) as queries:
        assert search.update() == 7
    assert not [query for query in queries if '"tei"' in query["sql"]]
    assert search.check_entries() == []
    assert search.counted_beside(HOLDER, ["ambassador-in-ruritania"]) == {"ambassador-in-ruritania": {"quill": 2}}


def test_only_what_changed_is_written_and_all_of_it(archive_of_papers):
    paper = archive_of_papers["refugees"]
    before = dict(SearchPosting.objects.values_list("token", "papers"))
    Document.objects.filter(pk=paper.pk).update(
        heading="The Ambassador in Zenda (Quill)", date_earliest="1946-05-06", date_latest="1946-05-07", kind="letter"
    )
    paper.correspondents.filter(role="recipient").delete()
    search.index(Document.objects.for_page().filter(pk__in=[paper.pk, archive_of_papers["oil"].pk]))
    assert search.check_entries() == []
    after = dict(SearchPosting.objects.values_list("token", "papers"))
    assert before["lodz"] == after["lodz"]
    assert before["ambassador"] != after["ambassador"]


def test_entries_follow_a_renamed_person_once_afterwards(archive_of_papers):
    pks = {archive_of_papers[name].pk for name in ("oil", "railway", "refugees", "answer")}
    Document.objects.filter(pk=archive_of_papers["refugees"].pk).update(subject="What Quill saw")
    search.index(Document.objects.for_page().filter(pk__in=pks))
    mentioned = search.understand("mentions:Josip")
    assert search.search(mentioned).count == 2
    Person.objects.filter(name="Tito, Josip Broz").update(name="Tito, Marshal", slug="tito-marshal")
    # A word of a name that weighs more because it is also one of the subject.
    Person.objects.filter(name="Quill").update(name="Quill, Otto", slug="quill-otto")
    with search.indexed_later():
        search.follow_authorities(pks)
        search.follow_authorities(pks)
        assert set(SearchEntry.objects.filter(digest__startswith="outdated ").values_list("pk", flat=True)) == pks
        assert search.search(mentioned).count == 2
    assert search.search(mentioned).count == 0
    assert search.search(search.understand("mentions:Marshal")).count == 2
    assert search.check_entries() == []


def test_what_an_interruption_leaves_outdated_is_made_again(archive_of_papers):
    Person.objects.filter(name="Tito, Josip Broz").update(name="Tito, Marshal")
    pks = [archive_of_papers["oil"].pk, archive_of_papers["railway"].pk]

    @search.indexed_later()
    def interrupted():
        search.follow_authorities(pks)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(search.check_entries()) == 2
    assert search.update() == 2
    assert search.check_entries() == []


def test_indexing_again_changes_nothing(archive_of_papers):
    before = list(SearchCount.objects.order_by("facet", "value").values_list("facet", "value", "count"))
    search.index(Document.objects.for_page())
    assert list(SearchCount.objects.order_by("facet", "value").values_list("facet", "value", "count")) == before
    make_document("another", "More.")
    assert SearchCount.objects.get(facet="all").count == 8
