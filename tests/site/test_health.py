"""What monitors request: /healthz, which needs nothing, and /readyz, which tries every part."""

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from archive import store
from archive.browsing import readiness
from archive.models import SearchEntry, State
from tests.support.records import document_record

ADDRESSES = ["/healthz", "/readyz"]


def checks(response) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


@pytest.fixture
def paper(db):
    return store.save(document_record(), state=State.PUBLISHED).document


def test_health_needs_no_database(client):
    # Without the mark of pytest-django, a test that opens the database fails.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_monitors_need_no_host_no_https_and_leave_nothing(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["archive.example"]
    response = client.get(address, headers={"host": "10.0.0.7"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert not response.cookies
    assert client.head(address, headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*ADDRESSES, "/healthz/", "/readyz/x"])
def test_only_the_addresses_themselves_are_for_monitors(client, address):
    assert client.post(address).status_code == 404
    assert client.get(address + "x").status_code == 404


def test_monitors_come_before_everything_else():
    assert settings.MIDDLEWARE[0] == "archive.views.health.HealthMiddleware"


def test_an_archive_is_ready(client, paper):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert checks(response) == dict.fromkeys(("database", "migrations", "search", "disk"), "ok")


@pytest.mark.django_db
def test_an_empty_archive_is_ready(client):
    assert client.get("/readyz").status_code == 200


def test_the_newest_paper_must_be_found(client, paper):
    SearchEntry.objects.filter(document=paper).delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert checks(response)["search"].endswith("run “manage.py rebuild_search”")
    assert checks(response)["database"] == "ok"


def test_a_draft_need_not_be_found(client, paper):
    store.save(document_record("vol#d2"), state=State.DRAFT)
    assert client.get("/readyz").status_code == 200


def test_migrations_must_be_applied(client, paper):
    MigrationRecorder.Migration.objects.get(app="sessions").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert checks(response)["migrations"] == "1 not applied; run “manage.py migrate”"


def test_a_full_disk_is_reported(client, paper, monkeypatch):
    monkeypatch.setattr(readiness, "LEAST_FREE", 2**70)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "MB free, fewer than" in checks(response)["disk"]


def test_a_database_that_fails_is_reported_without_its_name(client, paper):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE archive_searchentry RENAME TO elsewhere")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert checks(response)["search"] == "the database does not answer"
    assert b"elsewhere" not in response.content
