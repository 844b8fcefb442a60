"""Load terms into the list of topics from a CSV file with the columns term, broader and note: all of them or, if one can't be, none."""

from pathlib import Path

from archive import search, store
from archive.bulk.topics import read_topics
from archive.errors import Refused
from archive.management.refusing import RefusingCommand
from archive.sql.batches import short_batches


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a CSV file in UTF-8 whose first line names its columns")

    def handle(self, *, file, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise Refused(f"The file can't be read: {error.strerror}.", str(file)) from error
        new, changed, papers = store.add_topics(read_topics(content, file.name))
        for some in short_batches(papers, first=50):
            search.follow_authorities(some)
        self.stdout.write(f"{new:,} new, {changed:,} changed.")
