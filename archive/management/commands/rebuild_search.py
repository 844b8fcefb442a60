"""Make every search entry again."""

from django.core.management.base import BaseCommand

from archive import search
from archive.management.progress import progress_bar


class Command(BaseCommand):
    help = "Make every search entry again, in batches, while the archive can be searched."

    def handle(self, *args, **options):
        with progress_bar(self, options) as progress:
            count = search.rebuild(progress)
        if options["verbosity"]:
            self.stdout.write(f"Search entries of {count:,} documents are up to date.")
