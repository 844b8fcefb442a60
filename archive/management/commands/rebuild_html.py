"""Make the HTML of every document again from its text."""

from django.core.management.base import BaseCommand

from archive import store
from archive.management.progress import progress_bar


class Command(BaseCommand):
    help = "Make the HTML of every document again from its text, in batches, while the archive can be read."

    def handle(self, *args, **options):
        with progress_bar(self, options) as progress:
            different = store.rebuild_html(progress)
        if options["verbosity"]:
            self.stdout.write(f"HTML of {different:,} documents was out of date and was made again.")
