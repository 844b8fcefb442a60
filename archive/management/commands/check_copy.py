"""Compare a copy that was restored from a continuous one, such as litestream's, with the archive, and note that it is in step."""

from pathlib import Path

from django.conf import settings

from archive.backups.continuous import check_copy
from archive.errors import Refused
from archive.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = (
        "Compare SQLite's file that was restored from a continuous copy, such as litestream's, with the archive: whether it has all "
        "versions of papers that are older than ten minutes. If so, that is noted in CHANCERY_BACKUPS; check_state raises an alarm when it "
        "was not noted for CHANCERY_COPY_HOURS."
    )

    def add_arguments(self, parser):
        parser.add_argument("copy", type=Path, help="the restored file")

    def handle(self, *, copy, **options):
        if settings.BACKUPS is None:
            raise Refused("CHANCERY_BACKUPS names no folder to note in that the copy is in step.")
        self.stdout.write(f"The copy is in step: {check_copy(copy, settings.BACKUPS):,} versions of papers.")
