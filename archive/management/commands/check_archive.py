"""Check that search entries and HTML agree with the documents."""

from django.core.management.base import BaseCommand, CommandError

from archive import search, store


class Command(BaseCommand):
    help = "Check that derived data agrees with the documents; list what does not, and then fail."

    def handle(self, *args, **options):
        found = {"rebuild_search": search.check_entries(), "rebuild_html": store.check_html()}
        for line in [line for lines in found.values() for line in lines]:
            self.stdout.write(line)
        remedies = [f"{command} ({len(lines):,})" for command, lines in found.items() if lines]
        if remedies:
            raise CommandError(f"Not everything agrees; make it again with {' and '.join(remedies)}.")
        self.stdout.write("Documents, their HTML and search entries agree.")
