"""Writing many search entries costs less: on PostgreSQL, counts of facets are kept by statement and not by row; on SQLite, the
full-text table gathers more in memory (bytes) and merges its segments more rarely. `optimise` merges them all after an import.
"""

from django.db import migrations

_BACK = [
    """CREATE TRIGGER search_facet_insert AFTER INSERT ON archive_searchfacet FOR EACH ROW
        WHEN (new.facet <> 'number') EXECUTE FUNCTION archive_search_count()""",
    """CREATE TRIGGER search_facet_delete AFTER DELETE ON archive_searchfacet FOR EACH ROW
        WHEN (old.facet <> 'number') EXECUTE FUNCTION archive_search_count()""",
]
_DROP = [f"DROP TRIGGER search_facet_{what} ON archive_searchfacet" for what in ("insert", "delete")]
# In the order of the keys, so that two writers wait for each other and do not lock each other out.
_CHANGED = "SELECT facet, value, count(*) AS n FROM changed WHERE facet <> 'number' GROUP BY facet, value ORDER BY facet, value"
_FORWARDS = [
    *_DROP,
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


_CONFIGURED = "INSERT INTO archive_fulltext(archive_fulltext, rank) VALUES('{}', {})"
_SQLITE = [_CONFIGURED.format(*pair) for pair in (("hashsize", 16 * 2**20), ("automerge", 16), ("crisismerge", 32))]
_SQLITE_BACK = [_CONFIGURED.format(*pair) for pair in (("hashsize", 2**20), ("automerge", 4), ("crisismerge", 16))]


def forwards(apps, schema_editor):
    for statement in _FORWARDS if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    postgresql = [*_DROP, "DROP FUNCTION archive_search_counts", *_BACK]
    for statement in postgresql if schema_editor.connection.vendor == "postgresql" else _SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("archive", "0011_lean_indexes")]

    operations = [migrations.RunPython(forwards, backwards)]
