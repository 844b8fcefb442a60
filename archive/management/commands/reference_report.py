"""Report how well references are found and resolved, compared with what the editors of volumes marked."""

from pathlib import Path

from archive.management.refusing import RefusingCommand
from archive.parsing.tei.reader import volumes_in
from archive.references.measuring import Measurement, Score, measure


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a volume in TEI, or a folder of them")
        parser.add_argument("--show", type=int, default=0, metavar="N", help="list N misses of each sort")

    def handle(self, *args, paths, show, **options):
        report = measure([volume for path in paths for volume in volumes_in(path)])
        self.stdout.write(f"{report.documents:,} documents of {', '.join(report.volumes)}.")
        self._counts(report)
        self._table("Finding, against the marked references", report.finding, precision=False)
        self._table("Resolving, against the marked targets that are held", report.resolving)
        self._table("Resolving papers, against what the editors print next to them", report.papers)
        self._table("The same by volume", report.papers_by_volume)
        for name, lines in report.misses.items():
            self.stdout.write(f"\n{name}: {len(lines):,}")
            for line in lines[:show]:
                self.stdout.write(f"  {line}")

    def _counts(self, report: Measurement) -> None:
        self.stdout.write("\nFound, and what became of it")
        for kind, count in report.found_by_kind.most_common():
            became = ", ".join(f"{number:,} {status}" for status, number in report.status_by_kind[kind].most_common())
            self.stdout.write(f"  {kind:<18} {count:>7,}  {became}")

    def _table(self, title: str, scores: dict[str, Score], *, precision: bool = True) -> None:
        total = Score()
        for score in scores.values():
            for name in ("true", "right", "answered", "wrong"):
                setattr(total, name, getattr(total, name) + getattr(score, name))
        self.stdout.write(f"\n{title}")
        for kind, score in [*sorted(scores.items()), ("all", total)]:
            line = f"  {kind:<28} {score.right:>6,} of {score.true:>6,}  recall {_percent(score.recall)}"
            self.stdout.write(f"{line}  precision {_percent(score.precision)}" if precision else line)


def _percent(share: float | None) -> str:
    return "     –" if share is None else f"{share:6.1%}"
