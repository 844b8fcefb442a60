"""Make an archive from a bag: into an empty one, whose rows are then the same, by their sums, as those of the bag."""

from pathlib import Path

from archive.importing.restoring import restore_bag
from archive.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a bag that “bag” made")

    def handle(self, *, folder, **options):
        self.stdout.write(f"{restore_bag(folder):,} papers; every row is that of the bag.")
