"""Make the tiles of scans."""

from django.core.management.base import CommandError

from archive.browsing.page_images import folder
from archive.management.refusing import RefusingCommand
from archive.scans.tiling import make_tiles


class Command(RefusingCommand):
    help = (
        "Make the tiles and thumbnails of the scans in CHANCERY_SCANS, of all volumes or of those named: of each scan that has none yet, "
        "or has changed since. Needs pyvips (pip install pyvips pyvips-binary)."
    )

    def add_arguments(self, parser):
        parser.add_argument("volumes", nargs="*", metavar="VOLUME", help="A volume, such as frus1948v05p1.")

    def handle(self, *args, **options):
        scans = folder()
        if scans is None:
            raise CommandError("CHANCERY_SCANS names no folder of scans.", returncode=2)
        made = kept = 0
        problems = []
        for outcome in make_tiles(scans, tuple(options["volumes"])):
            made += outcome.made
            kept += not outcome.made and not outcome.problem
            if outcome.problem:
                problems.append(f"{outcome.path}: {outcome.problem}")
                self.stderr.write(problems[-1])
        if options["verbosity"]:
            self.stdout.write(f"Made the tiles of {made:,} scans; {kept:,} had theirs.")
        if problems:
            raise CommandError(f"{len(problems):,} scans can’t be read.")
