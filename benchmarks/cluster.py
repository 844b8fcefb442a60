"""A cluster of PostgreSQL on one machine, for trying and for drills: a primary, streaming replicas, and pgbouncer where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving import free_port

_USER = _NAME = "chancery"
#: What every server of the cluster is started with. A commit is confirmed when a replica has it on its disk, too; a replica lets no
#: reader hold up what it replays for more than half a second, and looks for the primary again as often.
_SETTINGS = """
listen_addresses = '127.0.0.1'
jit = off
shared_buffers = 128MB
max_connections = 200
wal_level = replica
max_wal_senders = 10
max_replication_slots = 10
hot_standby = on
hot_standby_feedback = on
max_standby_streaming_delay = 500ms
wal_receiver_status_interval = 1s
wal_retrieve_retry_interval = 500ms
wal_receiver_timeout = 5s
wal_sender_timeout = 5s
max_slot_wal_keep_size = 4GB
"""
_SYNCHRONOUS = "\nsynchronous_standby_names = 'ANY 1 (*)'\n"
_BOUNCER = """
[databases]
{databases}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
ignore_startup_parameters = extra_float_digits
server_connect_timeout = 2
server_login_retry = 1
query_wait_timeout = 3
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""


class CannotStart(Exception):
    """A program is missing, or did not start; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Node:
    """A server of PostgreSQL."""

    name: str
    port: int
    folder: Path

    @property
    def url(self) -> str:
        """Return where it is, for clients."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{_NAME}"

    def processes(self) -> list[int]:
        """Return the ids of its processes, the first of them first."""
        first = int((self.folder / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def send(self, number: signal.Signals) -> None:
        """Send all its processes a signal, as if the machine did it."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, number)


class Cluster:
    """Servers of PostgreSQL in a folder: ``nodes[0]`` is the primary at first."""

    def __init__(self, folder: Path, replicas: int = 2, pooled: bool = True) -> None:
        """Start them. ``pooled`` asks for pgbouncer, which is left out with a note where it is not installed."""
        self.folder = folder
        self._bin = _server_programs()
        #: What precedes the command of a program that may not run as root.
        self.as_user: list[str] = []
        if os.getuid() == 0:
            if subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode:
                subprocess.run(["useradd", "--system", "postgres"], check=True)
            self.as_user = "setpriv --reuid postgres --regid postgres --init-groups".split()
            shutil.chown(folder, "postgres")
        names = ["primary", *(f"replica_{number}" for number in range(1, replicas + 1))]
        self.nodes = [Node(name, free_port(), folder / name) for name in names]
        self.primary, *self.replicas = self.nodes
        self._pool = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin") if pooled else None
        self._pool_port = free_port()
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    @property
    def pooled(self) -> bool:
        """Return whether pgbouncer is between the web server and the databases."""
        return self._pool is not None

    @property
    def url(self) -> str:
        """Return the address that always means the primary, whichever server that is."""
        hosts, ports = ",".join("127.0.0.1" for _ in self.nodes), ",".join(str(node.port) for node in self.nodes)
        return (
            f"postgresql://{_USER}@/{_NAME}?host={hosts}&port={ports}&target_session_attrs=read-write&connect_timeout=2"
        )

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings for commands and jobs, which ask the servers themselves."""
        return {"DATABASE_URL": self.url, "CHANCERY_REPLICAS": ",".join(node.url for node in self.nodes[1:])}

    @property
    def environment_of_server(self) -> dict[str, str]:
        """Return the settings for the web server, which asks through the pool where there is one."""
        if not self.pooled:
            return self.environment
        first, *others = (f"postgresql://{_USER}@127.0.0.1:{self._pool_port}/{node.name}" for node in self.nodes)
        return {"DATABASE_URL": first, "CHANCERY_REPLICAS": ",".join(others), "CHANCERY_POOLED": "1"}

    def query(self, node: Node, sql: str) -> str:
        """Return what a server answers, as text."""
        command = [self._bin / "psql", "-XAtq", "-d", node.url + "?connect_timeout=2", "-c", sql]
        return subprocess.run(command, capture_output=True, check=True, text=True, timeout=30).stdout.strip()

    def promote(self) -> Node:
        """Make the replica that has the most the primary, and lead everybody there; return it.

        What was confirmed is on at least one replica, so it is on the one that has the most.
        """
        answering = [node for node in self.replicas if self._answers(node)]
        received = {
            node.name: int(self.query(node, "SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')"))
            for node in answering
        }
        best = max(answering, key=lambda node: received[node.name])
        self.query(best, "SELECT pg_promote(true, 30)")
        self.primary, self.replicas = best, [node for node in self.replicas if node is not best]
        if self.pooled:
            self._write_pool()
            os.kill(int((self.folder / "pgbouncer.pid").read_text()), signal.SIGHUP)
        return best

    def start_again(self, node: Node) -> None:
        """Start a server that ended."""
        log, options = self.folder / f"{node.name}.log", f"-p {node.port} -k {self.folder}"
        self._run("pg_ctl", "-D", node.folder, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """End all of them."""
        with suppress(OSError, ValueError):
            os.kill(int((self.folder / "pgbouncer.pid").read_text()), signal.SIGTERM)
        for node in self.nodes:
            with suppress(OSError, ValueError):
                node.send(signal.SIGCONT)
            self._run("pg_ctl", "-D", node.folder, "-m", "immediate", "stop", check=False)

    def _start(self) -> None:
        for node in self.nodes:
            if node is self.primary:
                self._run("initdb", "-D", node.folder, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
                self._configure(node)
            else:
                source = ["-d", self.primary.url, "-C", "-S", node.name, "-c", "fast", "-R"]
                self._run("pg_basebackup", "-D", node.folder, *source)
                self._configure(node, self._following(node))
            self.start_again(node)
            if node is self.primary:
                self._run("createdb", "-h", "127.0.0.1", "-p", str(node.port), "-U", _USER, _NAME)
        for node in self.replicas:  # for the day on which it is the primary
            for other in self.nodes:
                if other is not node:
                    self.query(node, f"SELECT pg_create_physical_replication_slot('{other.name}')")
        if self.replicas:
            for node in self.nodes:
                self._append(node, _SYNCHRONOUS)
                self.query(node, "SELECT pg_reload_conf()")
        if self.pooled:
            self._write_pool()
            self._run("pgbouncer", "-d", self.folder / "pgbouncer.ini")

    def _following(self, node: Node) -> str:
        """Return the settings by which a server follows whichever other one can be written to."""
        others = [other for other in self.nodes if other is not node]
        hosts, ports = ",".join("127.0.0.1" for _ in others), ",".join(str(other.port) for other in others)
        conninfo = (
            f"host={hosts} port={ports} user={_USER} application_name={node.name} "
            "target_session_attrs=read-write connect_timeout=2"
        )
        return f"\nprimary_conninfo = '{conninfo}'\nprimary_slot_name = '{node.name}'\n"

    def _configure(self, node: Node, more: str = "") -> None:
        self._append(node, _SETTINGS if node is self.primary else "")
        (node.folder / "postgresql.auto.conf").write_text(more.lstrip())

    @staticmethod
    def _append(node: Node, settings: str) -> None:
        with (node.folder / "postgresql.conf").open("a") as file:
            file.write(settings)

    def _write_pool(self) -> None:
        """Write where each name of the pool leads; the name of the first server means the primary, whichever that is."""
        leads = {node.name: node for node in self.nodes} | {self.nodes[0].name: self.primary}
        databases = "\n".join(
            f"{name} = host=127.0.0.1 port={node.port} dbname={_NAME} user={_USER}" for name, node in leads.items()
        )
        (self.folder / "pgbouncer.ini").write_text(
            _BOUNCER.format(databases=databases, port=self._pool_port, folder=self.folder)
        )

    def _answers(self, node: Node) -> bool:
        try:
            return bool(self.query(node, "SELECT 1"))
        except (subprocess.SubprocessError, OSError):
            return False

    def _run(self, program: str, *arguments: object, check: bool = True) -> None:
        path = self._pool if program == "pgbouncer" else self._bin / program
        done = subprocess.run(
            [*self.as_user, path, *map(str, arguments)],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program not in ("pg_ctl", "pgbouncer") else subprocess.DEVNULL,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise CannotStart(f"{program} ended with {done.returncode}. {done.stderr or ''}".strip())


@contextmanager
def cluster(replicas: int = 2, pooled: bool = True) -> Iterator[Cluster]:
    """Start a cluster in a temporary folder, and remove it at the end."""
    with tempfile.TemporaryDirectory(prefix="chancery-cluster-", ignore_cleanup_errors=True) as name:
        started = Cluster(Path(name), replicas, pooled)
        try:
            yield started
        finally:
            started.stop()


def _server_programs() -> Path:
    """Return the folder of PostgreSQL's programs, the newest that is there."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    raise CannotStart("No PostgreSQL server is installed (initdb was not found).")
