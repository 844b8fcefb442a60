"""What monitors request: /healthz, which needs nothing, /readyz, which tries every part, and /metrics."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from archive import store
from archive.models import SearchEntry, State
from archive.upkeep import readiness
from tests.support.paths import ROOT
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
    # But for what says from which server of the database they are answered.
    assert settings.MIDDLEWARE[:3] == [
        "archive.web.tracing.TracingMiddleware", "archive.web.replicas.ReplicasMiddleware", "archive.views.health.HealthMiddleware",
    ]  # fmt: skip


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


#: A line of Prometheus's text format: a name, labels, a number.
SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? ([0-9.]+)')


def samples(client) -> dict[tuple[str, str], float]:
    response = client.get("/metrics")
    assert response["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in response.content.decode().splitlines() if not line.startswith("# ")]
    matches = [SAMPLE.fullmatch(line) for line in lines]
    assert None not in matches
    return {(match[1], match[2] or ""): float(match[3]) for match in matches}


def test_metrics_count_requests_by_route_and_say_how_the_archive_is(client, paper):
    store.save(document_record("vol#d2"), state=State.DRAFT)
    before = samples(client)
    address = paper.get_absolute_url()
    assert [client.get(address).status_code for _ in range(2)] == [200, 200]
    assert client.get("/nothing").status_code == 404
    now = samples(client)

    def more(name: str, labels: str) -> float:
        return now.get((name, labels), 0) - before.get((name, labels), 0)

    # The tests' transaction keeps pages out of the cache.
    read = 'route="archive:document",method="GET",status="200",cache="none"'
    assert more("chancery_request_seconds_count", read) == 2
    assert more("chancery_request_seconds_bucket", f'{read},le="+Inf"') == 2
    assert more("chancery_request_seconds_count", 'route="none",method="GET",status="404",cache="none"') == 1
    assert now["chancery_database_up", ""] == now["chancery_ready", 'check="search"'] == 1
    assert now["chancery_papers", 'state="published"'] == 1
    assert 'state="draft"' not in {labels for _, labels in now}
    assert now["chancery_index_lag_papers", ""] == now["chancery_backup_newest_timestamp_seconds", ""] == 0
    documented = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    names = {re.sub("_(bucket|sum|count)$", "", name) for name, _ in now}
    assert {name for name in names if f"`{name}`" not in documented} == set()
    SearchEntry.objects.all().delete()
    assert samples(client)["chancery_index_lag_papers", ""] == 1


@pytest.mark.parametrize(
    ("token", "headers", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "::1", 200),
        ("", {}, "192.0.2.7", 403),
        ("", {"x-forwarded-for": "127.0.0.1"}, "127.0.0.1", 403),
        ("the-monitor", {}, "127.0.0.1", 403),
        ("the-monitor", {"authorization": "Bearer the-other"}, "127.0.0.1", 403),
        ("the-monitor", {"authorization": "Bearer the-monitor"}, "192.0.2.7", 200),
        ("the-monitor", {"authorization": "Bearer the-monitor", "x-forwarded-for": "192.0.2.9"}, "127.0.0.1", 200),
    ],
)
@pytest.mark.django_db
def test_metrics_are_for_the_monitor(client, settings, token, headers, address, status):
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status
