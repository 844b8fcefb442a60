"""The files of everything public: what is in them and what is not, and how they are handed out."""

import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.backends.sqlite3.base import Database
from lxml import etree

from archive import jobs, store, workflow
from archive.exports.dump.tables import TABLES
from archive.models import Document, PublicChange, Reference, State, Volume
from archive.records import VolumeRecord
from archive.store import Incoming
from tests.support.people import make_user
from tests.support.records import document_record

pytestmark = [pytest.mark.django_db, pytest.mark.both]
_SECRET = "Xylophagous"


@pytest.fixture
def archive(settings, tmp_path):
    """Two published papers, one of no volume, and others that are not public."""
    settings.DATA_DIR = tmp_path / "served"
    store.save_volume(VolumeRecord("vol", "Papers"))
    volume = Volume.objects.get()
    store.save_batch([Incoming(document_record("vol#d1"), volume, None, 1)], state=State.PUBLISHED)
    secret = document_record(heading=_SECRET, text=document_record().text.replace("arrived", _SECRET))
    store.save_batch([Incoming(document_record("vol#d2", text=secret.text, heading=_SECRET), volume, None, 2)])
    store.save(document_record("alone", heading="Alone"), state=State.PUBLISHED)
    store.save(document_record("gone", heading=_SECRET), state=State.PUBLISHED)
    withdraw("gone")


def withdraw(source_id: str) -> None:
    user = make_user(source_id, "archivist")
    workflow.take(Document.objects.get(source_id=source_id), "withdraw", user=user, comment=_SECRET)


def rows(folder, name: str) -> list[dict]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").open(encoding="utf-8")]


def test_a_dump_has_what_is_public_in_every_format(archive, tmp_path):
    folder = tmp_path / "dump"
    Reference.objects.update(confidence=0.97)
    call_command("dump", folder, verbosity=0)
    for path in folder.iterdir():
        assert _SECRET.encode() not in path.read_bytes(), path.name
    papers = rows(folder, "papers")
    assert [paper["id"] for paper in papers] == ["vol-d1", "alone"]
    assert papers[0]["text"].startswith("The Ambassador in Ruritania")
    assert (papers[0]["date_earliest"], papers[0]["received_earliest"]) == ("1938-03-05", "1938-03-06")
    assert [row["id"] for row in rows(folder, "removed")] == ["gone"]
    with zipfile.ZipFile(folder / "tei.zip") as held:
        assert held.namelist() == ["vol.xml", "papers.xml"]
        etree.fromstring(held.read("papers.xml"))
    database = Database.connect(folder / "tables.sqlite3")
    parquet = pytest.importorskip("pyarrow.parquet")
    for table in TABLES:
        count = len(rows(folder, table.name))
        assert database.execute(f'SELECT count(*) FROM "{table.name}"').fetchone() == (count,), table.name  # noqa: S608
        assert parquet.read_table(folder / f"{table.name}.parquet").num_rows == count
    assert {row["confidence"] for row in rows(folder, "references")} == {0.97}
    assert set(parquet.read_table(folder / "references.parquet")["confidence"].to_pylist()) == {0.97}
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    package = json.loads((folder / "datapackage.json").read_text())
    assert {one["path"] for one in package["resources"]} == {path.name for path in folder.iterdir()} - {
        "datapackage.json"
    }
    described = {one["path"] for one in package["resources"] if one["type"] == "table"}
    assert described == {f"{table.name}.jsonl" for table in TABLES if rows(folder, table.name)}
    with pytest.raises(CommandError, match="not empty"):
        call_command("dump", folder)


def test_a_dump_since_a_day_has_what_changed_since(archive, tmp_path):
    PublicChange.objects.exclude(slug="alone").update(at="2020-01-01T00:00:00Z")
    call_command("dump", tmp_path / "dump", since=datetime(2025, 1, 1, tzinfo=UTC), formats=["jsonl"], verbosity=0)
    assert [row["id"] for row in rows(tmp_path / "dump", "papers")] == ["alone"]
    assert rows(tmp_path / "dump", "removed") == []
    assert {row["paper"] for row in rows(tmp_path / "dump", "correspondents")} == {"alone"}


def test_files_are_handed_out_whole_or_in_part_until_a_paper_in_them_is_withdrawn(client, archive, settings):
    assert b"No files have been made yet" in client.get("/data/").content
    jobs.run_to_end(jobs.start_publishing_data())
    page = client.get("/data/").content.decode()
    whole = client.get("/data/papers.jsonl")
    content = b"".join(whole.streaming_content)
    assert content == (settings.DATA_DIR / "papers.jsonl").read_bytes()
    assert whole["ETag"].strip('"') in page
    for asked, expected in [("bytes=5-9", content[5:10]), ("bytes=5-", content[5:]), ("bytes=-5", content[-5:])]:
        part = client.get("/data/papers.jsonl", headers={"range": asked})
        assert (part.status_code, b"".join(part.streaming_content)) == (206, expected)
    assert client.get("/data/papers.jsonl", headers={"range": "bytes=99999999-"}).status_code == 416
    other = {"range": "bytes=5-9", "if-range": '"another"'}
    assert client.get("/data/papers.jsonl", headers=other).status_code == 200
    assert client.get("/data/papers.jsonl", headers={"if-none-match": whole["ETag"]}).status_code == 304
    assert client.get("/data/secret_key").status_code == 404
    withdraw("alone")
    assert client.get("/data/papers.jsonl").status_code == 503
    assert b"were withdrawn" in client.get("/data/").content
    jobs.run_to_end(jobs.start_publishing_data())
    assert b"Alone" not in b"".join(client.get("/data/papers.jsonl").streaming_content)
