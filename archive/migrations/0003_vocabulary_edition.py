"""A token that changes with every write of a filing term, whoever writes it: the edition of the filing vocabulary."""

from django.db import migrations

_SQLITE = """INSERT INTO archive_filingedition(id, token) VALUES(1, lower(hex(randomblob(16))))
    ON CONFLICT(id) DO UPDATE SET token = excluded.token;"""
SQLITE = [
    f"CREATE TRIGGER filing_term_{event} AFTER {event} ON archive_filingterm BEGIN {_SQLITE} END"
    for event in ("insert", "update", "delete")
]
SQLITE_BACK = [f"DROP TRIGGER filing_term_{event}" for event in ("delete", "update", "insert")]
POSTGRESQL = [
    """CREATE FUNCTION archive_filing_edition() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO archive_filingedition(id, token) VALUES(1, gen_random_uuid()::text)
        ON CONFLICT(id) DO UPDATE SET token = excluded.token;
        RETURN NULL; END $$""",
    """CREATE TRIGGER filing_term_change AFTER INSERT OR UPDATE OR DELETE ON archive_filingterm
        FOR EACH STATEMENT EXECUTE FUNCTION archive_filing_edition()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER filing_term_change ON archive_filingterm",
    "DROP FUNCTION archive_filing_edition",
]


def forwards(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_full_text")]
    # A database that has this needs nothing more.
    replaces = [("archive", "0009_filing_edition")]

    operations = [migrations.RunPython(forwards, backwards)]
