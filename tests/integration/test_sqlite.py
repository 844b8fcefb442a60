"""The SQLite library that is used: one for everything, and what its version means."""

from __future__ import annotations

import threading
import time
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import Database
from django.urls import reverse

from archive.deadline import left, within
from archive.sql.batches import short_batches
from archive.sql.sqlite.base import DatabaseWrapper
from archive.sql.sqlite.files import make
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


@pytest.mark.once
@pytest.mark.django_db
def test_whoever_waits_to_write_goes_before_the_next_batch_of_a_job_and_has_as_much_time_to_read(tmp_path):
    """Three wait, and each writes for longer than a job pauses at least, so that the pause alone would be too short for the last."""
    file, order, given, usual = tmp_path / "chancery.sqlite3", [], [], connections["default"]
    make(file)
    database = usual.settings_dict | {"NAME": str(file)}

    def write(begins: threading.Event) -> None:
        connections["default"] = DatabaseWrapper(database)  # of this thread only
        connections["default"].ensure_connection()
        begins.set()
        began = time.monotonic()
        with within(100), transaction.atomic():
            given.append(left() + time.monotonic() - began)
            until = time.monotonic() + 0.2
            while time.monotonic() < until:
                pass
            order.append("somebody")
        connections["default"].close()

    begun = [threading.Event() for _ in range(3)]
    threads = [threading.Thread(target=write, args=(begins,)) for begins in begun]
    connections["default"] = DatabaseWrapper(database)
    try:
        for number in (number for some in short_batches(range(2), first=1, most=1) for number in some):
            with transaction.atomic():
                order.append("job")
                for thread, begins in zip(threads, begun, strict=True) if number == 0 else ():
                    thread.start()
                    begins.wait()
        for thread in threads:
            thread.join()
    finally:
        connections["default"].close()
        connections["default"] = usual
    assert order == ["job", "somebody", "somebody", "somebody", "job"]
    # The last one waited for the two others at least, and this was given back to it.
    assert max(given) > 100.3
