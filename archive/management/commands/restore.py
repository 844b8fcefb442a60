"""Make an archive from a backup, in an empty place only, and compare it with what was backed up."""

from pathlib import Path

from archive.backups import Manifest, newest, restore_backup
from archive.backups.manifest import age_of
from archive.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("backup", type=Path, help="a backup, or a folder of backups for the newest in it")

    def handle(self, *, backup, **options):
        found = newest(backup)
        manifest = Manifest.read(found)
        compared = restore_backup(found)
        self.stdout.write(f"Restored {found}, which was made {age_of(manifest)} ago.")
        facts = manifest.facts
        if compared:
            self.stdout.write(
                f"The same as then: {sum(facts['counts'].values()):,} rows of {len(facts['counts'])} tables, the sums of "
                f"{len(facts['sums'])}, what {len(facts['found'])} searches find, {len(facts['addresses'])} addresses."
            )
        else:
            self.stdout.write(
                "It was made by an earlier program, so it was not compared: run migrate, then check_archive."
            )
