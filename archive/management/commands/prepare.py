"""Prepare an archive for serving: database, first documents, static files. Takes a few seconds if everything is done already."""

import sys

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from archive import store
from archive.sql.sqlite.library import notice
from archive.views.failures import OF_THE_DISK, failure_of
from config import places


class Command(BaseCommand):
    help = "Bring the database up to date, load the first documents into an empty archive, and collect static files."

    def handle(self, **options):
        self.stdout.write(notice())
        try:
            self._prepare()
        except (DatabaseError, OSError) as error:
            if failure_of(error) not in OF_THE_DISK:
                raise
            self.stderr.write(f"Not everything could be prepared, because the disk can't be written: {error}")
            self.stderr.write("The archive can be served as it is, for reading.")

    def _prepare(self):
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
        call_command("load_first_documents", stdout=self.stdout)
        # An import that was interrupted leaves the database with old statistics, which make lists slow.
        store.refresh_statistics()
        call_command("collectstatic", interactive=False, verbosity=0)
        if not get_user_model().objects.filter(is_staff=True, is_active=True).exists():
            command = f"{sys.executable} {places.PACKAGES / places.COMMAND}" if places.IS_CHECKOUT else places.COMMAND
            self.stdout.write("No staff account yet. Make the first one, in another terminal, with")
            self.stdout.write(f"  {command} createsuperuser")
