"""Check that what is derived from the documents agrees with them: HTML, mentions, search entries, references and the register."""

from django.core.management.base import BaseCommand, CommandError

from archive import references, search, store
from archive.sql.sqlite.library import notice


class Command(BaseCommand):
    help = "Check that derived data agrees with the documents; list what does not, and then fail."

    def handle(self, *args, **options):
        self.stdout.write(notice())
        checks = {
            "rebuild_mentions": store.check_mentions,
            "rebuild_holdings": store.check_holdings,
            "rebuild_search": search.check_entries,
            "rebuild_html": store.check_html,
            "resolve_references": references.differences,
        }
        remedies = []
        for command, check in checks.items():
            count = 0
            for line in check():
                self.stdout.write(line)
                count += 1
            if count:
                remedies.append(f"{command} ({count:,})")
        if remedies:
            raise CommandError(f"Not everything agrees; make it again with {' and '.join(remedies)}.")
        self.stdout.write("Documents, their HTML, mentions, search entries, references and the register agree.")
