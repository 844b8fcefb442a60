"""Restoring a backup into an empty place, and making sure that it is what was backed up."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from archive.backups.databases import require_empty, restore_database
from archive.backups.facts import applied_migrations, measure, silent_addresses
from archive.backups.manifest import Manifest, differences, sha256_of
from archive.backups.originals import restore_originals, wrong_originals
from archive.errors import Refused


def restore_backup(backup: Path) -> bool:
    """Make the database of the settings from a backup, and return whether its facts were compared: not if it needs ``migrate`` first.

    Raises :class:`~archive.errors.Refused`, and writes nothing, where the place is not empty, where the copy is not as it was made, and
    where it is of the other database or of a newer program. Where the restored archive is not what was backed up, it says in what.
    """
    manifest = Manifest.read(backup)
    copy = backup / manifest.file
    if manifest.database != connection.vendor:
        raise Refused(
            f"This is a backup of {manifest.database}, and the settings name {connection.vendor}. A bag can be moved to another database."
        )
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    known = {_name(key) for key in migrations}
    replaced = {_name(key) for migration in migrations.values() for key in migration.replaces}
    if unknown := sorted(set(manifest.migrations) - known - replaced):
        raise Refused(f"This backup is of a newer program, which has the migration {unknown[0]}: restore it with that.")
    require_empty()
    if not copy.is_file() or sha256_of(copy) != manifest.sha256:
        raise Refused(f"{copy} is not as it was made: its SHA-256 is not {manifest.sha256}.")
    restore_database(copy)
    restore_originals(backup)
    if known - set(manifest.migrations):
        return False
    wrong = [
        *differences(manifest.facts, measure()),
        *silent_addresses(manifest.facts["addresses"]),
        *wrong_originals(),
    ]
    if applied_migrations() != manifest.migrations:
        wrong.append("the migrations are others")
    if wrong:
        raise Refused("It was restored, but it is not what was backed up: " + "; ".join(wrong[:10]))
    return True


def _name(key: tuple[str, str]) -> str:
    return ".".join(key)
