"""Find again where originals are, as the papers' source notes and the merges of holdings say; what an archivist chose stays."""

from django.core.management.base import BaseCommand

from archive import store
from archive.management.progress import progress_bar


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        with progress_bar(self, options) as progress:
            moved = store.place_all(progress)
        self.stdout.write(f"{moved:,} documents are elsewhere than before.")
