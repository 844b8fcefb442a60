"""The first documents: what is loaded is what the reader makes of ``seeds/`` and its curation."""

from __future__ import annotations

import hashlib
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from archive import store
from archive.importing.seeding import seed_records, write_fixtures
from archive.models import Document, DocumentText, FilingTerm
from archive.parsing.plain import plain_text

pytestmark = pytest.mark.django_db

FIXTURES = settings.BASE_DIR / "fixtures"


def test_the_fixtures_are_what_the_seeds_and_the_vocabularies_give(tmp_path):
    write_fixtures(tmp_path)
    for path in sorted(FIXTURES.glob("*.json")):
        made = (tmp_path / path.name).read_text(encoding="utf-8")
        assert made == path.read_text(encoding="utf-8"), f"{path.name}: run manage.py make_fixtures and look at it"


def test_plain_loaddata_gives_the_very_records_that_were_read():
    call_command("loaddata", "first_documents", "filing_terms", verbosity=0)
    for record, volume in seed_records():
        document = Document.objects.for_record().get(source_id=record.source_id)
        assert store.load(document) == record
        assert (document.volume.slug, document.state) == (volume, "published")
    assert FilingTerm.objects.count() > 100
    connection.check_constraints()


def test_loading_leaves_nothing_out_of_step():
    output = StringIO()
    call_command("load_first_documents", stdout=output)
    assert "loaded" in output.getvalue()
    call_command("check_archive", stdout=StringIO())


def test_loading_again_does_nothing():
    call_command("load_first_documents", stdout=StringIO())
    before = list(Document.objects.values())
    output = StringIO()
    call_command("load_first_documents", stdout=output)
    assert output.getvalue() == ""
    assert list(Document.objects.values()) == before


def test_a_page_works_before_its_html_is_made_and_the_check_says_so(client):
    call_command("loaddata", "first_documents", verbosity=0)
    assert DocumentText.objects.filter(html="").exists()
    page = client.get(Document.objects.get().get_absolute_url()).content.decode()
    assert "1020. I handed to Vyshinski" in page
    assert 'id="fn-3"' in page
    output = StringIO()
    with pytest.raises(CommandError, match=r"rebuild_html \(1\)"):
        call_command("check_archive", stdout=output)
    assert "its HTML differs from what is made of its text" in output.getvalue()
    assert DocumentText.objects.filter(html="").exists(), "reading a page writes nothing"


def test_the_plain_text_is_made_when_it_is_read_until_it_is_kept(client):
    call_command("load_first_documents", stdout=StringIO())
    text = DocumentText.objects.get()
    assert text.plain == plain_text(text.tei)
    DocumentText.objects.update(plain="Someone else’s words about Vyshinski.")
    assert "else’s words about" in client.get("/search/?q=Vyshinski").content.decode()
    assert store.check_html() == [f"{text.document.source_id}: its plain text differs from what is made of its text"]
    DocumentText.objects.update(plain=None)
    assert "<mark>handed</mark>" in client.get("/search/?q=handed").content.decode()
    assert store.rebuild_html() == 1
    assert DocumentText.objects.get().plain == text.plain


def test_html_that_somebody_meddled_with_is_found_and_made_anew():
    call_command("load_first_documents", stdout=StringIO())
    right = DocumentText.objects.get().html
    DocumentText.objects.update(html="<p>Other words.</p>")
    assert store.check_html()
    assert store.rebuild_html() == 1
    assert DocumentText.objects.get().html == right
    assert store.rebuild_html() == 0


def test_the_inferred_date_gives_its_reason():
    call_command("load_first_documents", stdout=StringIO())
    document = Document.objects.get()
    assert (document.date_earliest.isoformat(), document.date_latest, document.date_printed) == ("1944-03-21", None, "")
    assert document.date_certainty == "inferred"
    assert "no date line" in document.date_reason


def test_the_sources_are_the_ones_of_the_manifest():
    manifest = (settings.BASE_DIR / "seeds" / "MANIFEST").read_text(encoding="utf-8")
    listed = dict(re.findall(r"file: (.+)\nsha256: (\w+)", manifest))
    assert set(listed) == {path.name for path in (settings.BASE_DIR / "seeds").glob("*.txt")}
    for name, digest in listed.items():
        assert hashlib.sha256((settings.BASE_DIR / "seeds" / name).read_bytes()).hexdigest() == digest


def test_preparing_makes_an_archive_ready_and_again_changes_nothing(settings, tmp_path, django_user_model):
    settings.STATIC_ROOT = tmp_path
    output = StringIO()
    call_command("prepare", stdout=output)
    assert "The first document is loaded." in output.getvalue()
    assert "manage.py createsuperuser" in output.getvalue()
    assert (tmp_path / "archive" / "base.css").exists()
    counted = {
        "sqlite": "SELECT 1 FROM sqlite_stat1 WHERE tbl = 'archive_document'",
        "postgresql": "SELECT 1 FROM pg_class WHERE relname = 'archive_document' AND reltuples = 1",
    }
    with connection.cursor() as cursor:
        cursor.execute(counted[connection.vendor])
        assert cursor.fetchone(), "the database knows how much it holds"
    before = list(Document.objects.values())
    django_user_model.objects.create_superuser("clerk", password="long enough for anyone")
    output = StringIO()
    call_command("prepare", stdout=output)
    # Nothing is reported but which database it is.
    assert re.fullmatch(r"The database is (SQLite|PostgreSQL) [\d.]+\.\n", output.getvalue())
    assert list(Document.objects.values()) == before
