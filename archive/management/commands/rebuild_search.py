"""Make every search entry again."""

from django.core.management.base import BaseCommand

from archive import search


class Command(BaseCommand):
    help = "Make every search entry again, in batches, while the archive can be searched."

    def handle(self, *args, **options):
        def progress(done, total):
            if options["verbosity"]:
                self.stderr.write(f"\r{done:,} of {total:,} documents", ending="")

        count = search.rebuild(progress)
        if options["verbosity"]:
            self.stderr.write("")
            self.stdout.write(f"Search entries of {count:,} documents are up to date.")
