"""Report how well file numbers are found and explained in TEI volumes."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.filing.accuracy import measure_accuracy
from archive.parsing.tei.passages import passages_of
from archive.parsing.tei.reader import volumes_in


class Command(BaseCommand):
    help = "Report the share of source notes whose file numbers are found and explained, and false finds in body text."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="TEI volumes, or folders of them.")

    def handle(self, *args, paths, **options):
        try:
            report = measure_accuracy(passages_of(volume) for path in paths for volume in volumes_in(path))
        except OSError as error:
            raise CommandError(f"A volume cannot be read: {error}") from error
        for line in report.lines():
            self.stdout.write(line)
