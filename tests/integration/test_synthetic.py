"""Synthetic archives: made quickly, and yet exactly what saving the same records would have made."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive import filing, search, store
from archive.errors import Refused
from archive.exports.tei import volume_tei
from archive.models import Document, DocumentWarning, FileNumber, ImportRun, Reference, SearchEntry, Volume
from archive.parsing.references import find_references
from archive.sql.rows import Table
from archive.store.volumes import load_volume
from archive.store.warnings import warnings_about
from archive.synthetic.contents import volumes_of
from archive.synthetic.making import make_archive
from tests.support.jobs import undo

pytestmark = pytest.mark.django_db
COUNT = 100


@pytest.fixture
def made():
    return make_archive(COUNT, seed=7, median=60)


def documents():
    return list(Document.objects.for_record().order_by("pk"))


def test_so_many_documents_are_made_and_all_that_is_derived_agrees(made):
    assert Document.objects.public().count() == SearchEntry.objects.count() == COUNT
    assert made.counts == {"created": COUNT}
    assert search.check_entries() == []
    out = StringIO()
    call_command("check_archive", stdout=out)
    assert "agree" in out.getvalue()


def test_saving_what_was_made_changes_nothing(made):
    for document in documents():
        record = store.load(document)
        assert store.save(record, edit=True).outcome == "unchanged"
        assert document.source_fingerprint == ""


def test_what_was_made_is_what_saving_the_record_makes(made):
    for document in documents()[::4]:
        record = store.load(document)
        before = row_values(document)
        entry = SearchEntry.objects.filter(pk=document.pk).values("shelf", "day", "digest").get()
        Reference.objects.filter(document=document).delete()
        SearchEntry.objects.filter(pk=document.pk).delete()
        document.delete()
        saved = store.save(
            record, volume=document.volume, division=document.division, position=document.position, state="published"
        )
        again = Document.objects.for_record().get(pk=saved.document.pk)
        assert row_values(again) == before
        assert SearchEntry.objects.filter(pk=again.pk).values("shelf", "day", "digest").get() == entry
        assert not DocumentWarning.objects.filter(document=again).exists()


def row_values(document):
    """Everything of a document but its ids and the times of its writing."""
    own = {f.name: getattr(document, f.name) for f in document._meta.concrete_fields}
    for name in ("id", "created_at", "updated_at", "published_at", "source_fingerprint", "source_version"):
        own.pop(name)
    text = document.text
    links = sorted((c.role, c.order, c.office_id, c.person_id, c.place_id) for c in document.correspondents.all())
    numbers = [n.file_number_id for n in document.document_file_numbers.all()]
    cited = sorted((r.where, r.start, r.file_number_id or 0) for r in document.references.all())
    return own, text.tei, text.html, text.notes_html, text.renderer_version, links, numbers, cited, store.load(document)


def test_references_are_those_that_are_found_in_the_text(made):
    found = 0
    for document in documents():
        record = store.load(document)
        in_text = tuple(r for r in find_references(record) if r.where != "text" or r.start > len(record.heading))
        assert record.references == in_text
        assert warnings_about(record) == []
        found += len(record.references)
    assert found > 50


def test_every_text_and_volume_says_that_it_is_synthetic(made, client):
    volume = documents()[0].volume
    assert not Volume.objects.filter(synthetic=False).exists()
    assert "Synthetic" in volume.title
    for document in documents():
        assert "Synthetic text" in document.text.tei
    page = client.get(documents()[0].get_absolute_url()).content.decode()
    assert "Synthetic text" in page
    assert "Not a real" in client.get(volume.get_absolute_url()).content.decode()


@pytest.mark.once
def test_the_same_seed_makes_the_same_and_a_second_run_changes_nothing(made):
    first = [store.load(document) for document in documents()]
    again = make_archive(COUNT, seed=7, median=60)
    assert again.counts == {"unchanged": COUNT}
    assert again.done == 0
    undo(made)
    assert not Document.objects.exists()
    assert search.check_entries() == []
    make_archive(COUNT, seed=7, median=60)
    assert [store.load(document) for document in documents()] == first


def test_another_seed_makes_others_beside_them_and_shares_file_numbers(made):
    numbers = FileNumber.objects.count()
    printed = Document.objects.first().document_file_numbers.first()
    make_archive(COUNT, seed=8, median=60)
    assert Document.objects.count() == 2 * COUNT
    assert search.check_entries() == []
    assert FileNumber.objects.count() > numbers
    assert printed is None or printed.file_number.document_file_numbers.count() >= 1


def test_a_number_that_real_papers_brought_is_used_again():
    chapter = volumes_of(7, COUNT)[0].chapters[0]
    known = [store.file_number_for(f"{chapter.file}/{chapter.first_serial + n}", 1912) for n in range(chapter.papers)]
    make_archive(COUNT, seed=7, median=60)
    assert search.check_entries() == []
    assert sum(number.document_file_numbers.count() for number in known) > 0


def test_an_interrupted_run_is_completed_by_the_next():
    class Stop(Exception):
        pass

    def stop(done, total):
        raise Stop

    with pytest.raises(Stop):
        make_archive(COUNT, seed=7, median=30, at_once=1, progress=stop)
    assert 0 < Document.objects.count() < COUNT
    assert make_archive(COUNT, seed=7, median=30).counts["created"] < COUNT
    assert Document.objects.count() == COUNT
    assert search.check_entries() == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's index has no segments")
def test_the_full_text_merges_as_before_when_all_is_written(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT k, v FROM archive_fulltext_config WHERE k IN ('automerge', 'crisismerge')")
        assert dict(cursor.fetchall()) == {"automerge": 16, "crisismerge": 32}  # as migration 0002 sets them


def test_rows_of_some_columns_are_those_of_whole_rows():
    table = Table(FileNumber, "id")
    values = {"file_id": 3, "scheme": "decimal-1910", "normal": "840.48/1", "sort_key": "B840.48!01"}
    assert table.filler(*values)(tuple(values.values())) == table.row(values)
    turned = dict(reversed(values.items()))
    assert table.filler(*turned)(tuple(turned.values())) == table.row(values)
    with pytest.raises(KeyError, match="colour"):
        table.filler("scheme", "colour")


def test_another_number_of_documents_needs_another_seed(made):
    with pytest.raises(Refused, match="seed"):
        make_archive(COUNT - 1, seed=7)


def test_the_numbers_on_the_shelf_are_those_of_the_grammar(made):
    for row in Document.objects.exclude(document_file_numbers=None)[:60]:
        for link in row.document_file_numbers.select_related("file_number__file"):
            parsed = filing.parse(link.printed, row.date_earliest.year)
            assert (link.file_number.normal, link.file_number.sort_key) == (parsed.normal, parsed.sort_key)
            assert link.file_number.file.normal == parsed.file


def test_eras_file_in_their_own_way(made):
    assert {"decimal-1910", "decimal-1950", "subject-numeric"} <= set(
        FileNumber.objects.values_list("scheme", flat=True)
    )


@pytest.mark.once
def test_other_processes_make_the_same():
    make_archive(500, seed=5, median=10, processes=1)
    made = {row.source_id: store.load(row) for row in Document.objects.for_record().iterator(chunk_size=200)}
    undo(ImportRun.objects.get())
    make_archive(500, seed=5, median=10, processes=0)
    assert made == {row.source_id: store.load(row) for row in Document.objects.for_record().iterator(chunk_size=200)}


def test_a_synthetic_volume_is_exported_whole(made):
    volume = Volume.objects.first()
    records = [store.load(document) for document in Document.objects.for_record().filter(volume=volume)]
    records.sort(key=lambda record: int(record.document_number))
    xml = "".join(volume_tei(load_volume(volume), records))
    assert xml.count('type="document"') == len(records)
    assert xml.count("<note ") == sum(len(record.footnotes) for record in records)


@pytest.mark.parametrize("count", [0, 2_000_001])
def test_the_command_refuses_other_numbers(count):
    with pytest.raises(CommandError):
        call_command("make_archive", documents=count)
