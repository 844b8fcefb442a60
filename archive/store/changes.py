"""The triggers that note when what the public sees of a paper changed, and the sets of papers that machines fetch by.

A paper changes for the public when it is published, edited, withdrawn, renumbered, moved to another volume or removed, and when its
volume is described anew. Triggers see all of this, whoever writes it. SQLite drops a table's triggers when a migration makes the table
anew, so they are made after every ``migrate``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from urllib.parse import quote, unquote

from django.db import connection, transaction

from archive import filing
from archive.models import Document, DocumentFileNumber, PublicChange
from archive.sql.rows import update_fields

#: What everybody sees of a paper and of its volume that no other trigger tells.
_PAPER = ("state", "version", "source_id", "volume_id")
_VOLUME = ("title", "series", "number", "editors", "publisher", "published")

_NEW = """DELETE FROM archive_publicchange WHERE slug = NEW.slug;
    INSERT INTO archive_publicchange(slug, document_id, at, sets) VALUES(NEW.slug, NEW.id, {now}, '');"""
_OF_VOLUME = """DELETE FROM archive_publicchange WHERE document_id IN
        (SELECT id FROM archive_document WHERE volume_id = NEW.id AND state = 'published');
    INSERT INTO archive_publicchange(slug, document_id, at, sets) SELECT slug, id, {now}, '' FROM archive_document
        WHERE volume_id = NEW.id AND state = 'published' ORDER BY id;"""
#: A row that is replaced gets a new id.
_GONE_ON_SQLITE = """INSERT OR REPLACE INTO archive_publicchange(slug, document_id, at, sets)
    SELECT slug, NULL, {now}, sets FROM archive_publicchange WHERE slug = OLD.slug;"""
_GONE_ON_POSTGRESQL = """UPDATE archive_publicchange SET at = {now}, document_id = NULL,
    id = nextval(pg_get_serial_sequence('archive_publicchange', 'id')) WHERE slug = OLD.slug;"""
_IS_OR_WAS_PUBLIC = "(NEW.state = 'published' OR OLD.state = 'published')"
_TABLES = {"new": "document", "changed": "document", "gone": "document", "volume": "volume"}
_EVENTS = {"new": "INSERT", "changed": "UPDATE", "gone": "DELETE", "volume": "UPDATE"}


def _conditions(differs: str) -> dict[str, str]:
    """Return when each trigger fires, with a database's operator for "differs, also from NULL"."""

    def one_of(columns: tuple[str, ...]) -> str:
        return "(" + " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns) + ")"

    return {
        "new": "WHEN (NEW.state = 'published')",
        "changed": f"WHEN ({_IS_OR_WAS_PUBLIC} AND {one_of(_PAPER)})",
        "gone": "",
        "volume": f"WHEN ({one_of(_VOLUME)})",
    }


def _on_sqlite() -> list[str]:
    now = "strftime('%Y-%m-%d %H:%M:%S', 'now')"
    new = _NEW.format(now=now)
    actions = {
        "new": new,
        "changed": new,
        "gone": _GONE_ON_SQLITE.format(now=now),
        "volume": _OF_VOLUME.format(now=now),
    }
    return [
        f"CREATE TRIGGER public_change_{name} AFTER {_EVENTS[name]} ON archive_{_TABLES[name]} {condition} BEGIN {actions[name]} END"
        for name, condition in _conditions("IS NOT").items()
    ]


def _on_postgresql() -> list[str]:
    now = "date_trunc('second', clock_timestamp())"
    function = f"""CREATE OR REPLACE FUNCTION archive_public_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_TABLE_NAME = 'archive_volume' THEN {_OF_VOLUME.format(now=now)}
        ELSIF TG_OP = 'DELETE' THEN {_GONE_ON_POSTGRESQL.format(now=now)}
        ELSE {_NEW.format(now=now)}
        END IF; RETURN NULL; END $$"""
    return [
        function,
        *(
            f"CREATE TRIGGER public_change_{name} AFTER {_EVENTS[name]} ON archive_{_TABLES[name]} FOR EACH ROW {condition}"
            " EXECUTE FUNCTION archive_public_change()"
            for name, condition in _conditions("IS DISTINCT FROM").items()
        ),
    ]


def keep_triggers() -> None:
    """Make the triggers anew, in one transaction; none where there is no table for them, as after migrating back."""
    sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for name, table in _TABLES.items():
            if f"archive_{table}" in tables:
                cursor.execute(
                    f"DROP TRIGGER IF EXISTS public_change_{name}" + ("" if sqlite else f" ON archive_{table}")
                )
        if PublicChange._meta.db_table in tables:
            for statement in _on_sqlite() if sqlite else _on_postgresql():
                cursor.execute(statement)


def volume_set(slug: str) -> str:
    """Return the name of the set of a volume's papers."""
    return f"volume.{slug}"


def class_set(scheme: str, code: str) -> str:
    """Return the name of the set of the papers with a file number of a class. Other signs than OAI-PMH allows are written "~20"."""
    return f"class.{scheme}.{quote(code, safe='').replace('~', '%7E').replace('%', '~')}"


def class_of(rest: str) -> tuple[str, str]:
    """Return scheme and class of what a name made by :func:`class_set` has after "class."."""
    scheme, _, code = rest.partition(".")
    return scheme, unquote(code.replace("~", "%"), errors="replace").replace("\0", "")


def sets_of(ids: Collection[int]) -> dict[int, list[str]]:
    """Return the sets that each of these papers is in: of its volume, and of the classes of its file numbers."""
    found: dict[int, list[str]] = defaultdict(list)
    volumes = Document.objects.filter(pk__in=ids).exclude(volume=None).order_by()
    for pk, slug in volumes.values_list("pk", "volume__slug"):
        found[pk].append(volume_set(slug))
    classes = DocumentFileNumber.objects.filter(document__in=ids).exclude(file_number__file__class_code="")
    classes = classes.filter(file_number__file__scheme__in=filing.SHELVES).order_by("document_id", "order")
    for pk, scheme, code in classes.values_list(
        "document_id", "file_number__file__scheme", "file_number__file__class_code"
    ):
        if (name := class_set(scheme, code)) not in found[pk]:
            found[pk].append(name)
    return found


def keep_sets(ids: Collection[int]) -> None:
    """Note the sets of papers that are about to be removed, so that whoever fetched them by these sets hears of it."""
    sets = sets_of(ids)
    rows = list(PublicChange.objects.filter(document__in=ids))
    for row in rows:
        row.sets = f" {' '.join(sets[row.document_id])} "
    update_fields(rows, ["sets"])
