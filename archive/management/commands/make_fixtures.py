"""Make the fixtures again from the seeds and the filing vocabularies, in a temporary database."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.test.utils import setup_databases, teardown_databases

from archive.importing.seeding import write_fixtures


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        scratch = setup_databases(verbosity=0, interactive=False)
        try:
            for path in write_fixtures(settings.FIXTURE_DIRS[0]):
                self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
        finally:
            teardown_databases(scratch, verbosity=0)
