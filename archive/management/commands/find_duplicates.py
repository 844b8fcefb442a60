"""``find_duplicates``: compare people, offices, missions and places by name, for the archivists' queue."""

from django.core.management.base import BaseCommand

from archive import store


class Command(BaseCommand):
    """Compare all authorities; what an archivist has dismissed stays dismissed."""

    help = "Find people, offices, missions and places that are likely to be the same, for the queue of the desk."

    def handle(self, *args, **options):
        counts = store.find_duplicates()
        if options["verbosity"]:
            self.stdout.write("likely duplicates: " + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
