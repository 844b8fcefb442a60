"""How fast everything leaves the archive of the settings: harvested, dumped, as a bag and back. See README.md beside it.

    python benchmarks/data/measure.py harvest       # a server is started and asked for all records in each format
    python benchmarks/data/measure.py dump
    python benchmarks/data/measure.py bag           # and restored into an empty archive, compared by the sums of both bags

Seconds are those of the clock; seconds of the processor are beside them, because other programs may be running.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.serving import processes_of, serving  # noqa: E402

FORMATS = ("oai_dc", "ead", "tei")
_TOKEN = re.compile(rb"<resumptionToken[^>]*>([^<]+)<")


def harvest() -> None:
    print("| Format | Records | Pages | Seconds | Records a second | The same, by the server's seconds of processor |")
    print("|---|---|---|---|---|---|")
    with serving() as server:
        for form in FORMATS:
            address = f"http://127.0.0.1:{server.port}/oai/?verb=ListRecords"
            began, before = time.monotonic(), _processor(server.pid)
            records, pages, following = 0, 0, f"&metadataPrefix={form}"
            while following:
                with urlopen(address + following) as response:
                    content = response.read()
                records, pages = records + content.count(b"</record>"), pages + 1
                token = _TOKEN.search(content)
                following = f"&resumptionToken={token[1].decode()}" if token else ""
            seconds, spent = time.monotonic() - began, _processor(server.pid) - before
            print(
                f"| {form} | {records} | {pages} | {seconds:.1f} | {records / seconds:.0f} | {records / spent:.0f} |",
                flush=True,
            )


def _processor(pid: int) -> float:
    """Return the seconds of the processor that a server has used."""
    fields = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in processes_of(pid))
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def dump() -> None:
    with tempfile.TemporaryDirectory() as folder:
        report("dump", Path(folder) / "dump")


def bag() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report("bag", folder / "one")
        environment = os.environ | {"CHANCERY_VAR": str(folder / "var"), "DATABASE_URL": ""}
        (folder / "var").mkdir()
        run("migrate", "-v0", environment=environment)
        report("restore_bag", folder / "one", environment=environment)
        run("check_archive", environment=environment)
        report("bag", folder / "two", environment=environment)
        one, two = ((folder / which / "manifest-sha256.txt").read_bytes() for which in ("one", "two"))
        print("the same sums" if one == two else "other sums")


def report(*command: object, environment: dict[str, str] | None = None) -> None:
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    said = run(*command, environment=environment)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    papers = int(re.search(r"([\d,]+) papers", said)[1].replace(",", ""))
    size = sum(path.stat().st_size for path in Path(str(command[1])).rglob("*") if path.is_file()) / 1e6
    print(
        f"{command[0]}: {papers} papers, {size:.0f} MB in {time.monotonic() - began:.1f} s, {spent:.1f} s of processor "
        f"({papers / spent:.0f} papers a second of it), at most {used.ru_maxrss / 1024:.0f} MB of memory so far",
        flush=True,
    )


def run(*command: object, environment: dict[str, str] | None = None) -> str:
    words = [sys.executable, str(ROOT / "manage.py"), *map(str, command)]
    return subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    {"harvest": harvest, "dump": dump, "bag": bag}[sys.argv[1]]()
