"""Imports: a source file into the archive, as one accountable run with a report."""

from archive.importing.fetching import fetch_volume
from archive.importing.preview import preview
from archive.importing.runs import Progress, import_source, run_queued

__all__ = ["Progress", "fetch_volume", "import_source", "preview", "run_queued"]
