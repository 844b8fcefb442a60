"""Prints what is read in a transcription, or in a volume in TEI, without touching the database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.errors import Refused
from archive.exports.readings import as_data, in_words
from archive.importing.processes import ReadingProcesses
from archive.importing.sources import open_source


class Command(BaseCommand):
    help = (
        "Print what is read in a file; the database is not touched. A file that cannot be read ends with exit code 2."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="FILE", type=Path, help="a transcription, or a volume in TEI")
        parser.add_argument("--json", action="store_true", help="a line of JSON for each document")

    def handle(self, *, path, **options):
        try:
            for number, read in enumerate(open_source(path, str(path), ReadingProcesses(0)).documents()):
                if options["json"]:
                    self.stdout.write(json.dumps(as_data(read.record), ensure_ascii=False))
                else:
                    self.stdout.write(("\n" if number else "") + in_words(read.record))
        except Refused as error:
            raise CommandError(str(error), returncode=2) from error
