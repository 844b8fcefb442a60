"""Django's ``migrate``, which also makes the file of an archive on SQLite: no other command does."""

import sys

from django.conf import settings
from django.core.management.base import OutputWrapper
from django.core.management.commands import migrate
from django.db import connections

from archive.sql.sqlite.files import companions, file_of, make, make_private


class Command(migrate.Command):
    help = (
        "Bring the database up to date; where there is no archive yet, make an empty one that only its owner can read."
    )

    def execute(self, *args, **options):
        if not (options["plan"] or options["check_unapplied"]):
            out = OutputWrapper(options.get("stdout") or sys.stdout)
            for line in self._prepare_files(connections[options["database"]]):
                out.write(line)
        return super().execute(*args, **options)

    def _prepare_files(self, database):
        """Make the file of an archive on SQLite, take the rights of others from it, and yield what was done."""
        file = file_of(database.settings_dict) if database.vendor == "sqlite" else None
        if file and make(file):
            yield f"Made a new archive at {file}"
        private = [*(companions(file) if file else ()), settings.VAR_DIR / "secret_key"]
        for opened in (one for one in private if make_private(one)):
            yield f"Others could read {opened}; now only its owner can."
