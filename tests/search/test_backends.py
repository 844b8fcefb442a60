"""Both databases provide what the protocol of backends names, weigh words alike, and recognise a stopped query."""

import inspect
import time

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from archive import search
from archive.deadline import left, within
from archive.errors import OutOfTime
from archive.search.backends import backend, postgresql, sqlite
from archive.search.backends.protocol import SearchBackend

BACKENDS = pytest.mark.parametrize("module", [sqlite, postgresql], ids=["sqlite", "postgresql"])
FUNCTIONS = {name: f for name, f in vars(SearchBackend).items() if inspect.isfunction(f) and not name.startswith("_")}


def parameters_of(function) -> list[tuple]:
    """Name, kind, default and type of each parameter, without ``self``."""
    found = inspect.signature(function).parameters.values()
    return [(one.name, one.kind, one.default, one.annotation) for one in found if one.name != "self"]


def result_of(function) -> str:
    """The type of the result, as its caller sees it: a generator that becomes a context manager is one."""
    result = inspect.signature(function).return_annotation
    return "AbstractContextManager[None]" if result == "Iterator[None]" else result


@BACKENDS
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_backend_has_the_functions_of_the_protocol(module, name):
    function = getattr(module, name)
    assert parameters_of(function) == parameters_of(FUNCTIONS[name])
    assert result_of(function) == result_of(FUNCTIONS[name])
    assert FUNCTIONS[name].__doc__


@BACKENDS
def test_a_backend_has_the_constants_of_the_protocol(module):
    for name, kind in SearchBackend.__annotations__.items():
        assert type(getattr(module, name)).__name__ == kind, name


@BACKENDS
def test_a_backend_has_nothing_public_besides(module):
    own = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (name.isupper() or inspect.isfunction(value))
        and getattr(value, "__module__", module.__name__) == module.__name__
    }
    imported = {"COLUMNS", "LAST_POSITION", "MOST_POSITIONS"}
    assert own - imported == {*FUNCTIONS, *SearchBackend.__annotations__}


@pytest.mark.django_db
def test_a_query_that_takes_too_long_is_stopped():
    slow = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        "postgresql": "SELECT pg_sleep(60)",
    }[connection.vendor]
    with pytest.raises(OutOfTime), backend().time_limit(50), connection.cursor() as cursor:
        cursor.execute(slow)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # the connection is usable again


RAISE = "DO $$ BEGIN RAISE EXCEPTION '{}' USING ERRCODE = '{}'; END $$"


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no messages in other languages")
@pytest.mark.parametrize("words", ["storniere Anfrage wegen Zeitüberschreitung der Anfrage", "", "statement timeout"])
def test_postgresql_stops_a_query_in_any_language(words):
    with pytest.raises(OutOfTime), backend().time_limit(1000), connection.cursor() as cursor:
        cursor.execute(RAISE.format(words, "57014"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["interrupted", "statement timeout", "canceling statement due to statement timeout"], ids=str.split
)
def test_another_error_with_such_words_is_not_a_stopped_query(words):
    statement = RAISE.format(words, "53400") if connection.vendor == "postgresql" else f'SELECT * FROM "{words}"'  # noqa: S608
    with pytest.raises(DatabaseError, match=words), backend().time_limit(1000), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a writer on SQLite has the database for itself")
@pytest.mark.parametrize(
    "write",
    [lambda: search.remove([1]), lambda: search.write_entry_rows(dict.fromkeys(search.entry_tables(), [()]))],
    ids=["removed", "written"],
)
@pytest.mark.django_db
def test_whoever_writes_entries_waits_for_who_does_and_has_as_much_time_to_read(write):
    """Two who held counts and arrays that the other wants would end each other."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [postgresql._LOCK])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 50")
        began = time.monotonic()
        with within(100):
            with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
                write()
            assert left() + time.monotonic() - began > 100.04
