"""An archive on SQLite that is not there, or is empty: said by whatever needs it, and made by ``migrate`` and ``prepare`` only."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.support.commands import manage

pytestmark = pytest.mark.once

MISSING, EMPTY = "There is no archive at {}; make one with", "The archive's file {} is empty; restore a backup, or"


@pytest.fixture(params=[MISSING, EMPTY])
def database(request, tmp_path) -> tuple[Path, str]:
    """Return the path of a database that is missing or empty, and what is said about it."""
    path = tmp_path / "chancery.sqlite3"
    if request.param == EMPTY:
        path.touch()
    return path, request.param.format(path)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def is_still_missing(path: Path) -> bool:
    return not path.exists() or path.stat().st_size == 0


def test_commands_say_so_and_make_nothing(database):
    path, sentence = database
    # One of Django's, and one of ours.
    command = ["showmigrations"] if sentence.startswith("There is no") else ["run_jobs", "--once"]
    done = manage(*command, CHANCERY_VAR=str(path.parent))
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert is_still_missing(path)


def test_requests_say_so_and_make_nothing(database):
    path, sentence = database
    request = (
        "from django.test import Client; client = Client(headers={'host': 'localhost'}, raise_request_exception=False);"
        "page = client.get('/'); print(page.status_code, page.content.decode())"
    )
    done = manage("shell", "--no-imports", "-c", request, CHANCERY_VAR=str(path.parent))
    assert done.stdout.startswith("503 There is no archive here")
    assert str(path) not in done.stdout
    assert sentence in done.stderr
    assert is_still_missing(path)


def test_a_server_says_so_when_its_archive_is_removed(own_archive):
    path = own_archive / "chancery.sqlite3"
    requests = (
        "import pathlib; from django.db import close_old_connections; from django.test import Client;"
        "client = Client(headers={'host': 'localhost'}, raise_request_exception=False);"
        "print(client.get('/sitemap.xml').status_code);"
        f"[file.unlink() for file in pathlib.Path({str(own_archive)!r}).glob('chancery.*')];"
        "close_old_connections();"  # Django does so before each request, but not in its test client
        "print(client.get('/sitemap.xml').status_code)"
    )
    done = manage("shell", "--no-imports", "-c", requests, CHANCERY_VAR=str(own_archive))
    assert done.stdout.split() == ["200", "503"], done.stderr
    assert MISSING.format(path) in done.stderr
    assert not path.exists()


def test_migrate_makes_an_archive_for_its_owner_only(tmp_path):
    folder = tmp_path / "deep" / "down"
    before = os.umask(0)
    try:
        done = manage("migrate", "-v0", CHANCERY_VAR=str(folder))
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Made a new archive at {folder / 'chancery.sqlite3'}\n"
    names = ("chancery.sqlite3", "chancery.sqlite3-waiting", "secret_key")
    assert {file.name: mode(file) for file in folder.iterdir()} == dict.fromkeys(names, 0o600)


def test_migrate_fills_an_empty_file_and_takes_rights_of_others(tmp_path):
    database, key = tmp_path / "chancery.sqlite3", tmp_path / "secret_key"
    database.touch(0o644)
    key.write_text("x" * 50)
    key.chmod(0o640)
    # What it does to the files doesn't depend on how many tables it makes.
    said = manage("migrate", "contenttypes", "-v0", CHANCERY_VAR=str(tmp_path)).stdout
    assert f"Made a new archive at {database}" in said
    assert f"Others could read {database}; now only its owner can." in said
    assert f"Others could read {key}; now only its owner can." in said
    assert (mode(database), mode(key)) == (0o600, 0o600)
