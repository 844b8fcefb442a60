"""Making a bag: what an archive has, in forms that can be read without it, and exactly, so that it can be made again. RFC 8493."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import bagit
from django.db.models import QuerySet

from archive import store
from archive.browsing import page_images
from archive.errors import Refused
from archive.exports.bag.rows import kept_models, lines
from archive.exports.tei import corpus
from archive.exports.tei_pieces import volume_pieces
from archive.models import Document, Volume
from archive.records import to_json
from archive.sql.batches import batches
from archive.sql.snapshot import snapshot

_AT_ONCE = 100
_README = """This bag (RFC 8493) holds a whole archive of diplomatic correspondence, what is not published included.

texts/      each volume as TEI P5; papers.xml has the papers of no volume
records/    each paper's record as JSON, a line for each
scans/      the scans of pages, as they are in CHANCERY_SCANS
originals/  the images of originals that were attached to papers, each under its SHA-256
events/     what happened to each paper, in the words of PREMIS: when, by whom, why
tables/     all rows of the archive, exactly; "manage.py restore_bag" makes the same archive from them
"""


def make_bag(folder: Path) -> int:
    """Write the archive into an empty folder as a bag, as it is at one moment, and return the number of papers.

    Raises :class:`~archive.errors.Refused` for a folder with something in it, and where the folder of scans is not there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    _copy_images(folder)
    with snapshot():
        (folder / "README.txt").write_text(_README, encoding="utf-8")
        for model in kept_models():
            _write(folder / "tables" / f"{model._meta.label_lower}.jsonl", lines(model))
        papers = Document.objects.order_by("position", "pk")
        for volume in Volume.objects.order_by("slug"):
            _write(folder / "texts" / f"{volume.slug}.xml", volume_pieces(volume, Document.objects.all()))
            _write_papers(folder, volume.slug, papers.filter(volume=volume))
        alone = papers.filter(volume=None)
        if alone.exists():
            _write(folder / "texts" / "papers.xml", corpus(map(store.load, _rows(alone)), "Papers of no volume"))
            _write_papers(folder, "papers", alone)
        count = Document.objects.count()
    bagit.make_bag(str(folder), {"External-Description": f"Chancery: {count} papers"}, checksums=["sha256"])
    return count


def _copy_images(bag: Path) -> None:
    scans, originals = page_images.folder(), page_images.originals_folder()
    if scans is not None and not scans.scans.is_dir():
        raise Refused(f"CHANCERY_SCANS names {scans.scans}, which is no folder.")
    for name, images in (("scans", scans), ("originals", originals if originals.scans.is_dir() else None)):
        for part, _, path in images.walk() if images else ():
            target = bag / name / part
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / path.name)


def _write(path: Path, pieces: Iterable[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


def _write_papers(folder: Path, name: str, papers: QuerySet[Document]) -> None:
    records = ({"slug": row.slug, "state": row.state, "record": to_json(store.load(row))} for row in _rows(papers))
    _write(folder / "records" / f"{name}.jsonl", map(_line, records))
    _write(folder / "events" / f"{name}.jsonl", map(_line, _events(papers)))


def _rows(papers: QuerySet[Document]) -> Iterator[Document]:
    return papers.for_record().iterator(chunk_size=_AT_ONCE)


def _line(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n"


def _events(papers: QuerySet[Document]) -> Iterator[dict]:
    """Yield what happened to papers, in the words of PREMIS: each version, and each step of the workflow."""
    for some in batches(
        papers.prefetch_related("versions__user", "transitions__user").iterator(chunk_size=_AT_ONCE), _AT_ONCE
    ):
        for paper in some:
            versions = [
                (row.at, "ingestion" if row.number == 1 else "modification", row.reason, row.user)
                for row in paper.versions.all()
            ]
            steps = [
                (row.at, "policy assignment", f"{row} {row.comment}".strip(), row.user)
                for row in paper.transitions.all()
            ]
            for at, kind, detail, user in sorted(versions + steps, key=lambda event: event[0]):
                yield {
                    "linkingObject": paper.slug, "eventType": kind, "eventDateTime": at.isoformat(), "eventDetail": detail,
                    "linkingAgent": user.get_username() if user else "",
                }  # fmt: skip
