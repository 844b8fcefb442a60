"""Find the doubts of the checks again for every document."""

from django.core.management.base import BaseCommand

from archive import store
from archive.management.progress import progress_bar


class Command(BaseCommand):
    help = "Find the doubts of the checks again for every document, in batches, while the archive can be read."

    def handle(self, *args, **options):
        with progress_bar(self, options) as progress:
            different = store.rebuild_doubts(progress)
        if options["verbosity"]:
            self.stdout.write(f"{different:,} documents have other doubts now.")
