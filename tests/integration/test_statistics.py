"""What the database is told about how much it holds."""

import pytest
from django.db import connection

from archive import search, store
from archive.models import State
from tests.support.records import document_record

pytestmark = pytest.mark.django_db


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no tables of its own for full text")
@pytest.mark.parametrize("refresh", [store.refresh_statistics, search.optimise])
def test_sqlite_is_not_told_how_small_the_tables_of_the_full_text_are(refresh):
    store.save(document_record(), state=State.PUBLISHED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as somebody may have said by hand
        refresh()
        cursor.execute("SELECT name FROM sqlite_schema WHERE name GLOB 'sqlite_stat*'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT tbl FROM {table}")  # noqa: S608
            known = {name for (name,) in cursor.fetchall()}
            assert "archive_document" in known
            assert not {name for name in known if name.startswith("archive_fulltext")}
        # A look-up by the end of a term's key goes by the key, and does not read the table.
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT pgno FROM archive_fulltext_idx WHERE segid = 1 AND term <= 'x' ORDER BY term DESC LIMIT 1"
        )
        assert "SEARCH archive_fulltext_idx USING PRIMARY KEY" in str(cursor.fetchall())


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's are tried above")
@pytest.mark.parametrize(("refresh", "papers"), [(store.refresh_statistics, 2), (search.optimise, 3)])
def test_postgresql_is_told_of_all_tables_at_once(refresh, papers):
    # Another number for each: what PostgreSQL knows stays when a test is rolled back.
    for number in range(papers):
        store.save(document_record(f"vol#d{number}"), state=State.PUBLISHED)
    refresh()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples = %s", [papers])
        assert {name for (name,) in cursor.fetchall()} >= {
            "archive_document",
            "archive_documenttext",
            "archive_searchentry",
        }
