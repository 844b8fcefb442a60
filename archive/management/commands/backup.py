"""Copy the whole database into a new folder of backups, with a manifest of what is in it, while the archive is in use."""

from pathlib import Path

from archive.backups import Manifest, make_backup
from archive.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the folder of all backups")
        parser.add_argument("--keep", type=int, metavar="N", help="remove all but the newest N backups in it")
        parser.add_argument(
            "--with-keys", action="store_true", help="copy the secret key, too; then keep the backup secret"
        )

    def handle(self, *, folder, keep, with_keys, **options):
        made = make_backup(folder, keep=keep, with_keys=with_keys)
        manifest = Manifest.read(made)
        papers = manifest.facts["counts"]["archive.Document"]
        self.stdout.write(f"{papers:,} papers, {manifest.size / 1024**2:,.1f} MB, in {made}")
        for name, where in manifest.keys.items():
            self.stdout.write(f"{name}: {where}")
        if manifest.scans:
            self.stdout.write(f"The scans are not in the backup: copy {manifest.scans} as files.")
