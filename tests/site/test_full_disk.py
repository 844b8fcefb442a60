"""A disk that is full: papers are still read, and what can't be saved is answered with the reason."""

from __future__ import annotations

import errno
import socket

import psycopg
import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from archive import store
from archive.models import Entry, State
from archive.sql.sqlite.files import NoArchive
from archive.views import failures
from archive.views.failures import failure_of
from config.sqlite import sqlite3
from tests.support.commands import manage
from tests.support.records import document_record

ENTER = reverse("admin:archive_document_enter")


@pytest.fixture
def full_database():
    """Let the database grow no further."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk is that of its server")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute("PRAGMA max_page_count")
        (most,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute(f"PRAGMA max_page_count = {most}")


@pytest.mark.django_db(transaction=True)
def test_papers_are_read_and_a_save_is_refused_with_the_reason(admin_client, client, request):
    paper = store.save(document_record(), state=State.PUBLISHED).document
    request.getfixturevalue("full_database")
    for address in ("/", paper.get_absolute_url(), "/search/?q=Ruritania", "/volumes/", ENTER):
        visitor = admin_client if address == ENTER else client
        assert visitor.get(address).status_code == 200, address
    admin_client.raise_request_exception = False
    response = admin_client.post(ENTER, {"text": "The Ambassador to the Secretary of State. " * 20_000, "preview": "1"})
    assert response.status_code == 507
    assert "Nothing was saved." in response.content.decode()
    assert not Entry.objects.exists()


def test_an_archive_is_opened_for_reading_where_nothing_can_be_written(own_archive):
    requests = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "from django.test import Client;"
        "client = Client(headers={'host': 'localhost'}, raise_request_exception=False);"
        "print(client.get('/sitemap.xml').status_code);"
        "print(client.post('/admin/login/', {'username': 'a', 'password': 'b'}).status_code);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "print(client.get('/sitemap.xml').status_code)"
    )
    done = manage("shell", "--no-imports", "-c", requests, CHANCERY_VAR=str(own_archive))
    assert done.stdout.split() == ["200", "503", "200"], done.stderr
    assert "is opened for reading only" in done.stderr


def sqlite_error(name: str) -> Exception:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorname = name
    return error


class PostgresError(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


def refused() -> Exception:
    """What psycopg raises where no server listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        try:
            return psycopg.connect(f"host=127.0.0.1 port={taken.getsockname()[1]} user=x")
        except psycopg.OperationalError as error:
            return error


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (sqlite_error("SQLITE_FULL"), failures.FULL),
        (sqlite_error("SQLITE_IOERR_WRITE"), failures.FULL),
        (sqlite_error("SQLITE_IOERR_READ"), failures.BROKEN),
        (sqlite_error("SQLITE_READONLY_DBMOVED"), failures.READ_ONLY),
        (sqlite_error("SQLITE_BUSY_SNAPSHOT"), failures.BUSY),
        (sqlite_error("SQLITE_CONSTRAINT_UNIQUE"), None),
        (sqlite_error("SQLITE_ERROR"), None),
        (PostgresError("53100"), failures.FULL),
        (PostgresError("25006"), failures.READ_ONLY),
        (PostgresError("23505"), None),
        (PostgresError("57P01"), failures.AWAY),
        (PostgresError("08006"), failures.AWAY),
        (PostgresError(None), None),
        (refused(), failures.AWAY),
        (OSError(errno.ENOSPC, "full"), failures.FULL),
        (OSError(errno.ENOENT, "missing"), None),
        (NoArchive("There is none."), failures.NO_ARCHIVE),
        (ValueError("x"), None),
        (None, None),
    ],
)
def test_what_an_error_means(error, meant):
    assert failure_of(error) is meant
    if error is not None:
        outer = OperationalError("y")
        outer.__cause__ = error
        assert failure_of(outer) is meant
