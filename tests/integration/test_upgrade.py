"""An archive that an earlier program made comes up to date by ``migrate`` alone.

The archive is ``tests/golden/archive_0032.sqlite3.xz``: the first document, with an edit; twelve synthetic papers; a draft, a note, an
unfinished entry, a merge of two people, and a sum of each text. The program whose last migration was ``0032_kept_entries`` made it.
"""

import json
import lzma

import pytest

from tests.support.commands import manage
from tests.support.paths import ROOT

LOOK = """
import json
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("migrate", check_unapplied=True, verbosity=0)
call_command("check_fixity", stdout=open("/dev/null", "w"))
from django.db import connection
from django.test import Client
from archive import search
from archive.models import Document, Entry, Job, Merge, Note
from archive.upkeep.readiness import check_readiness
client = Client(headers={"host": "localhost"}, raise_request_exception=False)
paper = Document.objects.public().order_by("pk").first()
pages = [client.get(address).status_code for address in ("/", paper.get_absolute_url(), "/people/", "/files/", "/volumes/")]
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'archive_document'")
    planned = cursor.fetchone()[0] > 0
print(json.dumps({
    "planned": planned,
    "number": paper.number, "versions": paper.versions.count(), "pages": pages, "wrong": any(check_readiness().values()),
    "found": len(search.search(search.understand("refugees"), size=10).hits), "behind": search.lag(),
    "kept": [model.objects.count() for model in (Document, Entry, Job, Merge, Note)],
    "draft": client.get("/documents/%s/" % Document.objects.get(heading="A draft of the clerk").slug).status_code,
}))
"""


@pytest.mark.once
def test_an_archive_of_an_earlier_program_comes_up_to_date_by_migrate_alone(tmp_path):
    packed = (ROOT / "tests" / "golden" / "archive_0032.sqlite3.xz").read_bytes()
    (tmp_path / "chancery.sqlite3").write_bytes(lzma.decompress(packed))
    done = manage("shell", "--no-imports", "-c", LOOK, CHANCERY_VAR=str(tmp_path), CHANCERY_DEBUG="1")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "planned": True, "number": "99", "versions": 2, "pages": [200] * 5, "wrong": False, "found": 3, "behind": 0,
        "kept": [14, 1, 1, 1, 1], "draft": 404,
    }  # fmt: skip
