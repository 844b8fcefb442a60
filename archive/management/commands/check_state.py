"""Say what is wrong with the archive or silent for too long, and then fail: for cron and monitors."""

from django.core.management.base import BaseCommand, CommandError

from archive.upkeep.alarms import Limits, alarms
from archive.upkeep.facts import gather


class Command(BaseCommand):
    help = (
        "Say what is wrong with the archive: a check of /readyz that fails, and what has been silent for too long (backups, drills, "
        "the continuous copy, check_fixity, jobs, the search index). Each alarm is a line, and any of them ends the command "
        "with exit code 1."
    )

    def handle(self, *args, **options):
        found = alarms(gather(), Limits.of_settings())
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} alarm{'' if len(found) == 1 else 's'}.")
        self.stdout.write("All is in order.")
