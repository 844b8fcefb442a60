"""The job that makes a backup as one file for an administrator to take away."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Callable

from archive.backups import Manifest, make_backup
from archive.jobs.kind import Whole
from archive.jobs.results import result_of
from archive.jobs.starting import start
from archive.models import Job


class BackupKind(Whole):
    """Copy the database and the images of originals, without the keys, and pack them."""

    name = "backup"
    permission = "archive.change_job"

    def run(self, job: Job, stop_if_cancelled: Callable[[], None]) -> None:
        with result_of(job) as path:
            made = make_backup(path.parent / "made")
            papers = Manifest.read(made).facts["counts"]["archive.Document"]
            stop_if_cancelled()
            with tarfile.open(path, "w:gz", compresslevel=1) as packed:
                packed.add(made, made.name)
            shutil.rmtree(made.parent)
        job.done, job.counts = 1, {"papers": papers}
        job.save(update_fields=["done", "counts"])


def start_backup(*, user=None) -> Job:
    """Queue making a backup to download. Raises ``PermissionDenied``."""
    parameters = {"file": "backup.tar.gz"}
    return start(BackupKind.name, [], what="Backup to download", user=user, total=1, parameters=parameters)
