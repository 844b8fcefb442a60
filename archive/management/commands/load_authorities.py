"""Load name authority files (people, entries of lists, terms of office) as sourced proposals; undo_import undoes a load as a whole."""

from pathlib import Path

from archive.importing.authorities import load_folder
from archive.management.progress import progress_bar
from archive.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", type=Path, help="a folder of tables; docs/authorities.md says what they look like"
        )
        parser.add_argument("--dry-run", action="store_true", help="only read the tables and say what is in them")

    def handle(self, *, folder, dry_run, **options):
        with progress_bar(self, options, unit="people", name=folder.name) as progress:
            loaded = load_folder(folder, dry_run=dry_run, progress=progress)
        counts = ", ".join(f"{count:,} {what}" for what, count in loaded.counts.items())
        self.stdout.write(f"{folder.name}: {counts}.")
        for source in loaded.sources:
            said = "; ".join(f"{key}: {value}" for key, value in source.items() if key != "file")
            self.stdout.write(f"  {source['file']}: {said or 'no manifest says where it is from'}")
        for sentence in loaded.contradictions:
            self.stdout.write(f"  contradicts an archivist's decision, which stays: {sentence}")
        if loaded.run:
            self.stdout.write(f"To undo it: undo_import {loaded.run.pk}")
