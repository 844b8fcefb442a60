"""Report how much of volumes in TEI was understood, and whether every character of them was kept."""

from __future__ import annotations

import resource
import time
from collections import Counter
from pathlib import Path

from archive.management.refusing import RefusingCommand
from archive.parsing import tei
from archive.parsing.tei.fidelity import compare, source_documents

_FIELDS = "kind senders recipients date place classification source_note file_numbers number received parts".split()


class Command(RefusingCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="a volume in TEI")
        parser.add_argument("--no-fidelity", action="store_true", help="do not compare the characters (saves memory)")

    def handle(self, *, paths, no_fidelity, **options):
        for path in paths:
            self._report(path, fidelity=not no_fidelity)

    def _report(self, path, *, fidelity):
        began = time.perf_counter()
        reading = tei.read_volume(path)
        records = [] if fidelity else None
        count, kinds, present, warnings = 0, Counter(), Counter(), Counter(w.code for w in reading.volume.warnings)
        for record, _ in reading:
            count += 1
            kinds[record.kind or "(none)"] += 1
            present.update(name for name in _FIELDS if getattr(record, name))
            warnings.update(warning.code for warning in record.warnings)
            if fidelity:
                records.append(record)
        seconds = time.perf_counter() - began
        self.stdout.write(f"{reading.volume.source_id}: {count} documents, {count / seconds:.0f} a second")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.stdout.write(
            f"  memory:   {peak} MB at most so far" + (" (every record kept to compare)" if fidelity else "")
        )
        self.stdout.write("  present:  " + ", ".join(f"{name} {present[name] / count:.1%}" for name in _FIELDS))
        self.stdout.write("  kinds:    " + ", ".join(f"{name} {number}" for name, number in kinds.most_common()))
        self.stdout.write("  warnings: " + (", ".join(f"{c} {n}" for c, n in warnings.most_common()) or "none"))
        if fidelity:
            elements = source_documents(path.read_bytes())
            pairs = zip(elements, records, strict=True)
            differences = [found for element, record in pairs if (found := compare(element, record))]
            self.stdout.write(f"  fidelity: {count - len(differences)} of {count} documents letter for letter")
            for found in differences[:10]:
                self.stdout.write(f"    {found.source_id}: “{found.source}” became “{found.record}”")
