"""Check every paper's text and every image against the sum taken of it before, and note the day."""

import logging
from itertools import chain

from django.core.management.base import BaseCommand, CommandError

from archive.backups.originals import wrong_originals
from archive.browsing.page_images import folder
from archive.models import Fixity, ScanFixity
from archive.store.fixity import check_fixity, check_scans

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Check every paper's text and every image against the sum taken of it before, and note the day. A text that is not what it was, "
        "although nobody saved another version, and an image that is another or gone are listed, logged as errors, and end the command "
        "with exit code 1."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--anew", nargs="+", default=(), metavar="SCAN",
            help="scans that were replaced or taken away on purpose, VOLUME/FACS.jpg: forget their sums",
        )  # fmt: skip

    def handle(self, *args, anew, **options):
        wrong = 0
        for line in chain(check_fixity(), check_scans(folder(), anew), wrong_originals()):
            logger.error("%s", line)
            self.stdout.write(line)
            wrong += 1
        if wrong:
            raise CommandError(f"{wrong:,} texts or images are not what they were.")
        self.stdout.write(
            f"{Fixity.objects.count():,} texts and {ScanFixity.objects.count():,} scans are what they were."
        )
