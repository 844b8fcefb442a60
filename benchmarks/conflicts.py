"""Conflicting edits: many threads edit one document at once, round after round; each round must have exactly one winner.

    python benchmarks/conflicts.py [THREADS] [ROUNDS]

Uses the database of the settings, with a document of its own that is removed afterwards. Footnotes and correspondents are
part of every edit: the document must be one editor's whole record afterwards, never a mixture.
"""

import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402

from archive import search, store  # noqa: E402
from archive.errors import Outdated  # noqa: E402
from archive.models import Document  # noqa: E402
from tests.support.records import document_record  # noqa: E402


def edited(record, editor: int, turn: int):
    """Return an edit of fields, footnotes and correspondents."""
    sign = f"{turn}.{editor}"
    notes = tuple(replace(note, label=sign) for note in record.footnotes)
    senders = tuple(replace(who, printed=f"Editor {sign}") for who in record.senders)
    return replace(record, number=sign, footnotes=notes, senders=senders)


def compete(source_id: str, version: int, editors: int, turn: int, record) -> list[int]:
    """Let the editors save at the same time from the same version; return who won."""
    start, won = threading.Barrier(editors), []

    def save(editor: int) -> None:
        try:
            start.wait()
            store.save(edited(record, editor, turn), edit=True, expected_version=version)
            won.append(editor)
        except Outdated:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(editor,)) for editor in range(editors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return won


def whole(source_id: str, winner: int, turn: int, record) -> bool:
    """Return whether the document is the winner's whole record."""
    return store.load(Document.objects.for_record().get(source_id=source_id)) == edited(record, winner, turn)


def main(editors: int, rounds: int) -> int:
    source_id = "benchmark-of-conflicts"
    store.save(document_record(source_id))
    document = Document.objects.for_record().get(source_id=source_id)
    record, wrong, began = store.load(document), 0, time.monotonic()
    try:
        for turn in range(1, rounds + 1):
            version = Document.objects.get(pk=document.pk).version
            won = compete(source_id, version, editors, turn, record)
            if len(won) != 1 or not whole(source_id, won[0], turn, record):
                wrong += 1
                print(f"round {turn}: winners {won}")
        versions = list(document.versions.order_by("number").values_list("number", flat=True))
        wrong += versions != list(range(document.version, document.version + rounds + 1))
    finally:
        search.remove([document.pk])
        Document.objects.filter(pk=document.pk).delete()
    print(f"{connection.vendor}: {editors} editors, {rounds} rounds, {wrong} wrong, {time.monotonic() - began:.1f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    arguments = [int(word) for word in sys.argv[1:]] or [20, 100]
    sys.exit(main(*arguments))
