"""Write the whole archive, what is not published included, into a new folder as a BagIt bag."""

from pathlib import Path

from archive.exports.bag import make_bag
from archive.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a new folder")

    def handle(self, *, folder, **options):
        self.stdout.write(f"{make_bag(folder):,} papers in {folder}")
