"""Find the doubts of the checks again for every document."""

from django.core.management.base import BaseCommand

from archive import store


class Command(BaseCommand):
    help = "Find the doubts of the checks again for every document, in batches, while the archive can be read."

    def handle(self, *args, **options):
        def progress(done, total):
            if options["verbosity"]:
                self.stderr.write(f"\r{done:,} of {total:,} documents", ending="")

        different = store.rebuild_doubts(progress)
        if options["verbosity"]:
            self.stderr.write("")
            self.stdout.write(f"{different:,} documents have other doubts now.")
