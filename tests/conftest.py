"""Fixtures for all tests."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest
from django.db import connection, transaction
from django.utils import translation

from config.sqlite import sqlite3
from tests.support.paths import ROOT

# No deadline, because a busy machine is not an error of the code; the same examples every time, because the result decides whether a
# change lands. To try more examples: script/test --hypothesis-profile=explore
hypothesis.settings.register_profile("chancery", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("chancery")


#: Folders whose tests ask for whole pages. What their queries need of a database, the tests of the rooms below ask both databases for;
#: pages of every kind are requested from both by those with the mark "both".
_OF_PAGES = (ROOT / "tests" / "site", ROOT / "tests" / "browsing")


def pytest_collection_modifyitems(items):
    """Give the mark "once" to tests of pages that don't have the mark "both"."""
    for item in items:
        if item.path.parent in _OF_PAGES and not item.get_closest_marker("both"):
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True)
def _static_files_by_their_plain_names(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """What makes guessing slow would make each login of a test take half a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _any_number_of_requests(settings):
    """All tests come from one address."""
    settings.API_RATE_LIMIT = 0


@pytest.fixture(autouse=True)
def _english():
    """Begin in English: a request of an earlier test leaves its language in the thread."""
    translation.activate("en")


@pytest.fixture(scope="session")
def seed_path() -> Path:
    """Return the path of the first document's transcription, as it was received."""
    return ROOT / "seeds" / "harriman-to-secretary-of-state-840.48-refugees-5425.txt"


@pytest.fixture(scope="session")
def frus_dir() -> Path:
    """Return the folder of real volumes: ``CHANCERY_FRUS``, or ``shared/frus`` next to the checkout. Skip the test if there is none."""
    folder = Path(os.environ.get("CHANCERY_FRUS") or ROOT.parent / "shared" / "frus")
    if not any(folder.glob("frus*.xml")):
        pytest.skip("the real volumes are not here; CHANCERY_FRUS may name their folder")
    return folder


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """For fixtures of a module that write once what all its tests read.

    Each test is a transaction within that of the module: what it changes in the database is taken back after it, and the rest after the
    last test. A module that uses this has no tests with ``transaction=True``, whose end empties the database, and its tests don't change
    the records that its fixtures return.
    """
    translation.activate("en")
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def _migrated(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "chancery.sqlite3"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{path}'")
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode = WAL")
    path.chmod(0o600)
    return path


@pytest.fixture
def own_archive(_migrated, tmp_path) -> Path:
    """A folder for ``CHANCERY_VAR`` with an empty archive on SQLite, for tests that run commands: a copy, as migrating takes seconds."""
    shutil.copy(_migrated, tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _what_a_test_changes_is_taken_back(request):
    """Also where it asks for the database through fixtures of its module alone."""
    if "module_db" in request.fixturenames:
        request.getfixturevalue("db")
