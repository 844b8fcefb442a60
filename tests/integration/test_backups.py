"""A backup becomes the same archive again, in an empty place only, and what is not as it was made is refused."""

from __future__ import annotations

import io
import json
import os
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from archive import store, workflow
from archive.backups import Manifest, make_backup, newest
from archive.backups.manifest import backups_in, differences
from archive.errors import Refused
from archive.models import DocumentVersion, State
from archive.upkeep.exposition import exposition
from archive.upkeep.facts import gather
from tests.support.commands import manage
from tests.support.people import make_user
from tests.support.records import document_record
from tests.support.scans import draw_page


@pytest.fixture
def place(tmp_path):
    """Return the variables that name an empty place on the database that the tests use."""
    variables = {"CHANCERY_VAR": str(tmp_path / "var")}
    if connection.vendor == "sqlite":
        yield variables
        return
    settings = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored")
    yield variables | {
        "DATABASE_URL": f"postgresql://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/restored"
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE restored WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_a_backup_becomes_the_same_archive_in_an_empty_place_only(tmp_path, place, settings):
    settings.ORIGINALS = tmp_path / "originals"
    for name, state in (("one", State.PUBLISHED), ("two", State.PUBLISHED), ("three", State.DRAFT)):
        draft = store.save(document_record(name), state=state).document
    content = draw_page(tmp_path / "page.png", "The page", (40, 60)).read_bytes()
    image = workflow.attach(draft, content, user=make_user("quill", "archivist"))
    make_backup(tmp_path / "backups")
    made = make_backup(tmp_path / "backups")
    kept = made / "originals" / image.sha256[:2] / f"{image.sha256}.png"
    assert (kept.read_bytes(), kept.stat().st_nlink) == (content, 2)
    facts = Manifest.read(made).facts
    assert (facts["counts"]["archive.Document"], len(facts["addresses"]), set(facts["found"].values())) == (3, 2, {2})

    restored = manage("restore", str(tmp_path / "backups"), **place)
    assert restored.returncode == 0, restored.stderr
    assert "0 days, 0 hours and " in restored.stdout
    assert "2 addresses" in restored.stdout
    assert (tmp_path / "var" / kept.relative_to(made)).read_bytes() == content
    again = manage("restore", str(made), **place)
    assert again.returncode == 2
    assert "already" in again.stderr or "is not empty" in again.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_what_is_not_as_it_was_made_is_refused(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    (tmp_path / "secret_key").write_text("secret")
    made = make_backup(tmp_path / "backups", with_keys=True)
    assert (made / "secret_key").read_text() == "secret"
    assert (made / "database.sqlite3").stat().st_mode & 0o077 == 0

    def refusal(**changes):
        manifest = json.loads((made / "manifest.json").read_text())
        (made / "manifest.json").write_text(json.dumps(manifest | changes))
        ended = manage("restore", str(made), CHANCERY_VAR=str(tmp_path / "var"))
        (made / "manifest.json").write_text(json.dumps(manifest))
        assert ended.returncode == 2
        assert not (tmp_path / "var" / "chancery.sqlite3").exists()
        return ended.stderr

    assert "SHA-256" in refusal(sha256="0")
    assert "newer program" in refusal(migrations=["archive.9999_later"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_the_newest_are_kept_and_nothing_else_is_removed(tmp_path):
    (tmp_path / "other").mkdir()
    made = [make_backup(tmp_path, keep=2) for _ in range(3)]
    assert backups_in(tmp_path) == made[1:]
    assert newest(tmp_path) == made[2]
    assert sorted(path.name for path in tmp_path.iterdir()) == [made[1].name, made[2].name, "other"]
    assert not (made[2] / "secret_key").exists()
    with pytest.raises(CommandError, match="At least one"):
        call_command("backup", tmp_path, keep=0)
    with pytest.raises(Refused, match="no backup"):
        newest(tmp_path / "other")


def test_each_fact_that_is_another_is_named():
    before = {"counts": {"a": 1, "b": 2}, "addresses": ["x"]}
    assert list(differences(before, {"counts": {"a": 1, "b": 3}, "addresses": ["x"]})) == ["counts: b: was 2, is 3"]


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_continuous_copy_that_stands_still_is_an_alarm(tmp_path, settings):
    settings.BACKUPS, settings.COPY_HOURS, settings.DRILL_DAYS, settings.FIXITY_DAYS = tmp_path, 2, 0, 0
    store.save(document_record("old"))
    DocumentVersion.objects.update(at=timezone.now() - timedelta(hours=1))
    make_backup(tmp_path)
    copy = newest(tmp_path) / "database.sqlite3"
    never, silent = "The continuous copy was never found in step", "The continuous copy was last found in step"
    assert never in state()

    store.save(document_record("new"))
    call_command("check_copy", str(copy), stdout=(said := io.StringIO()))
    assert said.getvalue() == "The copy is in step: 1 versions of papers.\n"
    assert state() == "All is in order.\n"

    DocumentVersion.objects.update(at=timezone.now() - timedelta(minutes=30))
    before = (tmp_path / "last_copy").stat().st_mtime
    with pytest.raises(CommandError, match="not in step: it has 1 versions .* and the archive has 2"):
        call_command("check_copy", str(copy))
    with pytest.raises(CommandError, match="no copy of an archive"):
        call_command("check_copy", str(tmp_path / "nothing.sqlite3"))
    assert (tmp_path / "last_copy").stat().st_mtime == before
    os.utime(tmp_path / "last_copy", (before - 3 * 3600,) * 2)
    assert f"{silent} by check_copy 3 hours ago; at most 2 hours are allowed." in state()
    assert "\nchancery_alarms 1\n" in exposition(gather())


def state() -> str:
    """Return what check_state says."""
    said = io.StringIO()
    with suppress(CommandError):
        call_command("check_state", stdout=said)
    return said.getvalue()
