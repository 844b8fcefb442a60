"""Says whether search entries and HTML agree with the documents."""

from django.core.management.base import BaseCommand, CommandError

from archive import search, store


class Command(BaseCommand):
    help = "Check that what is derived agrees with the documents; names what does not, and then fails."

    def handle(self, *args, **options):
        found = {"rebuild_search": search.check_entries(), "rebuild_html": store.check_html()}
        for line in [line for lines in found.values() for line in lines]:
            self.stdout.write(line)
        remedies = [f"{command} ({len(lines):,})" for command, lines in found.items() if lines]
        if remedies:
            raise CommandError(f"Not everything agrees; to be made anew with {' and '.join(remedies)}.")
        self.stdout.write("Documents, their HTML and search entries agree.")
