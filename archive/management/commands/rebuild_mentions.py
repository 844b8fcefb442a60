"""Find again whom papers mention, link the names to their volumes' lists of persons, and the entries to people."""

from django.core.management.base import BaseCommand

from archive import store
from archive.management.progress import progress_bar


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        with progress_bar(self, options) as progress:
            different = store.rebuild_mentions(progress)
        self.stdout.write(f"{different:,} documents have other mentions than before.")
