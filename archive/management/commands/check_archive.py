"""Says whether the search entries agree with the documents."""

from django.core.management.base import BaseCommand, CommandError

from archive import search


class Command(BaseCommand):
    help = "Check that what is derived agrees with the documents; names what does not, and then fails."

    def handle(self, *args, **options):
        found = search.check()
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found):,} disagreements; rebuild_search makes all search entries anew.")
        self.stdout.write("Documents and search entries agree.")
