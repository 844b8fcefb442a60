"""What readers and clerks get while something breaks, and whether all that was confirmed is there afterwards. See README.md beside it.

    python benchmarks/service/faults.py [FAULT …]
    script/postgres python benchmarks/service/faults.py [FAULT …]
    script/cluster drill [FAULT …]

Each fault has an archive of its own, served as ``script/serve`` does, with people at work before, during and after it. It ends with 1 if
anything that was confirmed is lost, if anybody was answered 500, or if readers or clerks don't get what they ask for afterwards.
"""

from __future__ import annotations

import argparse
import errno
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from benchmarks.cluster import Cluster  # noqa: E402
from benchmarks.service import cluster_faults  # noqa: E402

#: Free space that remains on a full disk, in bytes, and seconds of each phase.
_LEFT, _PHASE = 300_000, 12


class Unavailable(Exception):
    """This fault can't be made here; the text says why."""


def disk_full(world: World) -> None:
    """The disk is full: in the middle of imports, saves and logins."""
    if not world.is_mount:
        raise Unavailable(
            "needs root, for a small disk of its own, and SQLite; script/cluster drill database_disk_full is for PostgreSQL"
        )
    filler = fill(world.folder)
    world.during()
    filler.unlink()


def fill(folder: Path) -> Path:
    """Fill a disk but for a little, and return the file that does."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        while (size := shutil.disk_usage(folder).free - _LEFT) > 0:
            try:
                os.posix_fallocate(file.fileno(), 0, size)
            except OSError as error:  # somebody has written since
                if error.errno != errno.ENOSPC:
                    raise
            else:
                break
    return filler


def killed(world: World) -> None:
    """Workers of the server and the runner of jobs are killed, again and again."""
    for _ in range(5):
        for pid in [*world.processes()[1:2], world.runner.pid]:
            os.kill(pid, signal.SIGKILL)
        world.during(_PHASE / 5)


def database_stopped(world: World) -> None:
    """The database server stops without a word, and comes back."""
    if world.vendor != "postgresql":
        raise Unavailable("SQLite has no server")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    connection.close()
    command = shlex.split((data / "postmaster.opts").read_text())
    owner = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.getuid() == 0 else []
    os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
    world.during()
    log = (data.parent / "log").open("a")
    subprocess.Popen([*owner, *command], stdout=log, stderr=log, cwd=data.parent, start_new_session=True)


def clock(world: World) -> None:
    """The clock of the server and of the jobs is set an hour ahead, then an hour back, then right."""
    if not world.clock:
        raise Unavailable("needs Linux and a C compiler (cc)")
    for offset in ("3600", "-3600", "0"):
        world.clock.write_text(offset)
        with urlopen(f"http://127.0.0.1:{world.port}/healthz", timeout=60) as answer:
            said = parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time()
        world.say(f"by the server's clock it was then {said / 60:+.0f} minutes")
        world.wrong += [] if abs(said - float(offset)) < 60 else [f"the server's clock was {said:.0f} seconds wrong"]
        world.during(_PHASE if offset != "0" else _PHASE / 2)


FAULTS: dict[str, Callable[[World], None]] = {one.__name__: one for one in (disk_full, killed, database_stopped, clock)}


def _clock_of_its_own(folder: Path) -> tuple[Path | None, dict[str, str]]:
    """Return the file that says by how much a program's clock is wrong, and what lets it believe that; None where that is not possible.

    What counts how long something took goes on as on every machine whose clock is set.
    """
    compiler, library, file = shutil.which("cc"), folder / "clock.so", folder / "clock"
    if compiler is None or sys.platform != "linux":
        return None, {}
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", library, Path(__file__).with_name("clock.c"), "-ldl"], check=True
    )
    file.write_text("0")
    return file, {"LD_PRELOAD": str(library), "CHANCERY_CLOCK": str(file)}


class World:
    """An archive that is served, and people at work in it."""

    def __init__(self, folder: Path, is_mount: bool, cluster: Cluster | None, of_the_clock: bool = False) -> None:
        """``cluster`` is the servers of PostgreSQL, where the archive has its own; ``of_the_clock`` lets its clock be set."""
        from django.db import connection

        from benchmarks.memory.measure import Addresses, Readers
        from benchmarks.serving import processes_of, serving
        from benchmarks.soak.desk import Archivist, Clerk, Importer, Results
        from benchmarks.soak.measure import account

        self.folder, self.is_mount, self.vendor, self.cluster = folder, is_mount, connection.vendor, cluster
        #: What the fault measured by itself, and what of it should not be.
        self.said: list[str] = []
        self.wrong: list[str] = []
        self.results, self.runner = Results(), None
        self._end, self._stack = threading.Event(), ExitStack()
        kinds = (Clerk, Clerk, Archivist, Importer)
        names = [account(kind, number) for number, kind in enumerate(kinds)]
        addresses = Addresses()
        connection.close()
        self.clock, self._environment = _clock_of_its_own(folder) if of_the_clock else (None, {})
        self._log = self._stack.enter_context((folder / "log").open("w+"))
        of_server = self._environment | (cluster.environment_of_server if cluster else {})
        server = self._stack.enter_context(serving(log=self._log, **of_server))
        self.port = server.port
        self._runner_ends = threading.Event()
        keeper = threading.Thread(target=self._keep_runner)
        keeper.start()
        self._stack.callback(keeper.join)
        self._stack.callback(self._runner_ends.set)
        self.readers = self._stack.enter_context(Readers(server.port, addresses, 2, rate=20))
        self.processes = lambda: processes_of(server.pid)
        people = [kind(server.port, name, self.results) for kind, name in zip(kinds, names, strict=True)]
        self._threads = [threading.Thread(target=self._work, args=(person,)) for person in people]
        for thread in self._threads:
            thread.start()

    def during(self, seconds: float = _PHASE) -> None:
        """Let people work."""
        time.sleep(seconds)

    def say(self, line: str) -> None:
        """Keep what was measured for the end."""
        self.said.append(line)

    def end(self) -> str:
        """Let people finish, and imports with them; end the server, and return its log."""
        self._end.set()
        for thread in self._threads:
            thread.join()
        self._stack.close()
        return (self.folder / "log").read_text(errors="replace")

    def _work(self, person) -> None:
        while not self._end.is_set():
            try:
                person.work(self._end)
            except Exception as error:  # a page that was not the expected one: they log in again
                self.results.statuses[f"not what was expected ({type(error).__name__})"] += 1
                time.sleep(0.5)

    def _keep_runner(self) -> None:
        """Run the jobs, and start them again when they end, as systemd does."""
        while not self._runner_ends.is_set():
            command = [sys.executable, str(ROOT / "manage.py"), "run_jobs"]
            environment = os.environ | self._environment
            self.runner = subprocess.Popen(command, env=environment, stdout=self._log, stderr=self._log)
            while self.runner.poll() is None and not self._runner_ends.wait(0.2):
                pass
        self.runner.terminate()
        self.runner.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = FAULTS | cluster_faults.FAULTS
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"one of {', '.join(every)}")
    parser.add_argument("--without-pgbouncer", dest="pooled", action="store_false", help="for those of clusters")
    parser.add_argument("--inside", metavar="FOLDER", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    # So that servers end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if options.inside:
        name = options.faults[0]
        if name not in cluster_faults.FAULTS:
            return _inside(name, options.inside, None)
        started = Cluster(options.inside, cluster_faults.REPLICAS[name], options.pooled)
        try:
            os.environ.update(started.environment)
            return _inside(name, options.inside, started)
        finally:
            started.stop()
    if unknown := set(options.faults) - set(every):
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    code = 0
    for name in options.faults or FAULTS:
        # A process for each, since the settings name one archive.
        with _disk(name) as folder:
            environment = os.environ | {"CHANCERY_VAR": str(folder / "var")}
            command = [sys.executable, __file__, name, "--inside", str(folder)]
            command += [] if options.pooled else ["--without-pgbouncer"]
            code |= subprocess.run(command, env=environment, check=False).returncode
    return code


@contextmanager
def _disk(fault: str) -> Iterator[Path]:
    """Make a folder, on a small disk of its own where that is possible and the servers of a cluster need no more."""
    with tempfile.TemporaryDirectory() as name:
        small = fault in FAULTS and not os.environ.get("DATABASE_URL") or fault == "database_disk_full"
        mounted = os.getuid() == 0 and small
        if mounted:
            mount = ["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", name]
            mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        try:
            yield Path(name)
        finally:
            if mounted:
                subprocess.run(["umount", "--lazy", name], check=False)


def _inside(name: str, folder: Path, cluster: Cluster | None) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.soak.measure import lost_of

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("make_archive", documents=200, verbosity=0)
    fault = (FAULTS | cluster_faults.FAULTS)[name]
    world = World(folder, folder.is_mount(), cluster, of_the_clock=fault is clock)
    print(f"\n## {fault.__doc__} ({world.vendor})\n")
    marks, seen = [], [(Counter(), Counter())]

    def mark(phase: str) -> None:
        seen.append((Counter(world.readers.statuses), Counter(world.results.statuses)))
        marks.append((phase, *(now - before for now, before in zip(seen[-1], seen[-2], strict=True))))

    try:
        world.during()
        mark("before")
        fault(world)
        mark("during")
        world.during(6)  # until connections and the queue are as before
        mark("just after")
        world.during()
        mark("after")
    except Unavailable as why:
        world.end()
        print(f"Not tried: {why}.")
        return 0
    except BaseException:
        world.end()  # or the people would work on, and nothing would ever end
        raise
    log, lost = world.end(), lost_of(world.results)
    print("| | Readers got | The desk got |\n|---|---|---|")
    for phase, readers, desk in marks:
        print(f"| {phase} | {_said(readers)} | {_said(desk)} |")
    bad = [status for _, *both in marks for statuses in both for status in statuses if status == 500]
    _, readers, desk = marks[-1]
    bad += [
        status for statuses in (readers, desk) for status in statuses if status not in (200, 301, 302, 304, 404, 410)
    ]
    print(*(f"\n- {line}." for line in world.said), sep="")
    bad += world.wrong
    confirmed = f"{len(world.results.tokens)} papers, {len(world.results.imported)} imports of 20 papers"
    print(f"\nConfirmed: {confirmed}. Lost: {len(lost)}", *lost[:10], sep="\n  ")
    if bad:
        print(f"Wrong: {Counter(bad)}\n{log[-3000:]}")
    return int(bool(bad or lost or not readers[200] or not desk[200]))


def _said(statuses: Counter) -> str:
    return (
        ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items(), key=lambda item: str(item[0])))
        or "nothing"
    )


if __name__ == "__main__":
    sys.exit(main())
