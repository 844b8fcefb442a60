"""Start everything of a service on one machine, for trying: PostgreSQL with replicas, pgbouncer, the server, its jobs, and a cache.

    script/cluster [--port 8000] [--replicas 2] [--documents 200] [--without-pgbouncer]

All of it is in a temporary folder, and gone at the end (Ctrl-C). What is not installed is left out, with a note.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.cluster import CannotStart, Cluster, cluster  # noqa: E402
from benchmarks.serving import free_port, serving  # noqa: E402

#: A page stays for a second, for those who show no cookie; nothing is shown that is older, whatever happens.
_CACHE = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_max_body_size 60m;
    client_body_temp_path {folder}/nginx-bodies;
    proxy_temp_path {folder}/nginx-temporary;
    fastcgi_temp_path {folder}/nginx-temporary;
    uwsgi_temp_path {folder}/nginx-temporary;
    scgi_temp_path {folder}/nginx-temporary;
    proxy_cache_path {folder}/nginx-cache keys_zone=pages:10m max_size=200m inactive=10s;
    upstream chancery {{ server 127.0.0.1:{server}; keepalive 16; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://chancery;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Request-ID $request_id;
            proxy_cache pages;
            proxy_cache_key "$host $request_uri $http_accept_language";
            proxy_cache_valid 200 1s;
            proxy_cache_lock on;
            proxy_cache_bypass $http_cookie;
            proxy_no_cache $http_cookie;
            add_header X-Cache $upstream_cache_status;
        }}
    }}
}}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--documents", type=int, default=200, help="synthetic papers besides the first document")
    parser.add_argument("--without-pgbouncer", dest="pooled", action="store_false")
    options = parser.parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        with cluster(options.replicas, options.pooled) as started:
            _serve(started, options)
    except CannotStart as why:
        print(why, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _serve(started: Cluster, options: argparse.Namespace) -> None:
    """Fill the archive, serve it, and wait for the end."""
    os.environ.update(started.environment, CHANCERY_VAR=str(started.folder / "var"), CHANCERY_DEBUG="0")
    _manage("prepare", "--verbosity", "0")
    if options.documents:
        _manage("make_archive", "--documents", str(options.documents))
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    port = free_port() if nginx else options.port
    settings = started.environment_of_server | {"CHANCERY_PROXIES": "1" if nginx else "0"}
    jobs = subprocess.Popen([sys.executable, ROOT / "manage.py", "run_jobs"])
    try:
        with serving(port=port, **settings), _cache(nginx, started, options.port, port):
            print(f"\nThe archive:  http://127.0.0.1:{options.port}/")
            print(f"  a cache:    {'nginx, for a second' if nginx else 'none: nginx is not installed'}")
            print(f"  a pool:     {_pool_of(started, options.pooled)}")
            for node in started.nodes:
                print(f"  {node.name + ':':11} {node.url}")
            print(f"  all files:  {started.folder}")
            print("\nFor commands, as createsuperuser:\n")
            for name in (*started.environment, "CHANCERY_VAR"):
                print(f"  export {name}='{os.environ[name]}'")
            print("\nCtrl-C ends all of it, and removes it.", flush=True)
            threading.Event().wait()
    finally:
        jobs.terminate()
        jobs.wait()


def _pool_of(started: Cluster, wanted: bool) -> str:
    if started.pooled:
        return "pgbouncer"
    return "none: pgbouncer is not installed" if wanted else "none, as you wished"


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, ROOT / "manage.py", *arguments], check=True)


@contextmanager
def _cache(nginx: str | None, started: Cluster, port: int, server: int) -> Iterator[None]:
    """Put nginx in front of a server, where it is installed."""
    if nginx is None:
        yield
        return
    file = started.folder / "nginx.conf"
    file.write_text(_CACHE.format(folder=started.folder, port=port, server=server))
    command = [*started.as_user, nginx, "-c", str(file), "-g", "daemon off;"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
