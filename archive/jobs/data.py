"""The job that makes the files of /data/ anew and then puts them in the place of the earlier ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.util import find_spec

from django.conf import settings

from archive.exports.dump import FORMATS, dump
from archive.jobs.kind import Whole
from archive.jobs.starting import start
from archive.models import Job


class DataKind(Whole):
    """Dump everything public beside the files that are served, then take their place."""

    name = "data"
    permission = "archive.publish_document"

    def run(self, job: Job, stop_if_cancelled: Callable[[], None]) -> None:
        def progress(done: int, total: int) -> None:
            job.done, job.total = done, total
            Job.objects.filter(pk=job.pk).update(done=done, total=total)
            stop_if_cancelled()

        served = settings.DATA_DIR
        new, old = served.with_name(f"{served.name}.new"), served.with_name(f"{served.name}.old")
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
        formats = [name for name in FORMATS if name != "parquet" or find_spec("pyarrow")]
        dump(new, formats, licence=settings.DATA_LICENCE, progress=progress)
        if served.exists():
            served.rename(old)
        new.rename(served)
        shutil.rmtree(old, ignore_errors=True)


def start_publishing_data(*, user=None) -> Job:
    """Queue making the files of /data/ anew. Raises ``PermissionDenied``."""
    return start(DataKind.name, [], what="Files of /data/", user=user, total=0)
