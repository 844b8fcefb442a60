"""Make the HTML of every document again from its text."""

from django.core.management.base import BaseCommand

from archive import store


class Command(BaseCommand):
    help = "Make the HTML of every document again from its text, in batches, while the archive can be read."

    def handle(self, *args, **options):
        def progress(done, total):
            if options["verbosity"]:
                self.stderr.write(f"\r{done:,} of {total:,} documents", ending="")

        different = store.rebuild_html(progress)
        if options["verbosity"]:
            self.stderr.write("")
            self.stdout.write(f"HTML of {different:,} documents was out of date and was made again.")
