"""Telling the database how much there is now, so that it chooses its ways well."""

from django.db import connection

#: Rows that SQLite looks at in each index; enough to choose by, and quick whatever there is.
_LOOKED_AT = 1000


def refresh_statistics() -> None:
    """Bring the database's own statistics in step; for the end of an import, after which they can be far off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
        cursor.execute("ANALYZE")
