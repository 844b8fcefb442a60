"""Check every paper's text against the sum taken of it before, and note the day."""

import logging

from django.core.management.base import BaseCommand, CommandError

from archive.models import Fixity
from archive.store.fixity import check_fixity

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Check every paper's text against the sum taken of it before, and note the day. A text that is not what it was, "
        "although nobody saved another version, is listed, logged as an error, and ends the command with exit code 1."
    )

    def handle(self, *args, **options):
        wrong = 0
        for line in check_fixity():
            logger.error("%s", line)
            self.stdout.write(line)
            wrong += 1
        if wrong:
            raise CommandError(f"{wrong:,} texts are not what they were.")
        self.stdout.write(f"{Fixity.objects.count():,} texts are what they were.")
