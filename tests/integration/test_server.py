"""The server as ``script/serve`` starts it, with one worker and one thread: who holds that thread stops everybody."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

#: Seconds after which a request counts as stopped; a busy machine needs a few.
PATIENCE = 60
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The port of a server, which must end well."""
    # The address is open before the server starts, so that connections wait for it.
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    command = "gunicorn --config python:config.server --workers 1 --threads 1 tests.support.served:application"
    environment = os.environ | {
        "CHANCERY_VAR": str(tmp_path_factory.mktemp("var")),
        "DATABASE_URL": "",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", *command.split(), "--bind", f"fd://{listener.fileno()}"],
        cwd=settings.BASE_DIR,
        env=environment,
        pass_fds=[listener.fileno()],
    )
    yield listener.getsockname()[1]
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    listener.close()


@pytest.fixture
def connect(server):
    """Open a connection and send the beginning of something."""
    opened = []

    def open_one(data):
        client = socket.create_connection(("127.0.0.1", server), timeout=PATIENCE)
        opened.append(client)
        client.sendall(data)
        return client

    yield open_one
    for client in opened:
        client.close()


def response(port, method="GET", path="/", body=None):
    """Return the status and content of a response."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body)
        found = connection.getresponse()
        return found.status, found.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    "beginning",
    [
        pytest.param(b"", id="nothing sent"),
        pytest.param(HEAD, id="half a head"),
        pytest.param(HEAD + b"Content-Length: 1000\r\n\r\nname=", id="half a body"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nna", id="half a piece"),
        pytest.param(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n", id="nothing read"),
    ],
)
def test_slow_clients_stop_nobody(server, connect, beginning):
    for _ in range(20):
        connect(beginning)
    assert response(server) == (200, b"GET 0\n")


def test_a_slow_request_is_completed(server, connect):
    client = connect(HEAD + b"Content-Length: 10\r\n\r\n12345")
    assert response(server) == (200, b"GET 0\n")
    client.sendall(b"67890")
    received = b""
    while piece := client.recv(1000):  # The head and the content may come apart.
        received += piece
        if received.endswith(b"POST 10\n"):
            break
    assert received.endswith(b"POST 10\n")


def test_a_slow_reader_gets_everything(server, connect):
    client = connect(b"GET /large HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert response(server) == (200, b"GET 0\n")
    received = b"".join(iter(lambda: client.recv(1_000_000), b""))
    assert len(received.partition(b"\r\n\r\n")[2]) == 40_000_000


def test_a_response_to_head_has_no_content(server):
    connection = HTTPConnection("127.0.0.1", server, timeout=PATIENCE)
    for _ in range(2):  # Content would be taken for the beginning of the second response.
        connection.request("HEAD", "/")
        found = connection.getresponse()
        assert (found.status, found.headers["Content-Length"], found.read()) == (200, "7", b"")
    connection.close()


def test_requests_on_one_connection_are_answered_in_order(connect):
    client = connect(b"".join(HEAD + b"Content-Length: %d\r\n\r\n" % size + b"a" * size for size in range(1, 6)))
    received = b""
    while b"POST 5\n" not in received and (piece := client.recv(10_000)):
        received += piece
    assert [line for line in received.split(b"\n") if line.startswith(b"POST")] == [b"POST %d" % n for n in range(1, 6)]


def test_an_upload_of_the_largest_size_arrives(server):
    assert response(server, "POST", body=bytes(52_000_000)) == (200, b"POST 52000000\n")


@pytest.mark.parametrize(
    ("beginning", "status"),
    [
        (HEAD + b"Content-Length: 999999999\r\n\r\n", b"413"),
        (HEAD + b"X-Long: " + b"a" * 40_000 + b"\r\n\r\n", b"431"),
        (HEAD + b"Content-Length: -1\r\n\r\n", b"400"),
    ],
)
def test_what_is_too_large_is_refused_before_it_arrives(connect, beginning, status):
    assert connect(beginning).recv(1000).split()[1] == status


def test_an_address_that_is_taken_is_refused_before_anything_is_prepared():
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(CommandError, match="Choose another with --port"),
    ):
        call_command("serve", port=taken.getsockname()[1])


_STORES = """
import ctypes, sys, threading
from config.server import on_starting
if sys.argv[2] == "with":
    on_starting(None)
together = threading.Barrier(4)
def work():
    together.wait()
    kept = [bytes(10_000) for _ in range(100)]
    together.wait()
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
c = ctypes.CDLL(None)
c.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(c.fopen(sys.argv[1].encode(), b"w"))
c.malloc_info(0, file)
c.fclose(file)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="has another C library")
@pytest.mark.parametrize(("how", "several"), [("with", False), ("without", True)])
def test_all_threads_of_a_process_share_one_store_of_memory(tmp_path, how, several):
    subprocess.run([sys.executable, "-c", _STORES, tmp_path / "stores", how], cwd=settings.BASE_DIR, check=True)
    assert ((tmp_path / "stores").read_text().count("<heap nr=") > 1) is several
