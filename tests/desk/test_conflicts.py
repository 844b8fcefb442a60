"""Several editors of one document at the same moment: exactly one wins, with all of their edit. Threads on a real database."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.support.paths import ROOT

EDITORS, ROUNDS = "8", "4"


@pytest.mark.django_db
def test_exactly_one_of_several_editors_wins_each_round(tmp_path):
    environment = {**os.environ, "CHANCERY_VAR": str(tmp_path)}
    if connection.vendor == "postgresql":
        # The tests' own database is inside a transaction; the threads get a new one.
        name = f"conflicts_{os.getpid()}"
        settings = connection.settings_dict
        address = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
        environment["DATABASE_URL"] = f"postgresql://{address}/{name}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    try:
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        compete = [sys.executable, "benchmarks/conflicts.py", EDITORS, ROUNDS]
        done = subprocess.run(compete, cwd=ROOT, env=environment, capture_output=True, text=True)
    finally:
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {name}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 wrong" in done.stdout
