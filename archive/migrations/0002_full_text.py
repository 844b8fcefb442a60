"""The full text of search entries, and triggers that keep it and the counts of facets up to date, whoever writes the tables.

On SQLite, FTS5 gathers 16 MiB of changes in memory and merges its segments rarely; ``search.optimise`` merges them all after an import.
On PostgreSQL, the counts of facets are updated by statement, in the order of their keys, so that two writers wait for each other
instead of deadlocking.
"""

from django.db import migrations

_COLUMNS = ("title", "correspondents", "body", "notes", "fields")
_NAMES = ", ".join(_COLUMNS)


def _row(name):
    return ", ".join(f"{name}.{column}" for column in ("document_id", *_COLUMNS))


_REMOVE = f"INSERT INTO archive_fulltext(archive_fulltext, rowid, {_NAMES}) VALUES('delete', {_row('old')});"
_ADD = f"INSERT INTO archive_fulltext(rowid, {_NAMES}) VALUES({_row('new')});"
_COUNT_UP = """INSERT INTO archive_searchcount(facet, value, count) VALUES(new.facet, new.value, 1)
    ON CONFLICT(facet, value) DO UPDATE SET count = archive_searchcount.count + 1;"""
_COUNT_DOWN = """UPDATE archive_searchcount SET count = count - 1 WHERE facet = old.facet AND value = old.value;
    DELETE FROM archive_searchcount WHERE facet = old.facet AND value = old.value AND count < 1;"""
_OPTION = "INSERT INTO archive_fulltext(archive_fulltext, rank) VALUES('{}', {})"

SQLITE = [
    # The tokens are folded and stemmed already; this tokenizer only splits them at spaces.
    f"""CREATE VIRTUAL TABLE archive_fulltext USING fts5({_NAMES}, content='archive_searchtext',
        content_rowid='document_id', tokenize='ascii')""",
    f"CREATE TRIGGER search_text_insert AFTER INSERT ON archive_searchtext BEGIN {_ADD} END",
    f"CREATE TRIGGER search_text_delete AFTER DELETE ON archive_searchtext BEGIN {_REMOVE} END",
    f"CREATE TRIGGER search_text_update AFTER UPDATE ON archive_searchtext BEGIN {_REMOVE} {_ADD} END",
    f"""CREATE TRIGGER search_facet_insert AFTER INSERT ON archive_searchfacet WHEN new.facet <> 'number'
        BEGIN {_COUNT_UP} END""",
    f"""CREATE TRIGGER search_facet_delete AFTER DELETE ON archive_searchfacet WHEN old.facet <> 'number'
        BEGIN {_COUNT_DOWN} END""",
    _OPTION.format("hashsize", 16 * 2**20),
    _OPTION.format("automerge", 16),
    _OPTION.format("crisismerge", 32),
]
SQLITE_BACK = [
    "DROP TRIGGER search_facet_delete",
    "DROP TRIGGER search_facet_insert",
    "DROP TRIGGER search_text_update",
    "DROP TRIGGER search_text_delete",
    "DROP TRIGGER search_text_insert",
    "DROP TABLE archive_fulltext",
]

_CHANGED = "SELECT facet, value, count(*) AS n FROM changed WHERE facet <> 'number' GROUP BY facet, value ORDER BY facet, value"
POSTGRESQL = [
    "ALTER TABLE archive_searchtext ADD COLUMN vector tsvector",
    "CREATE INDEX search_text_vector ON archive_searchtext USING gin(vector) WITH (fastupdate = off)",
    f"""CREATE FUNCTION archive_search_counts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF tg_op = 'INSERT' THEN
            INSERT INTO archive_searchcount(facet, value, count) {_CHANGED}
                ON CONFLICT(facet, value) DO UPDATE SET count = archive_searchcount.count + excluded.count;
        ELSE
            UPDATE archive_searchcount c SET count = c.count - gone.n FROM ({_CHANGED}) gone
                WHERE c.facet = gone.facet AND c.value = gone.value;
            DELETE FROM archive_searchcount c USING ({_CHANGED}) gone
                WHERE c.facet = gone.facet AND c.value = gone.value AND c.count < 1;
        END IF; RETURN NULL; END $$""",
    """CREATE TRIGGER search_facet_insert AFTER INSERT ON archive_searchfacet REFERENCING NEW TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION archive_search_counts()""",
    """CREATE TRIGGER search_facet_delete AFTER DELETE ON archive_searchfacet REFERENCING OLD TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION archive_search_counts()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER search_facet_delete ON archive_searchfacet",
    "DROP TRIGGER search_facet_insert ON archive_searchfacet",
    "DROP FUNCTION archive_search_counts",
    "DROP INDEX search_text_vector",
    "ALTER TABLE archive_searchtext DROP COLUMN vector",
]


def forwards(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_tables")]
    # A database that has all of these needs nothing more.
    replaces = [
        ("archive", "0002_search"),
        ("archive", "0012_search_in_bulk"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
