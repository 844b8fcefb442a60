"""Imports: what a run changes, what it leaves alone, and what is left when it is killed."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive import jobs, search, store
from archive.deriving import derive
from archive.errors import Refused
from archive.exports.tei_pieces import document_pieces, selection_pieces, volume_pieces
from archive.importing.fetching import fetch_volume
from archive.importing.preview import preview
from archive.importing.processes import ReadingProcesses
from archive.importing.runs import import_source
from archive.importing.sources import expect_sources
from archive.models import Document, ImportRun, Job, Volume
from archive.parsing import tei
from archive.parsing.errors import SourceError
from config.sqlite import sqlite3
from tests.support.hostile import KINDS
from tests.support.jobs import import_confirmed
from tests.support.paths import ROOT, SHAPES
from tests.support.volumes import volume_xml

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def processes():
    with ReadingProcesses(3) as some:
        yield some


def records() -> dict:
    return {row.source_id: store.load(row) for row in Document.objects.for_record()}


def test_a_second_run_changes_nothing_and_says_so():
    first = import_source(SHAPES)
    before, versions = records(), list(Document.objects.values_list("source_id", "version"))
    again = import_source(SHAPES)
    assert again.counts == {"unchanged": len(before)}
    assert first.counts == {"created": len(before)}
    assert again.total == again.done == len(before)
    assert records() == before
    assert list(Document.objects.values_list("source_id", "version")) == versions
    assert search.check_entries() == []


def test_the_search_follows_a_title_that_the_source_has_changed(tmp_path):
    path = tmp_path / "volume.xml"
    for title in ("Ink", "Quill"):
        header = f"<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader>"
        path.write_text(volume_xml(2).replace("<teiHeader/>", header))
        run = import_source(path)
        assert Volume.objects.get().title == title
        assert search.check_entries() == []
    assert run.counts == {"unchanged": 2}


def test_an_edited_document_is_listed_and_not_overwritten(tmp_path):
    path = tmp_path / "volume.xml"
    path.write_text(volume_xml(3))
    import_source(path)
    document = Document.objects.for_record().get(position=2)
    store.save(replace(store.load(document), place="Cuzco"), edit=True)
    path.write_text(volume_xml(3).replace("Lima, March 3", "Callao, March 3").replace("at 1.", "at one."))
    run = import_source(path)
    assert run.counts == {"changed": 1, "conflict": 1, "unchanged": 1}
    assert run.report["conflicts"][0]["document"] == "made1901v01#d2"
    assert "text" in run.report["conflicts"][0]["fields"]
    assert Document.objects.get(position=2).place_printed == "Cuzco"


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    path = tmp_path / "volume.xml"
    path.write_text(volume_xml(3))
    out = StringIO()
    call_command("import_volume", str(path), dry_run=True, json=True, stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue())["outcomes"] == {"created": 3}
    assert not Document.objects.exists()
    assert not Volume.objects.exists()


def test_reading_ahead_gives_the_same_as_reading_here():
    here = tei.read_volume(SHAPES)
    with ReadingProcesses(2) as processes:
        for _ in range(2):  # one volume after the other with the same processes
            ahead = processes.read(SHAPES, SHAPES.name)
            assert ahead.volume == here.volume
            assert ahead.count == here.count
            assert list(ahead) == [derive(*read) for read in here]


@pytest.mark.parametrize("papers", [1, 19, 20, 41, 99])
def test_shares_come_together_again_in_the_order_of_the_volume(tmp_path, processes, papers):
    path = tmp_path / "volume.xml"
    path.write_text(volume_xml(papers))
    read = list(processes.read(path, "volume.xml"))
    assert read == list(ReadingProcesses(0).read(path, "volume.xml"))
    assert [one.record.source_id for one in read] == [f"made1901v01#d{n}" for n in range(1, papers + 1)]


def test_a_volume_left_half_read_does_not_disturb_the_next(tmp_path, processes):
    path = tmp_path / "volume.xml"
    path.write_text(volume_xml(300))
    half = iter(processes.read(path, "volume.xml"))
    next(half)
    half.close()
    assert len(list(processes.read(path, "volume.xml"))) == 300


def test_expected_volumes_come_in_their_order_and_another_one_all_the_same(tmp_path, processes):
    paths = [tmp_path / f"volume{n}.xml" for n in range(4)]
    for n, path in enumerate(paths):
        path.write_text(volume_xml(30 + n, f"made190{n}v01"))
        processes.expect(path, path.name, whole=n > 0)  # the first is shared, the others are read by one process each
    for n in (0, 1, 3, 2):
        reading = processes.read(paths[n], paths[n].name)
        assert reading.volume.source_id == f"made190{n}v01"
        assert len(list(reading)) == 30 + n


def test_a_volume_that_cannot_be_read_does_not_disturb_those_that_follow(tmp_path, processes):
    broken, sound = tmp_path / "broken.xml", tmp_path / "sound.xml"
    broken.write_text(volume_xml(30)[:-20])
    sound.write_text(volume_xml(30))
    for path in (broken, sound):
        processes.expect(path, path.name)
    with pytest.raises(SourceError, match="broken.xml"):
        processes.read(broken, "broken.xml")
    assert len(list(processes.read(sound, "sound.xml"))) == 30


def test_a_reader_that_is_killed_fails_the_run_with_a_reason(tmp_path, processes):
    path = tmp_path / "volume.xml"
    path.write_text(volume_xml(300))
    reading = processes.read(path, "volume.xml")
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    with pytest.raises(SourceError, match="was stopped"):
        list(reading)
    assert len(list(processes.read(path, "volume.xml"))) == 300


@pytest.mark.parametrize(("name", "shared"), [("volume.xml", True), ("papers.txt", False)])
def test_only_large_sources_that_are_read_piece_by_piece_are_shared(tmp_path, name, shared):
    path = tmp_path / name
    text = (
        volume_xml(30, sentences=1000)
        if shared
        else "The Minister in Peru (Quill) to Mr. Wobble\n\n" + "All quiet.\n\n" * 60_000
    )
    path.write_text(text)
    others = set(multiprocessing.active_children())
    with ReadingProcesses(1) as processes:
        expect_sources([path, tmp_path / "none.xml", tmp_path], processes)
        assert bool(set(multiprocessing.active_children()) - others) is shared


def test_a_file_that_is_refused_elsewhere_is_refused_here_with_its_line(tmp_path, processes):
    path = tmp_path / "bomb.xml"
    path.write_text('<?xml version="1.0"?>\n<!DOCTYPE TEI [<!ENTITY a "b">]><TEI/>')
    with pytest.raises(SourceError) as refused:
        processes.read(path, "bomb.xml")
    assert (refused.value.name, refused.value.line) == ("bomb.xml", 2)


def test_what_is_no_volume_is_refused_with_2_and_nothing_is_written(tmp_path):
    for kind in KINDS:
        path = kind.write(tmp_path)
        if path.stat().st_size < 100_000:  # the others are refused by the same reader, in the same way
            with pytest.raises(CommandError) as refused:
                call_command("import_volume", str(path), stderr=StringIO())
            assert path.name in str(refused.value)
            assert (kind.name, refused.value.returncode) == (kind.name, 2)
        path.unlink()
    for table in (Document, Volume, ImportRun):
        assert not table.objects.exists()


def test_the_previewed_bytes_are_imported_whatever_is_restarted(tmp_path):
    data = volume_xml(3).encode()
    run = preview(data, "volume.xml", user=None, state="draft")
    assert run.status == "previewed"
    assert run.report["outcomes"] == {"created": 3}
    assert not Document.objects.exists()
    assert import_confirmed() is None  # nothing is imported before it is confirmed
    job = jobs.start_import(run, user=None)
    done = import_confirmed()
    assert (done.status, done.counts) == ("done", {"created": 3})
    assert set(Document.objects.values_list("state", flat=True)) == {"draft"}
    # As a crash leaves it: running, though nobody works on it.
    ImportRun.objects.filter(pk=run.pk).update(status="running")
    Job.objects.filter(pk=job.pk).update(status="running")
    assert import_confirmed().counts == {"unchanged": 3}


def test_other_bytes_than_the_previewed_are_refused():
    run = preview(volume_xml(3).encode(), "volume.xml", user=None, state="draft")
    jobs.start_import(run, user=None)
    ImportRun.objects.filter(pk=run.pk).update(upload=volume_xml(4).encode())
    assert import_confirmed().status == "failed"
    assert not Document.objects.exists()


def test_an_export_is_imported_without_a_change(tmp_path):
    import_source(SHAPES)
    before = records()
    volume = Volume.objects.get()
    path = tmp_path / "hard_shapes.xml"
    path.write_text("".join(volume_pieces(volume, Document.objects.all())))
    again = import_source(path)
    moved = {s for s, r in records().items() if replace(r, warnings=()) != replace(before[s], warnings=())}
    assert not moved
    assert again.counts.keys() <= {"unchanged", "changed"}


def test_drafts_stay_out_of_a_public_export(client):
    import_source(SHAPES)
    draft = Document.objects.order_by("position")[1]
    Document.objects.filter(pk=draft.pk).update(state="draft")
    volume = Volume.objects.get()
    xml = "".join(volume_pieces(volume, Document.objects.public()))
    assert xml.count('type="document"') < "".join(volume_pieces(volume, Document.objects.all())).count(
        'type="document"'
    )
    answer = client.get(f"/volumes/{volume.slug}.xml")
    assert b"".join(answer.streaming_content).decode() == xml
    assert client.get(f"/documents/{draft.slug}.xml").status_code == 404


def test_one_document_and_a_selection_are_exported():
    import_source(SHAPES)
    rows = list(Document.objects.order_by("position")[:3])
    one, three = "".join(document_pieces(rows[0])), "".join(selection_pieces(rows))
    assert one.count('type="document"') == 1
    assert three.count('type="document"') == 3
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("export_tei", "nobody#d1", stdout=out)


@pytest.mark.once
@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_killed_at_any_moment_no_half_document_is_left_and_the_next_run_completes(own_archive):
    source, environment = (
        own_archive / "made1901v01.xml",
        os.environ | {"CHANCERY_VAR": str(own_archive), "DATABASE_URL": ""},
    )
    source.write_text(volume_xml(500, sentences=50))  # long enough to be worth processes of their own
    manage = [sys.executable, str(ROOT / "manage.py")]
    database = own_archive / "chancery.sqlite3"

    def count(query: str) -> int:
        connection = sqlite3.connect(database, timeout=20)
        try:
            return connection.execute(query).fetchone()[0]
        finally:
            connection.close()

    command = [*manage, "import_volume", "--processes", "2", str(source)]
    for kill in range(2):
        running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
        while running.poll() is None and count("SELECT count(*) FROM archive_document") <= kill * 200:
            threading.Event().wait(0.02)
        if kill == 0 and os.path.isdir("/proc/self"):
            assert len(alive_in_session(running.pid)) > 2
        running.send_signal(signal.SIGKILL)
        running.wait()
        for _ in range(600):  # its processes find out by themselves that nobody listens any longer
            if not alive_in_session(running.pid):
                break
            threading.Event().wait(0.05)
        assert not alive_in_session(running.pid)
        documents = count("SELECT count(*) FROM archive_document")
        assert documents > 0
        for table in ("archive_documenttext", "archive_documentversion", "archive_searchentry", "archive_footnote"):
            assert count(f"SELECT count(*) FROM {table}") == documents  # noqa: S608
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert count("SELECT count(*) FROM archive_document") == 500
    subprocess.run([*manage, "check_archive"], env=environment, check=True, capture_output=True)


def alive_in_session(leader: int) -> list[int]:
    """The processes of the session that a process led, without those that have ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
            if int(session) == leader and state != "Z":
                found.append(int(stat.parent.name))
    return found


# --- fetching ----------------------------------------------------------------------------------------------------------


@contextmanager
def serving(answer):
    """A server that answers with ``answer(handler)``; yield its address and the requested paths."""
    requested = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            requested.append(self.path)
            answer(self, len(requested))

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", requested
    finally:
        server.shutdown()
        server.server_close()


def send(handler, body: bytes, status: int = 200, **headers):
    handler.send_response(status)
    for name, value in {"Content_Length": len(body), **headers}.items():
        handler.send_header(name.replace("_", "-"), str(value))
    handler.end_headers()
    handler.wfile.write(body)


def test_a_volume_is_fetched_once_and_its_checksum_holds(tmp_path):
    with serving(lambda handler, _: send(handler, volume_xml(2).encode())) as (base, requested):
        path = fetch_volume("made1901v01", base=base, cache=tmp_path)
        assert path.read_text() == volume_xml(2)
        assert fetch_volume("made1901v01", base=base, cache=tmp_path) == path
        assert requested == ["/volumes/made1901v01.xml"]
        path.write_text("spoiled")
        assert fetch_volume("made1901v01", base=base, cache=tmp_path).read_text() == volume_xml(2)


def test_a_server_that_fails_for_a_while_is_asked_again(tmp_path):
    def answer(handler, count):
        send(handler, b"", 503) if count < 2 else send(handler, volume_xml(1).encode())

    with serving(answer) as (base, requested):
        fetch_volume("made1901v01", base=base, cache=tmp_path)
    assert len(requested) == 2


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda handler, _: send(handler, b"", 404), "404"),
        (lambda handler, _: send(handler, b"<TEI", 200, Content_Length=5000), "arrived|Incomplete|broken|read"),
        (lambda handler, _: send(handler, b"<!doctype html><html></html>"), "no TEI"),
        (lambda handler, _: send(handler, b"", 302, Location="http://example.invalid/volumes/x.xml"), "elsewhere"),
    ],
)
def test_what_is_no_whole_volume_from_that_server_is_not_kept(tmp_path, answer, why):
    with serving(answer) as (base, _), pytest.raises(Refused, match=why):
        fetch_volume("made1901v01", base=base, cache=tmp_path)
    assert not list(tmp_path.glob("*.xml*"))


def test_an_id_is_no_path(tmp_path):
    for name in ("../etc1", "a1/b", "http://x1"):
        with pytest.raises(Refused, match="not the id"):
            fetch_volume(name, base="http://127.0.0.1:9", cache=tmp_path)
