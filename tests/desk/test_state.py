"""What administrators are told of the archive's state, and what the log says of a request and its job."""

import io
import json
import logging

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.urls import reverse

from archive import jobs, store
from archive.backups import make_backup
from archive.jobs.kind import Kind
from archive.web.logs import JsonFormatter, without_secrets
from archive.web.tracing import TracingMiddleware
from tests.support.browsing import PASSWORD
from tests.support.jobs import run_all
from tests.support.records import document_record

pytestmark = pytest.mark.django_db
ID = "from-the-proxy.1"


@pytest.fixture
def log():
    """Everything that is logged, at every level, as the setting for JSON writes it."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(JsonFormatter())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.stream
    root.removeHandler(handler)
    root.setLevel(level)


def lines(log) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.django_db(transaction=True)
def test_silence_is_an_alarm_until_it_ends(client, administrator, settings, tmp_path):
    store.save(document_record())
    settings.BACKUPS = tmp_path
    client.force_login(administrator)
    page = client.get(reverse("admin:state")).content.decode()
    silent = ["There is no backup.", "No backup was ever restored by script/drill.", "No text was ever checked"]
    assert [line for line in silent if line not in page] == []
    assert "There is no backup." in client.get(reverse("admin:index")).content.decode()
    with pytest.raises(CommandError, match="3 alarms"):
        call_command("check_state", stdout=io.StringIO())
    make_backup(tmp_path)
    (tmp_path / "last_drill").touch()
    call_command("check_fixity", stdout=io.StringIO())
    call_command("check_state", stdout=(said := io.StringIO()))
    assert said.getvalue() == "All is in order.\n"
    assert "None: all is in order." in client.get(reverse("admin:state")).content.decode()


class Failing(Kind):
    """A job that fails in the program."""

    name = "failing"
    at_once = 0
    leaves_out = False

    def work(self, job, items):
        raise ValueError("wrong")


def test_a_request_has_an_id_in_its_answer_its_lines_and_its_job(client, log, rf):
    answered = client.get("/nothing", headers={"x-request-id": ID})
    assert answered["X-Request-ID"] == ID
    made = client.get("/healthz", headers={"x-request-id": "two words"})["X-Request-ID"]
    assert made.isalnum()
    start = TracingMiddleware(lambda request: HttpResponse(jobs.starting.start("failing", [1], what="a job").pk))
    job = int(start(rf.get("/", headers={"x-request-id": "of-the-job"})).content)
    run_all()
    found = {(line["logger"], line["request"], line.get("route"), line.get("job")) for line in lines(log)}
    assert found >= {
        ("django.request", ID, None, None),
        ("archive.requests", ID, "none", None),
        ("archive.requests", made, "health", None),
        ("archive.jobs.running", "of-the-job", None, job),
    }
    (failed,) = (line for line in lines(log) if line["level"] == "ERROR")
    assert failed["exception"].endswith("ValueError: wrong")


def test_nothing_secret_is_logged(client, administrator, passwords, settings, log):
    settings.METRICS_TOKEN = "the-key-of-the-monitor"
    login = reverse("admin:login")
    client.post(login, {"username": "administrator", "password": "mistyped-password"})
    client.post(login, {"username": "administrator", "password": PASSWORD})
    session = client.cookies["sessionid"].value
    key = client.get(reverse("admin:new_password", args=["MQ", "c0ffee-key"]) + "more").status_code
    assert key == 404
    client.get("/metrics", headers={"authorization": "Bearer the-wrong-key"})
    request = client.post(login, {"username": "x", "password": "typed-wrong"}).wsgi_request
    logging.getLogger("archive").error(
        "of %s %s %s", session, settings.METRICS_TOKEN, settings.SECRET_KEY, extra={"request": request}
    )
    assert len(lines(log)) > 5
    secrets = [
        "mistyped-password",
        PASSWORD,
        session,
        "c0ffee-key",
        "the-wrong-key",
        settings.METRICS_TOKEN,
        settings.SECRET_KEY,
    ]
    assert [secret for secret in secrets if secret in log.getvalue()] == []
    assert without_secrets("typed-wrong, x", request) == "[secret], x"
