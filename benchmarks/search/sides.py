"""The two servers of the comparison: Chancery under gunicorn, and Datasette over the same papers in a database of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

from archive.models import Document
from archive.search.entries import notes_of, text_of
from config.sqlite import sqlite3

HERE = Path(__file__).resolve().parent
WORK = settings.VAR_DIR / "benchmark"
_CREATE = """
CREATE TABLE papers (id INTEGER PRIMARY KEY, heading TEXT, kind TEXT, sender TEXT, recipient TEXT, place TEXT, date TEXT, year INTEGER,
    volume TEXT, file_number TEXT, classification TEXT, text TEXT, notes TEXT);
CREATE VIRTUAL TABLE papers_fts USING fts5(heading, sender, recipient, text, notes, content='papers', content_rowid='id',
    tokenize='porter unicode61 remove_diacritics 2');
"""
_FINISH = """
INSERT INTO papers_fts(papers_fts) VALUES('rebuild');
INSERT INTO papers_fts(papers_fts) VALUES('optimize');
CREATE INDEX by_kind ON papers(kind); CREATE INDEX by_place ON papers(place); CREATE INDEX by_year ON papers(year);
CREATE INDEX by_number ON papers(file_number); CREATE INDEX by_volume ON papers(volume); CREATE INDEX by_sender ON papers(sender);
ANALYZE; VACUUM;
"""


def build() -> Path:
    """The public papers as a database for Datasette; made once for each state of the archive."""
    WORK.mkdir(parents=True, exist_ok=True)
    public = Document.objects.public()
    path = WORK / f"archive-{public.count()}" / "archive.db"
    if path.exists():
        return path
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with sqlite3.connect(partial) as db:
        db.executescript(_CREATE)
        ids = list(public.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), 500):
            documents = Document.objects.for_page().filter(pk__in=ids[start : start + 500]).order_by("pk")
            db.executemany(
                f"INSERT INTO papers VALUES ({','.join('?' * 13)})", [_row(document) for document in documents]
            )
        db.executescript(_FINISH)
    db.close()
    partial.rename(path)
    return path


def _row(document: Document) -> tuple:
    numbers = [row.file_number.normal for row in document.document_file_numbers.all()]
    return (
        document.pk,
        document.heading,
        document.kind,
        "; ".join(str(c.person or c.office or c.printed) for c in document.senders),
        "; ".join(str(c.person or c.office or c.printed) for c in document.recipients),
        str(document.place or ""),
        document.date_edtf,
        document.date_earliest.year if document.date_earliest else None,
        document.volume.slug if document.volume else "",
        numbers[0] if numbers else "",
        document.classification,
        text_of(document),
        "\n".join(text for _, text in notes_of(document)),
    )


@contextmanager
def datasette(database: Path) -> Iterator[int]:
    """Datasette as tuned as it goes: immutable, inspected beforehand, no suggested facets. Yields its port."""
    folder = WORK / "datasette"
    program = folder / "bin" / "datasette"
    if not program.exists():
        venv.create(folder, with_pip=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"]
        subprocess.run(pip, check=True)
    inspected = database.with_name("inspect.json")
    subprocess.run([program, "inspect", database, "--inspect-file", inspected], check=True)
    port = _free_port()
    options = {
        "suggest_facets": "off",
        "facet_time_limit_ms": "1000",
        "sql_time_limit_ms": "10000",
        "max_returned_rows": "20000",
    }
    given = [word for name, value in options.items() for word in ("--setting", name, value)]
    command = [program, "serve", "-i", database, "--inspect-file", inspected, "--port", str(port), *given]
    with _running(command, port, "/-/versions.json"):
        yield port


@contextmanager
def chancery(workers: int, *, keep: bool) -> Iterator[int]:
    """Chancery under gunicorn, as ``script/serve`` starts it, with pages cached or each made again. Yield its port."""
    port = _free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--config", "python:config.server", "--bind", f"127.0.0.1:{port}", "--workers", str(workers),
    ]  # fmt: skip
    environment = {} if keep else {"CHANCERY_PAGE_CACHE": "0"}
    with _running(command, port, "/healthz", environment, cwd=settings.BASE_DIR):
        yield port


@contextmanager
def _running(
    command: list, port: int, address: str, environment: dict[str, str] | None = None, **options
) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"CHANCERY_DEBUG": "0"} | (environment or {}),
        **options,
    )
    try:
        _wait(process, port, address)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen, port: int, address: str) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} stopped with {process.returncode}")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", address)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{process.args[0]} did not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
