"""Make the tiles of scans."""

from itertools import chain

from django.conf import settings
from django.core.management.base import CommandError

from archive.browsing.page_images import folder, originals_folder
from archive.management.refusing import RefusingCommand
from archive.scans.tiling import make_tiles


class Command(RefusingCommand):
    help = (
        "Make the tiles and thumbnails of the scans in CHANCERY_SCANS, of those volumes that are named or of all, and then of the images "
        "of originals, too: of each that has none yet, or has changed since. Needs pyvips (pip install pyvips pyvips-binary)."
    )

    def add_arguments(self, parser):
        parser.add_argument("volumes", nargs="*", metavar="VOLUME", help="A volume, such as frus1948v05p1.")

    def handle(self, *args, **options):
        volumes = tuple(options["volumes"])
        folders = [folder()] if volumes else [folder(), originals_folder()]
        folders = [one for one in folders if one and (one.scans != settings.ORIGINALS or one.scans.is_dir())]
        if not folders:
            raise CommandError("CHANCERY_SCANS names no folder of scans.", returncode=2)
        made = kept = 0
        problems = []
        for outcome in chain.from_iterable(make_tiles(one, volumes) for one in folders):
            made += outcome.made
            kept += not outcome.made and not outcome.problem
            if outcome.problem:
                problems.append(f"{outcome.path}: {outcome.problem}")
                self.stderr.write(problems[-1])
        if options["verbosity"]:
            self.stdout.write(f"Made the tiles of {made:,} scans; {kept:,} had theirs.")
        if problems:
            raise CommandError(f"{len(problems):,} scans can’t be read.")
