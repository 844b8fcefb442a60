"""Find again whom papers mention, link the names to their volumes' lists of persons, and the entries to people."""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from archive import store


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        with tqdm(unit=" documents", disable=None, file=self.stderr) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            different = store.rebuild_mentions(progress)
        self.stdout.write(f"{different:,} documents have other mentions than before.")
