"""The database's statistics, from which it plans its queries, and its size."""

from django.db import connection, transaction

#: The full-text table's own tables. FTS5's statements use their keys; with statistics of small tables, SQLite reads them whole instead,
#: and the more an archive then grows, the slower it is to write (6 ms a document at 100,000, instead of 0.3).
_FORGET_FULL_TEXT = "DELETE FROM {} WHERE tbl GLOB 'archive_fulltext_*'"


def refresh_statistics() -> None:
    """Update the database's statistics; for the end of an import, when they can be far from the truth.

    Whole indexes are read, which takes five seconds at 300,000 documents: from the first thousand entries SQLite would conclude that a
    state that all documents have is rare, and sort the archive for a list that it can read from an index.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("ANALYZE")
            return
        # Table by table, so that nobody waits for all of them to be read.
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
        with transaction.atomic():
            # Which of SQLite's tables there are depends on how it was built.
            cursor.execute("SELECT name FROM sqlite_schema WHERE name IN ('sqlite_stat1', 'sqlite_stat4')")
            for (table,) in cursor.fetchall():
                cursor.execute(_FORGET_FULL_TEXT.format(table))
        cursor.execute("ANALYZE sqlite_schema")  # what was deleted takes effect at once


def database_size() -> int:
    """Return the bytes that the database takes up, on SQLite without the write-ahead log."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return cursor.fetchone()[0]
