"""Makes every search entry anew, while searching goes on."""

from django.core.management.base import BaseCommand

from archive import search


class Command(BaseCommand):
    help = "Make every search entry anew, in batches, while searching goes on."

    def handle(self, *args, **options):
        def progress(done, total):
            if options["verbosity"]:
                self.stderr.write(f"\r{done:,} of {total:,} documents", ending="")

        count = search.rebuild(progress)
        if options["verbosity"]:
            self.stderr.write("")
            self.stdout.write(f"Search entries of {count:,} documents are in step.")
