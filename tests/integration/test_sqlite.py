"""The SQLite library that is used: one for everything, and what its version means."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.backends.sqlite3.base import Database
from django.urls import reverse

from archive.sql.sqlite.library import is_sound, notice
from archive.workflow import roles
from config.sqlite import sqlite3


def test_there_is_one_library_for_everything():
    assert import_module("sqlite3") is sqlite3
    assert import_module("sqlite3.dbapi2").connect is sqlite3.connect
    assert Database.Connection is sqlite3.Connection
    if find_spec("pysqlite3"):
        assert sqlite3.__name__ == "pysqlite3"


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has its own ways")
@pytest.mark.parametrize(("pragma", "value"), [("synchronous", 2), ("foreign_keys", 1), ("temp_store", 2)])
def test_a_commit_is_on_the_disk_before_it_is_acknowledged(pragma, value):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


@pytest.mark.parametrize("version", ["3.51.3", "3.52.0", "3.53.4", "4.0.0", "3.50.7", "3.50.12", "3.44.6"])
def test_a_corrected_version_is_sound(version):
    assert is_sound([int(part) for part in version.split(".")])


@pytest.mark.parametrize("version", ["3.51.2", "3.51.0", "3.50.6", "3.44.5", "3.45.3", "3.49.9", "3.40.1", "3.7.0"])
def test_a_version_with_the_fault_is_not(version):
    assert not is_sound([int(part) for part in version.split(".")])


@pytest.mark.django_db
def test_administrators_see_which_database_runs(client, django_user_model):
    user = django_user_model.objects.create_user("a", password="x", is_staff=True)
    client.force_login(user)
    assert notice() not in client.get(reverse("admin:index")).content.decode()
    user.groups.add(Group.objects.get(name=roles.ADMINISTRATOR))
    assert notice() in client.get(reverse("admin:index")).content.decode()
