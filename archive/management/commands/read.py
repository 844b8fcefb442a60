"""Print what is read in a transcription, or in a volume in TEI, without using the database."""

import json
from pathlib import Path

from archive.exports.record import as_data, in_words
from archive.management.refusing import RefusingCommand
from archive.parsing.formats import open_reading
from archive.parsing.reader import Unread


class Command(RefusingCommand):
    help = "Print what is read in a file; the database is not used. A file that can't be read ends with exit code 2."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="FILE", type=Path, help="a transcription, or a volume in TEI")
        parser.add_argument("--json", action="store_true", help="a line of JSON for each document")

    def handle(self, *, path, **options):
        for number, (record, _) in enumerate(open_reading(path, str(path))):
            if isinstance(record, Unread):
                self.stderr.write(f"{record.source_id}, line {record.line}: {record.reason}")
            elif options["json"]:
                self.stdout.write(json.dumps(as_data(record), ensure_ascii=False))
            else:
                self.stdout.write(("\n" if number else "") + in_words(record))
