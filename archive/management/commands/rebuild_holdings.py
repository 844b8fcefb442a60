"""Find again where originals are, as the papers' source notes and the merges of holdings say; what an archivist chose stays."""

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

            moved = store.place_all(progress)
        self.stdout.write(f"{moved:,} documents are elsewhere than before.")
