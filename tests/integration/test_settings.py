"""The settings: strict values, a safe production mode, security headers, and every variable documented."""

from __future__ import annotations

import ast
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config import environment
from tests.support.commands import manage
from tests.support.paths import ROOT


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_flag_is_read(monkeypatch, value, meant):
    monkeypatch.setenv("CHANCERY_X", value)
    assert environment.flag("CHANCERY_X", default=not meant) is meant


@pytest.mark.parametrize("value", ["maybe", "2", "tru", "none", " "])
def test_flag_that_cannot_be_meant_is_an_error(monkeypatch, value):
    monkeypatch.setenv("CHANCERY_X", value)
    with pytest.raises(ImproperlyConfigured, match="CHANCERY_X"):
        environment.flag("CHANCERY_X")


@pytest.mark.parametrize("value", ["-1", "1.5", "ten", "²", " 5", "1", "11", "0", "9" * 5000])
def test_number_that_is_none_or_out_of_bounds_is_an_error(monkeypatch, value):
    monkeypatch.setenv("CHANCERY_X", value)
    with pytest.raises(ImproperlyConfigured, match="CHANCERY_X must be a whole number from 2 to 10"):
        environment.number("CHANCERY_X", 5, least=2, most=10)


@pytest.mark.parametrize(("value", "number"), [("2", 2), ("10", 10), ("007", 7), ("", 5)])
def test_number_within_its_bounds_is_read(monkeypatch, value, number):
    monkeypatch.setenv("CHANCERY_X", value)
    assert environment.number("CHANCERY_X", 5, least=2, most=10) == number


@pytest.mark.parametrize("value", ["ftp://x.example", "x.example/y", "https://", "https://x.example?y", "nonsense"])
def test_address_that_is_none_is_an_error(monkeypatch, value):
    monkeypatch.setenv("CHANCERY_X", value)
    with pytest.raises(ImproperlyConfigured, match="CHANCERY_X"):
        environment.address("CHANCERY_X", "https://y.example")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHANCERY_QUERY_TIME_LIMIT", "0"),
        ("CHANCERY_LOG_LEVEL", "LOUD"),
        ("CHANCERY_FRUS_BASE", "somewhere"),
    ],
)
def test_setting_that_makes_no_sense_stops_the_start(tmp_path, name, value):
    done = manage("check", CHANCERY_VAR=str(tmp_path), **{name: value})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name} must be " in done.stderr


def test_secret_key_is_made_once_and_is_private(tmp_path, monkeypatch):
    monkeypatch.delenv("CHANCERY_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path / "var")
    assert len(first) >= 50
    assert environment.secret_key(tmp_path / "var") == first
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600


def test_production_settings_pass_the_deployment_check(tmp_path):
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING",
        CHANCERY_VAR=str(tmp_path), CHANCERY_HTTPS="1", CHANCERY_SECRET_KEY="ab12-" * 16,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("url", ["nonsense", "postgres//x", "oracles://x/y", "mysql://x/y"])
def test_malformed_database_address_is_refused(url, tmp_path):
    done = manage("check", CHANCERY_VAR=str(tmp_path), DATABASE_URL=url)
    assert done.returncode != 0
    assert "DATABASE_URL" in done.stderr


def test_replicas_are_of_postgresql_and_several_servers_may_be_the_primary(tmp_path):
    replicas = {"CHANCERY_VAR": str(tmp_path), "CHANCERY_REPLICAS": "postgresql://u@two/x,postgresql://u@three/x"}
    done = manage("check", DATABASE_URL="", **replicas)
    assert done.returncode != 0
    assert "SQLite has no replicas" in done.stderr
    show = (
        "from django.db import connections\n"
        "for name in connections: p = connections[name].get_connection_params(); print(p['host'], p['port'] if 'port' in p else '')"
    )
    primary = "postgresql://u@/x?host=one,two&port=5432,5433&target_session_attrs=read-write"
    done = manage("shell", "--no-imports", "-c", show, DATABASE_URL=primary, **replicas)
    assert done.stdout.splitlines() == ["one,two 5432,5433", "two ", "three "]


def test_relative_sqlite_name_is_the_same_database_from_every_folder(tmp_path):
    show = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"
    variables = {"CHANCERY_VAR": str(tmp_path), "DATABASE_URL": "sqlite:///var/x.sqlite3"}
    done = manage("shell", "--no-imports", "-c", show, cwd=tmp_path, **variables)
    assert done.stdout.strip() == str(ROOT / "var" / "x.sqlite3")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/login/"])
def test_content_security_policy_is_strict(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/static/one.js", 200),
        ("/static/one.svg", 200),
        ("/static/one.js", 304),
        ("/static/missing.js", 404),
        ("/static/../settings.py", 404),
        ("/robots.txt", 200),
        ("/favicon.ico", 404),
        ("/no-such-page/", 404),
        ("/documents", 301),
        ("/admin/", 302),
    ],
)
def test_every_answer_carries_the_policy_and_its_type_is_not_guessed(tmp_path, settings, address, status):
    for name in ("one.js", "one.svg"):
        (tmp_path / name).write_text("")
    settings.STATIC_ROOT = tmp_path
    answer = Client().get(
        address, **{"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"} if status == 304 else {}
    )
    assert answer.status_code == status
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def _variables_read(file: Path) -> set[str]:
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and (node.args[0].value.startswith("CHANCERY_") or node.args[0].value == "DATABASE_URL")
    }  # fmt: skip


def test_every_variable_is_documented():
    read = _variables_read(ROOT / "config" / "settings.py") | _variables_read(ROOT / "config" / "environment.py")
    documented = (ROOT / "docs" / "settings.md").read_text()
    assert len(read) > 5
    assert sorted(name for name in read if f"`{name}`" not in documented) == []
