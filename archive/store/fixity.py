"""Checking that no text was changed by anything but the archive itself, and no scan at all: each against the sum taken before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from archive.models import Document, Fixity, ScanFixity
from archive.models.documents import with_topics
from archive.records import to_json
from archive.scans import ScanFolder
from archive.sql.batches import batches
from archive.store.loading import description

_AT_ONCE = 200


def check_fixity(progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[str]:
    """Check every paper, take the sums of new versions, note the day, and yield a sentence on each paper that is not what it was.

    A sum that does not hold stays as it is, so that it is reported again until the text is put right or saved as a new version.
    """
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    done = 0
    for some in batches(ids, _AT_ONCE):
        rows = (
            Document.objects.filter(pk__in=some)
            .select_related("text", "fixity")
            .prefetch_related(
                "correspondents", "document_file_numbers__file_number", "footnotes", "page_breaks", with_topics()
            )
        )
        now, taken, held = timezone.now(), [], []
        for paper in rows.order_by("pk"):
            known, sha256 = getattr(paper, "fixity", None), sum_of(paper)
            if known is None or known.version != paper.version:
                taken.append(Fixity(document=paper, version=paper.version, sha256=sha256, taken_at=now, checked_at=now))
            elif known.sha256 == sha256:
                held.append(paper.pk)
            else:
                yield f"{paper.source_id}: version {paper.version} is not what it was on {known.checked_at:%Y-%m-%d}."
        with transaction.atomic():
            Fixity.objects.bulk_create(
                taken,
                update_conflicts=True,
                unique_fields=["document"],
                update_fields=["version", "sha256", "taken_at", "checked_at"],
            )
            Fixity.objects.filter(pk__in=held).update(checked_at=now)
        done += len(some)
        progress(done, len(ids))


def sum_of(paper: Document) -> str:
    """Return the SHA-256 of a paper's content. Its id is no part of it, since its source can renumber it without an edit, and neither are
    its topics, whose terms can be renamed."""
    content = to_json(replace(description(paper), source_id="", text=paper.text.tei))
    del content["topics"]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def check_scans(scans: ScanFolder | None, anew: Collection[str] = ()) -> Iterator[str]:
    """Check every scan, take the sums of those that came, note the day, and yield a sentence on each that is another or gone.

    The sums of the scans named in ``anew``, which somebody replaced or took away, are forgotten first. ``scans`` is None where the settings
    name no folder.
    """
    ScanFixity.objects.filter(name__in=anew).delete()
    left = dict(ScanFixity.objects.values_list("name", "checked_at"))
    if scans is None or not scans.scans.is_dir():
        if left:
            yield f"There is no folder of scans, and {len(left):,} scans were in it."
        return
    for some in batches(scans.walk(), _AT_ONCE):
        sums = {}
        for volume, _, path in some:
            with path.open("rb") as file:
                sums[f"{volume}/{path.name}"] = hashlib.file_digest(file, "sha256").hexdigest()
        known = dict(ScanFixity.objects.filter(name__in=sums).values_list("name", "sha256"))
        now = timezone.now()
        with transaction.atomic():
            ScanFixity.objects.bulk_create(
                ScanFixity(name=name, sha256=found, taken_at=now, checked_at=now)
                for name, found in sums.items()
                if name not in known
            )
            ScanFixity.objects.filter(name__in=[name for name in known if known[name] == sums[name]]).update(
                checked_at=now
            )
        for name in sums:
            before = left.pop(name, now)
            if known.get(name, sums[name]) != sums[name]:
                yield f"{name} is not what it was on {before:%Y-%m-%d}."
    for name, before in left.items():
        yield f"{name} is gone; it was there on {before:%Y-%m-%d}."
