"""Import volumes in TEI, or transcriptions."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.checks import Tags
from django.core.management.base import CommandError

from archive.importing.afterwards import Afterwards
from archive.importing.fetching import fetch_volume, is_volume_id
from archive.importing.processes import ReadingProcesses
from archive.importing.runs import REFUSED, import_source
from archive.importing.sources import expect_sources
from archive.jobs import a_runner_works
from archive.management.progress import progress_bar
from archive.management.refusing import RefusingCommand
from archive.models import ImportRun, State

#: How many papers that moved are listed.
_MOST_MOVED = 20
#: New objects after which Python looks for cycles among them. Papers make hundreds of thousands, which are none: looking as often as Python
#: does by itself takes a tenth of the time of the process that writes.
_OBJECTS_BEFORE_COLLECTING = 200_000
_STATES = [state for state in State.values if state not in (State.CLOSED, State.DISCARDED)]


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    gc.freeze()  # what is loaded stays, and need not be looked at
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


class Command(RefusingCommand):
    help = __doc__
    # Those of addresses, forms and templates, which take a second, run when the server starts.
    requires_system_checks = (Tags.database, Tags.models)

    def add_arguments(self, parser):
        parser.add_argument("sources", nargs="+", metavar="PATH", help="a file, or the id of a volume to fetch")
        parser.add_argument("--state", choices=_STATES, default=State.PUBLISHED, help="state of new documents")
        parser.add_argument("--dry-run", action="store_true", help="only report what would change")
        parser.add_argument(
            "--processes",
            type=int,
            metavar="N",
            help="how many processes read beside this one, which writes; 0 for none (default: one for each processor)",
        )
        parser.add_argument("--json", action="store_true", help="print each run's report as JSON")

    def handle(self, *sources, **options):
        if options["processes"] is not None and options["processes"] < 0:
            raise CommandError("--processes must not be negative.")
        with _collecting_seldom(), ReadingProcesses(options["processes"]) as processes, Afterwards() as afterwards:
            expect_sources(map(Path, options["sources"]), processes)
            for source in options["sources"]:
                self._print(self._import(source, processes, afterwards, options), options)
                gc.collect()  # papers and their parts point at each other, and those of a volume are many megabytes

    def _import(self, source: str, processes: ReadingProcesses, afterwards: Afterwards, options: dict) -> ImportRun:
        path = Path(source)
        if not path.exists() and is_volume_id(source):
            self.stderr.write(f"Fetching {source} …")
            path = fetch_volume(source)
        with progress_bar(self, options, name=path.name) as progress:
            return import_source(
                path,
                state=options["state"],
                dry_run=options["dry_run"],
                processes=processes,
                afterwards=afterwards,
                progress=lambda state: progress(state.done, state.total),
                pause=a_runner_works(),  # else nobody serves the archive, or it is served without jobs
            )

    def _print(self, run: ImportRun, options: dict) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"source": run.name, "sha256": run.sha256, **run.report}, ensure_ascii=False))
            return
        would = "would be " if run.dry_run else ""
        counts = ", ".join(f"{count} {would}{outcome}" for outcome, count in sorted(run.counts.items()))
        self.stdout.write(f"{run.name}: {counts or 'no documents'}.")
        for code, found in run.report["warnings"].items():
            self.stdout.write(f"  {found['count']:5} {code}")
        for place in run.report["warnings"].get(REFUSED, {"first": []})["first"]:
            line = f", line {place['line']}" if place["line"] else ""
            self.stdout.write(f"  {place['document']}{line}: refused ({place['message']})")
        moved = [one for one in run.report["moved"] if one["document"] != one["was"]]
        for one in moved[:_MOST_MOVED]:
            self.stdout.write(f"  {one['was']} {'would be' if run.dry_run else 'is now'} {one['document']}")
        if len(moved) > _MOST_MOVED:
            self.stdout.write(f"  and {len(moved) - _MOST_MOVED:,} more that moved")
        for conflict in run.report["conflicts"]:
            why = "no longer in the source" if conflict.get("gone") else "edited here: " + ", ".join(conflict["fields"])
            self.stdout.write(f"  {conflict['document']}: not overwritten ({why})")
