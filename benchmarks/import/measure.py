"""How many documents a second an import brings in, and at how much memory. See README.md beside it.

    python benchmarks/import/measure.py [--readers N …] VOLUME …
    script/postgres python benchmarks/import/measure.py …       # the same on PostgreSQL

For each number of readers one ``import_volume`` imports the volumes into an empty database. The rate is that of the whole
command, the start of its interpreters included. Memory is the largest sum of what all its processes hold at one moment
(shared pages counted once), and the peak of each. The digest is of everything that was written except times and ids, the same on
both databases for the same archive.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

#: Tables whose rows say the same in another form: by database, in another order, with another version. ``check_archive`` compares them.
#: The token of the list of files is another one each time.
_FORMS = ("searchtext", "searchposting", "searchcolumn", "filingedition")
#: Values that have ids in them, which depend on how many papers were written at once; names beside them say the same.
_WITH_IDS = {"unit": ("key", "path"), "merge": ("kept", "merged")}


@dataclass
class Memory:
    """Megabytes held: by all processes together, and at most by each."""

    together: float = 0
    each: dict[int, int] = field(default_factory=dict)

    def look(self, leader: int) -> None:
        """Measure the processes of the session that a process leads."""
        together = 0.0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                if int(stat.read_text().rpartition(")")[2].split()[3]) != leader:
                    continue
                together += _kilobytes(stat.parent / "smaps_rollup", "Pss") / 1024
                self.each[int(stat.parent.name)] = _kilobytes(stat.parent / "status", "VmHWM") // 1024
            except (OSError, TypeError, IndexError):  # it has just ended
                continue
        self.together = max(self.together, together)


def _kilobytes(path: Path, name: str) -> int:
    return int(re.search(rf"^{name}:\s+(\d+)", path.read_text(), re.MULTILINE)[1])


def arguments(words: list[str]) -> tuple[list[int], list[Path]]:
    """Return the numbers of readers and the volumes. What follows the numbers of ``--readers`` is a volume, too."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("volumes", nargs="*", metavar="VOLUME")
    parser.add_argument(
        "--readers", nargs="+", default=["0", "2"], metavar="N", help="processes that read beside the writer"
    )
    options = parser.parse_args(words)
    numbers = list(takewhile(str.isdecimal, options.readers))
    volumes = [Path(name) for name in (*options.volumes, *options.readers[len(numbers) :])]
    if not numbers or not volumes:
        parser.error("--readers needs a number" if not numbers else "name at least one volume")
    return [int(number) for number in numbers], volumes


def main() -> int:
    numbers, volumes = arguments(sys.argv[1:])
    print("| Readers | Documents | Seconds | A second | Seconds of processor | MB together | MB each | Digest |")
    print("|---|---|---|---|---|---|---|---|")
    for readers in numbers:
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {"CHANCERY_VAR": folder}
            _empty(environment)
            print(_measure(volumes, readers, environment), flush=True)
    return 0


def _measure(volumes: list[Path], readers: int, environment: dict[str, str]) -> str:
    command = [sys.executable, ROOT / "manage.py", "import_volume", "--processes", str(readers), *volumes]
    began, spent, memory = time.monotonic(), _spent(), Memory()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        while running.poll() is None:
            memory.look(running.pid)
            time.sleep(0.1)
        if running.returncode:
            raise SystemExit(running.stderr.read().decode())
    seconds, spent = time.monotonic() - began, _spent() - spent
    count, digest = _output_of("count_and_digest", environment).split()
    each = ", ".join(str(peak) for peak in sorted(memory.each.values(), reverse=True) if peak > 20)
    return f"| {readers} | {count} | {seconds:.1f} | {int(count) / seconds:.0f} | {spent:.1f} | {memory.together:.0f} | {each} | {digest} |"


def _spent() -> float:
    """Return the seconds of processor that finished processes have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _empty(environment: dict[str, str]) -> None:
    """Make an empty archive: a new file, or the database of ``DATABASE_URL`` without anything in it."""
    _output_of("drop_everything", environment)
    subprocess.run([sys.executable, ROOT / "manage.py", "migrate", "--no-input", "-v0"], env=environment, check=True)


def _output_of(what: str, environment: dict[str, str]) -> str:
    """Return what a function of this file prints in a process with Django set up."""
    command = [sys.executable, __file__, "--inside", what]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def drop_everything() -> None:
    """Leave no table in a database of PostgreSQL. A file of SQLite is new."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


def count_and_digest() -> None:
    """Print how many documents there are and a digest of all rows: references as names, no ids, no times."""
    from django.apps import apps
    from django.db import models

    digest, names = hashlib.sha256(), {}
    listed = sorted(apps.get_app_config("archive").get_models(), key=lambda model: model._meta.label)
    for model in {column.related_model for each in listed for column in each._meta.concrete_fields} & set(listed):
        if hasattr(model, "natural_key"):
            rows = model._default_manager.select_related(*{"document"} & {column.name for column in model._meta.fields})
            names[model] = {row.pk: row.natural_key() for row in rows.iterator()}
    for model in listed:
        if model._meta.model_name in _FORMS:
            continue
        rows = []
        for row in model._default_manager.iterator():
            values = {}
            for column in model._meta.concrete_fields:
                value = getattr(row, column.attname)
                if column.remote_field:
                    values[column.name] = value and names.get(column.related_model, {}).get(value, "one")
                elif not isinstance(column, models.DateTimeField | models.AutoField):
                    values[column.name] = value
            for name in _WITH_IDS.get(model._meta.model_name, ()):
                del values[name]
            if "moved" in values:  # by a merge: how many of which link
                values["moved"] = {link: len(ids) for link, ids in values["moved"].items()}
            rows.append(json.dumps(values, default=str, sort_keys=True))
        for row in sorted(rows):
            digest.update(f"{model._meta.label} {row}\n".encode())
    print(apps.get_model("archive", "Document").objects.count(), digest.hexdigest()[:16])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        import django

        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        django.setup()
        {"drop_everything": drop_everything, "count_and_digest": count_and_digest}[sys.argv[2]]()
    else:
        sys.exit(main())
