"""Which server answers a request, where there are replicas. Other names of one server stand for the replicas here; ``script/cluster
drill`` tries real ones.
"""

import os
import time
from copy import deepcopy

import pytest
from django.db import OperationalError, connection, connections
from django.http import HttpResponse
from django.test import RequestFactory

from archive.upkeep.exposition import exposition
from archive.upkeep.facts import gather
from archive.upkeep.replication import replicas
from archive.web.replica_lag import PRIMARY, Position
from archive.web.replicas import ReplicasMiddleware

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no replicas"),
]
_FIRST, _REPLICAS = "primary", ["replica-1", "replica-2"]
_REQUESTS = RequestFactory()


def _server_that_answers(request) -> HttpResponse:
    """A page that says which connection it was read from; where there is none, as ``archive.views.errors`` does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('application_name')")
            return HttpResponse(cursor.fetchone()[0])
    except OperationalError:
        request.ask_another_server = True
        return HttpResponse("the database does not answer", status=503)


@pytest.fixture
def middleware(settings):
    """The middleware, of which the first replica is the best and nothing was asked yet."""
    settings.REPLICAS = _REPLICAS
    of_the_test = connections[PRIMARY]
    for name in (*_REPLICAS, _FIRST):
        connections.settings[name] = deepcopy(of_the_test.settings_dict)
        connections.settings[name]["OPTIONS"] = {"application_name": name}
    made = ReplicasMiddleware(_server_that_answers)
    made._watch.keep = lambda: None  # what servers answer is told below
    # That of the test is in a transaction.
    primary = made._own.__dict__[PRIMARY] = connections.create_connection(_FIRST)
    primary.alias = PRIMARY
    yield made
    for wrapper in made._own.__dict__.values():
        wrapper.close()
    connections[PRIMARY] = of_the_test
    for name in (*_REPLICAS, _FIRST):
        del connections.settings[name]


def _tell(middleware, *servers: str) -> None:
    """Let servers have everything for the next minute, however slow the machine is."""
    in_a_minute = time.monotonic() + 60
    for server in servers:
        middleware._positions.note(server, Position(in_a_minute, in_a_minute, 1))


def _answer(middleware, method: str = "get", path: str = "/", session: bool = False) -> str:
    request = getattr(_REQUESTS, method)(path)
    if session:
        request.COOKIES["sessionid"] = "x"
    return middleware(request).content.decode()


def test_the_public_reads_from_a_replica_and_staff_from_the_primary(middleware):
    _tell(middleware, PRIMARY, *_REPLICAS)
    assert _answer(middleware) == _answer(middleware, "post", "/find/") == "replica-1"
    assert _answer(middleware, session=True) == _FIRST
    assert _answer(middleware, "post", session=True) == _FIRST
    assert _answer(middleware, path="/admin/login/") == _answer(middleware, "post", "/admin/login/") == _FIRST
    assert _answer(middleware) == "replica-1"


def test_each_process_of_the_server_begins_with_another_replica(middleware):
    _tell(middleware, PRIMARY, *_REPLICAS)
    begun = []
    for _ in range(3):
        if not (child := os.fork()):
            os._exit(_REPLICAS.index(middleware._positions.for_public(time.monotonic())[0]))
        begun.append(_REPLICAS[os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])])
    assert begun == ["replica-2", "replica-1", "replica-2"]


def test_a_page_that_a_replica_cannot_make_is_made_by_the_next_server(middleware):
    connections.settings["replica-1"]["PORT"] = "1"
    _tell(middleware, PRIMARY, *_REPLICAS)
    assert _answer(middleware) == "replica-2"
    # It is not asked again until it has answered.
    assert middleware._positions.for_public(0)[0] != "replica-1"


def test_without_the_primary_pages_are_read_and_nothing_that_may_write_is_tried_elsewhere(middleware):
    connections.settings[_FIRST]["PORT"] = "1"
    _tell(middleware, "replica-1")
    assert _answer(middleware) == "replica-1"
    assert _answer(middleware, session=True) == "replica-1"
    for refused in (
        _answer(middleware, "post", session=True),
        _answer(middleware, "post", "/admin/login/"),
        _answer(middleware, path="/admin/", session=True),
    ):
        assert refused == "the database does not answer"


def test_replicas_are_asked_how_they_are(middleware):
    connections.settings["replica-1"]["PORT"] = "1"
    away, well = replicas()
    assert (away.name, away.answers, away.wrong.partition(":")[0]) == ("replica-1", False, "does not answer")
    assert (well.name, well.answers, well.wrong, well.behind) == ("replica-2", True, "", 0)
    lines = exposition(gather()).splitlines()
    assert {
        'chancery_replica_up{replica="replica-1"} 0',
        'chancery_replica_up{replica="replica-2"} 1',
        'chancery_replica_lag_bytes{replica="replica-2"} 0',
    } <= set(lines)
    assert [line for line in lines if line.startswith('chancery_replica_lag_seconds{replica="replica-2"}')]
